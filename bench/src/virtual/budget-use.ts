/**
 * P2, budget use and waste: thousands of changed Accounts go into QuickBooks as fast as its limits allow.
 * Use is the best possible time over the time taken; waste the share of calls that carried no change:
 * refused, repeated, or reads. The two belong together: a client that collides with the limits can use
 * them fully and waste a fifth of its calls.
 */
import type { Pacing } from "@accord-sync/engine/pacing.ts";
import type { FaultPlan } from "@accord-sync/simulator/fault-plan.ts";
import { bestTimeMs, QUICKBOOKS_CALL_LIMITS } from "../best-time.ts";
import { type Figure, rounded } from "../figure.ts";
import { BenchWorld } from "./bench-world.ts";
import { type Call, quickbooksWrites } from "./call-recorder.ts";

/** Mean round trips, milliseconds. The last is slower than what keeps ten in flight enough. */
export const LATENCIES_MS: readonly number[] = [200, 600, 2_000];
/** One of them again on a network on which either way takes anything from nothing to this. */
const HARSH_MS = 600;
/** The vendor's limits: calls of a minute, and of ten in flight with answers after one millisecond. */
const QUICKBOOKS_PER_MINUTE = 500;
const IN_FLIGHT_PER_MINUTE = 10 * 60_000;
/** Enough where the minute's limit is not what binds, and where nothing is demanded of the use. */
const FEW = 600;

export interface Burst {
  readonly changes: number;
  readonly latencyMs: number;
  /** Changes whose value QuickBooks refuses, as a share of all; default none. */
  readonly poison?: number;
  readonly pacing?: Partial<Pacing>;
  readonly faults?: Partial<FaultPlan>;
}

export interface BurstResult {
  /** From the first call to the answer of the last good write, milliseconds. What came before is P4's: events on their way. */
  readonly elapsedMs: number;
  /** Good writes, each of another record. */
  readonly applied: number;
  /** Every call of the engine to QuickBooks. */
  readonly calls: readonly Call[];
  readonly throttled: number;
}

export async function budgetUse(changes: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const latencyMs of LATENCIES_MS) {
    const isSlow = IN_FLIGHT_PER_MINUTE / latencyMs < QUICKBOOKS_PER_MINUTE;
    const size = isSlow ? Math.min(changes, FEW) : changes;
    const burst = await runBurst({ changes: size, latencyMs });
    figures.push(...useAndWaste(`${latencyMs}-ms`, latencyMs, burst));
  }
  const faults = { requestMs: null };
  const few = Math.min(changes, FEW);
  const harsh = await runBurst({ changes: few, latencyMs: HARSH_MS, faults });
  const [use, ...waste] = useAndWaste(`${HARSH_MS}-ms-harsh-network`, HARSH_MS, harsh);
  // No rule that avoids refusals uses it all there, as nobody knows when a request will arrive.
  const shown = use === undefined ? [] : [{ ...use, target: null, alarm: null }];
  return [...figures, ...shown, ...waste];
}

function useAndWaste(name: string, latencyMs: number, burst: BurstResult): Figure[] {
  const { elapsedMs, applied, calls, throttled } = burst;
  const best = bestTimeMs(applied, { ...QUICKBOOKS_CALL_LIMITS, latencyMs });
  const scenario = `burst-salesforce-to-quickbooks-${name}`;
  const detail = {
    policy: "single writes",
    changes: applied,
    latencyMs,
    perMinute: rounded((applied * 60_000) / elapsedMs),
    bestPerMinute: rounded((applied * 60_000) / best),
    calls: calls.length,
    throttled,
  };
  return [
    {
      figure: "P2",
      scenario: `${scenario}/use`,
      value: rounded(best / elapsedMs),
      unit: "share of the best possible rate",
      target: { atLeast: 0.95 },
      alarm: { below: 0.9 },
      detail,
    },
    {
      figure: "P2",
      scenario: `${scenario}/waste`,
      value: rounded((calls.length - applied) / calls.length),
      unit: "share of calls that carried no change",
      target: { atMost: 0.005 },
      alarm: { above: 0.02 },
      detail,
    },
  ];
}

/** Every Account is changed at one moment, and the world runs until QuickBooks holds it all. */
export async function runBurst(burst: Burst): Promise<BurstResult> {
  const { changes, latencyMs, poison = 0, pacing = {}, faults = {} } = burst;
  const bench = await BenchWorld.linked({ customers: changes, latencyMs, pacing, faults });
  const first = bench.recorder.calls.length;
  const every = poison === 0 ? Number.POSITIVE_INFINITY : Math.round(1 / poison);
  bench.changeAccounts(
    bench.pairs.map(({ salesforceId }, n) => ({
      id: salesforceId,
      // QuickBooks takes no colon in a name.
      ...(n % every === every - 1 ? { Name: `Poison: ${n}` } : { Phone: `(510) 555-${n}` }),
    })),
  );
  await bench.waitUntilQuiet();
  const calls = bench.recorder.since(first).filter(({ system }) => system === "quickbooks");
  bench.world.kill();
  const good = quickbooksWrites(calls).filter(({ status }) => status === 200);
  return {
    elapsedMs: (good.at(-1)?.at ?? 0) - (calls[0]?.at ?? 0) + latencyMs,
    applied: new Set(good.map(recordOf)).size,
    calls,
    throttled: calls.filter(({ status }) => status === 429).length,
  };
}

/** The Id that a write names. */
export function recordOf({ body }: Call): string {
  return /"Id":"(\d+)"/.exec(body)?.[1] ?? "";
}
