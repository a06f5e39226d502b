/**
 * Draws scenarios for hunts: one or two hot records, and meetings instead of chance (`hot-meetings.ts`).
 * Everything drawn is data.
 */
import { type FaultPlan, NO_FAULTS } from "./fault-plan.ts";
import { drawMeeting } from "./hot-meetings.ts";
import { drawValues, type Hot, HOT_FIELDS } from "./hot-values.ts";
import { KeyedRandom } from "./keyed-random.ts";
import { POLICIES } from "./draw-contest.ts";
import type { InitialRecord, PolicyPlan, Scenario } from "./scenario.ts";

export function drawHotScenario(seed: string): Scenario {
  const random = new KeyedRandom(`hot ${seed}`);
  const hot: Hot = { random, records: [] };
  const count = random.between(1, 2, "records");
  const initial = Array.from({ length: count }, (_, index) => drawInitial(hot, index));
  const meetings = random.between(1, 4, "meetings");
  let at = 0;
  const operations = Array.from({ length: meetings }, (_, index) => {
    at += random.between(1_000, 12_000, "pause");
    const drawn = drawMeeting(hot, index, at);
    at = drawn.reduce((latest, each) => Math.max(latest, each.at), at);
    return drawn;
  });
  const policies = drawHotPolicies(seed);
  return { seed, faults: drawFewFaults(random), policies, initial, operations: operations.flat() };
}

/** In every third scenario each hot field has a policy. Drawn apart: nothing else depends on it. */
function drawHotPolicies(seed: string): PolicyPlan {
  const random = new KeyedRandom(`hot policies ${seed}`);
  if (!random.happens(1 / 3, "policies")) return {};
  const drawn = Object.entries(HOT_FIELDS).map(([pair, fields]) => [
    pair,
    Object.fromEntries(fields.map((field) => [field, random.pick(POLICIES, "policy", field)])),
  ]);
  return Object.fromEntries(drawn) as PolicyPlan;
}

/** Few kinds of fault at a time, and those that strike at all strike often. */
function drawFewFaults(random: KeyedRandom): FaultPlan {
  const rate = (site: keyof FaultPlan, most: number) =>
    random.happens(0.3, "mask", site) ? random.fraction("rate", site) * most : 0;
  const channel = random.pick(["all", "sweeps", "no sweeps", "webhooks", "feed"], "channels");
  const feed = channel !== "sweeps" && channel !== "webhooks";
  return {
    ...NO_FAULTS,
    lostRequest: rate("lostRequest", 0.2),
    lostAnswer: rate("lostAnswer", 0.4),
    serverError: rate("serverError", 0.2),
    throttle: random.happens(0.15, "mask throttle") ? 0.3 : 0,
    doubleNotice: rate("doubleNotice", 0.6),
    noticeDelayMs: Math.round(rate("noticeDelayMs", 6_000)),
    feedBreak: rate("feedBreak", 0.3),
    crashAtCommit: rate("crashAtCommit", 0.2),
    webhooks: channel !== "sweeps" && channel !== "feed",
    feed,
    // A stream that is off only waits, and would tell all in the end: it has to lose it.
    feedLost: feed ? rate("feedLost", 0.8) : random.pick([0, 1, 1], "feedLost"),
    sweeps: channel !== "no sweeps",
    salesforceSweepMs: random.pick([3_000, 15_000, 60_000], "sweep"),
    manyChanges: random.happens(0.3, "one is many") ? 1 : NO_FAULTS.manyChanges,
    ...(random.happens(0.5, "short trust") && {
      requestIdTrustMs: 20_000,
      requestIdMemoryMs: 90_000,
    }),
    workers: random.happens(0.5, "few workers") ? random.between(1, 4, "workers") : 32,
    changeObjectsMax: random.happens(0.2, "full windows") ? random.between(1, 3, "window") : 1_000,
    pageRows: random.happens(0.2, "full pages") ? 2 : 1_000,
    latencyMs: random.between(50, 1_500, "latency"),
  };
}

function drawInitial(hot: Hot, index: number): InitialRecord {
  const pair = hot.random.happens(0.75, "pair") ? "customer" : "product";
  const slot = `r${index}`;
  hot.records.push({ slot, pair });
  const values = drawValues(hot, pair, `Pier ${index + 1} ${pair}`);
  return { slot, pair, salesforce: values, quickbooks: values, isLinked: true };
}
