import type { ConditionWithValueQuery, Query, WhereClause } from "@jetstreamapp/soql-parser-js";
import type { Row } from "../store/row.ts";
import type { Scalar } from "../store/document-store.ts";
import { compileCondition, joinTest } from "./condition.ts";
import { findRows } from "./find-rows.ts";
import { objectInFrom, resolvePath, type Scope } from "./scope.ts";
import { malformed } from "./soql-error.ts";
import { clauseOf, subqueryOf } from "./statement-parts.ts";
import { type Position, type Test, type Tree, treeOf } from "./where.ts";

/** `IN (SELECT …)` and `NOT IN (SELECT …)`, with what the platform refuses in them. */

/** Semi and anti joins of one WHERE clause (D SOQL "Considerations for Semi-Join…"). */
const JOINS_MAX = 2;

/** Compiles a WHERE clause. `level` says where it stands: joins are for the main query alone. */
export function compileWhere(
  owner: Scope,
  where: WhereClause | undefined,
  level: "main" | "children" | "join",
): Tree<Test<Row>> | undefined {
  if (where === undefined) return undefined;
  const scope = { ...owner, soql: clauseOf(owner.soql, "WHERE") };
  let joins = 0;
  return treeOf(scope.soql, where, (condition, position) => {
    if (!("valueQuery" in condition)) return compileCondition(scope, condition);
    joins += 1;
    refusePosition(scope, position, level);
    if (joins > JOINS_MAX)
      throw refusal(scope, `Maximum ${JOINS_MAX} semi join sub-selects are allowed`);
    return compileJoin(scope, condition);
  });
}

const refusal = (scope: Scope, message: string): Error => malformed(scope.soql, "IN", message);

function refusePosition(scope: Scope, { isTop, isUnderOr }: Position, level: string): void {
  if (level === "join") throw refusal(scope, "Nesting of semi join sub-selects is not supported");
  if (isUnderOr)
    throw refusal(scope, "Semi join sub-selects are not allowed with the 'OR' operator");
  if (isTop && level === "main") return;
  throw refusal(
    scope,
    "Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.",
  );
}

function compileJoin(
  scope: Scope,
  condition: Extract<ConditionWithValueQuery, { readonly valueQuery: Query }>,
): Test<Row> {
  const outer = resolvePath(scope, condition.field);
  if (!isIdField(outer.field.type) || outer.hops.length > 0) {
    throw refusal(
      scope,
      `semi join sub selects can only query id fields, cannot use: '${condition.field}'`,
    );
  }
  const values = joinedValues(scope, condition.valueQuery);
  return joinTest(scope, condition, values, condition.operator === "NOT IN");
}

const isIdField = (type: string): boolean => type === "id" || type === "reference";

/** The values of the one selected field. */
function joinedValues(outer: Scope, query: Query): readonly Scalar[] {
  const object = objectInFrom(outer.world, outer.soql, query.sObject ?? "");
  const soql = subqueryOf(outer.soql, query.sObject ?? "");
  const scope: Scope = { ...outer, object, alias: query.sObjectAlias, soql };
  if (object.name === outer.object.name) {
    throw refusal(outer, "The inner and outer selects should not be on the same object type");
  }
  const clause = UNSUPPORTED.find(([name]) => query[name] !== undefined);
  if (clause !== undefined) {
    throw malformed(outer.soql, clause[1], `missing value at '${clause[1]}'`);
  }
  const [field, ...others] = query.fields ?? [];
  const path = field !== undefined && "field" in field && others.length === 0 ? field : undefined;
  if (path?.type !== "Field") {
    const name = field !== undefined && "rawValue" in field ? (field.rawValue ?? "") : "";
    const cannot = `semi join sub selects can only query id fields, cannot use: '${name}'`;
    throw refusal(outer, cannot);
  }
  const resolved = resolvePath(scope, path.field);
  if (!isIdField(resolved.field.type)) {
    const cannot = `semi join sub selects can only query id fields, cannot use: '${path.field}'`;
    throw refusal(outer, cannot);
  }
  const inner = compileWhere(scope, query.where, "join");
  const rows = findRows(scope, { clause: inner, order: [], wanted: Infinity });
  return [...new Set(rows.map((row) => resolved.read(row)))];
}

/** Clauses that a subquery cannot have, with the word that errors name. */
const UNSUPPORTED = [
  ["groupBy", "GROUP"],
  ["orderBy", "ORDER"],
  ["limit", "LIMIT"],
  ["offset", "OFFSET"],
  ["for", "FOR"],
] as const;
