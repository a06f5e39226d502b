/**
 * Draws scenarios for hunts: one or two hot records, and meetings instead of chance (`hot-meetings.ts`).
 * Everything drawn is data.
 */
import { type FaultPlan, NO_FAULTS } from "./fault-plan.ts";
import { drawMeeting } from "./hot-meetings.ts";
import { drawValue, drawValues, FREE_SLOT, type Hot, HOT_FIELDS } from "./hot-values.ts";
import { KeyedRandom } from "./keyed-random.ts";
import { type DrawValue, POLICIES } from "./draw-contest.ts";
import { drawPauses } from "./draw-pauses.ts";
import type { DeletePlan, InitialRecord, Operation, PolicyPlan, Scenario } from "./scenario.ts";

const CHANNELS = ["all", "sweeps", "no sweeps", "no sweeps", "no sweeps", "webhooks", "feed"];

export function drawHotScenario(seed: string): Scenario {
  const random = new KeyedRandom(`hot ${seed}`);
  const hot: Hot = { random, records: [] };
  const count = random.happens(0.2, "a handful") ? 4 : random.between(1, 2, "records");
  const linked = Array.from({ length: count }, (_, index) => drawInitial(hot, index));
  const initial = [...linked, drawFree(hot)];
  // Whatever happens later to a record may put right what went wrong before.
  const meetings = random.happens(0.4, "one meeting") ? 1 : random.between(2, 4, "meetings");
  let at = 0;
  const operations = Array.from({ length: meetings }, (_, index) => {
    at += random.between(1_000, 12_000, "pause");
    const drawn = drawMeeting(hot, index, at);
    at = drawn.reduce((latest, each) => Math.max(latest, each.at), at);
    return drawn;
  }).flat();
  const policies = drawHotPolicies(seed);
  const deletes = drawHotDeletes(seed);
  const faults = drawFewFaults(random);
  const pauses = drawPauses(seed, { initial, operations }, drawHotValue);
  const all = pauses.length === 0 ? operations : [...operations, ...pauses].toSorted(byTime);
  return { seed, isHot: true, faults, policies, deletes, initial, operations: all };
}

/** Of any field, hot or not. */
const drawHotValue: DrawValue = (random, field) =>
  field === "active"
    ? random.pick(["true", "false"], "active")
    : drawValue({ random, records: [] }, field);

const byTime = (left: Operation, right: Operation): number => left.at - right.at;

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

/** What happens to the other record of a deleted one. Drawn apart, too. */
function drawHotDeletes(seed: string): DeletePlan {
  const random = new KeyedRandom(`hot deletes ${seed}`);
  const draw = () => random.pick(["hold", "deactivate"] as const, "deletes");
  return { customer: draw(), product: draw() };
}

/** Few kinds of fault at a time, and those that strike at all strike often. */
function drawFewFaults(random: KeyedRandom): FaultPlan {
  const rate = (site: keyof FaultPlan, most: number) =>
    random.happens(0.3, "mask", site) ? random.fraction("rate", site) * most : 0;
  const seldom = (site: keyof FaultPlan, most: number) =>
    random.happens(0.1, "mask", site) ? random.fraction("rate", site) * most : 0;
  const channel = random.pick(CHANNELS, "channels");
  const sweeps = channel !== "no sweeps";
  const feed = channel !== "sweeps" && channel !== "webhooks";
  return {
    ...NO_FAULTS,
    lostRequest: rate("lostRequest", 0.2),
    lostAnswer: rate("lostAnswer", 0.4),
    serverError: rate("serverError", 0.3),
    throttle: random.happens(0.15, "mask throttle") ? 0.3 : 0,
    doubleNotice: rate("doubleNotice", 0.6),
    noticeDelayMs: Math.round(rate("noticeDelayMs", 6_000)),
    feedBreak: rate("feedBreak", 0.3),
    feedGap: rate("feedGap", 1),
    // What a stream may lose only a sweep can find.
    feedOverflow: sweeps ? seldom("feedOverflow", 0.3) : 0,
    feedGarbled: sweeps ? seldom("feedGarbled", 0.3) : 0,
    feedRefused: sweeps ? seldom("feedRefused", 0.1) : 0,
    crashAtCommit: rate("crashAtCommit", 0.2),
    webhooks: channel !== "sweeps" && channel !== "feed",
    feed,
    // A stream that is off only waits, and would tell all in the end: it has to lose it.
    feedLost: feed ? (sweeps ? rate("feedLost", 0.8) : 0) : random.pick([0, 1, 1], "feedLost"),
    sweeps,
    salesforceSweepMs: random.pick([3_000, 15_000, 60_000], "sweep"),
    manyChanges: random.happens(0.3, "one is many") ? 1 : NO_FAULTS.manyChanges,
    ...(random.happens(0.5, "short trust") && {
      requestIdTrustMs: 20_000,
      requestIdMemoryMs: 90_000,
    }),
    workers: random.happens(0.5, "few workers") ? random.between(1, 4, "workers") : 32,
    changeObjectsMax: random.happens(0.2, "full windows") ? random.between(1, 3, "window") : 1_000,
    pageRows: random.happens(0.2, "full pages") ? 2 : 1_000,
    bulkAbove: random.happens(0.5, "jobs") ? 1 : NO_FAULTS.bulkAbove,
    latencyMs: random.between(20, random.happens(0.5, "fast") ? 300 : 1_500, "latency"),
  };
}

/** One that QuickBooks had before the connection, which nobody brought over: free to be linked. */
function drawFree(hot: Hot): InitialRecord {
  const quickbooks = drawValues(hot, "customer", "Free pier");
  return { slot: FREE_SLOT, pair: "customer", salesforce: null, quickbooks, isLinked: false };
}

function drawInitial(hot: Hot, index: number): InitialRecord {
  const pair = hot.random.happens(0.75, "pair") ? "customer" : "product";
  const slot = `r${index}`;
  const values = drawValues(hot, pair, `Pier ${index + 1} ${pair}`);
  hot.records.push({ slot, pair, values });
  return { slot, pair, salesforce: values, quickbooks: values, isLinked: true };
}
