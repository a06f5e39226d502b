import type { GroupByClause } from "@jetstreamapp/soql-parser-js";
import type { Row } from "../store/row.ts";
import { GROUPS_IGNORE_CASE } from "../not-evidenced.ts";
import { isGroupable } from "../schema/field-uses.ts";
import type { Scalar } from "../store/document-store.ts";
import type { Accumulator } from "./accumulators.ts";
import { type Column, expressionColumn, type FunctionCall, nameOf } from "./expression.ts";
import { comparisonOf } from "./matcher.ts";
import type { Scope } from "./scope.ts";
import { malformed } from "./soql-error.ts";

/** GROUP BY: what rows are grouped by, and the groups themselves with their subtotals. */
export interface Grouping {
  readonly columns: readonly Column[];
  /** For each kind of group, which of the columns it keeps; a plain GROUP BY has one kind. */
  readonly sets: readonly (readonly boolean[])[];
  /** Whether there is a GROUP BY; without one all rows are one group, even none. */
  readonly isWritten: boolean;
}

/** One group or subtotal. */
export interface Group {
  /** By column; null where the group sums over all values. */
  readonly values: readonly Scalar[];
  readonly keeps: readonly boolean[];
  readonly accumulators: readonly Accumulator[];
  /** The row that the group was made for; undefined for a total of no rows. */
  readonly first: Row | undefined;
}

/** Fields of ROLLUP and CUBE (D SOQL "GROUP BY ROLLUP"). */
const SUBTOTAL_FIELDS_MAX = 3;

/** @throws MALFORMED_QUERY for fields that cannot be grouped */
export function groupingOf(
  scope: Scope,
  groupBy: GroupByClause | GroupByClause[] | undefined,
): Grouping {
  const clauses = [groupBy ?? []].flat();
  const [first] = clauses;
  const subtotals =
    first !== undefined && "fn" in first && ["ROLLUP", "CUBE"].includes(nameOf(first.fn))
      ? first.fn
      : undefined;
  const expressions: readonly (string | FunctionCall)[] =
    subtotals?.parameters ?? clauses.map((each) => ("fn" in each ? each.fn : each.field));
  if (subtotals !== undefined && (clauses.length > 1 || expressions.length > SUBTOTAL_FIELDS_MAX)) {
    const name = subtotals.functionName ?? "";
    throw malformed(scope.soql, name, `unexpected token: '${name}'`);
  }
  const columns = expressions.map((each) => groupedColumn(scope, each));
  for (const [position, column] of columns.entries()) {
    if (columns.findIndex((each) => each.name === column.name) === position) continue;
    throw malformed(scope.soql, column.name, `duplicate grouping expression: ${column.name}`);
  }
  return { columns, sets: setsOf(columns.length, subtotals), isWritten: clauses.length > 0 };
}

/** Which columns each kind of group keeps. */
function setsOf(
  count: number,
  subtotals: FunctionCall | undefined,
): readonly (readonly boolean[])[] {
  const all = Array.from({ length: count }, () => true);
  if (subtotals === undefined) return [all];
  if (nameOf(subtotals) === "ROLLUP") {
    return Array.from({ length: count + 1 }, (_, left) =>
      all.map((_keep, at) => at < count - left),
    );
  }
  return Array.from({ length: 2 ** count }, (_, mask) =>
    all.map((_keep, at) => (mask & (1 << at)) === 0),
  );
}

function groupedColumn(scope: Scope, expression: string | FunctionCall): Column {
  const column = expressionColumn(scope, expression);
  const field = column.path?.field;
  if (field === undefined || isGroupable(field)) return column;
  const message = `field '${field.name}' can not be grouped in a query call`;
  throw malformed(scope.soql, column.name, message);
}

/** Puts rows into their groups; groups stand in the order in which their values first came. */
export function groupRows(
  { columns, sets, isWritten }: Grouping,
  rows: Iterable<Row>,
  accumulate: {
    readonly make: () => readonly Accumulator[];
    readonly read: (row: Row) => readonly Scalar[];
  },
): readonly Group[] {
  const folds = columns.map((column) => foldOf(column));
  const ordinals = columns.map(() => new Map<Scalar, number>());
  const groups = new Map<string, Group & { readonly order: readonly number[] }>();
  if (!isWritten) {
    const accumulators = accumulate.make();
    groups.set("", { values: [], keeps: [], accumulators, first: undefined, order: [] });
  }
  for (const row of rows) {
    const values = columns.map((column) => column.read(row));
    const places = values.map((value, at) => ordinal(ordinals[at], folds[at]?.(value) ?? null));
    const fed = accumulate.read(row);
    for (const keeps of sets) {
      const order = places.map((place, at) => (keeps[at] === true ? place : Infinity));
      const key = order.join();
      let group = groups.get(key);
      if (group === undefined) {
        const kept = values.map((value, at) => (keeps[at] === true ? value : null));
        group = { values: kept, keeps, accumulators: accumulate.make(), first: row, order };
        groups.set(key, group);
      }
      for (const [at, accumulator] of group.accumulators.entries())
        accumulator.add(fed[at] ?? null);
    }
  }
  if (sets.length === 1) return [...groups.values()];
  // A subtotal follows the groups that it sums up.
  return [...groups.values()].sort((a, b) => compareOrders(a.order, b.order));
}

function compareOrders(a: readonly number[], b: readonly number[]): number {
  for (const [at, place] of a.entries()) {
    const other = b[at] ?? 0;
    if (place !== other) return place < other ? -1 : 1;
  }
  return 0;
}

/** The number of a value in the order of first sight. */
function ordinal(seen: Map<Scalar, number> | undefined, value: Scalar): number {
  const known = seen?.get(value);
  if (known !== undefined || seen === undefined) return known ?? 0;
  seen.set(value, seen.size);
  return seen.size - 1;
}

const foldOf = (column: Column): ((value: Scalar) => Scalar) =>
  GROUPS_IGNORE_CASE ? comparisonOf(column).fold : (value) => value;
