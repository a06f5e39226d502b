import { objectOf, objectsOf, referenceOf, textOf, type JsonObject } from "../json/json-value.ts";
import { isTransactionType, numberFamilyOf, type StoredRecord } from "./stored-record.ts";

/**
 * Which records answer a question without a scan. Keys: `name:<family>:<lower-case name>` for the
 * active holders of a name, `party:<Type>:<id>` for the transactions of a customer or vendor,
 * `child:<Type>:<id>` for sub-records, `number:<family>:<number>` for the documents that carry a number,
 * `attached:<Type>:<id>` for the attachables of a record, `subtype:<AccountSubType>` for accounts and `rate:<currency>` for exchange rates.
 */
export class RecordIndexes {
  readonly #entries = new Map<string, Map<string, StoredRecord>>();
  /** Grows with each change of a table, so that a sorted list can tell whether it is still true. */
  readonly #revisions = new Map<string, number>();

  find(key: string): readonly StoredRecord[] {
    return [...(this.#entries.get(key)?.values() ?? [])];
  }

  revision(table: string): number {
    return this.#revisions.get(table) ?? 0;
  }

  update(table: string, previous: StoredRecord | undefined, next: StoredRecord | undefined): void {
    this.#revisions.set(table, this.revision(table) + 1);
    if (previous !== undefined) for (const key of keysOf(previous)) this.#remove(key, previous);
    if (next !== undefined) for (const key of keysOf(next)) this.#add(key, next);
  }

  /** Forgets every record; revisions go on growing. */
  clear(): void {
    this.#entries.clear();
  }

  #add(key: string, record: StoredRecord): void {
    const holders = this.#entries.get(key) ?? new Map<string, StoredRecord>();
    holders.set(`${record.type}/${record.id}`, record);
    this.#entries.set(key, holders);
  }

  #remove(key: string, record: StoredRecord): void {
    const holders = this.#entries.get(key);
    holders?.delete(`${record.type}/${record.id}`);
    if (holders?.size === 0) this.#entries.delete(key);
  }
}

/** Tells a record from a value of a state table. */
export function isRecord(value: unknown): value is StoredRecord {
  return typeof value === "object" && value !== null && "type" in value && "syncToken" in value;
}

/** The family inside which an active name must be unique (reference section 10). */
export function nameKey(record: Pick<StoredRecord, "type" | "fields">): string | undefined {
  const { type, fields } = record;
  const lower = (name: string | undefined): string => (name ?? "").toLowerCase();
  if (type === "Customer" || type === "Vendor" || type === "Employee") {
    return `name:party:${lower(textOf(fields, "DisplayName"))}`;
  }
  const name = textOf(fields, "Name") ?? textOf(fields, "DisplayName");
  if (name === undefined) return undefined;
  const parent = referenceOf(fields, "ParentRef") ?? "";
  return `name:${type}:${parent}:${lower(name)}`;
}

/**
 * Every key under which a record is found; derived from the record alone, so undo needs no memory.
 */
function keysOf(record: StoredRecord): string[] {
  const { type, fields } = record;
  const keys: string[] = [];
  const name = fields["Active"] === false ? undefined : nameKey(record);
  if (name !== undefined) keys.push(name);
  const parent = referenceOf(fields, "ParentRef");
  if (parent !== undefined) keys.push(`child:${type}:${parent}`);
  if (type === "Account") keys.push(`subtype:${textOf(fields, "AccountSubType") ?? ""}`);
  if (type === "ExchangeRate") keys.push(`rate:${textOf(fields, "SourceCurrencyCode") ?? ""}`);
  if (isTransactionType(type)) {
    const customer = referenceOf(fields, "CustomerRef");
    if (customer !== undefined) keys.push(`party:Customer:${customer}`);
    const vendor = referenceOf(fields, "VendorRef");
    if (vendor !== undefined) keys.push(`party:Vendor:${vendor}`);
    const number = textOf(fields, "DocNumber");
    const family = numberFamilyOf(type);
    if (number !== undefined && family !== undefined) keys.push(`number:${family}:${number}`);
  }
  for (const owner of type === "Attachable" ? ownersOf(fields) : []) keys.push(`attached:${owner}`);
  return keys;
}

/** `Invoice:75` for each record that an attachable is attached to. */
function ownersOf(attachable: JsonObject): string[] {
  return objectsOf(attachable, "AttachableRef").map((reference) => {
    const entity = objectOf(reference, "EntityRef") ?? {};
    return `${textOf(entity, "type") ?? ""}:${textOf(entity, "value") ?? ""}`;
  });
}
