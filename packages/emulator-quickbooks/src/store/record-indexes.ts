import { SUB_CUSTOMER_NAMES_ARE_COMPANY_WIDE } from "../not-evidenced.ts";
import { objectOf, objectsOf, referenceOf, textOf, type JsonObject } from "../json/json-value.ts";
import { lookupKeysOf } from "./lookup-keys.ts";
import {
  isTransactionType,
  numberFamilyOf,
  type Deletion,
  type StoredRecord,
} from "./stored-record.ts";
import { TimeIndex } from "./time-index.ts";

/** What can be passed on to a customer. */
const BILLABLE: ReadonlySet<string> = new Set(["Bill", "Purchase", "TimeActivity"]);
/** How many changes of a table are told one by one; after more, the whole table counts as changed. */
const CHANGES_TOLD_MAX = 1000;

/** The ids that changed in a table since its revision `from`. */
interface ChangeLog {
  readonly from: number;
  readonly ids: string[];
}

/**
 * Which records answer a question without a scan. Keys: `name:<family>:<lower-case name>` for the
 * active holders of a name, `party:<Type>:<id>` for the transactions of a customer or vendor,
 * `child:<Type>:<id>` for sub-records, `number:<family>:<number>` for the documents that carry a number,
 * `billable:<id>` for costs and time that are to be billed to a customer, `attached:<Type>:<id>` for the attachables of a record, `subtype:<AccountSubType>` for accounts and `rate:<currency>` for exchange rates.
 * Keys that begin with `is:` answer queries (`lookup-keys.ts`); windows of time are answered by `changes`
 * and `deletions`.
 */
export class RecordIndexes {
  readonly #entries = new Map<string, Map<string, StoredRecord>>();
  /** Grows with each change of a table, so that a sorted list can tell whether it is still true. */
  readonly #revisions = new Map<string, number>();
  readonly #logs = new Map<string, ChangeLog>();
  readonly #changes = new Map<string, TimeIndex<StoredRecord>>();
  readonly #deletions = new Map<string, TimeIndex<Deletion>>();
  #recordsRevision = 0;

  find(key: string): readonly StoredRecord[] {
    return [...(this.#entries.get(key)?.values() ?? [])];
  }

  revision(table: string): number {
    return this.#revisions.get(table) ?? 0;
  }

  /** Grows with each change of any record. */
  get recordsRevision(): number {
    return this.#recordsRevision;
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

  /** Both undefined: a value of a state table changed. */
  update(table: string, previous: StoredRecord | undefined, next: StoredRecord | undefined): void {
    const id = next?.id ?? previous?.id;
    if (id !== undefined) this.#log(table, id);
    this.#revisions.set(table, this.revision(table) + 1);
    if (previous !== undefined) {
      for (const key of keysOf(previous)) this.#remove(key, previous);
      this.changes(previous.type).remove(previous);
    }
    if (next !== undefined) {
      for (const key of keysOf(next)) this.#add(key, next);
      this.changes(next.type).add(next);
    }
  }

  updateDeletion(previous: Deletion | undefined, next: Deletion | undefined): void {
    if (previous !== undefined) this.deletions(previous.type).remove(previous);
    if (next !== undefined) this.deletions(next.type).add(next);
  }

  /** Forgets every record; revisions go on growing. */
  clear(): void {
    this.#entries.clear();
    this.#changes.clear();
    this.#deletions.clear();
    this.#logs.clear();
    this.#recordsRevision += 1;
    for (const [table, revision] of this.#revisions) this.#revisions.set(table, revision + 1);
  }

  #log(table: string, id: string): void {
    this.#recordsRevision += 1;
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

/** Tells a record from a value of a state table. */
export function isRecord(value: unknown): value is StoredRecord {
  return typeof value === "object" && value !== null && "type" in value && "syncToken" in value;
}

/** Ids as whole numbers of any size: shorter ones first. */
function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id.length - b.id.length || (a.id < b.id ? -1 : Number(a.id > b.id));
}

/** The family inside which an active name must be unique. */
export function nameKey(record: Pick<StoredRecord, "type" | "fields">): string | undefined {
  const { type, fields } = record;
  const lower = (name: string | undefined): string => (name ?? "").toLowerCase();
  if (type === "Customer" || type === "Vendor" || type === "Employee") {
    const parent = SUB_CUSTOMER_NAMES_ARE_COMPANY_WIDE
      ? undefined
      : referenceOf(fields, "ParentRef");
    return `name:party:${parent === undefined ? "" : `${parent}:`}${lower(textOf(fields, "DisplayName"))}`;
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
  const keys: string[] = lookupKeysOf(record);
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
    for (const billed of BILLABLE.has(type) ? billableTo(fields) : [])
      keys.push(`billable:${billed}`);
  }
  for (const owner of type === "Attachable" ? ownersOf(fields) : []) keys.push(`attached:${owner}`);
  return keys;
}

/** The customers to whom a cost or time is still to be billed: of the header, or of each line. */
function billableTo(fields: JsonObject): readonly string[] {
  const details = objectsOf(fields, "Line").map((line) => {
    const kind = textOf(line, "DetailType") ?? "";
    return objectOf(line, kind) ?? {};
  });
  const customers = [fields, ...details].flatMap((owner) => {
    const customer = referenceOf(owner, "CustomerRef");
    const isOpen = textOf(owner, "BillableStatus") === "Billable";
    return isOpen && customer !== undefined ? [customer] : [];
  });
  return [...new Set(customers)];
}

/** `Invoice:75` for each record that an attachable is attached to. */
function ownersOf(attachable: JsonObject): string[] {
  return objectsOf(attachable, "AttachableRef").map((reference) => {
    const entity = objectOf(reference, "EntityRef") ?? {};
    return `${textOf(entity, "type") ?? ""}:${textOf(entity, "value") ?? ""}`;
  });
}
