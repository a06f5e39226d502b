/**
 * Draws what operators do beside the work, and what is not to be had for a while: a policy that changes, a stop and a
 * start, the network gone, webhooks that find nobody, a day's requests of Salesforce used up. Drawn apart: nothing else
 * depends on it.
 */
import { KeyedRandom } from "./keyed-random.ts";
import type { InitialRecord, Operation } from "./scenario.ts";
import { PAIRS } from "./shared-fields.ts";

const POLICIES = ["ask", "salesforce", "quickbooks", "newest"] as const;
/** Fields that are set once, or that a record has in no two forms, have no policy worth a change. */
const UNDECIDED: ReadonlySet<string> = new Set(["active"]);

const CHANCE = { policy: 0.3, restart: 0.2, networkOutage: 0.12, silence: 0.1, useUpDay: 0.1 };
const LONGEST_MS = 90_000;

export function drawOperators(
  seed: string,
  initial: readonly InitialRecord[],
): readonly Operation[] {
  const random = new KeyedRandom(`operators ${seed}`);
  const at = (site: string) => random.between(0, 120_000, "at", site);
  const ms = (site: string) => random.between(1_000, LONGEST_MS, "ms", site);
  const drawn: Operation[] = [];
  for (const kind of ["networkOutage", "silence", "useUpDay"] as const) {
    if (random.happens(CHANCE[kind], kind)) drawn.push({ at: at(kind), kind, ms: ms(kind) });
  }
  if (random.happens(CHANCE.restart, "restart")) {
    drawn.push({ at: at("restart"), kind: "restart" });
  }
  const [first] = initial;
  if (first !== undefined && random.happens(CHANCE.policy, "policy")) {
    for (let nth = 0; nth < random.between(1, 3, "policies"); nth += 1) {
      const { pair } = random.pick(initial, "pair");
      const fields = PAIRS[pair].fields.filter(({ name }) => !UNDECIDED.has(name));
      const field = random.pick(fields, "field").name;
      const policy = random.pick(POLICIES, "policy");
      drawn.push({ at: at("policy"), kind: "policy", pair, field, policy });
    }
  }
  return drawn;
}
