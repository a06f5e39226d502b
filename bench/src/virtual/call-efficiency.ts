/**
 * P1, call efficiency: the calls that the engine made over the fewest possible, in three counters that
 * cost different things: metered QuickBooks, free QuickBooks, Salesforce. Exact.
 */
import { DEFAULT_PACING } from "@accord-sync/engine/pacing.ts";
import type { FaultPlan } from "@accord-sync/simulator/fault-plan.ts";
import { type Detail, type Figure, rounded } from "../figure.ts";
import {
  type CallCount,
  efficiency,
  minimumForFirstLoad,
  minimumForQuickbooksChanges,
  minimumForSafeLoad,
  minimumForSalesforceChanges,
} from "../minimum-calls.ts";
import { type BenchOptions, BenchWorld, type Pair } from "./bench-world.ts";
import { countCalls, countSweeps } from "./call-recorder.ts";

const CLEAN_TARGET = { atMost: 1.1 };
const CLEAN_ALARM = { above: 1.25 };
const FAULTY_TARGET = { atMost: 1.35 };
/** Between two sweeps of the org. */
const SWEEP_EVERY_MS = DEFAULT_PACING.salesforceSweepMs;
/** Between two changes that come apart, milliseconds: longer than a pass takes. */
const APART_MS = 3_000;

/** Two calls in a hundred go wrong, in the four ways a call can. */
export const TWO_PERCENT_FAULTS: Partial<FaultPlan> = {
  lostRequest: 0.005,
  lostAnswer: 0.005,
  serverError: 0.005,
  throttle: 0.005,
};

/** All of it; `size` customers, and a tenth as many changes one by one. */
export async function callEfficiency(size: number): Promise<Figure[]> {
  const changes = Math.max(3, Math.ceil(size / 10));
  return [
    ...(await firstLoad(size)),
    ...(await fromSalesforce("steady-salesforce-to-quickbooks", { customers: changes })),
    ...(await fromQuickbooks("steady-quickbooks-to-salesforce", { customers: changes })),
    ...(await fromSalesforce("faulty-salesforce-to-quickbooks", faulty(changes))),
    ...(await fromQuickbooks("faulty-quickbooks-to-salesforce", faulty(changes))),
    ...(await burstFromSalesforce(size)),
  ];
}

const faulty = (customers: number): BenchOptions => ({ customers, faults: TWO_PERCENT_FAULTS });

/** Everything from QuickBooks into an empty org: planned, and applied as planned. */
export async function firstLoad(size: number): Promise<Figure[]> {
  const bench = await BenchWorld.create({ customers: size, items: size });
  const first = bench.recorder.calls.length;
  const { customers, items } = await bench.backfill();
  const actual = countCalls(bench.recorder.since(first));
  bench.world.kill();
  const load = { customers, items };
  const safe = minimumForSafeLoad(load).salesforce;
  return [
    ...compared("backfill", actual, minimumForFirstLoad(load), load),
    {
      figure: "P1",
      scenario: "backfill/salesforce-with-looks",
      value: rounded(efficiency(actual.salesforce, safe)),
      unit: "actual calls over the fewest possible, looks before and after granted",
      target: CLEAN_TARGET,
      alarm: CLEAN_ALARM,
      detail: { actual: actual.salesforce, minimum: safe, ...load },
    },
  ];
}

/** One Account after the other is changed; each change is in QuickBooks before the next one. */
async function fromSalesforce(scenario: string, options: BenchOptions): Promise<Figure[]> {
  return oneByOne(scenario, options, minimumForSalesforceChanges(options.customers, "apart"), {
    change: (bench, { salesforceId }, n) =>
      bench.salesforce("PATCH", `/sobjects/Account/${salesforceId}`, { Phone: changedPhone(n) }),
  });
}

/** One customer after the other is changed. */
async function fromQuickbooks(scenario: string, options: BenchOptions): Promise<Figure[]> {
  return oneByOne(scenario, options, minimumForQuickbooksChanges(options.customers, "apart"), {
    change: (bench, { quickbooksId }, n) => bench.changeCustomer(quickbooksId, changedPhone(n)),
  });
}

interface Work {
  readonly change: (bench: BenchWorld, pair: Pair, n: number) => void;
}

async function oneByOne(
  scenario: string,
  options: BenchOptions,
  minimum: CallCount,
  { change }: Work,
): Promise<Figure[]> {
  const bench = await BenchWorld.linked({
    ...options,
    // As often as in life: what a sweep sees of our own writes, no later write needs to look at.
    pacing: { salesforceSweepMs: SWEEP_EVERY_MS },
  });
  const first = bench.recorder.calls.length;
  const begun = bench.world.clock.now();
  for (const [n, pair] of bench.pairs.entries()) {
    change(bench, pair, n);
    await bench.world.run(APART_MS);
  }
  await bench.waitUntilQuiet();
  const calls = bench.recorder.since(first);
  const intervals = Math.ceil((bench.world.clock.now() - begun) / SWEEP_EVERY_MS);
  bench.world.kill();
  return [
    ...compared(scenario, countCalls(calls), minimum, { changes: bench.pairs.length }),
    sweepFigure(scenario, countSweeps(calls), intervals),
  ];
}

/** What the sweep costs beside: one call an interval, whatever happens. */
function sweepFigure(scenario: string, actual: number, intervals: number): Figure {
  return {
    figure: "P1",
    scenario: `${scenario}/sweeps`,
    value: rounded(efficiency(actual, intervals)),
    unit: "turns of Salesforce's sweep over the intervals that passed",
    target: CLEAN_TARGET,
    alarm: CLEAN_ALARM,
    detail: { actual, intervals, everyMs: SWEEP_EVERY_MS },
  };
}

/** All Accounts are changed at one moment. */
async function burstFromSalesforce(size: number): Promise<Figure[]> {
  const bench = await BenchWorld.linked({ customers: size });
  const first = bench.recorder.calls.length;
  bench.changeAccounts(
    bench.pairs.map(({ salesforceId }, n) => ({ id: salesforceId, Phone: changedPhone(n) })),
  );
  await bench.waitUntilQuiet();
  const calls = bench.recorder.since(first);
  const counted = countCalls(calls);
  // No sweep has its turn by itself here: these are what the burst asked for.
  const actual = { ...counted, salesforce: counted.salesforce + countSweeps(calls) };
  bench.world.kill();
  const minimum = minimumForSalesforceChanges(bench.pairs.length, "together");
  return compared("burst-salesforce-to-quickbooks", actual, minimum, {
    changes: bench.pairs.length,
  });
}

const changedPhone = (n: number) => `(510) 555-${String(n).padStart(4, "0")}`;

/** Three figures: one a counter. */
function compared(
  scenario: string,
  actual: CallCount,
  minimum: CallCount,
  detail: Record<string, Detail>,
): Figure[] {
  const isFaulty = scenario.startsWith("faulty");
  return (["metered", "free", "salesforce"] as const).map((counter) => {
    const needsNone = minimum[counter] === 0;
    return {
      figure: "P1",
      scenario: `${scenario}/${counter}`,
      value: rounded(needsNone ? actual[counter] : efficiency(actual[counter], minimum[counter])),
      unit: needsNone ? "calls, none being needed" : "actual calls over the fewest possible",
      // A fault may cost the look that settles it, where none is needed otherwise: only watched.
      target: isFaulty
        ? needsNone
          ? null
          : FAULTY_TARGET
        : needsNone
          ? { atMost: 0 }
          : CLEAN_TARGET,
      alarm: isFaulty ? null : needsNone ? { above: 0 } : CLEAN_ALARM,
      detail: { actual: actual[counter], minimum: minimum[counter], ...detail },
    };
  });
}
