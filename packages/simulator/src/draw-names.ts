/**
 * Draws names that QuickBooks takes once: in some scenarios a linked record gets the name that another record has,
 * which is renamed later, or two exchange theirs. Drawn apart: nothing else depends on it.
 */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { KeyedRandom } from "./keyed-random.ts";
import type { InitialRecord, Operation } from "./scenario.ts";

const NAMES_CHANCE = 0.3;

interface Named {
  readonly slot: string;
  readonly pair: string;
  readonly name: string;
}

export function drawNames(seed: string, initial: readonly InitialRecord[]): readonly Operation[] {
  const random = new KeyedRandom(`names ${seed}`);
  const linked = initial.flatMap(({ slot, pair, salesforce, isLinked }): readonly Named[] => {
    const name = salesforce?.["name"];
    return isLinked && name ? [{ slot, pair, name }] : [];
  });
  const pairs = linked.flatMap((one) =>
    linked
      .filter((two) => two.pair === one.pair && two.slot !== one.slot)
      .map((two) => ({ one, two })),
  );
  if (pairs.length === 0 || !random.happens(NAMES_CHANCE, "names")) return [];
  const { one, two } = random.pick(pairs, "pair");
  const at = random.between(0, 60_000, "at");
  const draw = random.happens(0.5, "exchange") ? drawExchange : drawTaken;
  const crash: Operation = { at: at + random.between(500, 8_000, "crash at"), kind: "crash" };
  const dies = random.happens(0.3, "crash");
  return [...draw(random, at, one, two), ...(dies ? [crash] : [])];
}

const named = (at: number, { slot }: Named, system: SystemName, value: string): Operation => ({
  at,
  kind: "edit",
  system,
  slot,
  field: "name",
  value,
});

/** Each takes the other's name, at once by way of a third one, or some time apart. */
function drawExchange(
  random: KeyedRandom,
  at: number,
  one: Named,
  two: Named,
): readonly Operation[] {
  if (random.happens(0.5, "at once")) {
    return [{ at, kind: "swap", system: "salesforce", slot: one.slot, other: two.slot }];
  }
  const gap = random.between(0, 20_000, "gap");
  return [named(at, one, "salesforce", two.name), named(at + gap, two, "salesforce", one.name)];
}

/** One takes the other's name, which that one gives up before or afterwards. */
function drawTaken(random: KeyedRandom, at: number, one: Named, two: Named): readonly Operation[] {
  const system = random.pick(["salesforce", "quickbooks"] as const, "freed in");
  const value = `Free ${random.between(100, 9_999, "free")}`;
  const freed = at + random.between(-5_000, 40_000, "freed");
  return [named(at, one, "salesforce", two.name), named(Math.max(0, freed), two, system, value)];
}
