/**
 * Runs many seeds and stops at the first failure, shrunk. One seed in a hundred runs twice and must
 * leave the same trace: a simulator that is not deterministic repeats nothing.
 */
import { missingMarks, FLOOR_FROM_SEEDS } from "./mark-floor.ts";
import type { Violation } from "./oracle/evidence.ts";
import { runScenario, type Tampering } from "./run-scenario.ts";
import type { Scenario } from "./scenario.ts";
import { shrink } from "./shrink.ts";
import { drawScenario } from "./workload.ts";

export interface SeedsOrder {
  readonly base: string;
  readonly seeds: number;
  /** Asked before each seed; true ends the run early, without failure. */
  readonly isOver?: () => boolean;
  readonly onSeed?: (done: number) => void;
  /** Told that a failure was found and is being shrunk. */
  readonly onFailure?: (failure: Failure) => void;
  readonly tampering?: Tampering;
}

export interface Failure {
  readonly seed: string;
  readonly scenario: Scenario;
  readonly violations: readonly Violation[];
  readonly trace: readonly string[];
}

export interface SeedsResult {
  readonly done: number;
  readonly steps: number;
  readonly failure: Failure | null;
}

const TWICE_EVERY = 100;

/** The seed of one scenario; giving it as base with one seed repeats exactly that one. */
export function seedOf(base: string, index: number): string {
  return index === 0 ? base : `${base}.${index}`;
}

export async function runSeeds(order: SeedsOrder): Promise<SeedsResult> {
  let steps = 0;
  let done = 0;
  for (; done < order.seeds && !(order.isOver?.() ?? false); done += 1) {
    const seed = seedOf(order.base, done);
    const scenario = drawScenario(seed);
    const verdict = await runScenario(scenario, order.tampering);
    steps += verdict.steps;
    const violations = [...verdict.violations];
    if (violations.length === 0 && done % TWICE_EVERY === 0) {
      const again = await runScenario(scenario, order.tampering);
      if (again.traceHash !== verdict.traceHash) {
        violations.push({ id: "determinism", text: "the same seed left another trace" });
      }
    }
    if (violations.length > 0) {
      const failure = { seed, scenario, violations, trace: verdict.trace };
      return { done: done + 1, steps, failure: await shrunk(order, failure) };
    }
    order.onSeed?.(done + 1);
  }
  return { done, steps, failure: done >= FLOOR_FROM_SEEDS ? floorFailure(order.base) : null };
}

async function shrunk(order: SeedsOrder, failure: Failure): Promise<Failure> {
  order.onFailure?.(failure);
  const [first] = failure.violations;
  if (first === undefined || first.id === "determinism") return failure;
  const fails = async (scenario: Scenario) =>
    (await runScenario(scenario, order.tampering)).violations.some(({ id }) => id === first.id);
  const scenario = await shrink(failure.scenario, fails);
  const { violations, trace } = await runScenario(scenario, order.tampering);
  return { seed: failure.seed, scenario, violations, trace };
}

function floorFailure(base: string): Failure | null {
  const missing = missingMarks();
  if (missing.length === 0) return null;
  const text = `never met in this run: ${missing.join(", ")}`;
  const scenario = drawScenario(base);
  return { seed: base, scenario, violations: [{ id: "floor", text }], trace: [] };
}
