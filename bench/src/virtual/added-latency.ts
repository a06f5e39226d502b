/**
 * P4, the part that is queueing: how long a change waits in the engine, apart from what the remotes
 * take. Every leg of the network takes exactly one virtual millisecond and our own work none, so what
 * is left is waiting: in the inbox, for a lane, for the rate budget.
 */
import { type Figure, rounded } from "../figure.ts";
import { percentile } from "../statistics.ts";
import { BenchWorld, type Pair } from "./bench-world.ts";
import { REALM } from "@accord-sync/simulator/world.ts";

/** Legs between a notice and its last answer: a read and a write, there and back. */
const REMOTE_MS = 4;
/** 80 % of 500 calls a minute: each change spends one, a read. */
const BUSY_PER_SECOND = (0.8 * 500) / 60;
/** Apart enough for a second's precondition to be kept (S-SECOND). */
const IDLE_PER_SECOND = 0.2;
/** Between two edits by people: the company's limits hold for them too. */
const EDIT_EVERY_MS = 260;

export async function queueingLatency(changes: number): Promise<Figure[]> {
  const idle = await waits(Math.ceil(changes / 4), IDLE_PER_SECOND);
  const busy = await waits(changes, BUSY_PER_SECOND);
  return [
    figure("queueing-idle/p50", percentile(idle, 0.5), 50, idle),
    figure("queueing-idle/p99", percentile(idle, 0.99), 250, idle),
    figure("queueing-at-80-percent/p99", percentile(busy, 0.99), 2_000, busy),
  ];
}

function figure(scenario: string, value: number, atMost: number, all: readonly number[]): Figure {
  return {
    figure: "P4",
    scenario,
    value: rounded(value),
    unit: "ms of waiting, virtual",
    target: { atMost },
    alarm: { timesBaseline: 2 },
    detail: {
      direction: "QuickBooks to Salesforce",
      changes: all.length,
      p50: percentile(all, 0.5),
      p99: percentile(all, 0.99),
      longest: percentile(all, 1),
    },
  };
}

/** Milliseconds that each change waited, their notices coming at random `perSecond` on average. */
async function waits(changes: number, perSecond: number): Promise<readonly number[]> {
  const bench = await BenchWorld.linked({
    customers: changes,
    latencyMs: 0,
    faults: { webhooks: false },
  });
  const { world, pairs, recorder } = bench;
  for (const [n, { quickbooksId }] of pairs.entries()) {
    bench.changeCustomer(quickbooksId, `(510) 555-${n}`);
    await world.run(EDIT_EVERY_MS);
  }
  await bench.waitUntilQuiet();
  await world.run(60_000); // The people's calls leave the limits' windows.
  const first = recorder.calls.length;
  const noticedAt = new Map<string, number>();
  for (const pair of pairs) {
    noticedAt.set(pair.salesforceId, world.clock.now());
    notify(bench, pair);
    const gap = -Math.log(1 - world.random.fraction("bench arrivals")) / perSecond;
    await world.run(Math.round(gap * 1_000));
  }
  await bench.waitUntilQuiet();
  world.kill();
  const calls = recorder
    .since(first)
    .filter(({ method, url }) => method === "POST" && url.includes("/composite"));
  return pairs.map(({ salesforceId }) => {
    const written = calls.find(({ body }) => body.includes(salesforceId));
    if (written === undefined) throw new Error(`no write of ${salesforceId} was seen`);
    return written.at + 1 - (noticedAt.get(salesforceId) ?? 0) - REMOTE_MS;
  });
}

/** What the intake hands over when a webhook came. */
function notify({ world }: BenchWorld, { quickbooksId }: Pair): void {
  const time = new Date(world.clock.now()).toISOString();
  void world.engine.receiveWebhooks([
    { realmId: REALM, type: "Customer", id: quickbooksId, operation: "updated", time },
  ]);
}
