import type { Row } from "../store/row.ts";
import type { FieldSchema, FieldType } from "../schema/types.ts";
import { type Bound, type Bounds, type OrderedIndex, compareKeys } from "../store/ordered-index.ts";
import { rangeKeyOf } from "./compare.ts";
import type { Scope } from "./scope.ts";
import type { Reach, Test, Tree } from "./where.ts";

/**
 * Which rows need to be looked at. Whatever is chosen here, the whole clause is applied to the rows it
 * gives: a bad choice costs time, never rows, as long as every candidate set is a superset.
 *
 *   keys     ids, values in hash indexes; AND takes its cheapest part, OR joins all of its parts
 *   stretch  what the whole clause says of one field, as a stretch of its ordered index; this covers
 *            ranges, prefixes, several bounds, and paging by (time > t OR (time = t AND Id > id))
 */
export interface Candidates {
  readonly count: number;
  keys(): Iterable<string>;
}

type Clause = Tree<Test<Row>>;

/** Up to so many rows are read through rather than indexed. */
const SMALL_TABLE = 64;
/** From so many rows on an ordered index is worth building. */
const LARGE_TABLE = 1_000;

/** The rows of the scope's object. */
export const tableSize = (scope: Scope): number => scope.world.store.all(scope.object.name).size;

/** The cheapest way to the rows of a clause; undefined: read the whole table. */
export function candidatesOf(scope: Scope, clause: Clause | undefined): Candidates | undefined {
  if (clause === undefined) return undefined;
  const byKeys = keysOf(scope, clause);
  const size = tableSize(scope);
  if (size <= LARGE_TABLE || (byKeys !== undefined && byKeys.count <= ENOUGH)) return byKeys;
  let best = byKeys;
  for (const field of rangedFields(clause)) {
    const bounds = boundsOf(clause, field);
    if (bounds === undefined) continue;
    const index = orderedIndex(scope, field);
    const count = index.count(bounds);
    if (count >= (best?.count ?? size)) continue;
    best = { count, keys: () => secondsOf(index.ascending(bounds)) };
  }
  return best;
}

/** Candidates so few that looking for fewer costs more than it saves. */
const ENOUGH = 100;

function* secondsOf(entries: Iterable<readonly [unknown, string]>): Generator<string> {
  for (const [, key] of entries) yield key;
}

/** Types whose values are their own range keys, so that equality can go by the ordered index. */
const PLAIN_TYPES: ReadonlySet<FieldType> = new Set<FieldType>([
  "int",
  "double",
  "currency",
  "percent",
  "date",
  "datetime",
  "time",
]);

function keysOf(scope: Scope, clause: Clause): Candidates | undefined {
  if (clause.kind === "not") return undefined;
  if (clause.kind === "test") return keysOfTest(scope, clause.test.reach);
  const parts = clause.parts.map((part) => keysOf(scope, part));
  if (clause.kind === "and") {
    return parts.reduce(
      (best, part) => (part !== undefined && part.count < (best?.count ?? Infinity) ? part : best),
      undefined,
    );
  }
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  return {
    count: known.reduce((total, part) => total + part.count, 0),
    *keys() {
      for (const part of known) yield* part.keys();
    },
  };
}

function keysOfTest(scope: Scope, reach: Reach | undefined): Candidates | undefined {
  const values = reach?.values;
  if (reach === undefined || values === undefined) return undefined;
  const { field } = reach;
  const { store } = scope.world;
  const table = scope.object.name;
  if (field.type === "id") return { count: values.length, keys: () => values.map(String) };
  const size = tableSize(scope);
  if (store.hasIndex(table, field.name)) {
    if (size <= SMALL_TABLE) return undefined;
    const index = store.hashIndex(table, field.name);
    return {
      count: values.reduce<number>((total, value) => total + index.count(value), 0),
      *keys() {
        for (const value of values) yield* index.find(value);
      },
    };
  }
  if (!PLAIN_TYPES.has(field.type) || size <= LARGE_TABLE) return undefined;
  const index = orderedIndex(scope, field);
  const stretches = values.map((value): Bounds => {
    const end = { value, inclusive: true };
    return { from: end, to: end };
  });
  return {
    count: stretches.reduce((total, bounds) => total + index.count(bounds), 0),
    *keys() {
      for (const bounds of stretches) yield* secondsOf(index.ascending(bounds));
    },
  };
}

/** The index of a field's range keys; built at the first call. */
export function orderedIndex(scope: Scope, field: FieldSchema): OrderedIndex {
  return scope.world.store.orderedIndex(scope.object.name, field.name, rangeKeyOf(field));
}

/** Fields that some condition bounds. */
function rangedFields(clause: Clause): ReadonlySet<FieldSchema> {
  if (clause.kind === "not") return new Set();
  if (clause.kind === "test") {
    const reach = clause.test.reach;
    return new Set(reach?.bounds === undefined ? [] : [reach.field]);
  }
  return new Set(clause.parts.flatMap((part) => [...rangedFields(part)]));
}

/** What a clause as a whole says of one field; undefined: nothing. */
export function boundsOf(clause: Clause, field: FieldSchema): Bounds | undefined {
  if (clause.kind === "not") return undefined;
  if (clause.kind === "test") {
    const reach = clause.test.reach;
    return reach?.field === field ? (reach.bounds ?? hullOfValues(reach)) : undefined;
  }
  const parts = clause.parts.map((part) => boundsOf(part, field));
  if (clause.kind === "and") {
    return parts.reduce(
      (all, part) =>
        all === undefined ? part : part === undefined ? all : intersection(all, part),
      undefined,
    );
  }
  return parts.reduce((all, part) => all && part && hull(all, part));
}

function hullOfValues({ field, values }: Reach): Bounds | undefined {
  const isPlain = PLAIN_TYPES.has(field.type) || field.type === "id";
  if (values === undefined || !isPlain) return undefined;
  const [first, ...others] = values.map((value): Bounds => {
    const end = { value, inclusive: true };
    return { from: end, to: end };
  });
  return others.reduce<Bounds | undefined>((all, each) => all && hull(all, each), first);
}

/** The later of two beginnings and the earlier of two ends; not given means open. */
function intersection(a: Bounds, b: Bounds): Bounds {
  return boundsWith(
    pick(a.from, b.from, (order) => order > 0, false),
    pick(a.to, b.to, (order) => order < 0, false),
  );
}

/** The least stretch that holds both. */
function hull(a: Bounds, b: Bounds): Bounds {
  return boundsWith(
    a.from && b.from && pick(a.from, b.from, (order) => order < 0, true),
    a.to && b.to && pick(a.to, b.to, (order) => order > 0, true),
  );
}

const boundsWith = (from: Bound | undefined, to: Bound | undefined): Bounds => ({
  ...(from && { from }),
  ...(to && { to }),
});

/** One of two ends; of equal ones the inclusive one where `wide`, else the other. */
function pick(
  a: Bound | undefined,
  b: Bound | undefined,
  isBetter: (order: number) => boolean,
  wide: boolean,
): Bound | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const order = compareKeys(a.value, b.value);
  if (order === 0) return a.inclusive === wide ? a : b;
  return isBetter(order) ? a : b;
}

/** Whether ordering a table of this size by an index pays. */
export const isLarge = (scope: Scope): boolean => tableSize(scope) > LARGE_TABLE;
