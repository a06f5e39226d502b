import type { EntityDescriptor, ReadContext } from "../entities/descriptor.ts";
import { findDescriptor } from "../entities/registry.ts";
import type { JsonObject } from "../json/json-value.ts";
import { PROJECTION_ADDS_ID, QUERY_CONDITIONS_MAX } from "../not-evidenced.ts";
import { renderRecord } from "../write/render-record.ts";
import { matchesOf } from "./matches.ts";
import { parseQuery } from "./parse-query.ts";
import {
  tooLarge,
  tooManyConditions,
  tooSmall,
  unknownEntity,
  unknownProperty,
} from "./query-faults.ts";
import { schemaProperty } from "./query-property.ts";
import type { Query } from "./query-tree.ts";

/** Documented. */
const MAX_RESULTS_DEFAULT = 100;
/** Documented. */
const MAX_RESULTS_MAX = 1000;

/**
 * Answers a statement: the content of `QueryResponse`, nothing but `{}` when no row is found (recorded).
 * Fault 4000 for a statement that cannot be read, 4001 for a type, property or page that does not exist.
 */
export function runQuery(statement: string, context: ReadContext): JsonObject {
  const query = parseQuery(statement);
  if (query.where.length > QUERY_CONDITIONS_MAX) throw tooManyConditions(query.where.length);
  const descriptor = findDescriptor(query.from);
  if (descriptor === undefined || !descriptor.operations.has("query")) {
    throw unknownEntity(query.from);
  }
  const columns = projectedColumns(query, descriptor);
  const { start, max } = pageOf(query);
  const matches = matchesOf(query, descriptor, context);
  if (query.select.kind === "count") return { totalCount: matches.count() };
  const page = matches.page(start - 1, max);
  if (page.length === 0) return {};
  const rows = page.map((record) => {
    const shown = renderRecord(record, context);
    return columns === undefined ? shown : project(shown, columns);
  });
  return { [descriptor.type]: rows, startPosition: start, maxResults: rows.length };
}

/** Both numbers start from 1: R (2013) for the position, L (2024) for the number of rows. */
function pageOf(query: Query): { readonly start: number; readonly max: number } {
  const start = query.startPosition ?? 1;
  const max = query.maxResults ?? MAX_RESULTS_DEFAULT;
  if (start < 1) throw tooSmall(start, 1);
  if (max < 1) throw tooSmall(max, 1);
  if (max > MAX_RESULTS_MAX) throw tooLarge(max);
  return { start, max };
}

/** Undefined for `*`. Columns are checked against the schema, not against what is queryable. */
function projectedColumns(
  { select }: Query,
  descriptor: EntityDescriptor,
): readonly string[] | undefined {
  if (select.kind === "count") return undefined;
  const columns = select.columns.map((column) => {
    const exact = schemaProperty(column.split(".")[0] ?? column, descriptor);
    // Whole addresses and the link cannot be named as columns; an e-mail address can (told).
    const isAddress =
      exact?.endsWith("Addr") === true && exact !== "PrimaryEmailAddr" && exact !== "WebAddr";
    if (exact === undefined || isAddress || exact === "InvoiceLink")
      throw unknownProperty(column, descriptor.type);
    return exact;
  });
  return select.kind === "all" ? undefined : columns;
}

/** The chosen columns of a row, as a sparse object. */
function project(shown: JsonObject, columns: readonly string[]): JsonObject {
  const wanted = new Set([...columns, "domain", "sparse", ...(PROJECTION_ADDS_ID ? ["Id"] : [])]);
  const entries = Object.entries(shown).filter(([name]) => wanted.has(name));
  return { ...Object.fromEntries(entries), sparse: true };
}
