/** Rows of an answer, told apart from an answer that holds none because it is something else. */
import { isObject, type Json, type JsonObject } from "@accord-sync/core/json/lossless-json.ts";

/**
 * The records of `type` in a `QueryResponse`, of a query or of one group of change data capture; none
 * where QuickBooks leaves them out. Null when it is no such response: then nothing may be concluded, as
 * an empty list would let a walk end, or a cursor move, over records that are there.
 */
export function listedRows(response: Json | undefined, type: string): readonly JsonObject[] | null {
  if (!isObject(response)) return null;
  const rows = response[type] ?? [];
  if (!Array.isArray(rows)) return null;
  const records = (rows as readonly Json[]).filter(isObject);
  return records.length === rows.length ? records : null;
}
