/** Both systems as they stand, read from their stores: at no call, with no fault. */
import type { StoredRecord } from "@accord-sync/emulator-quickbooks/store/stored-record.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { type Pair, type SharedField, STANDARD_PRICE, type Value } from "./shared-fields.ts";
import type { World } from "./world.ts";

/** The two systems, whoever drives them. */
export type Systems = Pick<World, "company" | "org">;

export interface LiveRecord {
  readonly id: string;
  /** By the field's name in the shared table. */
  readonly values: Readonly<Record<string, Value>>;
  /** What Salesforce shows as the QuickBooks id; null in QuickBooks. */
  readonly mark: string | null;
}

export type Fields = Readonly<Record<string, unknown>>;

/** A stored value as people read it; null for nothing. */
export function textOf(value: unknown): Value {
  if (value === null || value === undefined || value === "") return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The value behind a path with dots; undefined where there is none. */
export function atPath(fields: Fields, path: string): unknown {
  let at: unknown = fields;
  for (const part of path.split(".")) {
    at = typeof at === "object" && at !== null ? (at as Fields)[part] : undefined;
  }
  return at;
}

/** The price book entry that holds a product's standard price. */
export function standardPrice(world: Systems, productId: string): Fields | null {
  for (const row of world.org.store.all("PricebookEntry").values()) {
    if (row["Product2Id"] === productId && row["IsDeleted"] !== true) return row;
  }
  return null;
}

function salesforceValue(world: Systems, row: Fields, { salesforce }: SharedField): Value {
  if (salesforce !== STANDARD_PRICE) return textOf(row[salesforce]);
  return textOf(standardPrice(world, String(row["Id"]))?.["UnitPrice"]);
}

/** A record that exists and is not in the recycle bin. */
export function findRecord(
  world: Systems,
  system: SystemName,
  pair: Pair,
  id: string,
): LiveRecord | null {
  if (system === "quickbooks") {
    const record = world.company.store.record(quickbooksType(pair), id);
    return record === undefined ? null : quickbooksRecord(pair, record);
  }
  const row = world.org.store.get(pair.types.salesforce, id);
  return row === undefined || row["IsDeleted"] === true ? null : salesforceRecord(world, pair, row);
}

/** A Salesforce record as it is in the recycle bin; null when it is not there. */
export function recordInBin(world: Systems, pair: Pair, id: string): LiveRecord | null {
  const row = world.org.store.get(pair.types.salesforce, id);
  return row?.["IsDeleted"] === true ? salesforceRecord(world, pair, row) : null;
}

export function listRecords(world: Systems, system: SystemName, pair: Pair): readonly LiveRecord[] {
  if (system === "quickbooks") {
    const records = [...world.company.store.records(quickbooksType(pair))];
    return records.map((record) => quickbooksRecord(pair, record));
  }
  return [...world.org.store.all(pair.types.salesforce).values()]
    .filter((row) => row["IsDeleted"] !== true)
    .map((row) => salesforceRecord(world, pair, row));
}

function quickbooksType(pair: Pair): "Customer" | "Item" {
  return pair.name === "customer" ? "Customer" : "Item";
}

function quickbooksRecord(pair: Pair, record: StoredRecord): LiveRecord {
  const values = pair.fields.map(
    ({ name, quickbooks }) => [name, textOf(atPath(record.fields, quickbooks))] as const,
  );
  return { id: record.id, values: Object.fromEntries(values), mark: null };
}

function salesforceRecord(world: Systems, pair: Pair, row: Fields): LiveRecord {
  const values = pair.fields.map((field) => [field.name, salesforceValue(world, row, field)]);
  return {
    id: String(row["Id"]),
    values: Object.fromEntries(values) as Record<string, Value>,
    mark: textOf(row["Accord_QB_Id__c"]),
  };
}
