import { bulkAllocation } from "../bulk/allocation.ts";
import { type EmulatorAnswer, json } from "../wire.ts";
import type { Call } from "./call.ts";

/** `GET /limits`: the few limits that the emulator counts (S1.6). */
export function limits(call: Call): EmulatorAnswer {
  const { usage, settings } = call.org;
  const max = settings.dailyApiRequests;
  const bulk = bulkAllocation(call.org, call.now);
  const deliveries = 25_000;
  const delivered = usage.report().events.delivered;
  const pair = (Max: number, used: number) => ({ Max, Remaining: Math.max(0, Max - used) });
  return json(200, {
    DailyApiRequests: pair(max, usage.callsOfDay(call.now)),
    DailyDeliveredPlatformEvents: pair(deliveries, delivered),
    DailyBulkApiBatches: pair(bulk.batches.max, bulk.batches.used),
    DailyBulkV2QueryJobs: pair(bulk.queryJobs.max, bulk.queryJobs.used),
  });
}
