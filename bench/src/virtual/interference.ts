/**
 * P6, interference and recovery. (a) What one refused record in a hundred costs the healthy ones; (b)
 * which calls a crash in the middle repeats; (c) how long it takes to be back at the full rate.
 */
import { type Figure, rounded } from "../figure.ts";
import { BenchWorld } from "./bench-world.ts";
import { recordOf, runBurst } from "./budget-use.ts";
import { type Call, quickbooksWrites, salesforceWrites } from "./call-recorder.ts";

const POISON = 0.01;
const LATENCY_MS = 200;
/** QuickBooks' and our own bound on calls that are out at once. */
const IN_FLIGHT = 10;
/** A rate is counted over this time, milliseconds. */
const RATE_WINDOW_MS = 2_000;
/** Full rate again: this share of the rate before. */
const FULL = 0.9;
/** Of fewer records nothing is left to write after the crash. */
const CRASHED_LOAD_MIN = 1_500;
const OUTAGE_MS = 60_000;

export async function interference(size: number): Promise<Figure[]> {
  return [
    await poison(size),
    ...(await crash(Math.max(size, CRASHED_LOAD_MIN))),
    await outage(size),
  ];
}

async function poison(changes: number): Promise<Figure> {
  const clean = await runBurst({ changes, latencyMs: LATENCY_MS });
  const poisoned = await runBurst({ changes, latencyMs: LATENCY_MS, poison: POISON });
  const rate = ({ applied, elapsedMs }: typeof clean) => (applied * 60_000) / elapsedMs;
  return {
    figure: "P6",
    scenario: "one-percent-poison/healthy-throughput",
    value: rounded(rate(poisoned) / rate(clean)),
    unit: "share of the rate without poison",
    target: { atLeast: 0.97 },
    alarm: { below: 0.9 },
    detail: {
      changes,
      poison: changes - poisoned.applied,
      perMinute: rounded(rate(poisoned)),
      perMinuteClean: rounded(rate(clean)),
      callsWithoutChange: poisoned.calls.length - poisoned.applied,
    },
  };
}

/** The process dies in the middle of a first load and is started again at once. */
async function crash(customers: number): Promise<Figure[]> {
  const bench = await BenchWorld.create({ customers, latencyMs: LATENCY_MS });
  const { world, recorder } = bench;
  bench.startFaults();
  const first = recorder.calls.length;
  const load = await bench.planBackfill(["customer-account"]);
  await bench.applyBackfill(load);
  // Looked at after each event: the first page was carried out, and its answer is not heard yet.
  await world.runUntil(() => salesforceWrites(recorder.since(first)).length > 0);
  const diedAt = world.clock.now();
  const before = recorder.since(first);
  world.kill();
  await world.boot();
  await world.runUntil(async () => (await bench.viewBackfill(load)).state === "done");
  const brought = (await bench.viewBackfill(load)).items.done;
  await bench.waitUntilQuiet();
  const made = bench.salesforce("GET", "/query?q=SELECT+COUNT()+FROM+Account");
  const { totalSize } = made as { readonly totalSize: number };
  const all = recorder.since(first);
  const after = all.slice(before.length);
  world.kill();
  const sent = new Set(salesforceWrites(before).flatMap(marksOf));
  const again = salesforceWrites(after).filter((call) =>
    marksOf(call).some((mark) => sent.has(mark)),
  );
  const repeated = again.length;
  if (totalSize !== brought) throw new Error(`${brought} customers became ${totalSize} Accounts`);
  const reads = (calls: readonly Call[]) => calls.filter((call) => call.class === "metered");
  const seenBefore = new Set(reads(before).map(({ url }) => url));
  const readAgain = reads(after).filter(({ url }) => seenBefore.has(url)).length;
  return [
    {
      figure: "P6",
      scenario: "crash-in-backfill/repeated-calls",
      value: repeated + readAgain,
      unit: "calls made again",
      target: { atMost: IN_FLIGHT },
      alarm: { above: 2 * IN_FLIGHT },
      detail: { customers, writesRepeated: repeated, meteredRepeated: readAgain },
    },
    recovery("crash-in-backfill/recovery", {
      before: salesforceWrites(before),
      after: salesforceWrites(after),
      from: diedAt,
    }),
  ];
}

/** The link marks of the records that a call writes. */
function marksOf({ body }: Call): readonly string[] {
  return [...body.matchAll(/"Accord_QB_Id__c":\s*"([^"]+)"/g)].map(([, mark = ""]) => mark);
}

/** QuickBooks does not answer for a minute while changes go into it. */
async function outage(changes: number): Promise<Figure> {
  const bench = await BenchWorld.linked({ customers: changes, latencyMs: LATENCY_MS });
  const { world, recorder, pairs } = bench;
  const first = recorder.calls.length;
  bench.changeAccounts(
    pairs.map(({ salesforceId }, n) => ({ id: salesforceId, Phone: `(510) 555-${n}` })),
  );
  const good = () => quickbooksWrites(recorder.since(first)).filter(({ status }) => status === 200);
  await bench.waitFor(() => good().length >= changes / 3);
  world.down.add("quickbooks");
  const before = good();
  await world.run(OUTAGE_MS);
  world.down.delete("quickbooks");
  const backAt = world.clock.now();
  await bench.waitUntilQuiet();
  const all = good();
  world.kill();
  if (new Set(all.map(recordOf)).size !== changes) throw new Error("a change was lost");
  return recovery("quickbooks-down-a-minute/recovery", {
    before,
    after: all.slice(before.length),
    from: backAt,
  });
}

interface Interruption {
  /** Writes before and after, in order. */
  readonly before: readonly Call[];
  readonly after: readonly Call[];
  readonly from: number;
}

/** The time until as many writes leave in a window as at most times before. */
function recovery(scenario: string, { before, after, from }: Interruption): Figure {
  const counts = before.map((_, index) => writesWithin(before, index));
  const usual = counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
  const back = after.find((_, index) => writesWithin(after, index) >= usual * FULL);
  return {
    figure: "P6",
    scenario,
    value: rounded(((back?.at ?? Number.POSITIVE_INFINITY) - from) / 1_000),
    unit: "virtual seconds until the full rate",
    target: { atMost: 5 },
    alarm: null,
    detail: {
      writesPerSecondBefore: rounded((usual * 1_000) / RATE_WINDOW_MS),
      firstWriteAfterSeconds: rounded(((after[0]?.at ?? Number.NaN) - from) / 1_000),
    },
  };
}

/** How many writes left in the window that begins with the one at `index`. */
function writesWithin(writes: readonly Call[], index: number): number {
  const start = writes[index]?.at ?? 0;
  let count = 0;
  for (let next = index; (writes[next]?.at ?? Infinity) < start + RATE_WINDOW_MS; next += 1)
    count += 1;
  return count;
}
