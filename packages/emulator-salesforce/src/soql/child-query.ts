import type { Subquery } from "@jetstreamapp/soql-parser-js";
import type { Row } from "../store/row.ts";
import { CHILD_DEPTH_ERROR } from "../not-evidenced.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { ChildRelationship } from "../schema/types.ts";
import { hasAggregate } from "./aggregate.ts";
import { rowSortKeys, sorted } from "./order.ts";
import { subqueryOf } from "./statement-parts.ts";
import type { ApiBase } from "./project.ts";
import { isVisible, type Scope } from "./scope.ts";
import { type ChildPager, type ChildQuery, compileSelect, type PagedRows } from "./select-list.ts";
import { compileWhere } from "./semi-join.ts";
import { malformed, unknownRelationship } from "./soql-error.ts";
import { predicateOf } from "./where.ts";

/** Subqueries of the select list: the children of each row, by the index of the lookup to it. */

/** Levels of a query, the main one among them (D SOQL "Relationship Query Limitations"). */
const LEVELS_MAX = 5;
/** The same before version 58.0. */
const FORMER_LEVELS_MAX = 2;

const levelsMax = (base: ApiBase): number =>
  Number(/v(\d+)\.\d+$/.exec(base)?.[1] ?? Infinity) < 58 ? FORMER_LEVELS_MAX : LEVELS_MAX;

/** @param level of the query that contains the subquery, from 1 */
export function compileChildQuery(
  outer: Scope,
  subquery: Subquery,
  base: ApiBase,
  level: number,
): ChildQuery {
  const { world, soql } = outer;
  const most = levelsMax(base);
  if (level >= most) throw malformed(soql, subquery.relationshipName, CHILD_DEPTH_ERROR(most));
  outer.relationships.addChildren(subquery.relationshipName);
  const { child, object } = childOf(outer, subquery);
  refuseAggregates(outer, subquery);
  const part = subqueryOf(soql, subquery.relationshipName);
  const scope: Scope = { ...outer, object, alias: subquery.sObjectAlias, soql: part };
  const project = compileSelect(scope, subquery, base, (nested) =>
    compileChildQuery(scope, nested, base, level + 1),
  );
  const order = rowSortKeys(scope, subquery.orderBy);
  const clause = compileWhere(scope, subquery.where, "children");
  const accepts = clause === undefined ? () => true : predicateOf(clause);
  const start = subquery.offset ?? 0;
  const end = subquery.limit === undefined ? undefined : start + subquery.limit;
  const run = (parent: Row, pager: ChildPager | undefined): unknown => {
    const ids = [...world.store.lookup(object.name, child.field, parent["Id"])].sort();
    const rows = ids
      .map((id) => world.store.get(object.name, id) as Row)
      .filter((row) => isVisible(world, row) && accepts(row));
    const found = sorted(rows, order).slice(start, end);
    if (found.length === 0) return null;
    return childSet({ object, totalSize: found.length, rows: found, inPage: project }, pager);
  };
  return { name: child.relationshipName ?? child.childObject, run };
}

/** A child set as an answer shows it: as many rows as the page has room for, at least one. */
function childSet(result: PagedRows, pager: ChildPager | undefined): unknown {
  const { totalSize, rows, inPage } = result;
  const shown = Math.min(rows.length, Math.max(1, pager?.room ?? Infinity));
  if (pager !== undefined) pager.room -= shown;
  const records = rows.slice(0, shown).map((row) => inPage(row, pager));
  if (pager === undefined || shown === rows.length) return { totalSize, done: true, records };
  return { totalSize, done: false, nextRecordsUrl: pager.open(result, shown), records };
}

function childOf(
  outer: Scope,
  { relationshipName, sObjectPrefix = [] }: Subquery,
): { readonly child: ChildRelationship; readonly object: ObjectEntry } {
  const { world, soql } = outer;
  const wanted = relationshipName.toLowerCase();
  const child = outer.object.children.find(
    (each) => each.relationshipName?.toLowerCase() === wanted,
  );
  const object = world.schema.object(child?.childObject ?? "");
  const names = [outer.object.name.toLowerCase(), outer.alias?.toLowerCase()];
  const isOwn = sObjectPrefix.every((each) => names.includes(each.toLowerCase()));
  const isReadable = object !== undefined && world.access.object(object.name).read;
  if (child === undefined || object === undefined || !isOwn || !isReadable) {
    throw unknownRelationship(soql, relationshipName, relationshipName);
  }
  return { child, object };
}

/** Groups are for the main query alone (public reports of the platform's message). */
function refuseAggregates({ soql }: Scope, subquery: Subquery): void {
  const aggregate = (subquery.fields ?? []).find((field) => hasAggregate(field));
  if (aggregate === undefined && subquery.groupBy === undefined) return;
  const token =
    aggregate !== undefined && "functionName" in aggregate ? aggregate.functionName : "GROUP";
  throw malformed(soql, token, "only root queries support aggregate expressions");
}
