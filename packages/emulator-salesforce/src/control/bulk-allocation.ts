import { refuse } from "../api-error.ts";
import { BULK_TEXTS } from "../not-evidenced.ts";
import type { Org } from "../org.ts";

/** What a day of bulk work may be: counted by the hour, in the store, over 24 hours (S1.8). */

/** Chunks of 10,000 records that a file is worked off in; each counts as a batch. */
const CHUNK_ROWS = 10_000;
const BATCHES_PER_DAY = 15_000;
const QUERY_JOBS_PER_DAY = 10_000;

const HOURS = "bulkHours";
const HOUR_MS = 3_600_000;

/** Use of the last 24 hours, for `GET /limits`. */
export interface BulkAllocation {
  readonly batches: { readonly max: number; readonly used: number };
  readonly queryJobs: { readonly max: number; readonly used: number };
}

export function bulkAllocation(org: Org, now: number): BulkAllocation {
  return {
    batches: { max: BATCHES_PER_DAY, used: usedOf(org, "batches", now) },
    queryJobs: { max: QUERY_JOBS_PER_DAY, used: usedOf(org, "queryJobs", now) },
  };
}

function usedOf(org: Org, name: string, now: number): number {
  let used = 0;
  for (const [hour, counts] of org.store.all(HOURS)) {
    const count = counts[name];
    if (Number(hour) * HOUR_MS > now - 24 * HOUR_MS && typeof count === "number") used += count;
  }
  return used;
}

/** Refuses a new job when the day's allocation is spent. */
export function refuseOverAllocation({ org, now }: Moment, kind: "ingest" | "query"): void {
  const { batches, queryJobs } = bulkAllocation(org, now);
  const allocation = kind === "ingest" ? batches : queryJobs;
  if (allocation.used < allocation.max) return;
  throw refuse(400, "EXCEEDEDQUOTA", BULK_TEXTS.allocationSpent);
}

/** A file counts a batch for each 10,000 of its lines, one at least. */
export function countBatches(moment: Moment, file: string): void {
  let lines = 0;
  for (let at = file.indexOf("\n"); at >= 0; at = file.indexOf("\n", at + 1)) lines += 1;
  count(moment, "batches", Math.max(1, Math.ceil(lines / CHUNK_ROWS)));
}

export const countQueryJob = (moment: Moment): void => count(moment, "queryJobs", 1);

/** The org, and when: epoch milliseconds. */
interface Moment {
  readonly org: Org;
  readonly now: number;
}

function count({ org, now }: Moment, name: string, more: number): void {
  const { store } = org;
  const hour = Math.floor(now / HOUR_MS);
  for (const old of store.all(HOURS).keys()) if (Number(old) <= hour - 24) store.remove(HOURS, old);
  const counts = store.get(HOURS, String(hour)) ?? {};
  const before = counts[name];
  store.put(HOURS, String(hour), {
    ...counts,
    [name]: (typeof before === "number" ? before : 0) + more,
  });
}
