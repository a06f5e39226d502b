/**
 * Hunts one mutant with fresh seeds. A seed kills it when a scenario breaks an invariant around the mutant
 * and none around the unmutated code.
 */
import { drawHotScenario } from "../hot-workload.ts";
import type { Violation } from "../oracle/evidence.ts";
import type { ScenarioFile } from "../read-scenario.ts";
import { runScenario, type Tampering } from "../run-scenario.ts";
import { seedOf } from "../run-seeds.ts";
import { plant } from "../runtime/mutant-modules.ts";
import type { Scenario } from "../scenario.ts";
import { shrink } from "../shrink.ts";
import { killingScenarios, mutantPatch } from "./mutants.ts";

export interface HuntOrder {
  readonly name: string;
  readonly base: string;
  /** At most. */
  readonly seeds: number;
  /** Kills after which the rate is known well enough. */
  readonly kills: number;
  /** Scenarios to shrink; 0 for none. */
  readonly shrunk: number;
}

export interface HuntProgress {
  readonly seeds: number;
  readonly kills: number;
}

export interface HuntResult extends HuntProgress {
  readonly name: string;
  /** How often each invariant was the first to tell. */
  readonly caughtBy: Readonly<Record<string, number>>;
  readonly scenarios: readonly ScenarioFile[];
  /** Seeds that fail around the unmutated code too: findings about the product itself. */
  readonly unmutatedFails: readonly string[];
}

/** Small scenarios rest sooner; hunts and replays alike. */
const BRIEF: Tampering = { isBrief: true };

type Run = typeof runScenario;

async function violationsOf(run: Run, scenario: Scenario): Promise<readonly Violation[]> {
  const { violations, world } = await run(scenario, BRIEF);
  world.end();
  return violations;
}

export async function hunt(
  order: HuntOrder,
  onProgress: (progress: HuntProgress) => void = () => {},
): Promise<HuntResult> {
  const patch = mutantPatch(order.name);
  const runMutant = await plant(order.name, patch);
  const caughtBy: Record<string, number> = {};
  const scenarios: ScenarioFile[] = [];
  const unmutatedFails: string[] = [];
  let kills = 0;
  let seeds = 0;
  while (seeds < order.seeds && kills < order.kills) {
    const seed = seedOf(order.base, seeds);
    seeds += 1;
    const scenario = drawHotScenario(seed);
    const [first] = await violationsOf(runMutant, scenario);
    if (first !== undefined) {
      if ((await violationsOf(runScenario, scenario)).length > 0) {
        unmutatedFails.push(seed);
        continue;
      }
      kills += 1;
      caughtBy[first.id] = (caughtBy[first.id] ?? 0) + 1;
      if (scenarios.length < order.shrunk) {
        scenarios.push(await shrunkKill(runMutant, scenario, first.id));
      }
    }
    onProgress({ seeds, kills });
  }
  return { name: order.name, seeds, kills, caughtBy, scenarios, unmutatedFails };
}

async function shrunkKill(
  runMutant: Run,
  scenario: Scenario,
  invariant: string,
): Promise<ScenarioFile> {
  const small = await shrink(scenario, async (smaller) => {
    const broken = await violationsOf(runMutant, smaller);
    return broken[0]?.id === invariant && (await violationsOf(runScenario, smaller)).length === 0;
  });
  const [found] = await violationsOf(runMutant, small);
  return {
    about: `${found?.id ?? invariant}: ${found?.text.split("\n")[0] ?? ""}`,
    scenario: small,
  };
}

/** How one committed scenario went. */
export interface Replay {
  readonly name: string;
  readonly file: string;
  readonly onMutant: readonly Violation[];
  readonly onOriginal: readonly Violation[];
}

/** Plays the committed scenarios of a mutant, around it and around the unmutated code. */
export async function replay(name: string): Promise<readonly Replay[]> {
  const runMutant = await plant(name, mutantPatch(name));
  const replays: Replay[] = [];
  for (const [file, { scenario }] of killingScenarios(name)) {
    const onMutant = await violationsOf(runMutant, scenario);
    const onOriginal = await violationsOf(runScenario, scenario);
    replays.push({ name, file, onMutant, onOriginal });
  }
  return replays;
}
