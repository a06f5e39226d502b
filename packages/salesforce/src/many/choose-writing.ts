/**
 * The cheapest way to make a number of writes, as a pure function. All ways count by the request, not by
 * the record: one record goes as one composite with its read-back; a few go as collections inside
 * composites, read back in the same request; thousands go to a bulk job, which Salesforce works on by itself.
 */
import type { ManyChoice } from "@accord-sync/core/ports/many-records.ts";

/** Records of one collection (D, sObject Collections). */
export const COLLECTION_ROWS_MAX = 200;
/** Collections of one composite, each with a query that reads it back: four of the five that it takes (S9). */
export const COLLECTIONS_PER_CALL = 2;
export const ROWS_PER_CALL = COLLECTION_ROWS_MAX * COLLECTIONS_PER_CALL;
/** Records read back by one request: five queries of 200 ids. */
export const READ_ROWS_PER_CALL = 1_000;
/**
 * From here on a bulk job is cheaper and gentler. Salesforce itself advises collections below 2,000 records
 * (D, Bulk API 2.0 limits); at 2,000 they take 5 requests and a job takes about 9, at 10,000 they take 25
 * and a job 17, most of these the read-back; and a job's work counts against no request's time limit.
 */
export const BULK_ABOVE_ROWS = 2_000;
/** Open, upload, close, one look at least, and three result files. */
const JOB_CALLS = 7;

/** `writes`: 0 or more. */
export function chooseWriting(writes: number): ManyChoice {
  if (writes <= 1) return { form: "single", calls: writes, reason: "one record is one request" };
  if (writes <= BULK_ABOVE_ROWS) {
    const calls = Math.ceil(writes / ROWS_PER_CALL);
    const reason = `${calls} requests carry ${writes} records and read them back`;
    return { form: "collections", calls, reason };
  }
  const calls = JOB_CALLS + Math.ceil(writes / READ_ROWS_PER_CALL);
  const reason = `a job takes ${writes} records with ${calls} requests and the looks at it`;
  return { form: "bulk", calls, reason };
}
