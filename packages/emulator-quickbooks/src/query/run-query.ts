/**
 * Answers a statement. Conditions are tested on what a read of the record shows, so that a query sees
 * computed balances, ` (deleted)` names and looked-up references alike. Without a condition on
 * Active, name lists answer active records only (recorded).
 */

import type { EntityDescriptor, ReadContext } from "../entities/descriptor.ts";
import { findDescriptor } from "../entities/registry.ts";
import type { JsonObject } from "../json/json-value.ts";
import { PROJECTION_ADDS_ID } from "../not-evidenced.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { ordered, predicateOf } from "./compare.ts";
import { inDefaultOrder } from "./default-order.ts";
import { parseQuery } from "./parse-query.ts";
import { tooLarge, tooSmall, unknownEntity, unknownProperty } from "./query-faults.ts";
import { queryProperty, schemaProperty, type QueryProperty } from "./query-property.ts";
import { QueryRow } from "./query-row.ts";
import type { Query } from "./query-tree.ts";

const MAX_RESULTS_DEFAULT = 100;
const MAX_RESULTS_MAX = 1000;

/** The content of `QueryResponse`; nothing but `{}` when no row is found (recorded). */
export function runQuery(statement: string, context: ReadContext): JsonObject {
  const query = parseQuery(statement);
  const descriptor = findDescriptor(query.from);
  if (descriptor === undefined || !descriptor.operations.has("query")) {
    throw unknownEntity(query.from);
  }
  const columns = projectedColumns(query, descriptor);
  const { start, max } = pageOf(query);
  const sorter = sorterOf(query, descriptor, context);
  const found = matching(query, descriptor, context);
  if (query.select.kind === "count") return { totalCount: found.length };
  // The rows come in default order, and the sort is stable: pages never overlap.
  if (query.orderBy.length > 0) found.sort(sorter);
  const page = found.slice(start - 1, start - 1 + max);
  if (page.length === 0) return {};
  const rows = page.map(({ shown }) => (columns === undefined ? shown : project(shown, columns)));
  return { [descriptor.type]: rows, startPosition: start, maxResults: rows.length };
}

function pageOf(query: Query): { readonly start: number; readonly max: number } {
  const start = query.startPosition ?? 1;
  const max = query.maxResults ?? MAX_RESULTS_DEFAULT;
  if (start < 1) throw tooSmall(start, 1);
  if (max < 0) throw tooSmall(max, 0);
  if (max > MAX_RESULTS_MAX) throw tooLarge(max);
  return { start, max };
}

/** Rows that pass every condition, in default order. */
function matching(query: Query, descriptor: EntityDescriptor, context: ReadContext): QueryRow[] {
  const tests = query.where.map((condition) => {
    const property = queryProperty(condition.property, descriptor);
    return { property, test: predicateOf(property, condition, context.settings.timeZone) };
  });
  const namesActive = tests.some(({ property }) => property.name === "Active");
  const rows: QueryRow[] = [];
  for (const record of candidates(query, descriptor, context)) {
    if (!namesActive && record.fields["Active"] === false) continue;
    const row = new QueryRow(record, context);
    if (tests.every(({ property, test }) => test(property.read(row)))) rows.push(row);
  }
  return rows;
}

/** A condition on one Id names its record at once; anything else looks at all of the type. */
function candidates(
  query: Query,
  descriptor: EntityDescriptor,
  context: ReadContext,
): readonly StoredRecord[] {
  const byId = query.where.find(
    (condition) => condition.property.toLowerCase() === "id" && condition.operator === "=",
  );
  if (byId?.operator !== "=") return inDefaultOrder(descriptor, context.store);
  const record = context.store.record(descriptor.type, String(byId.value.value));
  return record === undefined ? [] : [record];
}

/** Compares two rows by the keys of ORDERBY; equal rows stay as they are. */
function sorterOf(
  query: Query,
  descriptor: EntityDescriptor,
  context: ReadContext,
): (a: QueryRow, b: QueryRow) => number {
  const { timeZone } = context.settings;
  const orderings = query.orderBy.map((by) => ({
    property: queryProperty(by.property, descriptor),
    sign: by.direction === "ASC" ? 1 : -1,
  }));
  const keyOf = (property: QueryProperty, row: QueryRow): string | number => {
    const value = property.read(row);
    return value === undefined || value === null ? "" : (ordered(property, value, timeZone) ?? "");
  };
  return (a, b) => {
    for (const { property, sign } of orderings) {
      const [left, right] = [keyOf(property, a), keyOf(property, b)];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  };
}

/** Undefined for `*`. Columns are checked against the schema, not against what is queryable. */
function projectedColumns(
  query: Query,
  descriptor: EntityDescriptor,
): readonly string[] | undefined {
  if (query.select.kind !== "columns") return undefined;
  return query.select.columns.map((column) => {
    const exact = schemaProperty(column.split(".")[0] ?? column, descriptor);
    // Whole addresses cannot be named as columns; an e-mail address can (told, reference 3).
    const isAddress =
      exact?.endsWith("Addr") === true && exact !== "PrimaryEmailAddr" && exact !== "WebAddr";
    if (exact === undefined || isAddress) throw unknownProperty(column, descriptor.type);
    return exact;
  });
}

/** The chosen columns of a row, as a sparse object. */
function project(shown: JsonObject, columns: readonly string[]): JsonObject {
  const wanted = new Set([...columns, "domain", "sparse", ...(PROJECTION_ADDS_ID ? ["Id"] : [])]);
  const entries = Object.entries(shown).filter(([name]) => wanted.has(name));
  return { ...Object.fromEntries(entries), sparse: true };
}
