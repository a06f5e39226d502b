/**
 * The company at its start: the records of the recordings, completed with made-up ones that they
 * refer to (`data/README.md`). Made-up sales go through the same computation as a client's, so a
 * seeded balance is always what the emulator itself works out.
 */

import madeUp from "../../data/seed/made-up.json" with { type: "json" };
import recorded from "../../data/seed/recorded.json" with { type: "json" };
import { DEFAULT_SETTINGS } from "../company-settings.ts";
import { parseTime } from "../company-time.ts";
import { bareName } from "../entities/names.ts";
import { descriptorOf } from "../entities/registry.ts";
import {
  isObject,
  objectOf,
  objectsOf,
  textOf,
  type JsonObject,
  type JsonValue,
} from "../json/json-value.ts";
import { ENTITY_TYPES, type EntityType, type StoredRecord } from "../store/stored-record.ts";
import { Store, type Change } from "../store/store.ts";
import { stripReferenceNames } from "../write/merge-draft.ts";

type SeedFile = Readonly<Record<string, readonly JsonObject[] | undefined>>;

/** The next number is one above: ids as the recordings go on from here (customer 71, sale 1043). */
const COUNTERS: Readonly<Record<string, number>> = {
  name: 70,
  item: 19,
  account: 100,
  transaction: 266,
  salesNumber: 1042,
  address: 200,
};

/** What identity, version and the reader add to every object. */
const ENVELOPE = new Set(["Id", "SyncToken", "MetaData", "domain", "sparse"]);

let seeded: readonly Change[] | undefined;

/** The changes that build the seed company; worked out once, as they never differ. */
export function seedChanges(): readonly Change[] {
  seeded ??= [...buildSeed().dump()];
  return seeded;
}

/** Recorded records first: made-up sales look up their customers, items and terms. */
function buildSeed(): Store {
  const store = new Store();
  store.transact(() => {
    for (const [file, isMadeUp] of [
      [recorded, false],
      [madeUp, true],
    ] as const) {
      // The type of a JSON module is its literal shape; as seed data it is records by type.
      const records = file as unknown as SeedFile;
      for (const type of ENTITY_TYPES) {
        if (isMadeUp && isComputed(type)) continue;
        for (const shown of records[type] ?? []) store.putRecord(toRecord(type, shown));
      }
    }
    const sales = madeUp as unknown as SeedFile;
    for (const shown of sales["Invoice"] ?? []) store.putRecord(prepared("Invoice", shown, store));
    for (const shown of sales["Payment"] ?? []) store.putRecord(prepared("Payment", shown, store));
    for (const [name, value] of Object.entries(COUNTERS)) store.putState("counter", name, value);
  });
  return store;
}

/** These are prepared like a client's, after everything that they refer to. */
function isComputed(type: EntityType): boolean {
  return type === "Invoice" || type === "Payment";
}

/** The stored form of a record that is shown as the API shows it. */
function toRecord(type: EntityType, shown: JsonObject): StoredRecord {
  const descriptor = descriptorOf(type);
  const fields: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(shown)) {
    if (ENVELOPE.has(name) || descriptor.computed.has(name)) continue;
    const isName = name === descriptor.nameProperty && typeof value === "string";
    fields[name] = isName ? bareName(value) : stripReferenceNames(value);
  }
  const lineIds = objectsOf(shown, "Line").map((line) => Number(textOf(line, "Id") ?? 0));
  return {
    ...identityOf(type, shown),
    fields,
    ...(lineIds.length === 0 ? {} : { lastLineId: Math.max(...lineIds) }),
  };
}

/** A made-up sale or payment: its content as a client would send it, its identity given. */
function prepared(type: "Invoice" | "Payment", shown: JsonObject, store: Store): StoredRecord {
  const { fields } = toRecord(type, shown);
  const identity = identityOf(type, shown);
  const context = {
    store,
    settings: DEFAULT_SETTINGS,
    now: identity.createdAt,
    origin: "",
    include: new Set<string>(),
    notify: () => {},
  };
  const draft = { id: identity.id, fields, sent: fields, existing: undefined };
  return { ...identity, ...descriptorOf(type).prepare(draft, context) };
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
