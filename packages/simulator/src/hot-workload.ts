/**
 * Draws scenarios for hunts: one or two hot records, and meetings instead of chance. In a meeting something
 * happens to a record, and something else exactly while the product works on it: an edit on either side, a
 * click, a death. Everything drawn is data.
 */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { type FaultPlan, NO_FAULTS } from "./fault-plan.ts";
import { KeyedRandom } from "./keyed-random.ts";
import { POLICIES } from "./draw-contest.ts";
import type { InitialRecord, Moment, Operation, PolicyPlan, Scenario } from "./scenario.ts";
import type { PairName, Value } from "./shared-fields.ts";
import type { Values } from "./users.ts";

const SYSTEMS: readonly SystemName[] = ["salesforce", "quickbooks"];
const MEETINGS = [
  "cross",
  "cross",
  "again",
  "death",
  "death",
  "press",
  "create",
  "receive",
] as const;

/** Fields that people fight over, with a second writing of the same that each system keeps its own way. */
const HOT_FIELDS: Readonly<Record<PairName, readonly string[]>> = {
  customer: ["phone", "billingCity", "website"],
  product: ["description", "price"],
};

interface Hot {
  readonly random: KeyedRandom;
  readonly records: { readonly slot: string; readonly pair: PairName }[];
}

export function drawHotScenario(seed: string): Scenario {
  const random = new KeyedRandom(`hot ${seed}`);
  const hot: Hot = { random, records: [] };
  const count = random.between(1, 2, "records");
  const initial = Array.from({ length: count }, (_, index) => drawInitial(hot, index));
  const meetings = random.between(1, 4, "meetings");
  let at = 0;
  const operations = Array.from({ length: meetings }, (_, index) => {
    at += random.between(1_000, 12_000, "pause");
    return drawMeeting(hot, index, at);
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
    doubleNotice: rate("doubleNotice", 0.6),
    noticeDelayMs: Math.round(rate("noticeDelayMs", 6_000)),
    feedBreak: rate("feedBreak", 0.3),
    crashAtCommit: rate("crashAtCommit", 0.2),
    webhooks: channel !== "sweeps" && channel !== "feed",
    feed,
    // A stream that is off only waits, and would tell all in the end: it has to lose it.
    feedLost: feed ? rate("feedLost", 0.8) : random.pick([0, 1, 1], "feedLost"),
    sweeps: channel !== "no sweeps",
    salesforceSweepMs: random.pick([2_000, 6_000, 15_000], "sweep"),
    manyChanges: random.happens(0.3, "one is many") ? 1 : NO_FAULTS.manyChanges,
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

function drawValues(hot: Hot, pair: PairName, name: string): Values {
  const fields = HOT_FIELDS[pair].map((field) => [field, drawValue(hot, field)] as const);
  return { name, active: "true", ...Object.fromEntries(fields) };
}

function drawValue({ random }: Hot, field: string): Value {
  const number = random.between(100, 999, "value");
  switch (field) {
    case "phone":
      return random.happens(0.5, "writing") ? `(415) 555-0${number}` : `415-555-0${number}`;
    case "website":
      return random.happens(0.3, "writing") ? `https://U${number}.example` : `u${number}.example`;
    case "price":
      return String(number / 100);
    default:
      return random.happens(0.5, "writing") ? ` ${field}  ${number} ` : `${field} ${number}`;
  }
}

function drawMoment({ random }: Hot): Moment {
  return {
    on: random.pick(["sent", "done", "answered"] as const, "moment"),
    what: random.pick(["write", "write", "read"] as const, "moment of"),
    nth: random.happens(0.8, "first") ? 1 : 2,
  };
}

/** Mostly at a moment of the product's own work, else within some seconds. */
function meet(hot: Hot, at: number): { readonly at: number; readonly after?: Moment } {
  if (hot.random.happens(0.7, "forced")) return { at, after: drawMoment(hot) };
  return { at: at + hot.random.between(0, 3_000, "gap") };
}

function drawMeeting(hot: Hot, index: number, at: number): readonly Operation[] {
  const { random } = hot;
  const { slot, pair } = random.pick(hot.records, "hot record");
  const system = random.pick(SYSTEMS, "system");
  const other: SystemName = system === "salesforce" ? "quickbooks" : "salesforce";
  const field = random.pick(HOT_FIELDS[pair], "hot field");
  const edit = (where: SystemName, name: string): Operation => {
    const value = drawValue(hot, name);
    return { at, kind: "edit", system: where, slot, field: name, value };
  };
  const near = (operation: Operation): Operation => ({ ...operation, ...meet(hot, at) });
  const end = random.happens(0.35, "dies") ? [near({ at, kind: "crash" })] : [];
  const elsewhere = random.happens(0.7, "same field")
    ? field
    : random.pick(HOT_FIELDS[pair], "field");
  switch (random.pick(MEETINGS, "meeting")) {
    case "cross":
      return [edit(system, field), near(edit(other, elsewhere)), ...end];
    case "again":
      return [edit(system, field), near(edit(system, elsewhere)), ...end];
    case "death": {
      const after: Moment = { on: "commit", nth: random.between(1, 16, "death") };
      return [edit(system, field), { at, kind: "crash", after }];
    }
    case "press":
      return [edit(system, field), near(drawPress(hot, slot, pair, at)), near(edit(system, field))];
    case "create":
      return [...drawCreate(hot, index, at, "salesforce"), ...end];
    case "receive":
    default:
      return [...drawCreate(hot, index, at, "quickbooks"), ...end];
  }
}

function drawPress({ random }: Hot, slot: string, pair: PairName, at: number): Operation {
  const kind = random.pick(["send", "fetch", "syncNow"] as const, "press");
  switch (kind) {
    case "send":
      return { at, kind, slot, onMatch: "ask" };
    case "fetch":
      return { at, kind, slot };
    case "syncNow":
    default:
      return { at, kind, pair, slot };
  }
}

/** A new record on its way to the other system, edited where it came from meanwhile. */
function drawCreate(hot: Hot, index: number, at: number, system: SystemName): readonly Operation[] {
  const { random } = hot;
  const pair: PairName = random.happens(0.75, "new pair") ? "customer" : "product";
  const slot = `c${index}`;
  hot.records.push({ slot, pair });
  const values = drawValues(hot, pair, `New ${index} ${pair}`);
  const field = random.pick(HOT_FIELDS[pair], "new field");
  const made: Operation = { at, kind: "create", system, slot, pair, values };
  const sent: Operation = { at: at + 500, kind: "send", slot, onMatch: "create" };
  const edit: Operation = {
    at: at + 500,
    kind: "edit",
    system,
    slot,
    field,
    value: drawValue(hot, field),
    after: drawMoment(hot),
  };
  const edits = random.happens(0.6, "edited meanwhile") ? [edit] : [];
  return system === "salesforce" ? [made, sent, ...edits] : [made, ...edits];
}
