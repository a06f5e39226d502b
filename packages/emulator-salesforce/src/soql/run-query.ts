import type { Query } from "@jetstreamapp/soql-parser-js";
import type { Access } from "../access/access.ts";
import { isFilterable } from "../schema/field-uses.ts";
import type { FieldSchema } from "../schema/types.ts";
import type { Row } from "../store/row.ts";
import { aggregateRows, isAggregate, isPlainCount } from "./aggregate.ts";
import { compileChildQuery } from "./child-query.ts";
import { countRows, findRows } from "./find-rows.ts";
import { rowSortKeys } from "./order.ts";
import { parseStatement } from "./parse-soql.ts";
import type { Uses } from "./prepare.ts";
import type { ApiBase } from "./project.ts";
import { Relationships } from "./relationships.ts";
import { objectInFrom, type QueryWorld, type Scope } from "./scope.ts";
import { compileSelect, type PagedRows, type Projection, type QueryRecord } from "./select-list.ts";
import { compileWhere } from "./semi-join.ts";
import { malformed, refuseQuery } from "./soql-error.ts";
import { ownedBy } from "./using-scope.ts";
import type { Test, Tree } from "./where.ts";

/** A query's rows, found and in order; records are made of them page by page. */
export interface QueryResult extends PagedRows {
  /** A whole record, child sets complete. */
  readonly project: (row: Row) => QueryRecord;
  /** Set instead of rows for aggregates, which are never paged. */
  readonly aggregates?: readonly Record<string, unknown>[];
}

/** The greatest OFFSET (S1.5). */
const OFFSET_MAX = 2000;

/** A statement, and what its field names belong to. @throws MALFORMED_QUERY, INVALID_TYPE */
export function statementScope(
  world: QueryWorld,
  soql: string,
): { readonly query: Query; readonly scope: Scope; readonly uses: Uses } {
  const { query, aliases, uses } = parseStatement(soql);
  const object = objectInFrom(world, soql, query.sObject ?? "");
  const scope: Scope = {
    world,
    object,
    soql,
    alias: query.sObjectAlias,
    aliases,
    relationships: new Relationships(soql),
  };
  return { query, scope, uses };
}

/**
 * Runs a statement. Rows without an ORDER BY come by their ids; the platform promises no order.
 * @param base begins the addresses in the records
 * @throws MALFORMED_QUERY, INVALID_FIELD, INVALID_TYPE and others, with the place in the text
 */
export function runQuery(world: QueryWorld, soql: string, base: ApiBase): QueryResult {
  const { query, scope, uses } = statementScope(world, soql);
  const { object } = scope;
  refuseClauses(scope, query);
  const clause = withScope(scope, query, compileWhere(scope, query.where, "main"));
  const none = { object, rows: [], project: () => ({}), inPage: () => ({}) };
  if (isPlainCount(query)) {
    refuseCountClauses(scope, query);
    const count = countRows(scope, clause);
    return { ...none, totalSize: Math.min(count, query.limit ?? Infinity), aggregates: [] };
  }
  if (isAggregate(query)) {
    const all = () => findRows(scope, { clause, order: [], wanted: Infinity });
    const aggregates = aggregateRows(scope, query, all);
    return { ...none, totalSize: aggregates.length, aggregates };
  }
  const inPage = projectionOf(scope, query, base);
  const start = query.offset ?? 0;
  const end = query.limit === undefined ? Infinity : start + query.limit;
  const order = rowSortKeys(scope, query.orderBy);
  const rows = findRows(scope, { clause, order, wanted: end }).slice(start, end);
  const found = {
    object,
    totalSize: rows.length,
    rows,
    inPage,
    uses,
    project: (row: Row) => inPage(row),
  };
  return hasLongTexts(scope, query) ? { ...found, pageMax: LONG_TEXT_PAGE_MAX } : found;
}

/** Lists of fields that a statement of theirs selected without an error, by who asked and in which version. */
const selectable = new WeakMap<object, WeakMap<Access, ApiBase>>();

/**
 * The records of the answer. Most statements are sent again and again, and many find nothing: of a list that
 * was read for the same access before, which stands for a schema too, the records wait for the first row.
 */
function projectionOf(scope: Scope, query: Query, base: ApiBase): Projection {
  const compile = () =>
    compileSelect(scope, query, base, (subquery) => {
      refuseChildOffset(scope, query, subquery.offset);
      return compileChildQuery(scope, subquery, base, 1);
    });
  const { fields = [] } = query;
  const { access } = scope.world;
  // Functions have settings of the user's in them, which change.
  const isPlain = fields.every(({ type }) => PLAIN_FIELDS.has(type));
  const by = selectable.get(fields);
  if (isPlain && by?.get(access) === base) {
    let made: Projection | undefined;
    return (row, pager) => (made ??= compile())(row, pager);
  }
  const made = compile();
  if (isPlain) selectable.set(fields, (by ?? new WeakMap<Access, ApiBase>()).set(access, base));
  return made;
}

const PLAIN_FIELDS: ReadonlySet<string> = new Set(["Field", "FieldRelationship", "FieldSubquery"]);

/** Records of a page when several long texts are asked for (S1.5). */
const LONG_TEXT_PAGE_MAX = 200;

/** Whether two or more custom fields of long text are selected. */
function hasLongTexts({ object }: Scope, { fields = [] }: Query): boolean {
  const own = fields.map((each) => (each.type === "Field" ? object.field(each.field) : undefined));
  const isLong = (each: FieldSchema): boolean =>
    each.custom && each.type === "textarea" && !isFilterable(each);
  return own.filter((each) => each !== undefined && isLong(each)).length >= 2;
}

/** `USING SCOPE mine` and the words of a search as further conditions. */
function withScope(
  scope: Scope,
  query: Query,
  clause: Tree<Test<Row>> | undefined,
): Tree<Test<Row>> | undefined {
  const owned = ownedBy(scope, query.usingScope);
  const { accepts } = scope.world;
  const tests = [owned, accepts && { accepts }].filter((test) => test !== undefined);
  const parts = tests.map((test): Tree<Test<Row>> => ({ kind: "test", test }));
  if (clause !== undefined) parts.push(clause);
  return parts.length > 1 ? { kind: "and", parts } : parts[0];
}

/** Clauses that exclude each other or exceed a limit. */
function refuseClauses(scope: Scope, query: Query): void {
  if ((query.offset ?? 0) > OFFSET_MAX) {
    throw refuseQuery("NUMBER_OUTSIDE_VALID_RANGE", `Maximum SOQL offset allowed is ${OFFSET_MAX}`);
  }
  if (query.withDataCategory !== undefined) {
    // Data categories belong to Knowledge, which this org does not have.
    throw malformed(scope.soql, "WITH", "unexpected token: 'WITH'");
  }
  if (query.for?.toUpperCase() !== "UPDATE") return;
  if (query.orderBy !== undefined) {
    const message = "Explicit ORDER BY not allowed when locking rows (Id order is implied)";
    throw malformed(scope.soql, "ORDER", message);
  }
  if (query.offset !== undefined) {
    const message = "FOR UPDATE cannot be used in conjunction with the OFFSET clause";
    throw malformed(scope.soql, "OFFSET", message);
  }
}

/** `COUNT()` stands alone: with neither groups nor an order (D SOQL "COUNT()"). */
function refuseCountClauses(scope: Scope, query: Query): void {
  if (query.groupBy !== undefined) {
    throw malformed(scope.soql, "GROUP", "unexpected token: 'GROUP'");
  }
  const [first] = [query.orderBy ?? []].flat();
  if (first === undefined) return;
  const name = "field" in first ? first.field : (first.fn.functionName ?? "");
  throw malformed(scope.soql, name, `Ordered field must be grouped or aggregated: ${name}`);
}

/** A child set may begin later only below a single row (D SOQL "OFFSET"). */
function refuseChildOffset(scope: Scope, query: Query, offset: number | undefined): void {
  if (offset === undefined || query.limit === 1) return;
  throw malformed(scope.soql, "OFFSET", "unexpected token: 'OFFSET'");
}
