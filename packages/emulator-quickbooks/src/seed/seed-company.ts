/**
 * The company at its start: the records of the recordings, completed with made-up ones that they
 * refer to (`data/README.md`). Made-up sales go through the same computation as a client's, so a
 * seeded balance is always what the emulator itself works out.
 */

import madeUp from "../../data/seed/made-up.json" with { type: "json" };
import recorded from "../../data/seed/recorded.json" with { type: "json" };
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
import {
  ENTITY_TYPES,
  isTransactionType,
  type EntityType,
  type StoredRecord,
} from "../store/stored-record.ts";
import { Store, type Change } from "../store/store.ts";
import { stripReferenceNames } from "../write/merge-draft.ts";
import { DEFAULT_START, type CompanyStart } from "./company-start.ts";
import { fittedLists, startRates, type SeedFile } from "./start-lists.ts";

/** The next number is one above: ids as the recordings go on from here (customer 71, sale 1043). */
const COUNTERS: Readonly<Record<string, number>> = {
  name: 70,
  item: 19,
  account: 100,
  class: 142_240,
  customerType: 3467,
  paymentMethod: 7,
  term: 4,
  transaction: 266,
  salesNumber: 1042,
  estimateNumber: 1001,
  address: 200,
  attachable: 503_623,
};

/** Lists whose length depends on how the company starts: their counters go on from the highest id. */
const COUNTED = [
  ["CompanyCurrency", "companyCurrency"],
  ["TaxAgency", "taxAgency"],
  ["TaxCode", "taxCode"],
  ["TaxRate", "taxRate"],
] as const;

/** When the company began. */
const FIRST_DAY = Date.parse("2015-10-01T16:00:00-07:00");

/** The order in which transactions are stored. */
const TRANSACTIONS = [
  "Bill",
  "Estimate",
  "Invoice",
  "CreditMemo",
  "SalesReceipt",
  "RefundReceipt",
  "Payment",
] as const;

/** Made-up records of these types are prepared as if a client had sent them. */
const COMPUTED: ReadonlySet<string> = new Set([
  "Invoice",
  "CreditMemo",
  "RefundReceipt",
  "Payment",
]);

/** What identity, version and the reader add to every object. */
const ENVELOPE = new Set(["Id", "SyncToken", "MetaData", "domain", "sparse"]);

const seeded = new Map<string, readonly Change[]>();

/** The changes that build the seed company; worked out once for each start, as they never differ. */
export function seedChanges(start: CompanyStart = DEFAULT_START): readonly Change[] {
  const key = JSON.stringify(start);
  const known = seeded.get(key) ?? [...buildSeed(start).dump()];
  seeded.set(key, known);
  return known;
}

/** Lists before the transactions that name them, transactions before those that apply to them. */
function buildSeed(start: CompanyStart): Store {
  const store = new Store();
  store.transact(() => {
    // The type of a JSON module is its literal shape; as seed data it is records by type.
    const read = [recorded, madeUp] as unknown as readonly [SeedFile, SeedFile];
    const files = [read[0], fittedLists(read[1], start)];
    const lists = ENTITY_TYPES.filter((type) => !isTransactionType(type));
    // The recorded sales have the taxes of their country.
    const transactions = start.country === "US" ? TRANSACTIONS : [];
    for (const type of [...lists, ...transactions]) {
      for (const file of files) {
        const isComputed = file !== files[0] && COMPUTED.has(type);
        for (const each of file[type] ?? []) {
          plant(isComputed ? prepared(type, each, store) : toRecord(type, each), store);
        }
      }
    }
    for (const rate of startRates(start, FIRST_DAY)) store.putRecord(rate);
    for (const [name, value] of Object.entries(COUNTERS)) store.putState("counter", name, value);
    for (const [type, counter] of COUNTED) {
      const ids = [...store.records(type)].map(({ id }) => Number(id)).filter(Number.isFinite);
      store.putState("counter", counter, Math.max(0, ...ids));
    }
  });
  return store;
}

/** Stores a record with its effect on the books and on other transactions; nobody's SyncToken moves. */
function plant(record: StoredRecord, store: Store): void {
  const traits = descriptorOf(record.type).transaction;
  if (traits === undefined) {
    store.putRecord(record);
    return;
  }
  const traitsOf = (type: EntityType) => descriptorOf(type).transaction;
  const booked = book(record, traits, seedContext(store, record.createdAt));
  store.putRecord(booked);
  for (const target of relinked(undefined, booked, traitsOf, store)) store.putRecord(target);
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

/** A made-up transaction: its content as a client would send it, its identity given. */
function prepared(type: EntityType, shown: JsonObject, store: Store): StoredRecord {
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
