import type { OrderByClause } from "@jetstreamapp/soql-parser-js";
import { SOQL_LIMIT_ERRORS } from "../not-evidenced.ts";
import type { Row } from "../store/row.ts";
import { isSortable } from "../schema/field-uses.ts";
import { compareKeys, type OrderKey } from "../store/ordered-index.ts";
import { type KeyOfValue, orderKeyOf, rangeKeyOf } from "./compare.ts";
import {
  type Column,
  comparableColumn,
  fieldColumn,
  functionColumn,
  nameOf,
} from "./expression.ts";
import type { Scope } from "./scope.ts";
import { malformed } from "./soql-error.ts";
import { clauseOf } from "./statement-parts.ts";

/** ORDER BY: nulls first unless told otherwise, equal rows in the order of their ids. */

/** One key of the order over anything that has values. */
export interface SortKey<Item> {
  readonly descending: boolean;
  readonly nullsFirst: boolean;
  key(item: Item): OrderKey;
}

/** A key over rows, with the column it comes from. */
export interface RowSortKey extends SortKey<Row> {
  readonly column: Column;
}

export function clausesOf(
  orderBy: OrderByClause | OrderByClause[] | undefined,
): readonly OrderByClause[] {
  return [orderBy ?? []].flat();
}

/** Direction and place of nulls, as written. */
export function directionOf(clause: OrderByClause): {
  readonly descending: boolean;
  readonly nullsFirst: boolean;
} {
  return {
    descending: clause.order?.toUpperCase() === "DESC",
    nullsFirst: clause.nulls?.toUpperCase() !== "LAST", // first by default, whatever the direction (S1.5)
  };
}

/** Fields that an order may have (D SOQL "ORDER BY"). */
const ORDER_MAX = 32;

/** The keys of rows. @throws for fields that cannot be sorted */
export function rowSortKeys(
  owner: Scope,
  orderBy: OrderByClause | OrderByClause[] | undefined,
): readonly RowSortKey[] {
  const clauses = clausesOf(orderBy);
  const scope = { ...owner, soql: clauseOf(owner.soql, "ORDER") };
  if (clauses.length > ORDER_MAX) {
    throw malformed(scope.soql, "ORDER", SOQL_LIMIT_ERRORS.order(ORDER_MAX));
  }
  return clauses.map((clause) => {
    const column = sortedColumn(scope, clause);
    const keyOf = sortKeyOf(column);
    return { ...directionOf(clause), column, key: (row) => keyOf(column.read(row)) };
  });
}

function sortedColumn(scope: Scope, clause: OrderByClause): Column {
  if ("field" in clause) {
    const column = fieldColumn(scope, clause.field);
    refuseUnsortable(scope, column);
    return comparableColumn(scope, column);
  }
  if (nameOf(clause.fn) === "DISTANCE") return functionColumn(scope, clause.fn);
  const name = clause.fn.functionName ?? "";
  throw malformed(scope.soql, name, `unexpected token: '${name}'`);
}

/** Types that have no order (D SOQL ORDER BY). */
export function refuseUnsortable(scope: Scope, { name, path }: Column): void {
  const field = path?.field;
  if (field === undefined || isSortable(field)) return;
  throw malformed(scope.soql, name, `field '${field.name}' can not be sorted in a query call`);
}

/** What the values of a column are sorted by. */
export const sortKeyOf = ({ path, type }: Column): KeyOfValue =>
  path === undefined ? rangeKeyOf({ type }) : orderKeyOf(path.field);

/** A stable sort; the keys of each item are computed once. */
export function sorted<Item>(
  items: readonly Item[],
  keys: readonly SortKey<Item>[],
): readonly Item[] {
  if (keys.length === 0 || items.length < 2) return items;
  const decorated = items.map((item) => ({ item, values: keys.map((each) => each.key(item)) }));
  decorated.sort((left, right) => {
    for (const [position, key] of keys.entries()) {
      const order = compareBy(key, left.values[position] ?? null, right.values[position] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  });
  return decorated.map(({ item }) => item);
}

function compareBy<Item>(key: SortKey<Item>, a: OrderKey, b: OrderKey): number {
  if (a === null || b === null) {
    const nulls = Number(b === null) - Number(a === null);
    return key.nullsFirst ? nulls : -nulls;
  }
  return key.descending ? compareKeys(b, a) : compareKeys(a, b);
}
