/**
 * Draws what people chose for deleted records, and in some scenarios a linked record that goes: deleted or
 * merged, with what people do about it before, meanwhile and afterwards. Drawn apart: nothing else depends on it.
 */
import type { DrawValue } from "./draw-contest.ts";
import { KeyedRandom } from "./keyed-random.ts";
import type { DeletePlan, InitialRecord, Operation } from "./scenario.ts";
import { PAIRS } from "./shared-fields.ts";

const DEPARTURE_CHANCE = 0.5;
const SWAP_CHANCE = 0.15;

export interface Departure {
  readonly deletes: DeletePlan;
  readonly operations: readonly Operation[];
}

export function drawDeparture(
  seed: string,
  initial: readonly InitialRecord[],
  drawValue: DrawValue,
): Departure {
  const random = new KeyedRandom(`departure ${seed}`);
  const deletes = Object.fromEntries(
    Object.values(PAIRS).map(({ name }) => [
      name,
      random.happens(0.6, "deactivates", name) ? "deactivate" : "hold",
    ]),
  ) as DeletePlan;
  const linked = initial.filter(({ isLinked }) => isLinked);
  if (linked.length === 0 || !random.happens(DEPARTURE_CHANCE, "departure")) {
    return { deletes, operations: [] };
  }
  const { slot, pair } = random.pick(linked, "record");
  // Two linked ones by preference: only they ask a person.
  const others = initial.filter((each) => each.pair === pair && each.slot !== slot);
  const linkedOthers = others.filter(({ isLinked }) => isLinked);
  const survivors = linkedOthers.length > 0 ? linkedOthers : others;
  const at = random.between(0, 40_000, "at");
  const later = (site: string): number => at + random.between(500, 100_000, site);
  const goes: Operation =
    others.length > 0 && random.happens(0.6, "merged")
      ? {
          at,
          kind: "merge",
          system: random.pick(["salesforce", "salesforce", "quickbooks"] as const, "system"),
          slot: random.pick(survivors, "survivor").slot,
          from: slot,
        }
      : { at, kind: "delete", slot };
  const field = random.pick(PAIRS[pair].fields, "field").name;
  const edit: Operation = {
    at: random.happens(0.5, "edit before")
      ? at - random.between(0, 1_500, "before")
      : later("edit"),
    kind: "edit",
    system: "quickbooks",
    slot,
    field,
    value: drawValue(random, field),
  };
  const decision: Operation = {
    at: later("decide"),
    kind: "decideHeld",
    nth: random.between(0, 2, "nth"),
    decision: random.pick(["approve", "keep", "unlink"] as const, "decision"),
    how: random.pick([null, "deactivate", "delete"] as const, "how"),
  };
  const meanwhile: readonly Operation[] = [
    ...(random.happens(0.35, "edited") ? [edit] : []),
    ...(random.happens(0.3, "restored")
      ? [{ at: later("undo"), kind: "undelete", slot } as const]
      : []),
    ...(random.happens(0.8, "decided") ? [decision] : []),
    ...(random.happens(0.2, "crash") ? [{ at: later("crash"), kind: "crash" } as const] : []),
  ];
  const swaps = drawSwap(random, slot, others);
  return { deletes, operations: [goes, ...meanwhile, ...swaps].map(inTime) };
}

function drawSwap(
  random: KeyedRandom,
  slot: string,
  [other]: readonly InitialRecord[],
): readonly Operation[] {
  if (other === undefined || !random.happens(SWAP_CHANCE, "swap")) return [];
  const at = random.between(0, 30_000, "swap");
  const system = random.pick(["salesforce", "quickbooks"] as const, "swap system");
  return [{ at, kind: "swap", system, slot, other: other.slot }];
}

/** Nothing happens before people begin. */
function inTime(operation: Operation): Operation {
  return { ...operation, at: Math.max(0, operation.at) };
}
