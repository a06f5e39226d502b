import type { FieldFunctionExpression, Query } from "@jetstreamapp/soql-parser-js";
import type { Row } from "../dml/context.ts";
import type { Scalar } from "../store/document-store.ts";
import { compareScalars } from "./compare.ts";
import { resolvePath, type Scope } from "./scope.ts";
import { malformed } from "./soql-error.ts";

/** COUNT, SUM, AVG, MIN, MAX and COUNT_DISTINCT, with GROUP BY of fields. */

type Aggregate = (values: readonly Scalar[]) => Scalar;

const numbers = (values: readonly Scalar[]): readonly number[] =>
  values.filter((value): value is number => typeof value === "number");

const sum = (values: readonly Scalar[]): Scalar => {
  const found = numbers(values);
  return found.length === 0 ? null : found.reduce((total, value) => total + value, 0);
};

const extreme =
  (sign: 1 | -1): Aggregate =>
  (values) =>
    values.reduce(
      (best, value) => (best === null || compareScalars(value, best) * sign > 0 ? value : best),
      null,
    );

const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  COUNT: (values) => values.length,
  COUNT_DISTINCT: (values) => new Set(values.map((value) => String(value).toLowerCase())).size,
  SUM: sum,
  AVG: (values) => {
    const total = sum(values);
    return typeof total === "number" ? total / numbers(values).length : null;
  },
  MIN: extreme(-1),
  MAX: extreme(1),
};

/** `SELECT COUNT() FROM …`: the answer is `totalSize` alone. */
export function isPlainCount(query: Query): boolean {
  const [only, ...others] = query.fields ?? [];
  return (
    others.length === 0 &&
    only?.type === "FieldFunctionExpression" &&
    only.functionName.toUpperCase() === "COUNT" &&
    only.parameters.length === 0
  );
}

/** Whether rows are summed up instead of listed. */
export function isAggregate(query: Query): boolean {
  return (
    query.groupBy !== undefined ||
    (query.fields ?? []).some(
      (field) => field.type === "FieldFunctionExpression" && field.isAggregateFn === true,
    )
  );
}

type Column = (rows: readonly Row[]) => readonly [name: string, value: Scalar];

/** One record of type `AggregateResult` for each group. Unnamed results are `expr0`, `expr1`, … */
export function aggregateRows(
  scope: Scope,
  query: Query,
  rows: readonly Row[],
): readonly Record<string, unknown>[] {
  const keys = [query.groupBy ?? []].flat().map((group) => {
    if (!("field" in group)) throw malformed(scope.soql, "GROUP", "GROUP BY takes fields only");
    return resolvePath(scope, group.field);
  });
  let unnamed = 0;
  const columns = (query.fields ?? []).map((field): Column => {
    if (field.type === "FieldFunctionExpression") {
      const name = field.alias ?? `expr${unnamed++}`;
      const read = aggregateOf(scope, field);
      return (group) => [name, read(group)];
    }
    if (field.type !== "Field") throw malformed(scope.soql, "", "only fields can be grouped");
    const path = resolvePath(scope, field.field);
    if (!keys.some((key) => key.field === path.field)) {
      throw malformed(
        scope.soql,
        field.field,
        `Field must be grouped or aggregated: ${path.field.name}`,
      );
    }
    return (group) => [field.alias ?? path.field.name, group[0] ? path.read(group[0]) : null];
  });
  const groups = new Map<string, Row[]>(keys.length === 0 ? [["", []]] : []);
  for (const row of rows) {
    const key = JSON.stringify(keys.map((each) => each.read(row)));
    const name = keys.length === 0 ? "" : key;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups.values()].map((group) => ({
    attributes: { type: "AggregateResult" },
    ...Object.fromEntries(columns.map((column) => column(group))),
  }));
}

/** A function of the select list; nulls do not count (S1.5). */
function aggregateOf(
  scope: Scope,
  field: FieldFunctionExpression,
): (rows: readonly Row[]) => Scalar {
  const aggregate = AGGREGATES[field.functionName.toUpperCase()];
  const parameter = field.parameters[0];
  if (aggregate === undefined || typeof parameter === "object") {
    throw malformed(
      scope.soql,
      field.functionName,
      "this function is not modelled by this emulator",
    );
  }
  const path = resolvePath(scope, parameter ?? "Id");
  return (rows) => aggregate(rows.map((row) => path.read(row)).filter((value) => value !== null));
}
