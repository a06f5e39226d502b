/**
 * Long lists, one page at a time. What a list needs of each record to sort and to search is looked up in the
 * store, never rendered; a sorted list and the finds of the latest searches are kept until a record
 * changes, and a changed list is put in order from the order that it had.
 */

import type { EntityType, StoredRecord } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";
import type { Visit } from "./visit.ts";

export type SortKey = string | number;

/** A choice above a list, e.g. open or overdue; what it needs to know is worked out once per search. */
export interface Filter {
  readonly label: string;
  readonly test: (visit: Visit) => (record: StoredRecord) => boolean;
}

/** What a list is made of. The first filter and the first sort are what a visitor sees at first. */
export interface Listing {
  /** Tells kept results apart. */
  readonly name: string;
  readonly types: readonly EntityType[];
  /** Other types whose records sorting, filtering or searching look at. */
  readonly alsoReads: readonly EntityType[];
  /** Texts that a search looks into. */
  readonly searched: (record: StoredRecord, store: Store) => readonly (string | undefined)[];
  readonly filters: Readonly<Record<string, Filter>>;
  readonly sorts: Readonly<Record<string, (record: StoredRecord, store: Store) => SortKey>>;
  /**
   * Sorts whose key says nothing of other records, unless the record has a parent: its key is worked out
   * again only when it has changed.
   */
  readonly ownKeys: ReadonlySet<string>;
  /** Sorts that begin with the greatest, e.g. the latest date. */
  readonly descending: ReadonlySet<string>;
}

/** What the address of a list asks for, with every odd value set right. */
export interface ListRequest {
  readonly search: string;
  readonly filter: string;
  readonly sort: string;
  readonly isDescending: boolean;
  /** From 1. */
  readonly page: number;
}

export interface ListPage {
  readonly records: readonly StoredRecord[];
  readonly total: number;
  /** Of the first record, from 1; 0 when there is none. */
  readonly from: number;
  readonly page: number;
  readonly pages: number;
}

export const ROWS_PER_PAGE = 50;
/** Kept finds of one company. */
const KEPT_MAX = 12;

interface Kept {
  readonly revision: string;
  readonly records: readonly StoredRecord[];
}

const keptLists = new WeakMap<Store, Map<string, Kept>>();

/** Reads `search`, `show`, `sort`, `order` and `page` of an address. */
export function listRequest(listing: Listing, query: URLSearchParams): ListRequest {
  const known = (value: string | null, choices: object): string =>
    value !== null && Object.hasOwn(choices, value) ? value : (Object.keys(choices)[0] ?? "");
  const sort = known(query.get("sort"), listing.sorts);
  const order = query.get("order");
  const page = Math.floor(Number(query.get("page")));
  return {
    search: (query.get("search") ?? "").trim(),
    filter: known(query.get("show"), listing.filters),
    sort,
    isDescending: order === null ? listing.descending.has(sort) : order === "desc",
    page: page >= 1 && page <= Number.MAX_SAFE_INTEGER ? page : 1,
  };
}

/** The asked page, or the last one there is. */
export function listPage(listing: Listing, request: ListRequest, visit: Visit): ListPage {
  const found = matching(listing, request, visit);
  const pages = Math.max(1, Math.ceil(found.length / ROWS_PER_PAGE));
  const page = Math.min(request.page, pages);
  const start = (page - 1) * ROWS_PER_PAGE;
  const records = request.isDescending
    ? found
        .slice(Math.max(0, found.length - start - ROWS_PER_PAGE), found.length - start)
        .toReversed()
    : found.slice(start, start + ROWS_PER_PAGE);
  return { records, total: found.length, from: records.length === 0 ? 0 : start + 1, page, pages };
}

/** The first `count` records as the list has them at first, for a glance elsewhere. */
export function firstOf(listing: Listing, count: number, visit: Visit): readonly StoredRecord[] {
  const request = listRequest(listing, new URLSearchParams());
  return listPage(listing, request, visit).records.slice(0, count);
}

/** Whoever passes filter and search, in rising order of the sort. */
function matching(
  listing: Listing,
  { search, filter, sort }: ListRequest,
  visit: Visit,
): readonly StoredRecord[] {
  const { store } = visit.company;
  const key = ["found", listing.name, sort, filter, search, visit.today].join("\n");
  return keep(store, key, revisionOf(listing, store), () => {
    const test = listing.filters[filter]?.test(visit) ?? (() => true);
    const wanted = search.toLowerCase();
    const holds = (record: StoredRecord): boolean =>
      wanted === "" ||
      listing.searched(record, store).some((text) => text?.toLowerCase().includes(wanted) === true);
    return inOrder(listing, sort, store)
      .map(({ record }) => record)
      .filter((record) => test(record) && holds(record));
  });
}

interface Entry {
  readonly record: StoredRecord;
  readonly key: SortKey;
}

interface KeptOrder {
  readonly revision: string;
  readonly entries: readonly Entry[];
}

const keptOrders = new WeakMap<Store, Map<string, KeptOrder>>();

/** All records of the list in rising order of a sort; what was in order before is only put right. */
function inOrder(listing: Listing, sort: string, store: Store): readonly Entry[] {
  const orders = keptOrders.get(store) ?? new Map<string, KeptOrder>();
  keptOrders.set(store, orders);
  const name = `${listing.name}\n${sort}`;
  const before = orders.get(name);
  const revision = revisionOf(listing, store);
  if (before?.revision === revision) return before.entries;
  const entries = putRight(listing, sort, store, before?.entries ?? []);
  orders.set(name, { revision, entries });
  return entries;
}

function putRight(
  listing: Listing,
  sort: string,
  store: Store,
  before: readonly Entry[],
): readonly Entry[] {
  const keyOf = listing.sorts[sort] ?? (() => 0);
  const isOwn = listing.ownKeys.has(sort);
  const known = new Set<StoredRecord>();
  const entries: Entry[] = [];
  for (const entry of before) {
    const { type, id } = entry.record;
    const record = store.record(type, id);
    if (record === undefined) continue;
    known.add(record);
    const isSame = isOwn && record === entry.record && record.fields["ParentRef"] === undefined;
    entries.push(isSame ? entry : { record, key: keyOf(record, store) });
  }
  for (const type of listing.types) {
    for (const record of store.records(type)) {
      if (!known.has(record)) entries.push({ record, key: keyOf(record, store) });
    }
  }
  return entries.sort((a, b) => {
    if (a.key !== b.key) return a.key < b.key ? -1 : 1;
    return Number(a.record.id) - Number(b.record.id);
  });
}

function revisionOf({ types, alsoReads }: Listing, store: Store): string {
  return [...types, ...alsoReads].map((type) => store.indexes.revision(type)).join(" ");
}

/** What was worked out for the same revision; else works it out, and forgets what was kept longest. */
function keep(
  store: Store,
  key: string,
  revision: string,
  make: () => readonly StoredRecord[],
): readonly StoredRecord[] {
  const lists = keptLists.get(store) ?? new Map<string, Kept>();
  keptLists.set(store, lists);
  const known = lists.get(key);
  if (known?.revision === revision) return known.records;
  const records = make();
  lists.delete(key);
  lists.set(key, { revision, records });
  const [oldest] = lists.keys();
  if (lists.size > KEPT_MAX && oldest !== undefined) lists.delete(oldest);
  return records;
}
