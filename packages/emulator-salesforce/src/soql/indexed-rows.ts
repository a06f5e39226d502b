import type { ConditionWithValueQuery, WhereClause } from "@jetstreamapp/soql-parser-js";
import type { Row } from "../dml/context.ts";
import { parseRecordId } from "../store/record-id.ts";
import { unquote } from "./literal.ts";
import type { Scope } from "./scope.ts";

/**
 * A shortcut for the common case: when the clause is a plain conjunction and one of its conditions says
 * `indexed = 'x'` or `indexed IN (…)`, only those rows need to be looked at. The whole clause is still
 * applied to them, so a wrong guess here could cost time, never rows, as long as the candidates are a
 * superset.
 * @returns undefined when every row must be looked at.
 */
export function indexedRows(
  scope: Scope,
  where: WhereClause | undefined,
): Iterable<Row> | undefined {
  for (const condition of conjunction(where)) {
    const values = equalTo(condition);
    const field = "field" in condition ? scope.object.field(condition.field) : undefined;
    if (values === undefined || field === undefined) continue;
    const { store } = scope.world;
    const texts = values.map(unquote);
    if (field.type === "id") {
      return visible(
        scope,
        texts.map((text) => parseRecordId(text) ?? ""),
      );
    }
    if (!store.hasIndex(scope.object.name, field.name)) continue;
    const isReference = field.type === "reference";
    const keys = texts.flatMap((text) => [
      ...store.lookup(scope.object.name, field.name, isReference ? parseRecordId(text) : text),
    ]);
    return visible(scope, keys);
  }
  return undefined;
}

/** The conditions of `a AND b AND c`; none when anything else occurs. */
function conjunction(where: WhereClause | undefined): readonly ConditionWithValueQuery[] {
  const conditions: ConditionWithValueQuery[] = [];
  for (let clause = where; clause !== undefined; ) {
    const left = clause.left;
    if (left === null || !("operator" in left)) return [];
    if ("operator" in clause && clause.operator !== "AND") return [];
    conditions.push(left);
    clause = "right" in clause ? clause.right : undefined;
  }
  return conditions;
}

/** The text literals that a condition allows; undefined for any other condition. */
function equalTo(condition: ConditionWithValueQuery): readonly string[] | undefined {
  if (!("value" in condition) || (condition.operator !== "=" && condition.operator !== "IN")) {
    return undefined;
  }
  const values = [condition.value].flat();
  return values.every((value) => value.length > 2 && value.startsWith("'")) ? values : undefined;
}

/** Candidates in the order of the table, each once. */
function visible(scope: Scope, ids: readonly string[]): readonly Row[] {
  const { store, includeDeleted } = scope.world;
  return [...new Set(ids)]
    .sort()
    .map((id) => store.get(scope.object.name, id) as Row | undefined)
    .filter((row) => row !== undefined)
    .filter((row) => includeDeleted || row["IsDeleted"] !== true);
}
