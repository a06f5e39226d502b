import type { EntityDescriptor } from "../entities/descriptor.ts";
import { fullyQualifiedName } from "../entities/lists/names.ts";
import { SCHEMA_TYPES } from "../generated/properties.ts";
import { textOf } from "../json/json-value.ts";
import { PSEUDO_TAX_CODES } from "../not-evidenced.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";
import { idKey } from "./compare.ts";

/** A record with the name by which its list is sorted. */
interface Named {
  readonly record: StoredRecord;
  readonly name: string;
}

interface SortedList {
  readonly revision: number;
  readonly named: readonly Named[];
  readonly records: readonly StoredRecord[];
}

/** Kept from query to query: a client that pages through a list sorts it once. */
const sortedLists = new WeakMap<Store, Map<string, SortedList>>();

/**
 * All records of a type as a query without ORDERBY answers them: lists by name, in the order of
 * character codes (`PG&E` before `Pam Seitz`), transactions by LastUpdatedTime, latest first (recorded).
 */
export function inDefaultOrder({ type }: EntityDescriptor, store: Store): readonly StoredRecord[] {
  const lists = sortedLists.get(store) ?? new Map<string, SortedList>();
  sortedLists.set(store, lists);
  const revision = store.indexes.revision(type);
  const known = lists.get(type);
  if (known?.revision === revision) return known.records;
  const named = isNameList(type) ? namesNow(known, type, store) : [];
  const records = isNameList(type)
    ? named.map(({ record }) => record)
    : store.indexes.changes(type).latestFirst();
  lists.set(type, { revision, named, records });
  return records;
}

/** A few records of a type in that order. */
export function sortedByDefault(
  records: readonly StoredRecord[],
  { type }: EntityDescriptor,
  store: Store,
): readonly StoredRecord[] {
  if (!isNameList(type)) return records.toSorted(latestFirst);
  return sortedNames(records, store).map(({ record }) => record);
}

/** What has a name sorts by it; transactions and the rest have none. */
function isNameList(type: string): boolean {
  const schema = SCHEMA_TYPES[type] ?? {};
  return "DisplayName" in schema || "Name" in schema;
}

function latestFirst(a: StoredRecord, b: StoredRecord): number {
  if (a.updatedAt !== b.updatedAt) return b.updatedAt - a.updatedAt;
  return idKey(a.id) < idKey(b.id) ? 1 : -1;
}

/** The sorted names; after few changes only the changed records find new places. */
function namesNow(
  known: SortedList | undefined,
  type: StoredRecord["type"],
  store: Store,
): Named[] {
  const changed = known === undefined ? undefined : store.indexes.changedIds(type, known.revision);
  if (known === undefined || changed === undefined || movesChildren(known, changed, store)) {
    return sortedNames([...store.records(type)], store);
  }
  const fresh = [...changed].flatMap((id) => store.record(type, id) ?? []);
  const kept = known.named.filter(({ record }) => !changed.has(record.id));
  return merge(kept, sortedNames(fresh, store));
}

/** A renamed parent gives all below it new names. */
function movesChildren(known: SortedList, changed: ReadonlySet<string>, store: Store): boolean {
  return known.named.some(({ record, name }) => {
    if (!changed.has(record.id) || store.indexes.count(`child:${record.type}:${record.id}`) === 0) {
      return false;
    }
    const now = store.record(record.type, record.id);
    return now === undefined || sortName(now, store) !== name;
  });
}

function sortedNames(records: readonly StoredRecord[], store: Store): Named[] {
  return records.map((record) => ({ record, name: sortName(record, store) })).sort(byName);
}

function byName(a: Named, b: Named): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return idKey(a.record.id) < idKey(b.record.id) ? -1 : 1;
}

/** Two sorted lists as one. */
function merge(left: readonly Named[], right: readonly Named[]): Named[] {
  const merged: Named[] = [];
  let next = 0;
  for (const one of left) {
    for (let other = right[next]; other !== undefined && byName(other, one) < 0; ) {
      merged.push(other);
      next += 1;
      other = right[next];
    }
    merged.push(one);
  }
  return [...merged, ...right.slice(next)];
}

/** Customers, items and accounts sort by their full name; vendors and employees have no parents. */
function sortName(record: StoredRecord, store: Store): string {
  const { type, id, fields } = record;
  const pseudo = type === "TaxCode" ? PSEUDO_TAX_CODES.split(" ").indexOf(id) : -1;
  if (pseudo !== -1) return `\u0000${pseudo}`;
  if (fields["ParentRef"] !== undefined) return fullyQualifiedName(record, store);
  return textOf(fields, "DisplayName") ?? textOf(fields, "Name") ?? "";
}
