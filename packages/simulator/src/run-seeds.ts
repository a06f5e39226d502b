/**
 * Runs many seeds and stops at the first failure, shrunk. One seed in a hundred runs twice and must
 * leave the same trace: a simulator that is not deterministic repeats nothing.
 */
import { addMarks, mark, type MarkCounts } from "./marks.ts";
import { drawFresh } from "./fresh-scenario.ts";
import { missingMarks, FLOOR_FROM_SEEDS } from "./mark-floor.ts";
import type { Violation } from "./oracle/evidence.ts";
import { runScenario, type Tampering } from "./run-scenario.ts";
import type { Scenario } from "./scenario.ts";
import { shrink } from "./shrink.ts";

export interface SeedsOrder {
  readonly base: string;
  readonly seeds: number;
  /** Asked before each part of the run; true ends it early, without failure. */
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

/** Seeds that follow one another in the numbering of a run; all of it can go from thread to thread. */
export interface SeedRange {
  readonly base: string;
  readonly from: number;
  readonly count: number;
}

export interface RangeResult {
  readonly range: SeedRange;
  readonly steps: number;
  /** The first failure, not shrunk; nothing of the range ran after it. */
  readonly failure: Failure | null;
  /** What was met on the way. */
  readonly marks: MarkCounts;
}

/** Somebody who runs ranges, one at a time. */
export interface SeedRunner {
  run(range: SeedRange): Promise<RangeResult>;
}

const TWICE_EVERY = 100;
/** Seeds that a runner is given at once: few, so that all end together. */
const RANGE_SEEDS = 5;

/** The seed of one scenario; giving it as base with one seed repeats exactly that one. */
export function seedOf(base: string, index: number): string {
  return index === 0 ? base : `${base}.${index}`;
}

/** Null when the seed of this number broke nothing. */
export async function runSeed(
  { base, index }: { readonly base: string; readonly index: number },
  tampering?: Tampering,
): Promise<{ readonly steps: number; readonly failure: Failure | null }> {
  const seed = seedOf(base, index);
  const scenario = drawFresh(seed);
  if (scenario.isHot === true) mark("seed of hot records");
  const { world, steps, traceHash, trace, ...verdict } = await runScenario(scenario, tampering);
  world.end();
  const violations = [...verdict.violations];
  if (violations.length === 0 && index % TWICE_EVERY === 0) {
    const again = await runScenario(scenario, tampering);
    again.world.end();
    if (again.traceHash !== traceHash) {
      violations.push({ id: "determinism", text: "the same seed left another trace" });
    }
  }
  return { steps, failure: violations.length > 0 ? { seed, scenario, violations, trace } : null };
}

/** One seed after the other, here. */
export async function runSeeds(order: SeedsOrder): Promise<SeedsResult> {
  let steps = 0;
  let done = 0;
  for (; done < order.seeds && !(order.isOver?.() ?? false); done += 1) {
    const ran = await runSeed({ base: order.base, index: done }, order.tampering);
    steps += ran.steps;
    if (ran.failure !== null) {
      return { done: done + 1, steps, failure: await shrunk(order, ran.failure) };
    }
    order.onSeed?.(done + 1);
  }
  return { done, steps, failure: floorFailure(order.base, done) };
}

/**
 * The same seeds, dealt out among `runners`. Of several failures it reports the one of the lowest number, so that
 * the same run fails the same way; it is shrunk here.
 */
export async function runSeedsAmong(
  runners: readonly SeedRunner[],
  order: Omit<SeedsOrder, "tampering">,
): Promise<SeedsResult> {
  let dealt = 0;
  let done = 0;
  let steps = 0;
  let first: { readonly at: number; readonly failure: Failure } | null = null;
  const isOver = () => first !== null || dealt >= order.seeds || (order.isOver?.() ?? false);
  const work = async (runner: SeedRunner): Promise<void> => {
    while (!isOver()) {
      const count = Math.min(RANGE_SEEDS, order.seeds - dealt);
      const range: SeedRange = { base: order.base, from: dealt, count };
      dealt += count;
      const ran = await runner.run(range);
      addMarks(ran.marks);
      steps += ran.steps;
      done += count;
      const { failure } = ran;
      if (failure !== null && (first === null || range.from < first.at)) {
        first = { at: range.from, failure };
      }
      order.onSeed?.(done);
    }
  };
  await Promise.all(runners.map(work));
  const failed = failureOf(first);
  if (failed !== null) return { done, steps, failure: await shrunk(order, failed) };
  return { done, steps, failure: floorFailure(order.base, done) };
}

/** Reads a variable that a callback sets, which the compiler cannot follow. */
const failureOf = (first: { readonly failure: Failure } | null): Failure | null =>
  first === null ? null : first.failure;

async function shrunk(order: SeedsOrder, failure: Failure): Promise<Failure> {
  order.onFailure?.(failure);
  const [first] = failure.violations;
  if (first === undefined || first.id === "determinism") return failure;
  const fails = async (scenario: Scenario) => {
    const { violations, world } = await runScenario(scenario, order.tampering);
    world.end();
    return violations.some(({ id }) => id === first.id);
  };
  const scenario = await shrink(failure.scenario, fails);
  const { violations, trace } = await runScenario(scenario, order.tampering);
  return { seed: failure.seed, scenario, violations, trace };
}

function floorFailure(base: string, done: number): Failure | null {
  if (done < FLOOR_FROM_SEEDS) return null;
  const missing = missingMarks();
  if (missing.length === 0) return null;
  const text = `never met in this run: ${missing.join(", ")}`;
  const scenario = drawFresh(base);
  return { seed: base, scenario, violations: [{ id: "floor", text }], trace: [] };
}
