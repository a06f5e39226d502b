/**
 * Reads the body of a webhook. Two forms: an array of CloudEvents, the only one that QuickBooks sends
 * since 2026-07-31, and the `eventNotifications` object of endpoints from before. One body can hold
 * events of several companies. An event only says that a record may have changed.
 */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import {
  isObject,
  type Json,
  type JsonObject,
  objectOf,
  objectsOf,
  readJson,
  textOf,
} from "@accord-sync/core/json/lossless-json.ts";
import { utcOf } from "../records/quickbooks-time.ts";
import { entityName } from "./entity-names.ts";

export type NoticeOperation = "created" | "updated" | "deleted" | "merged" | "void" | "emailed";

export interface WebhookNotice {
  readonly realmId: string;
  /** The API's name of the type, for example `Customer`. */
  readonly type: string;
  readonly id: string;
  readonly operation: NoticeOperation;
  /** When it happened, ISO 8601 in UTC, whole seconds. */
  readonly time: string;
  /** The record that went into `id` by a merge; else null. */
  readonly deletedId: string | null;
  /** Unique per event; the same one may arrive twice. Empty in the older form, which has none. */
  readonly eventId: string;
}

/** Both spellings of void are told of, and either case (Q12). */
const OPERATIONS: Readonly<Record<string, NoticeOperation>> = {
  create: "created",
  created: "created",
  update: "updated",
  updated: "updated",
  delete: "deleted",
  deleted: "deleted",
  merge: "merged",
  merged: "merged",
  void: "void",
  voided: "void",
  emailed: "emailed",
};

/**
 * The notices of a verified body, in its order. An event whose operation is unknown counts as an
 * update; a body that is neither form, or an event without company, record or time, is refused whole,
 * so that QuickBooks sends it again and nobody believes it was read.
 */
export function readNotices(body: Uint8Array): Result<readonly WebhookNotice[]> {
  const json = readJson(new TextDecoder().decode(body));
  const notices = Array.isArray(json)
    ? (json as readonly Json[]).map((event) => (isObject(event) ? readCloudEvent(event) : null))
    : readLegacyBody(json);
  if (notices === null) return refused("neither CloudEvents nor eventNotifications");
  const readable = notices.filter((notice) => notice !== null);
  return readable.length === notices.length
    ? succeed(readable)
    : refused("an event lacks its company, record or time");
}

function refused(detail: string): Result<never> {
  return fail(operationalError("API_BAD_REQUEST", { detail: `webhook: ${detail}` }));
}

function readCloudEvent(event: JsonObject): WebhookNotice | null {
  const [, entity, operation] =
    /^qbo\.([a-z0-9_]+)\.([a-z]+)(?:\.v\d+)?$/i.exec(textOf(event, "type") ?? "") ?? [];
  if (entity === undefined || operation === undefined) return null;
  return notice({
    realmId: textOf(event, "intuitaccountid"),
    entity,
    id: textOf(event, "intuitentityid"),
    operation,
    time: textOf(event, "time"),
    deletedId: textOf(objectOf(event, "data"), "deletedid"),
    eventId: textOf(event, "id"),
  });
}

function readLegacyBody(json: Json | undefined): readonly (WebhookNotice | null)[] | null {
  if (!isObject(json) || !Array.isArray(json["eventNotifications"])) return null;
  return objectsOf(json, "eventNotifications").flatMap((notification) =>
    objectsOf(objectOf(notification, "dataChangeEvent"), "entities").map((entity) =>
      notice({
        realmId: textOf(notification, "realmId"),
        entity: textOf(entity, "name"),
        id: textOf(entity, "id"),
        operation: textOf(entity, "operation"),
        time: textOf(entity, "lastUpdated"),
        deletedId: textOf(entity, "deletedId"),
        eventId: null,
      }),
    ),
  );
}

interface RawNotice {
  readonly realmId: string | null;
  readonly entity: string | null;
  readonly id: string | null;
  readonly operation: string | null;
  readonly time: string | null;
  readonly deletedId: string | null;
  readonly eventId: string | null;
}

function notice(raw: RawNotice): WebhookNotice | null {
  const { realmId, entity, id, operation, deletedId, eventId } = raw;
  // The older form writes its offset without a colon.
  const time = utcOf(raw.time?.replace(/([+-]\d{2})(\d{2})$/, "$1:$2") ?? null);
  if (realmId === null || entity === null || id === null || time === null) return null;
  return {
    realmId,
    type: entityName(entity),
    id,
    operation: OPERATIONS[(operation ?? "").toLowerCase()] ?? "updated",
    time,
    deletedId,
    eventId: eventId ?? "",
  };
}
