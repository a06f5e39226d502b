/**
 * P4, the real part: the time that the engine adds to one change while nothing else happens, from the
 * moment its notice is handed over to the last remote answer, less the time the remotes took. A bare
 * round trip, twice, stands beside it: a slow machine shows in both.
 */
import { systemClock } from "@accord-sync/server/runtime/clock.ts";
import { type Figure, rounded } from "../figure.ts";
import { delay, nowMs } from "../runtime/stopwatch.ts";
import { percentile } from "../statistics.ts";
import { changeAccounts, changeCustomer, REALM } from "./people.ts";
import { RealEngine, type RealPair } from "./real-engine.ts";
import type { TimedExchange } from "./timed-http.ts";

/** Whole seconds of both systems must have passed since the link was made (S-SECOND, Q-ECHO). */
const SECONDS_PASS_MS = 2_500;
const TIMEOUT_MS = 10_000;

export async function idleLatency(samples: number): Promise<Figure[]> {
  await using real = await RealEngine.start();
  const at = real.emulators;
  const pairs = await real.linkedPairs("Latency", samples);
  await delay(SECONDS_PASS_MS);
  const inward: number[] = [];
  for (const [n, pair] of pairs.entries()) {
    await changeCustomer(at, pair.quickbooksId, `(510) 555-${n}`);
    inward.push(await added(real, () => notify(real, pair)));
  }
  await delay(SECONDS_PASS_MS);
  const outward: number[] = [];
  for (const [n, { salesforceId }] of pairs.entries()) {
    await changeAccounts(at, [salesforceId], `(415) 555-${n}`);
    outward.push(await added(real, () => real.feed.deliver([salesforceId])));
  }
  const bare = await bareRoundTrips(real, samples);
  return [
    ...figures("idle-quickbooks-to-salesforce", inward, bare),
    ...figures("idle-salesforce-to-quickbooks", outward, bare),
  ];
}

function notify(real: RealEngine, { quickbooksId }: RealPair): Promise<void> {
  const time = new Date(systemClock.now()).toISOString();
  return real.engine.receiveWebhooks([
    { realmId: REALM, type: "Customer", id: quickbooksId, operation: "updated", time },
  ]);
}

/** Milliseconds from `hand`'s start to the last remote answer, less those spent on remotes. */
async function added(real: RealEngine, hand: () => Promise<void>): Promise<number> {
  real.http.take();
  const start = nowMs();
  await hand();
  await real.quiet();
  const exchanges = real.http.take();
  const last = exchanges.at(-1);
  if (last === undefined) throw new Error("the change caused no call");
  return last.answeredAt - start - remoteMs(exchanges);
}

/** Calls of one pass follow each other. */
function remoteMs(exchanges: readonly TimedExchange[]): number {
  return exchanges.reduce((sum, { sentAt, answeredAt }) => sum + answeredAt - sentAt, 0);
}

async function bareRoundTrips(real: RealEngine, samples: number): Promise<number[]> {
  const url = `${real.emulators.quickbooksUrl}/healthz`;
  const times: number[] = [];
  const get = () =>
    real.http.exchange({ method: "GET", url, headers: {}, body: null, timeoutMs: TIMEOUT_MS });
  for (let n = 0; n < samples; n += 1) {
    const start = nowMs();
    await get();
    await get();
    times.push(nowMs() - start);
  }
  return times;
}

function figures(scenario: string, values: readonly number[], bare: readonly number[]): Figure[] {
  const detail = {
    samples: values.length,
    bareTwoRoundTripsP50: rounded(percentile(bare, 0.5)),
    bareTwoRoundTripsP99: rounded(percentile(bare, 0.99)),
  };
  const one = (name: string, share: number, atMost: number): Figure => ({
    figure: "P4",
    scenario: `${scenario}/${name}`,
    value: rounded(percentile(values, share)),
    unit: "ms added by the engine",
    target: { atMost },
    alarm: { timesBaseline: 2 },
    detail,
  });
  return [one("p50", 0.5, 50), one("p99", 0.99, 250)];
}
