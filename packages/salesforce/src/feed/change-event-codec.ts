/** Decodes one change event into a notice. Pure. */
import type { ChangeNotice } from "@accord-sync/core/ports/change-feed.ts";
import { isRecordId, LINK_MARK_FIELD } from "../fields.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type { FieldValue, Image } from "@accord-sync/core/records/image.ts";
import type { EventSchema } from "./event-schema.ts";
import { type NamedField, readBitmaps } from "./field-bitmap.ts";

const HEADER = "ChangeEventHeader";

/** Salesforce keeps these itself; they say nothing about who wrote what. */
const SYSTEM_FIELDS: ReadonlySet<string> = new Set([
  HEADER,
  "CreatedDate",
  "CreatedById",
  "LastModifiedDate",
  "LastModifiedById",
]);

interface Header {
  readonly entityName: string;
  readonly recordIds: readonly string[];
  readonly changeType: string;
  readonly changeOrigin: string;
  readonly commitTimestamp: bigint;
  readonly commitUser: string;
  readonly nulledFields: readonly string[];
  readonly changedFields: readonly string[];
}

const CHANGE_TYPES: Readonly<Record<string, ChangeNotice["changeType"]>> = {
  CREATE: "create",
  UPDATE: "update",
  DELETE: "delete",
  UNDELETE: "undelete",
  GAP_CREATE: "gap",
  GAP_UPDATE: "gap",
  GAP_DELETE: "gap",
  GAP_UNDELETE: "gap",
  GAP_OVERFLOW: "overflow",
};

/** Throws when `payload` is not of `schema`, or its header does not say what changed. */
export function decodeChangeEvent(
  schema: EventSchema,
  payload: Uint8Array,
  replayId: string,
): ChangeNotice {
  const event = schema.decode(payload) as Readonly<Record<string, unknown>>;
  const header = readHeader(event[HEADER], schema.object);
  // A type of change that is new to us is a reason to look, as a gap is.
  const named = CHANGE_TYPES[header.changeType] ?? "gap";
  // `001*` stands for records that are not told, as no id does: the same as too many of them.
  const isTold = header.recordIds.length > 0 && !header.recordIds.some((id) => id.endsWith("*"));
  const changeType = isTold ? named : "overflow";
  const carriesValues = changeType === "create" || changeType === "update";
  const changed = carriesValues ? changedImage(schema, event, header) : null;
  const mark = changed?.[LINK_MARK_FIELD];
  return {
    type: header.entityName,
    recordIds: changeType === "overflow" ? [] : header.recordIds,
    changeType,
    replayId,
    committedAt: isoSeconds(Number(header.commitTimestamp)),
    client: clientOf(header.changeOrigin),
    userId: header.commitUser,
    linkMark: typeof mark === "string" ? mark : null,
    changed,
  };
}

/** Throws a TypeError for a header of other types, of another object, or without the ids of records. */
function readHeader(value: unknown, object: string | null): Header {
  if (typeof value !== "object" || value === null) throw new TypeError(`it has no ${HEADER}`);
  const header = value as Readonly<Record<string, unknown>>;
  const wrong = [
    ...TEXTS.filter((name) => typeof header[name] !== "string"),
    ...LISTS.filter((name) => !isTexts(header[name])),
    ...(typeof header["commitTimestamp"] === "bigint" ? [] : ["commitTimestamp"]),
  ];
  if (wrong.length > 0) throw new TypeError(`its header has no ${wrong.join(", ")}`);
  const { entityName, recordIds } = value as Header;
  if (object !== null && entityName !== object) {
    throw new TypeError(`its header names another object than its schema, ${object}`);
  }
  if (!recordIds.every((id) => id.endsWith("*") || isRecordId(id))) {
    throw new TypeError("its header names records by what are no ids");
  }
  return value as Header;
}

const TEXTS = ["entityName", "changeType", "changeOrigin", "commitUser"];
const LISTS = ["recordIds", "nulledFields", "changedFields"];

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((each) => typeof each === "string");

/** `AccordSync` of `com/salesforce/api/rest/66.0;client=AccordSync`; the UI's has a slash at its end. */
function clientOf(changeOrigin: string): string | null {
  const [, client] = /;client=([^;]*?)\/?$/.exec(changeOrigin) ?? [];
  return client === undefined || client === "" ? null : client;
}

/**
 * The values that the event says were set: all of a create, the named ones of an update. A null in an
 * update's payload means "not changed" unless the field is among the nulled ones.
 */
function changedImage(
  schema: EventSchema,
  event: Readonly<Record<string, unknown>>,
  header: Header,
): Image {
  const changed = readBitmaps(header.changedFields, schema.fields);
  const nulled = readBitmaps(header.nulledFields, schema.fields);
  const set = header.changeType === "CREATE" ? everyField(schema) : changed;
  const image: Record<string, FieldValue> = {};
  for (const field of set.filter(({ name }) => !SYSTEM_FIELDS.has(name))) {
    for (const [path, value] of Object.entries(valuesOf(schema, event, field))) {
      if (value !== null || header.changeType !== "CREATE") image[path] = value;
    }
  }
  for (const field of nulled.filter(({ name }) => !SYSTEM_FIELDS.has(name))) {
    for (const path of Object.keys(valuesOf(schema, event, field))) image[path] = null;
  }
  return image;
}

function everyField(schema: EventSchema): readonly NamedField[] {
  return schema.fields.map(({ name }) => ({ name, part: null }));
}

/** One field's values by path; a compound field without a named part gives all its parts. */
function valuesOf(
  schema: EventSchema,
  event: Readonly<Record<string, unknown>>,
  { name, part }: NamedField,
): Image {
  const value = event[name];
  const parts = schema.fields.find((field) => field.name === name)?.parts ?? [];
  if (parts.length === 0 || typeof value === "string") return { [name]: scalar(value) };
  const owner = (value ?? {}) as Readonly<Record<string, unknown>>;
  const wanted = part === null ? parts : [part];
  return Object.fromEntries(wanted.map((each) => [pathOf(name, each), scalar(owner[each])]));
}

/** The API's field for a part of a compound one: `BillingCity` for City of BillingAddress. */
function pathOf(name: string, part: string): string {
  return name.endsWith("Address") ? name.slice(0, -"Address".length) + part : part;
}

/** Values only tell our own changes from others': an approximate number is good enough for that. */
function scalar(value: unknown): FieldValue {
  if (typeof value === "boolean") return value;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return typeof value === "string" && value !== "" ? value : null;
}
