import type { EntityDescriptor } from "../entities/descriptor.ts";
import { fullyQualifiedName } from "../entities/lists/names.ts";
import { textOf } from "../json/json-value.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";

interface SortedList {
  readonly revision: number;
  readonly records: readonly StoredRecord[];
}

/** Sorted once for each change of a table: a client that pages through it sorts it once. */
const sortedLists = new WeakMap<Store, Map<string, SortedList>>();

/**
 * All records of a type as a query without ORDERBY answers them: lists by name, in the order of
 * character codes (`PG&E` before `Pam Seitz`), transactions by LastUpdatedTime, latest first (recorded).
 */
export function inDefaultOrder(
  { type, counter }: EntityDescriptor,
  store: Store,
): readonly StoredRecord[] {
  const lists = sortedLists.get(store) ?? new Map<string, SortedList>();
  sortedLists.set(store, lists);
  const revision = store.indexes.revision(type);
  const known = lists.get(type);
  if (known?.revision === revision) return known.records;
  const records =
    counter === "transaction"
      ? latestFirst(store.records(type))
      : byName(store.records(type), store);
  lists.set(type, { revision, records });
  return records;
}

function latestFirst(records: Iterable<StoredRecord>): StoredRecord[] {
  return [...records].sort((a, b) => b.updatedAt - a.updatedAt || Number(b.id) - Number(a.id));
}

function byName(records: Iterable<StoredRecord>, store: Store): StoredRecord[] {
  const keyed = [...records].map((record) => ({ record, name: sortName(record, store) }));
  keyed.sort((a, b) => {
    if (a.name !== b.name) return a.name < b.name ? -1 : 1;
    return Number(a.record.id) - Number(b.record.id) || 0;
  });
  return keyed.map(({ record }) => record);
}

/** Customers, items and accounts sort by their full name; vendors and employees have no parents. */
function sortName(record: StoredRecord, store: Store): string {
  const hasParent = record.fields["ParentRef"] !== undefined;
  if (hasParent) return fullyQualifiedName(record, store);
  return textOf(record.fields, "DisplayName") ?? textOf(record.fields, "Name") ?? "";
}
