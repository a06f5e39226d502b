/**
 * Draws who wins which fields, and contests: a field that both systems change before either hears of the
 * other, which chance alone seldom brings about. Drawn apart from all else, so that nothing else depends on it.
 */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { KeyedRandom } from "./keyed-random.ts";
import type { FieldPolicy, InitialRecord, Operation, PolicyPlan } from "./scenario.ts";
import { PAIRS, type Value } from "./shared-fields.ts";

export const POLICIES: readonly FieldPolicy[] = ["ask", "salesforce", "quickbooks", "newest"];
/** In about every third scenario that has a linked record. */
const CONTEST_CHANCE = 0.4;

export interface Contested {
  readonly policies: PolicyPlan;
  readonly operations: readonly Operation[];
}

export type DrawValue = (random: KeyedRandom, field: string) => Value;

/** For about every second field of every second scenario. */
function drawPolicies(seed: string): PolicyPlan {
  const random = new KeyedRandom(`policies ${seed}`);
  if (!random.happens(0.5, "policies")) return {};
  const drawn = Object.values(PAIRS).map(({ name, fields }) => {
    const chosen = fields.filter((field) => random.happens(0.6, "set", name, field.name));
    const policies = chosen.map((field) => [
      field.name,
      random.pick(POLICIES, "policy", name, field.name),
    ]);
    return [name, Object.fromEntries(policies)];
  });
  return Object.fromEntries(drawn) as PolicyPlan;
}

/** Either one system is out of reach, or the process dies before it hears what became of a write. */
export function drawContest(
  seed: string,
  initial: readonly InitialRecord[],
  drawValue: DrawValue,
): Contested {
  const policies = drawPolicies(seed);
  const random = new KeyedRandom(`contest ${seed}`);
  const linked = initial.filter(({ isLinked }) => isLinked);
  if (linked.length === 0 || !random.happens(CONTEST_CHANCE, "contest")) {
    return { policies, operations: [] };
  }
  const { slot, pair } = random.pick(linked, "record");
  const fields = PAIRS[pair].fields.map(({ name }) => name).filter((name) => name !== "active");
  const field = random.pick(fields, "field");
  const first = random.pick(["salesforce", "quickbooks"] as const, "first");
  const second: SystemName = first === "salesforce" ? "quickbooks" : "salesforce";
  const at = random.between(0, 60_000, "at");
  const edit = (system: SystemName, name: string, when: number): Operation => {
    const value = drawValue(random, name);
    return { at: when, kind: "edit", system, slot, field: name, value };
  };
  const deaf = (): readonly Operation[] => [
    { at, kind: "outage", system: first, ms: random.between(30_000, 60_000, "outage") },
    edit(first, field, at + random.between(0, 6_000, "first edit")),
    edit(second, field, at + random.between(5_000, 28_000, "second edit")),
  ];
  const other = random.pick(
    fields.filter((name) => name !== field),
    "other field",
  );
  const moment = random.pick(["sent", "done", "done"] as const, "moment");
  const dies = (): readonly Operation[] => [
    edit(first, other, at),
    { at, kind: "crash", after: { on: moment, what: "write", nth: 1 } },
    edit(second, field, at),
    edit(first, field, at),
  ];
  const policy = random.happens(0.5, "newest") ? "newest" : random.pick(POLICIES, "policy");
  return {
    policies: { ...policies, [pair]: { ...policies[pair], [field]: policy } },
    operations: random.happens(0.5, "deaf") ? deaf() : dies(),
  };
}
