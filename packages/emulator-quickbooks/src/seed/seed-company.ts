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

type SeedFile = Readonly<Record<string, readonly JsonObject[] | undefined>>;

/** The next number is one above: ids as the recordings go on from here (customer 71, sale 1043). */
const COUNTERS: Readonly<Record<string, number>> = {
  name: 70,
  item: 19,
  account: 100,
  class: 142_240,
  customerType: 3467,
  paymentMethod: 7,
  taxAgency: 2,
  taxCode: 3,
  taxRate: 3,
  term: 4,
  transaction: 266,
  salesNumber: 1042,
  address: 200,
  attachable: 503_623,
};

/** The order in which transactions are stored. */
const TRANSACTIONS = ["Bill", "Invoice", "SalesReceipt", "Payment"] as const;

/** Made-up records of these types are prepared as if a client had sent them. */
const COMPUTED: ReadonlySet<string> = new Set(["Invoice", "Payment"]);

/** What identity, version and the reader add to every object. */
const ENVELOPE = new Set(["Id", "SyncToken", "MetaData", "domain", "sparse"]);

let seeded: readonly Change[] | undefined;

/** The changes that build the seed company; worked out once, as they never differ. */
export function seedChanges(): readonly Change[] {
  seeded ??= [...buildSeed().dump()];
  return seeded;
}

/** Lists before the transactions that name them, transactions before those that apply to them. */
function buildSeed(): Store {
  const store = new Store();
  store.transact(() => {
    // The type of a JSON module is its literal shape; as seed data it is records by type.
    const files = [recorded, madeUp] as unknown as readonly SeedFile[];
    const lists = ENTITY_TYPES.filter((type) => !isTransactionType(type));
    for (const type of [...lists, ...TRANSACTIONS]) {
      for (const file of files) {
        const isComputed = file !== files[0] && COMPUTED.has(type);
        for (const shown of file[type] ?? []) {
          plant(isComputed ? prepared(type, shown, store) : toRecord(type, shown), store);
        }
      }
    }
    for (const [name, value] of Object.entries(COUNTERS)) store.putState("counter", name, value);
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
