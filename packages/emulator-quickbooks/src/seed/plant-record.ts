/**
 * Puts a record into the company as it is shown, with its own id, version and times: for the seed, and
 * for tests that need a certain state.
 */

import { DEFAULT_SETTINGS } from "../company-settings.ts";
import { parseTime } from "../company-time.ts";
import { profileOf } from "../entities/company-profile.ts";
import type { WriteContext } from "../entities/descriptor.ts";
import { bareName } from "../entities/lists/names.ts";
import { descriptorOf } from "../entities/registry.ts";
import { book } from "../entities/transactions/book.ts";
import { relinked } from "../entities/transactions/relink.ts";
import {
  isObject,
  objectOf,
  objectsOf,
  textOf,
  type JsonObject,
  type JsonValue,
} from "../json/json-value.ts";
import type { EntityType, StoredRecord } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";
import { stripReferenceNames } from "../write/merge-draft.ts";

/** What identity, version and the reader add to every object. */
const ENVELOPE = new Set(["Id", "SyncToken", "MetaData", "domain", "sparse"]);

/**
 * Stores a record, in the place of one with its id, with its effect on the books and on other
 * transactions; nobody's SyncToken moves.
 */
export function plant(record: StoredRecord, store: Store): void {
  const traits = descriptorOf(record.type).transaction;
  if (traits === undefined) {
    store.putRecord(record);
    return;
  }
  const traitsOf = (type: EntityType) => descriptorOf(type).transaction;
  const before = store.record(record.type, record.id);
  const kept = before?.linkedFrom === undefined ? {} : { linkedFrom: before.linkedFrom };
  const booked = book({ ...record, ...kept }, traits, seedContext(store, record.createdAt));
  store.putRecord(booked);
  for (const target of relinked(before, booked, traitsOf, store)) store.putRecord(target);
}

/** The stored form of a record that is shown as the API shows it. */
export function toRecord(type: EntityType, shown: JsonObject): StoredRecord {
  const descriptor = descriptorOf(type);
  const fields: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(shown)) {
    if (ENVELOPE.has(name) || descriptor.computed.has(name)) continue;
    const isName = name === descriptor.nameProperty && typeof value === "string";
    fields[name] = isName ? bareName(value) : stripReferenceNames(value, name);
  }
  const lineIds = objectsOf(shown, "Line").map((line) => Number(textOf(line, "Id") ?? 0));
  return {
    ...identityOf(type, shown),
    fields,
    ...(lineIds.length === 0 ? {} : { lastLineId: Math.max(...lineIds) }),
  };
}

/** A made-up transaction: its content as a client would send it, its identity given. */
export function prepared(type: EntityType, shown: JsonObject, store: Store): StoredRecord {
  const { fields } = toRecord(type, shown);
  const identity = identityOf(type, shown);
  const context = seedContext(store, identity.createdAt);
  const draft = { id: identity.id, fields, sent: fields, existing: undefined };
  return { ...identity, ...descriptorOf(type).prepare(draft, context) };
}

function seedContext(store: Store, now: number): WriteContext {
  const profile = profileOf(store);
  const include = new Set<string>();
  return {
    store,
    settings: DEFAULT_SETTINGS,
    profile,
    now,
    origin: "",
    include,
    notify: () => {},
  };
}

/** Id, version and times as shown. */
function identityOf(type: EntityType, shown: JsonObject): Omit<StoredRecord, "fields"> {
  const meta = objectOf(shown, "MetaData");
  if (!isObject(meta)) throw new Error(`seed ${type} without MetaData`);
  const time = (name: string): number =>
    parseTime(textOf(meta, name) ?? "", DEFAULT_SETTINGS.timeZone) ?? 0;
  return {
    type,
    id: textOf(shown, "Id") ?? "",
    syncToken: Number(textOf(shown, "SyncToken")),
    createdAt: time("CreateTime"),
    updatedAt: time("LastUpdatedTime"),
  };
}
