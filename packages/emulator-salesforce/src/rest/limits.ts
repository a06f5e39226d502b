import { bulkAllocation } from "../control/bulk-allocation.ts";
import { methodNotAllowed, notFound } from "../api-error.ts";
import { type EmulatorAnswer, json } from "../wire.ts";
import type { Org } from "../org.ts";
import type { Call } from "./call.ts";

/** `GET /limits` and `GET /limits/recordCount` (S1.6, S1.9). */

/** What an Enterprise org has beside its API calls: per day, per hour, or in all. */
const DAILY_BULK_QUERY_MB = 976_562;
const DATA_STORAGE_MB = 10_240;
const FILE_STORAGE_MB = 10_240;
/** A row takes two kilobytes of storage whatever its size. */
const ROW_KB = 2;

/** The limits of the org and what is left of them. */
export function limits(call: Call): EmulatorAnswer {
  const { method } = call.request;
  if (method !== "GET") throw methodNotAllowed(method, ["GET", "HEAD"]);
  const [, resource, ...rest] = call.path;
  if (rest.length > 0) throw notFound();
  if (resource === "recordCount") return recordCount(call);
  if (resource !== undefined) throw notFound();
  return json(200, orgLimits(call.org, call.now));
}

/** The most of a limit, and what is left of it. */
export interface Limit {
  readonly Max: number;
  readonly Remaining: number;
}

/** Every limit that `GET /limits` names. */
export function orgLimits(org: Org, now: number): Readonly<Record<string, Limit>> {
  const { usage, settings, store, schema } = org;
  const bulk = bulkAllocation(org, now);
  const rows = schema.objects.reduce((sum, object) => sum + store.all(object.name).size, 0);
  const pair = (Max: number, used: number) => ({ Max, Remaining: Math.max(0, Max - used) });
  return {
    DailyApiRequests: pair(settings.dailyApiRequests, usage.callsOfDay(now)),
    DailyBulkApiBatches: pair(bulk.batches.max, bulk.batches.used),
    DailyBulkV2QueryFileStorageMB: pair(DAILY_BULK_QUERY_MB, 0),
    DailyBulkV2QueryJobs: pair(bulk.queryJobs.max, bulk.queryJobs.used),
    DataStorageMB: pair(DATA_STORAGE_MB, Math.ceil((rows * ROW_KB) / 1024)),
    FileStorageMB: pair(FILE_STORAGE_MB, 0),
    ...org.allocations.report(now),
  };
}

/** `?sObjects=Account,Contact`: rows of each object that is known; of all when none is named. */
function recordCount(call: Call): EmulatorAnswer {
  const { schema, store } = call.org;
  const named = (call.query.get("sObjects") ?? "").split(",").filter((name) => name.trim() !== "");
  const objects =
    named.length === 0 ? schema.objects : named.flatMap((name) => schema.object(name.trim()) ?? []);
  const seen = objects.filter(({ name }) => call.dml.access.object(name).read);
  const counts = seen.map(({ name }) => {
    const rows = [...store.all(name).values()].filter((row) => row["IsDeleted"] !== true);
    return { count: rows.length, name };
  });
  const sObjects = counts
    .filter(({ count }) => count > 0)
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  return json(200, { sObjects });
}
