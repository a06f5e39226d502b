/**
 * The cheapest way to make a number of writes, as a pure function. All ways count by the request, not by
 * the record: one record goes as one composite with its read-back; a few go as collections inside
 * composites, read back in the same request; thousands go to a bulk job, which Salesforce works on by itself.
 */
import type { ManyChoice } from "@accord-sync/core/ports/many-records.ts";

/** Records of one collection (D, sObject Collections). */
export const COLLECTION_ROWS_MAX = 200;
/** Collections, or queries, of one composite (S9). */
export const COLLECTIONS_PER_REQUEST = 5;
/** Rows of one request that reads them back as well: two collections, each with a query. */
export const ROWS_PER_CALL = COLLECTION_ROWS_MAX * 2;
/** Records read by one request: five queries of 200 ids. */
export const READ_ROWS_PER_CALL = COLLECTION_ROWS_MAX * COLLECTIONS_PER_REQUEST;
/** Rows of one page of a query (D); of products, each with its prices, half of that. */
const QUERY_ROWS_MAX = 2_000;
/**
 * From here on a bulk job takes fewer requests than collections, with prices or without. Salesforce itself advises
 * jobs from 2,000 records on (D, Bulk API 2.0 limits), whose work counts against no request's time limit.
 */
export const BULK_ABOVE_ROWS = 5_000;
/** Open, upload, close, one look at least, and the result file; that of what was refused where there is any. */
const JOB_CALLS = 5;

export interface Writing {
  /** 0 or more. */
  readonly writes: number;
  /** Whether each has a standard price, which is a row of its own. */
  readonly isPriced: boolean;
  readonly bulkAbove: number;
}

/** Of records that are new, and of which Salesforce refuses none. */
export function chooseWriting({ writes, isPriced, bulkAbove }: Writing): ManyChoice {
  if (writes <= 1) return { form: "single", calls: writes, reason: "one record is one request" };
  const form = writes > bulkAbove ? "bulk" : "collections";
  const rows = form === "bulk" ? JOB_CALLS : Math.ceil(writes / READ_ROWS_PER_CALL);
  const prices = isPriced ? priceCalls(writes, form) : 0;
  const page = isPriced || writes <= READ_ROWS_PER_CALL ? READ_ROWS_PER_CALL : QUERY_ROWS_MAX;
  const isReadAlong = form === "collections" && writes <= ROWS_PER_CALL;
  const calls = rows + prices + (isReadAlong ? 0 : Math.ceil(writes / page));
  const reason =
    form === "bulk"
      ? `a job takes ${writes} records with ${calls} requests and the looks at it`
      : `${calls} requests carry ${writes} records and read them back`;
  return { form, calls, reason };
}

/** Their price book is asked for besides: in a request of its own, or as one of five parts. */
function priceCalls(writes: number, form: "collections" | "bulk"): number {
  if (form === "bulk") return JOB_CALLS + 1;
  return Math.ceil(writes / (COLLECTION_ROWS_MAX * (COLLECTIONS_PER_REQUEST - 1)));
}
