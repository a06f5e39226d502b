/**
 * Reads the body of a webhook. Two forms: an array of CloudEvents, the only one that QuickBooks sends
 * since 2026-07-31, and the `eventNotifications` object of endpoints from before. One body can hold
 * events of several companies. An event only says that a record may have changed.
 */
import {
  isObject,
  type Json,
  type JsonObject,
  objectOf,
  readJson,
  textOf,
} from "@accord-sync/core/json/lossless-json.ts";
import { UNKNOWN_WEBHOOK_OPERATION } from "../hypotheses.ts";
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
const OPERATIONS: ReadonlyMap<string, NoticeOperation> = new Map([
  ["create", "created"],
  ["created", "created"],
  ["update", "updated"],
  ["updated", "updated"],
  ["delete", "deleted"],
  ["deleted", "deleted"],
  ["merge", "merged"],
  ["merged", "merged"],
  ["void", "void"],
  ["voided", "void"],
  ["emailed", "emailed"],
]);

export interface ReadNotices {
  /** In the order of the body. */
  readonly notices: readonly WebhookNotice[];
  /** Events without company, record or time; 1 for a body that is neither form. */
  readonly unreadable: number;
}

/**
 * The notices of a verified body. An event whose operation is unknown counts as an update; one that
 * cannot be read takes nothing from the others.
 */
export function readNotices(body: Uint8Array): ReadNotices {
  const json = readJson(new TextDecoder().decode(body));
  const events = Array.isArray(json) ? readEach(json, readCloudEvent) : readLegacyBody(json);
  const notices = events.filter((event) => event !== null);
  return { notices, unreadable: events.length - notices.length };
}

/** What is no object is as unreadable as an object that lacks something. */
function readEach<T>(
  list: readonly Json[],
  read: (item: JsonObject) => T | null,
): readonly (T | null)[] {
  return list.map((item) => (isObject(item) ? read(item) : null));
}

const UNREADABLE = [null] as const;

function readCloudEvent(event: JsonObject): WebhookNotice | null {
  const [, entity, operation] =
    /^qbo\.([a-z0-9_]+)\.([a-z0-9_]+)(?:\.v\d+)?$/i.exec(textOf(event, "type") ?? "") ?? [];
  if (entity === undefined || operation === undefined) return null;
  const data = objectOf(event, "data");
  return notice({
    realmId: textOf(event, "intuitaccountid"),
    entity,
    id: textOf(event, "intuitentityid"),
    operation,
    time: textOf(event, "time"),
    deletedId: textOf(data, "deletedid") ?? textOf(data, "deletedId"),
    eventId: textOf(event, "id"),
  });
}

/** Null for each part that cannot be read: an entity, or all of a company's where their list is none. */
function readLegacyBody(json: Json | undefined): readonly (WebhookNotice | null)[] {
  const companies = isObject(json) ? json["eventNotifications"] : undefined;
  if (!Array.isArray(companies)) return UNREADABLE;
  return readEach(companies, readLegacyCompany).flatMap((entities) => entities ?? UNREADABLE);
}

function readLegacyCompany(company: JsonObject): readonly (WebhookNotice | null)[] | null {
  const entities = objectOf(company, "dataChangeEvent")?.["entities"];
  if (!Array.isArray(entities)) return null;
  return readEach(entities, (entity) =>
    notice({
      realmId: textOf(company, "realmId"),
      entity: textOf(entity, "name"),
      id: textOf(entity, "id"),
      operation: textOf(entity, "operation"),
      time: textOf(entity, "lastUpdated"),
      deletedId: textOf(entity, "deletedId"),
      eventId: null,
    }),
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
    operation: OPERATIONS.get((operation ?? "").toLowerCase()) ?? UNKNOWN_WEBHOOK_OPERATION,
    time,
    deletedId,
    eventId: eventId ?? "",
  };
}
