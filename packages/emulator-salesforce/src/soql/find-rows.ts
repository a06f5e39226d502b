import type { Row } from "../store/row.ts";
import type { Bounds, OrderKey } from "../store/ordered-index.ts";
import { type RowSortKey, sorted } from "./order.ts";
import {
  boundsOf,
  type Candidates,
  candidatesOf,
  isLarge,
  orderedIndex,
  tableSize,
} from "./plan.ts";
import { isStoredField } from "./read-field.ts";
import { isVisible, type Scope } from "./scope.ts";
import { predicateOf, type Test, type Tree } from "./where.ts";

/** What to find: rows of the scope's object that satisfy a clause, so many of them in an order. */
export interface Search {
  readonly clause: Tree<Test<Row>> | undefined;
  readonly order: readonly RowSortKey[];
  /** Rows that are needed from the beginning of the order on; Infinity: all. */
  readonly wanted: number;
}

/** Rows in order, at least as many as wanted if there are so many; equal ones by their ids. */
export function findRows(scope: Scope, asked: Search): readonly Row[] {
  const search = { ...asked, order: withoutLastId(asked.order) };
  const { clause, order, wanted } = search;
  if (wanted === 0) return [];
  const accepts = acceptorOf(scope, clause);
  const candidates = candidatesOf(scope, clause);
  const walkRows = walkInOrder(scope, search, candidates);
  if (walkRows !== undefined) return take(walkRows, accepts, search);
  const found: Row[] = [];
  const canStop = order.length === 0;
  for (const row of rowsById(scope, candidates)) {
    if (!accepts(row)) continue;
    found.push(row);
    if (canStop && found.length >= wanted) break;
  }
  return sorted(found, order);
}

/**
 * Equal rows come by their ids anyway. With a last key that says so, a walk would have to read all rows of
 * its last value: tens of thousands where a load wrote them in one second.
 */
function withoutLastId(order: readonly RowSortKey[]): readonly RowSortKey[] {
  const last = order.at(-1);
  const path = last?.column.path;
  const isId = path?.field.type === "id" && path.hops.length === 0 && last?.descending === false;
  return isId && order.length > 1 ? order.slice(0, -1) : order;
}

/** How many rows satisfy a clause, without a list of them. */
export function countRows(scope: Scope, clause: Tree<Test<Row>> | undefined): number {
  const candidates = candidatesOf(scope, clause);
  const isExact = clause === undefined || (clause.kind === "test" && clause.test.reach?.isExact);
  if (isExact === true && isLarge(scope) && (candidates !== undefined || clause === undefined)) {
    const deleted = scope.world.includeDeleted ? 0 : deletedRows(scope);
    if (clause === undefined) return tableSize(scope) - deleted;
    if (deleted === 0 && candidates !== undefined && !isIdTest(clause)) return candidates.count;
  }
  const accepts = acceptorOf(scope, clause);
  let count = 0;
  for (const row of rowsById(scope, candidates)) if (accepts(row)) count += 1;
  return count;
}

/** Ids can be asked for that do not exist. */
const isIdTest = (clause: Tree<Test<Row>>): boolean =>
  clause.kind === "test" && clause.test.reach?.field.type === "id";

/** Rows of the object in the recycle bin, by an index of theirs. */
function deletedRows(scope: Scope): number {
  const { store } = scope.world;
  store.defineIndex(scope.object.name, "IsDeleted");
  return store.hashIndex(scope.object.name, "IsDeleted").count(true);
}

function acceptorOf(scope: Scope, clause: Tree<Test<Row>> | undefined): (row: Row) => boolean {
  const { world } = scope;
  if (clause === undefined) return (row) => isVisible(world, row);
  const predicate = predicateOf(clause);
  return (row) => isVisible(world, row) && predicate(row);
}

/** Candidates by their ids, each once; without candidates the whole table. */
function* rowsById(scope: Scope, candidates: Candidates | undefined): Generator<Row> {
  const { store } = scope.world;
  const table = scope.object.name;
  if (candidates === undefined) {
    for (const row of store.sorted(table).values()) yield row as Row;
    return;
  }
  for (const id of [...new Set(candidates.keys())].sort()) {
    const row = store.get(table, id);
    if (row !== undefined) yield row as Row;
  }
}

/** Rows with the key of the first sort key. */
type Walk = Iterable<readonly [OrderKey, Row]>;

/**
 * Reads rows in the wanted order off an index, when the limit is likely to be reached before all
 * candidates would have been looked at. Undefined: finding all and sorting them is cheaper.
 */
function walkInOrder(
  scope: Scope,
  { clause, order, wanted }: Search,
  candidates: Candidates | undefined,
): Walk | undefined {
  const [first] = order;
  const field = first?.column.path?.field;
  const isOwn =
    field !== undefined && first?.column.path?.hops.length === 0 && isStoredField(field);
  const size = tableSize(scope);
  if (!isOwn || first === undefined || field.type === "picklist" || !isLarge(scope))
    return undefined;
  const matching = candidates?.count ?? size;
  const bounds = (clause && boundsOf(clause, field)) ?? {};
  const visited = (wanted * size) / Math.max(1, matching);
  // Candidates have to be fetched one by one and sorted; a walk fetches as well, but only so many.
  if (candidates !== undefined ? matching <= visited : visited > size / 2) return undefined;
  return walk(scope, first, bounds);
}

/** All rows within the bounds of an ordered field, nulls where the key wants them. */
function* walk(scope: Scope, key: RowSortKey, bounds: Bounds): Generator<readonly [OrderKey, Row]> {
  const field = key.column.path?.field;
  if (field === undefined) return;
  const index = orderedIndex(scope, field);
  const none = { value: null, inclusive: true } as const;
  const hasNulls = bounds.from === undefined;
  const nulls = hasNulls ? index.ascending({ from: none, to: none }) : [];
  const values = hasNulls ? { ...bounds, from: { value: null, inclusive: false } } : bounds;
  const parts = [key.descending ? index.descending(values) : index.ascending(values)];
  const ordered = key.nullsFirst ? [nulls, ...parts] : [...parts, nulls];
  const { store } = scope.world;
  for (const part of ordered) {
    for (const [value, id] of part) {
      const row = store.get(scope.object.name, id);
      if (row !== undefined) yield [value, row as Row];
    }
  }
}

/** Enough rows of a walk; the last key's rows are all taken, since further keys may reorder them. */
function take(
  rows: Walk,
  accepts: (row: Row) => boolean,
  { order, wanted }: Search,
): readonly Row[] {
  const found: Row[] = [];
  let last: OrderKey | undefined;
  for (const [key, row] of rows) {
    const isEnough = found.length >= wanted && (order.length === 1 || key !== last);
    if (isEnough) break;
    if (!accepts(row)) continue;
    found.push(row);
    last = key;
  }
  return sorted(found, order);
}
