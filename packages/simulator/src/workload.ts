/**
 * Draws scenarios: people on both systems at work on the same few hot records, with values from small
 * pools, in bursts, so that their edits meet. Everything drawn is data.
 */
import { unreachable } from "@accord-sync/core/errors/assert.ts";
import type { DifferingRule } from "@accord-sync/engine/backfill-api.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { drawDoubt } from "./draw-doubt.ts";
import { drawDeparture } from "./draw-departure.ts";
import { drawContest } from "./draw-contest.ts";
import { drawNames } from "./draw-names.ts";
import { drawOperators } from "./draw-operators.ts";
import { drawPauses } from "./draw-pauses.ts";
import { drawSales } from "./draw-sales.ts";
import { drawFaults } from "./fault-plan.ts";
import { KeyedRandom } from "./keyed-random.ts";
import type { Oversight } from "./overseers.ts";
import type { InitialRecord, Operation, Scenario } from "./scenario.ts";
import type { SaleOperation } from "./sellers.ts";
import { PAIRS, type PairName, type Value } from "./shared-fields.ts";
import type { Values } from "./users.ts";

const MINUTE = 60_000;
const SYSTEMS: readonly SystemName[] = ["salesforce", "quickbooks"];

/** Values that several people may hit upon, so that edits agree as well as differ. */
const POOLS: Readonly<Record<string, readonly Value[]>> = {
  phone: ["(650) 555-0101", "650-555-0101", "(650) 555-0102", null],
  email: ["desk@pier.example", "Desk@pier.example", "office@pier.example", null],
  website: ["https://pier.example", "http://quay.example", null],
  billingCity: ["Alameda", "Bayshore", "Half Moon Bay", null],
  billingPostalCode: ["94501", "94326", null],
  active: ["true", "true", "false"],
  sku: ["A-1", "A-2", null],
  description: ["By the hour", "By the yard", null],
  price: ["10", "12.5", "99.99"],
};

const DIFFERING: readonly DifferingRule[] = ["ask", "ask", "salesforce", "quickbooks"];

/** Sales, what operators do and who watches over the work are drawn apart (`draw-*.ts`). */
type DrawnKind = Exclude<
  Operation["kind"],
  | SaleOperation["kind"]
  | Oversight["kind"]
  | "networkOutage"
  | "silence"
  | "useUpDay"
  | "policy"
  | "restart"
>;

/** How often each kind of operation is drawn. */
const WEIGHTS: readonly (readonly [DrawnKind, number])[] = [
  ["edit", 48],
  ["create", 7],
  ["send", 10],
  ["fetch", 6],
  ["decide", 6],
  ["link", 4],
  ["unlink", 3],
  ["syncNow", 5],
  ["delete", 2],
  ["undelete", 2],
  ["outage", 2],
  ["realTime", 2],
  ["integrity", 2],
  ["reprocess", 3],
  ["tamper", 1],
  ["takeOver", 2],
  ["endSessions", 3],
  ["takeConsentBack", 1],
  ["reconnect", 1],
  ["merge", 3],
  ["swap", 1],
  ["decideHeld", 4],
  ["backfill", 3],
  ["pauseBackfill", 1],
  ["lock", 1],
  ["refuse", 1],
  ["spent", 1],
  ["loseAnswer", 1],
];

function drawValue(random: KeyedRandom, field: string): Value {
  const pool = POOLS[field];
  const isFresh = pool === undefined || (field !== "active" && random.happens(0.5, "fresh"));
  if (!isFresh) return random.pick(pool, "pool", field);
  const number = random.between(100, 9_999, "fresh value");
  switch (field) {
    case "name":
      return random.happens(0.15, "taken name") ? "Pier Supply" : `Pier ${number}`;
    case "phone":
      return `(415) 555-${String(number).padStart(4, "0")}`;
    case "email":
      return `u${number}@pier.example`;
    case "website":
      return `https://u${number}.example`;
    case "price":
      return String(number / 100);
    case "billingPostalCode":
      return String(90_000 + number);
    default:
      return `${field} ${number}`;
  }
}

class Draw {
  readonly random: KeyedRandom;
  readonly slots: { readonly slot: string; readonly pair: PairName }[] = [];
  readonly lengthMs: number;
  readonly bursts: readonly number[];

  constructor(random: KeyedRandom) {
    this.random = random;
    this.lengthMs = random.between(20_000, 180_000, "length");
    const count = random.between(1, 5, "bursts");
    this.bursts = Array.from({ length: count }, () => random.between(0, this.lengthMs, "burst"));
  }

  /** A moment: mostly within seconds of a burst, else anywhere. */
  at(): number {
    const { random, lengthMs } = this;
    if (!random.happens(0.7, "in a burst")) return random.between(0, lengthMs, "at");
    return random.pick(this.bursts, "which burst") + random.between(0, 6_000, "at");
  }

  pair(): PairName {
    return this.random.happens(0.7, "pair") ? "customer" : "product";
  }

  hot(): { readonly slot: string; readonly pair: PairName } {
    return this.random.pick(this.slots, "hot slot");
  }

  /** Another record of the pair where there is one. */
  other(slot: string, pair: PairName): string {
    const others = this.slots.filter((each) => each.pair === pair && each.slot !== slot);
    return others.length === 0 ? slot : this.random.pick(others, "other slot").slot;
  }

  value(field: string): Value {
    return drawValue(this.random, field);
  }

  values(pair: PairName, name: string): Values {
    const drawn: Record<string, Value> = { name };
    for (const { name: field } of PAIRS[pair].fields) {
      if (field === "name" || field === "active") continue;
      const isMust = field === "price";
      if (isMust || this.random.happens(0.5, "has value", field)) drawn[field] = this.value(field);
    }
    drawn["active"] = "true";
    return drawn;
  }
}

export function drawScenario(seed: string): Scenario {
  const random = new KeyedRandom(`scenario ${seed}`);
  const draw = new Draw(random);
  const initial = Array.from({ length: random.between(1, 4, "records") }, (_, index) =>
    drawInitial(draw, index),
  );
  const count = random.between(4, 22, "operations");
  const operations = Array.from({ length: count }, (_, index) =>
    withinTheSecond(draw, drawOperation(draw, index)),
  ).flat();
  const contest = drawContest(seed, initial, drawValue);
  const departure = drawDeparture(seed, initial, drawValue);
  const sales = drawSales(seed, initial);
  const names = drawNames(seed, initial);
  const doubt = drawDoubt(seed, drawValue);
  const pauses = drawPauses(seed, { initial, operations }, drawValue);
  return {
    seed,
    faults: { ...drawFaults(random), ...doubt.faults },
    policies: contest.policies,
    deletes: departure.deletes,
    hasInvoices: sales.hasInvoices,
    initial,
    operations: [
      ...operations,
      ...contest.operations,
      ...departure.operations,
      ...sales.operations,
      ...names,
      ...drawOperators(seed, initial),
      ...doubt.operations,
      ...pauses,
    ].toSorted((a, b) => a.at - b.at),
  };
}

/**
 * An edit may come at the very moment of a write of the product's own, or be followed by another of the same
 * record: Salesforce's times are whole seconds, so that neither shows as later.
 */
function withinTheSecond(draw: Draw, operation: Operation): readonly Operation[] {
  const { random } = draw;
  if (operation.kind !== "edit") return [operation];
  if (random.happens(0.1, "at our write")) {
    const on = random.pick(["done", "answered"] as const, "at our write");
    return [{ ...operation, after: { on, what: "write", nth: 1 } }];
  }
  if (!random.happens(0.12, "edited twice")) return [operation];
  const pair = draw.slots.find(({ slot }) => slot === operation.slot)?.pair ?? "customer";
  const field = random.happens(0.5, "same field")
    ? operation.field
    : random.pick(PAIRS[pair].fields, "second field").name;
  const at = operation.at + random.between(1, 900, "second edit");
  return [operation, { ...operation, at, field, value: draw.value(field) }];
}

function drawInitial(draw: Draw, index: number): InitialRecord {
  const { random } = draw;
  const pair = draw.pair();
  const slot = `r${index}`;
  draw.slots.push({ slot, pair });
  const name = `Pier ${index + 1} ${pair}`;
  const where = random.fraction("where");
  const salesforce = where < 0.85 ? draw.values(pair, name) : null;
  const isApart = random.happens(0.3, "made apart");
  const quickbooks = where > 0.85 || where < 0.6 ? draw.values(pair, name) : null;
  const isTwin = salesforce !== null && quickbooks !== null && !isApart;
  return {
    slot,
    pair,
    salesforce,
    quickbooks: isTwin ? salesforce : quickbooks,
    isLinked: salesforce !== null && quickbooks !== null && random.happens(0.75, "linked"),
  };
}

function drawKind({ random }: Draw): DrawnKind {
  const total = WEIGHTS.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random.fraction("kind") * total;
  for (const [kind, weight] of WEIGHTS) {
    left -= weight;
    if (left < 0) return kind;
  }
  return "edit";
}

function drawOperation(draw: Draw, index: number): Operation {
  const { random } = draw;
  const at = draw.at();
  const kind = drawKind(draw);
  const { slot, pair } = draw.hot();
  const system = random.pick(SYSTEMS, "system");
  switch (kind) {
    case "create":
      return drawCreate(draw, index, at);
    case "edit": {
      const field = random.pick(PAIRS[pair].fields, "field").name;
      return { at, kind, system, slot, field, value: draw.value(field) };
    }
    case "delete":
    case "undelete":
    case "fetch":
    case "unlink":
      return { at, kind, slot };
    case "tamper":
      return { at, kind, slot, mark: random.happens(0.5, "mark") ? null : "9:Customer:1" };
    case "send":
      return { at, kind, slot, onMatch: random.pick(["ask", "create"] as const, "on match") };
    case "link":
      return { at, kind, slot, to: random.happens(0.6, "own twin") ? slot : draw.hot().slot };
    case "decide":
      return { at, kind, slot, nth: random.between(0, 2, "nth"), keep: system };
    case "syncNow":
      return { at, kind, pair, slot: random.happens(0.8, "one") ? slot : null };
    case "realTime":
      return { at, kind, pair, enabled: random.happens(0.4, "enabled") };
    case "endSessions":
    case "takeConsentBack":
    case "reconnect":
      return { at, kind, system };
    case "outage":
      return { at, kind, system, ms: random.between(1_000, 60_000, "outage") };
    case "lock":
      return { at, kind, slot, ms: random.between(1_000, 4 * MINUTE, "lock") };
    case "spent":
      return { at, kind, ms: random.between(1_000, 4 * MINUTE, "spent") };
    case "refuse":
      return { at, kind, system, slot, ms: random.between(1_000, MINUTE, "refuse") };
    case "merge":
      return { at, kind, system, slot, from: draw.other(slot, pair) };
    case "swap":
      return { at, kind, system, slot, other: draw.other(slot, pair) };
    case "decideHeld":
      return {
        at,
        kind,
        nth: random.between(0, 3, "nth"),
        decision: random.pick(["approve", "approve", "keep", "unlink"] as const, "held decision"),
        how: random.pick([null, "deactivate", "delete"] as const, "how"),
      };
    case "backfill":
      return { at, kind, pair, differing: random.pick(DIFFERING, "differing") };
    case "integrity":
      return { at, kind, repair: random.happens(0.7, "repair") };
    case "reprocess":
    case "loseAnswer":
    case "crash":
    case "takeOver":
    case "pauseBackfill":
      return { at, kind };
    default:
      return unreachable(kind);
  }
}

function drawCreate(draw: Draw, index: number, at: number): Operation {
  const { random } = draw;
  const pair = draw.pair();
  const slot = `c${index}`;
  draw.slots.push({ slot, pair });
  const name = random.happens(0.2, "taken name") ? `Pier 1 ${pair}` : `New ${index} ${pair}`;
  const system = random.pick(SYSTEMS, "system");
  return { at, kind: "create", system, slot, pair, values: draw.values(pair, name) };
}
