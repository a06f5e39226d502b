/**
 * Shrinks a failing scenario: fewer operations, fewer records, fewer kinds of fault, as long as it
 * breaks the same invariant. Keyed randomness keeps all other draws as they were.
 */
import { type FaultPlan, NO_FAULTS } from "./fault-plan.ts";
import type { Scenario } from "./scenario.ts";

/** True when the scenario still fails in the same way. */
export type StillFails = (scenario: Scenario) => Promise<boolean>;

export interface ShrinkLimits {
  /** Runs to spend at most. Default 200. */
  readonly runsMax?: number;
}

export async function shrink(
  scenario: Scenario,
  stillFails: StillFails,
  { runsMax = 200 }: ShrinkLimits = {},
): Promise<Scenario> {
  let best = scenario;
  let runs = 0;
  const attempt = async (candidate: Scenario): Promise<boolean> => {
    if (runs >= runsMax) return false;
    runs += 1;
    if (!(await stillFails(candidate))) return false;
    best = candidate;
    return true;
  };
  let before = Number.POSITIVE_INFINITY;
  while (sizeOf(best) < before) {
    before = sizeOf(best);
    await dropOperations(() => best, attempt);
    await dropRecords(() => best, attempt);
    await dropFaults(() => best, attempt);
  }
  return best;
}

type Attempt = (candidate: Scenario) => Promise<boolean>;

function sizeOf({ operations, initial, faults }: Scenario): number {
  const isOn = (name: keyof FaultPlan) => faults[name] !== NO_FAULTS[name];
  return operations.length + initial.length + faultNames(faults).filter(isOn).length;
}

/** In halves, then in quarters, down to single ones. */
async function dropOperations(best: () => Scenario, attempt: Attempt): Promise<void> {
  for (let size = Math.ceil(best().operations.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < best().operations.length; ) {
      const operations = best().operations.toSpliced(from, size);
      if (!(await attempt({ ...best(), operations }))) from += size;
    }
  }
}

async function dropRecords(best: () => Scenario, attempt: Attempt): Promise<void> {
  for (let index = best().initial.length - 1; index >= 0; index -= 1) {
    await attempt({ ...best(), initial: best().initial.toSpliced(index, 1) });
  }
}

async function dropFaults(best: () => Scenario, attempt: Attempt): Promise<void> {
  for (const name of faultNames(best().faults)) {
    if (best().faults[name] === NO_FAULTS[name]) continue;
    await attempt({ ...best(), faults: { ...best().faults, [name]: NO_FAULTS[name] } });
  }
}

function faultNames(faults: FaultPlan): readonly (keyof FaultPlan)[] {
  return Object.keys(faults) as (keyof FaultPlan)[];
}
