import { objectsOf, referenceOf, textOf, type JsonObject } from "../json/json-value.ts";
import { lookupKeysOf } from "./lookup-keys.ts";
import type { Deletion, StoredRecord } from "./stored-record.ts";
import { TimeIndex } from "./time-index.ts";

/** How many changes of a table are told one by one; after more, the whole table counts as changed. */
const CHANGES_TOLD_MAX = 1000;

/** The ids that changed in a table since its revision `from`. */
interface ChangeLog {
  from: number;
  ids: string[];
}

/**
 * Which records answer a question without a scan. Keys: `name:<family>:<lower-case name>` for the
 * active holders of a name, `party:<Type>:<id>` for the transactions of a customer or vendor,
 * `child:<Type>:<id>` for sub-records, `paid:<invoice id>` for the payments on an invoice and
 * `number:<document number>` for the sales documents that carry it. Keys that begin with `is:` answer
 * queries (`lookup-keys.ts`); windows of LastUpdatedTime are answered by `changes` and `deletions`.
 */
export class RecordIndexes {
  readonly #entries = new Map<string, Map<string, StoredRecord>>();
  /** Grows with each change of a table, so that a sorted list can tell whether it is still true. */
  readonly #revisions = new Map<string, number>();
  readonly #logs = new Map<string, ChangeLog>();
  readonly #changes = new Map<string, TimeIndex<StoredRecord>>();
  readonly #deletions = new Map<string, TimeIndex<Deletion>>();
  /** Grows with each change of any record. */
  recordsRevision = 0;

  find(key: string): readonly StoredRecord[] {
    return [...(this.#entries.get(key)?.values() ?? [])];
  }

  revision(table: string): number {
    return this.#revisions.get(table) ?? 0;
  }

  /** How many records stand under a key. */
  count(key: string): number {
    return this.#entries.get(key)?.size ?? 0;
  }

  /** The records of a type by LastUpdatedTime. */
  changes(type: string): TimeIndex<StoredRecord> {
    const known = this.#changes.get(type);
    if (known !== undefined) return known;
    const made = new TimeIndex<StoredRecord>((record) => record.updatedAt, byId);
    this.#changes.set(type, made);
    return made;
  }

  /** The deletions of a type by their time. */
  deletions(type: string): TimeIndex<Deletion> {
    const known = this.#deletions.get(type);
    if (known !== undefined) return known;
    const made = new TimeIndex<Deletion>((deletion) => deletion.deletedAt, byId);
    this.#deletions.set(type, made);
    return made;
  }

  /** The ids of the records that changed since a revision of the table; undefined when too many did. */
  changedIds(table: string, revision: number): ReadonlySet<string> | undefined {
    const log = this.#logs.get(table);
    if (log === undefined || revision < log.from) return undefined;
    return new Set(log.ids.slice(revision - log.from));
  }

  update(table: string, previous: unknown, next: unknown): void {
    if (isRecord(previous) || isRecord(next)) {
      this.#log(table, isRecord(next) ? next.id : isRecord(previous) ? previous.id : "");
    }
    this.#revisions.set(table, this.revision(table) + 1);
    if (isRecord(previous)) this.#forget(previous);
    if (isRecord(next)) this.#learn(next);
    if (isDeletion(table, previous)) this.deletions(previous.type).remove(previous);
    if (isDeletion(table, next)) this.deletions(next.type).add(next);
  }

  /** Forgets every record; revisions go on growing. */
  clear(): void {
    this.#entries.clear();
    this.#changes.clear();
    this.#deletions.clear();
    this.#logs.clear();
    this.recordsRevision += 1;
    for (const [table, revision] of this.#revisions) this.#revisions.set(table, revision + 1);
  }

  #learn(record: StoredRecord): void {
    for (const key of keysOf(record)) this.#add(key, record);
    this.changes(record.type).add(record);
  }

  #forget(record: StoredRecord): void {
    for (const key of keysOf(record)) this.#remove(key, record);
    this.changes(record.type).remove(record);
  }

  #log(table: string, id: string): void {
    this.recordsRevision += 1;
    const log = this.#logs.get(table);
    if (log === undefined || log.ids.length >= CHANGES_TOLD_MAX) {
      this.#logs.set(table, { from: this.revision(table), ids: [id] });
    } else log.ids.push(id);
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

function isRecord(value: unknown): value is StoredRecord {
  return typeof value === "object" && value !== null && "type" in value && "syncToken" in value;
}

function isDeletion(table: string, value: unknown): value is Deletion {
  return table === "deletion" && value !== undefined;
}

/** Ids as whole numbers of any size: shorter ones first. */
function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id.length - b.id.length || (a.id < b.id ? -1 : Number(a.id > b.id));
}

/** The family inside which an active name must be unique (reference section 10). */
export function nameKey(record: Pick<StoredRecord, "type" | "fields">): string | undefined {
  const { type, fields } = record;
  const lower = (name: string | undefined): string => (name ?? "").toLowerCase();
  if (type === "Customer" || type === "Vendor" || type === "Employee") {
    return `name:party:${lower(textOf(fields, "DisplayName"))}`;
  }
  const name = textOf(fields, "Name");
  if (name === undefined) return undefined;
  const parent = referenceOf(fields, "ParentRef") ?? "";
  return `name:${type}:${parent}:${lower(name)}`;
}

/**
 * Every key under which a record is found; derived from the record alone, so undo needs no memory.
 */
function keysOf(record: StoredRecord): string[] {
  const { type, fields } = record;
  const keys: string[] = lookupKeysOf(record);
  const name = fields["Active"] === false ? undefined : nameKey(record);
  if (name !== undefined) keys.push(name);
  const parent = referenceOf(fields, "ParentRef");
  if (parent !== undefined) keys.push(`child:${type}:${parent}`);
  if (isTransaction(type)) {
    const customer = referenceOf(fields, "CustomerRef");
    if (customer !== undefined) keys.push(`party:Customer:${customer}`);
    const vendor = referenceOf(fields, "VendorRef");
    if (vendor !== undefined) keys.push(`party:Vendor:${vendor}`);
    const number = textOf(fields, "DocNumber");
    if (number !== undefined && type !== "Bill") keys.push(`number:${number}`);
  }
  if (type === "Payment") for (const invoice of paidInvoices(fields)) keys.push(`paid:${invoice}`);
  return keys;
}

function isTransaction(type: string): boolean {
  return type === "Invoice" || type === "Payment" || type === "SalesReceipt" || type === "Bill";
}

/** The ids of the invoices that a payment's lines name. */
export function paidInvoices(payment: JsonObject): string[] {
  return objectsOf(payment, "Line").flatMap((line) =>
    objectsOf(line, "LinkedTxn")
      .filter((link) => textOf(link, "TxnType") === "Invoice")
      .map((link) => textOf(link, "TxnId") ?? ""),
  );
}
