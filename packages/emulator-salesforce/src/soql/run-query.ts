import type { OrderByClause, Query, Subquery, WhereClause } from "@jetstreamapp/soql-parser-js";
import type { Row } from "../dml/context.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { Scalar } from "../store/document-store.ts";
import { aggregateRows, isAggregate, isPlainCount } from "./aggregate.ts";
import { compareScalars } from "./compare.ts";
import { compileWhere } from "./condition.ts";
import { indexedRows } from "./indexed-rows.ts";
import { parseSoql } from "./parse-soql.ts";
import type { ApiBase } from "./project.ts";
import { type QueryWorld, resolvePath, type Scope, visibleRows } from "./scope.ts";
import { compileSelect, type Projection } from "./select-list.ts";
import { malformed, refuseQuery, unknownEntity, unknownRelationship } from "./soql-error.ts";

/** A query's rows, found and in order; records are made of them page by page. */
export interface QueryResult {
  readonly object: ObjectEntry;
  readonly totalSize: number;
  readonly rows: readonly Row[];
  readonly project: Projection;
  /** Set instead of rows for aggregates, which are never paged. */
  readonly aggregates?: readonly Record<string, unknown>[];
}

/** The greatest OFFSET (S1.5). */
const OFFSET_MAX = 2000;

/** Runs a statement. @param base begins the addresses in the records */
export function runQuery(world: QueryWorld, soql: string, base: ApiBase): QueryResult {
  const query = parseSoql(soql);
  const object = world.schema.object(query.sObject ?? "");
  if (object === undefined) throw unknownEntity(soql, query.sObject ?? "");
  const scope: Scope = { world, object, soql, alias: query.sObjectAlias };
  refuseUnmodelled(scope, query);
  const found = filterRows(scope, query.where, indexedRows(scope, query.where));
  if (isPlainCount(query)) {
    return { object, totalSize: found.length, rows: [], project: () => ({}), aggregates: [] };
  }
  if (isAggregate(query)) {
    const aggregates = aggregateRows(scope, query, found);
    return { object, totalSize: aggregates.length, rows: [], project: () => ({}), aggregates };
  }
  const project = compileSelect(scope, query, base, (subquery, outer) =>
    compileChildQuery(outer, subquery, base),
  );
  const rows = page(order(scope, query.orderBy, found), query);
  return { object, totalSize: rows.length, rows, project };
}

/** What the parser accepts and the emulator would silently get wrong. */
function refuseUnmodelled(scope: Scope, query: Query): void {
  if ((query.offset ?? 0) > OFFSET_MAX) {
    throw refuseQuery("NUMBER_OUTSIDE_VALID_RANGE", `Maximum SOQL offset allowed is ${OFFSET_MAX}`);
  }
  if (query.having !== undefined) {
    throw malformed(scope.soql, "HAVING", "HAVING is not modelled by this emulator");
  }
}

/** Rows that satisfy the clause, of the candidates or of the whole object. */
function filterRows(
  scope: Scope,
  where: WhereClause | undefined,
  candidates: Iterable<Row> | undefined,
): readonly Row[] {
  const rows = candidates ?? visibleRows(scope.world, scope.object);
  if (where === undefined) return [...rows];
  const accepts = compileWhere(scope, where, (query, outer) => subselect(outer, query as Query));
  return [...rows].filter(accepts);
}

/** `IN (SELECT Field FROM Object …)`: the values of the one selected field. */
function subselect(outer: Scope, query: Query): readonly Scalar[] {
  const object = outer.world.schema.object(query.sObject ?? "");
  if (object === undefined) throw unknownEntity(outer.soql, query.sObject ?? "");
  const scope: Scope = { ...outer, object, alias: query.sObjectAlias };
  const [field, ...others] = query.fields ?? [];
  if (field?.type !== "Field" || others.length > 0) {
    throw malformed(outer.soql, "IN", "a semi join selects exactly one field");
  }
  const path = resolvePath(scope, field.field);
  const rows = filterRows(scope, query.where, undefined);
  return rows.map((row) => path.read(row)).filter((value) => value !== null);
}

/** A subquery of the select list: its rows come from the index of the lookup to the parent. */
function compileChildQuery(outer: Scope, subquery: Subquery, base: ApiBase) {
  const wanted = subquery.relationshipName.toLowerCase();
  const child = outer.object.children.find(
    (each) => each.relationshipName?.toLowerCase() === wanted,
  );
  const object = outer.world.schema.object(child?.childObject ?? "");
  if (child === undefined || object === undefined) {
    throw unknownRelationship(outer.soql, subquery.relationshipName, subquery.relationshipName);
  }
  const scope: Scope = { ...outer, object, alias: subquery.sObjectAlias };
  const project = compileSelect(scope, subquery, base, (nested) => {
    throw malformed(outer.soql, nested.relationshipName, "subqueries cannot be nested further");
  });
  const run = (parent: Row): unknown => {
    const ids = outer.world.store.lookup(object.name, child.field, parent["Id"]);
    const rows = [...ids]
      .map((id) => outer.world.store.get(object.name, id) as Row)
      .filter((row) => outer.world.includeDeleted || row["IsDeleted"] !== true);
    const found = page(
      order(scope, subquery.orderBy, filterRows(scope, subquery.where, rows)),
      subquery,
    );
    if (found.length === 0) return null;
    return { totalSize: found.length, done: true, records: found.map(project) };
  };
  return { name: child.relationshipName ?? child.childObject, run };
}

/** A stable sort by the keys in turn. */
function order(
  scope: Scope,
  orderBy: OrderByClause | OrderByClause[] | undefined,
  rows: readonly Row[],
): readonly Row[] {
  const keys = [orderBy ?? []].flat().map((clause) => {
    if (!("field" in clause)) throw malformed(scope.soql, "ORDER", "ORDER BY takes fields only");
    return {
      path: resolvePath(scope, clause.field),
      sign: clause.order === "DESC" ? -1 : 1,
      nullsFirst: clause.nulls !== "LAST", // first by default, whatever the direction (S1.5)
    };
  });
  if (keys.length === 0) return rows;
  return rows.toSorted((left, right) => {
    for (const { path, sign, nullsFirst } of keys) {
      const a = path.read(left);
      const b = path.read(right);
      if (a === null || b === null) {
        const nulls = Number(b === null) - Number(a === null);
        if (nulls !== 0) return nullsFirst ? nulls : -nulls;
        continue;
      }
      const compared = compareScalars(a, b) * sign;
      if (compared !== 0) return compared;
    }
    return 0;
  });
}

/** OFFSET and LIMIT. */
function page(rows: readonly Row[], query: Query | Subquery): readonly Row[] {
  const start = query.offset ?? 0;
  return rows.slice(start, query.limit === undefined ? undefined : start + query.limit);
}
