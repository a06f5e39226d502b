/**
 * Draws a create in doubt: the process dies while it makes a record, the other system is away for longer than a
 * requestid is trusted, and people change the new record before the product can look at it. Then they press what
 * people press. Drawn apart: nothing else depends on it.
 */
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { DrawValue } from "./draw-contest.ts";
import type { FaultPlan } from "./fault-plan.ts";
import { KeyedRandom } from "./keyed-random.ts";
import type { Operation } from "./scenario.ts";
import { type PairName, PAIRS } from "./shared-fields.ts";

const DOUBT_CHANCE = 0.12;
const SLOT = "doubt";
/** Shorter than any of the absences drawn here. */
const TRUST_MS = 20_000;

export interface Doubted {
  readonly faults: Partial<FaultPlan>;
  readonly operations: readonly Operation[];
}

export function drawDoubt(seed: string, drawValue: DrawValue): Doubted {
  const random = new KeyedRandom(`doubt ${seed}`);
  if (!random.happens(DOUBT_CHANCE, "doubt")) return { faults: {}, operations: [] };
  const at = random.between(0, 60_000, "at");
  return {
    faults: { requestIdTrustMs: TRUST_MS, requestIdMemoryMs: 4 * TRUST_MS },
    operations: drawDoubtfulCreate({ random, at, slot: SLOT }, drawValue),
  };
}

interface Place {
  readonly random: KeyedRandom;
  readonly at: number;
  readonly slot: string;
}

/** The operations of one; the requestid has to be trusted for no longer than 40 seconds. */
export function drawDoubtfulCreate(
  { random, at, slot }: Place,
  drawValue: DrawValue,
): readonly Operation[] {
  const system = random.happens(0.7, "created in") ? "salesforce" : "quickbooks";
  const other = otherSystem(system);
  const pair: PairName = random.happens(0.75, "pair") ? "customer" : "product";
  const away = random.between(45_000, 120_000, "away");
  const on = random.pick(["sent", "done", "done"] as const, "dies");
  const values = {
    name: `Doubted ${slot} ${pair}`,
    active: "true",
    ...(pair === "product" && { price: "12.5" }),
    ...(pair === "customer" && random.happens(0.5, "phone") && { phone: "(650) 555-0101" }),
  };
  const onMatch = random.pick(["ask", "create"] as const, "on match");
  const begun = at + 500;
  const during = (site: string) => begun + random.between(1_000, away, site);
  const after = (site: string) => begun + away + random.between(2_000, 90_000, site);
  // Without its mark and by another name nothing tells a record in Salesforce from one that people made.
  const isMarkLost = random.happens(0.3, "mark");
  const edit = (where: SystemName, when: number, site: string): Operation => {
    const { name: drawn } = random.pick(PAIRS[pair].fields, "field", site);
    const isName = random.happens(0.5, "name", site) || drawn === "name";
    const field = !isName ? drawn : isMarkLost && where === "salesforce" ? "active" : "name";
    const value = field === "active" ? "false" : drawValue(random, field);
    return { at: when, kind: "edit", system: where, slot, field, value };
  };
  const operations: readonly Operation[] = [
    { at, kind: "create", system, slot, pair, values },
    ...(system === "salesforce" ? [{ at: begun, kind: "send", slot, onMatch } as const] : []),
    { at: begun, kind: "crash", after: { on, what: "write", nth: 1 } },
    { at: begun, kind: "outage", system: other, ms: away },
    edit(other, during("edit"), "edit"),
    ...(random.happens(0.4, "and again") ? [edit(other, during("again"), "again")] : []),
    ...(random.happens(0.4, "source") ? [edit(system, during("source"), "source")] : []),
    ...(isMarkLost ? [tamper(slot, during("mark"))] : []),
    ...presses(random, slot, after),
  ];
  return operations.toSorted((a, b) => a.at - b.at);
}

function tamper(slot: string, at: number): Operation {
  return { at, kind: "tamper", slot, mark: null };
}

function presses(
  random: KeyedRandom,
  slot: string,
  after: (site: string) => number,
): readonly Operation[] {
  const count = random.between(0, 3, "presses");
  return Array.from({ length: count }, (_, index): Operation => {
    const at = after(`press ${index}`);
    const kinds = ["reprocess", "send", "create", "link", "syncNow", "delete"] as const;
    switch (random.pick(kinds, "press", String(index))) {
      case "send":
        return { at, kind: "send", slot, onMatch: "ask" };
      case "create":
        return { at, kind: "send", slot, onMatch: "create" };
      case "link":
        return { at, kind: "link", slot, to: slot };
      case "syncNow":
        return { at, kind: "syncNow", pair: "customer", slot };
      case "delete":
        return { at, kind: "delete", slot };
      case "reprocess":
      default:
        return { at, kind: "reprocess" };
    }
  });
}
