/**
 * Answers a statement. Records are rendered before they are tested, so that a query sees exactly
 * what a read shows: computed balances, ` (deleted)` names, looked-up references.
 *
 * Without a condition on Active, name lists answer active records only; the default order is by
 * name for lists and by LastUpdatedTime, latest first, for transactions (all recorded).
 */

import type { EntityDescriptor, ReadContext } from "../entities/descriptor.ts";
import { findDescriptor } from "../entities/registry.ts";
import { textOf, type JsonObject } from "../json/json-value.ts";
import { PROJECTION_ADDS_ID } from "../not-evidenced.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { renderRecord } from "../write/render-record.ts";
import { ordered, predicateOf, type Predicate } from "./compare.ts";
import { parseQuery } from "./parse-query.ts";
import { tooLarge, tooSmall, unknownEntity, unknownProperty } from "./query-faults.ts";
import { queryProperty, schemaProperty, type QueryProperty } from "./query-property.ts";
import type { Query } from "./query-tree.ts";

const MAX_RESULTS_DEFAULT = 100;
const MAX_RESULTS_MAX = 1000;

/** The content of `QueryResponse`. */
export function runQuery(statement: string, context: ReadContext): JsonObject {
  const query = parseQuery(statement);
  const descriptor = findDescriptor(query.from);
  if (descriptor === undefined || !descriptor.operations.has("query"))
    throw unknownEntity(query.from);
  const columns = projectedColumns(query, descriptor);
  const start = query.startPosition ?? 1;
  const max = query.maxResults ?? MAX_RESULTS_DEFAULT;
  if (start < 1) throw tooSmall(start, 1);
  if (max < 0) throw tooSmall(max, 0);
  if (max > MAX_RESULTS_MAX) throw tooLarge(max);
  const orderings = query.orderBy.map((by) => ({
    property: queryProperty(by.property, descriptor),
    sign: by.direction === "ASC" ? 1 : -1,
  }));
  const found = matching(query, descriptor, context);
  if (query.select.kind === "count") return { totalCount: found.length };
  sortRows(found, orderings, descriptor, context);
  const page = found.slice(start - 1, start - 1 + max);
  if (page.length === 0) return {};
  const rows = page.map(({ shown }) => (columns === undefined ? shown : project(shown, columns)));
  return { [descriptor.type]: rows, startPosition: start, maxResults: rows.length };
}

interface Row {
  readonly record: StoredRecord;
  readonly shown: JsonObject;
}

function matching(query: Query, descriptor: EntityDescriptor, context: ReadContext): Row[] {
  const tests = query.where.map((condition) => {
    const property = queryProperty(condition.property, descriptor);
    return { property, test: predicateOf(property, condition, context.settings.timeZone) };
  });
  const namesActive = tests.some(({ property }) => property.name === "Active");
  const rows: Row[] = [];
  for (const record of candidates(query, descriptor, context)) {
    if (!namesActive && record.fields["Active"] === false) continue;
    const shown = renderRecord(record, context);
    if (passes(shown, tests)) rows.push({ record, shown });
  }
  return rows;
}

function passes(
  shown: JsonObject,
  tests: readonly { property: QueryProperty; test: Predicate }[],
): boolean {
  return tests.every(({ property, test }) => test(property.read(shown)));
}

/** A condition on Id names its records at once; anything else looks at all of the type. */
function candidates(
  query: Query,
  descriptor: EntityDescriptor,
  context: ReadContext,
): Iterable<StoredRecord> {
  const { store } = context;
  const byId = query.where.find((condition) => condition.property.toLowerCase() === "id");
  if (byId?.operator === "=" || byId?.operator === "IN") {
    const ids = byId.operator === "IN" ? byId.values : [byId.value];
    const unique = new Set(ids.map((id) => String(id.value)));
    return [...unique].flatMap((id) => store.record(descriptor.type, id) ?? []);
  }
  return store.records(descriptor.type);
}

interface RowOrdering {
  readonly property: QueryProperty;
  readonly sign: number;
}

function sortRows(
  rows: Row[],
  orderings: readonly RowOrdering[],
  descriptor: EntityDescriptor,
  context: ReadContext,
): void {
  const { timeZone } = context.settings;
  const compareBy = ({ property, sign }: RowOrdering, a: Row, b: Row): number => {
    const [left, right] = [a, b].map((row) => {
      const value = property.read(row.shown);
      return value === undefined || value === null
        ? ""
        : (ordered(property, value, timeZone) ?? "");
    });
    if (left === right || left === undefined || right === undefined) return 0;
    return left < right ? -sign : sign;
  };
  rows.sort((a, b) => {
    for (const ordering of orderings) {
      const result = compareBy(ordering, a, b);
      if (result !== 0) return result;
    }
    return defaultOrder(a, b, descriptor);
  });
}

/** By name, in the order of character codes (`PG&E` before `Pam Seitz`, recorded); else latest first. */
function defaultOrder(a: Row, b: Row, descriptor: EntityDescriptor): number {
  if (descriptor.counter === "transaction") {
    return b.record.updatedAt - a.record.updatedAt || Number(b.record.id) - Number(a.record.id);
  }
  const [left, right] = [nameOf(a.shown), nameOf(b.shown)];
  if (left !== right) return left < right ? -1 : 1;
  return Number(a.record.id) - Number(b.record.id) || 0;
}

function nameOf(shown: JsonObject): string {
  return (
    textOf(shown, "FullyQualifiedName") ??
    textOf(shown, "DisplayName") ??
    textOf(shown, "Name") ??
    ""
  );
}

function projectedColumns(
  query: Query,
  descriptor: EntityDescriptor,
): readonly string[] | undefined {
  if (query.select.kind !== "columns") return undefined;
  return query.select.columns.map((column) => {
    const exact = schemaProperty(column.split(".")[0] ?? column, descriptor);
    // Whole addresses cannot be named as columns; an e-mail address can (told, reference 3).
    if (
      exact === undefined ||
      (exact.endsWith("Addr") && exact !== "PrimaryEmailAddr" && exact !== "WebAddr")
    ) {
      throw unknownProperty(column, descriptor.type);
    }
    return exact;
  });
}

/** The chosen columns of a row, as a sparse object. */
function project(shown: JsonObject, columns: readonly string[]): JsonObject {
  const wanted = new Set([...columns, "domain", "sparse", ...(PROJECTION_ADDS_ID ? ["Id"] : [])]);
  const entries = Object.entries(shown).filter(([name]) => wanted.has(name));
  return { ...Object.fromEntries(entries), sparse: true };
}
