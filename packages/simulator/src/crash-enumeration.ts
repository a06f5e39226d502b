/**
 * I9: the process dies before a transaction begins, after it is committed, or with a request on its way, at every such
 * point of a story, one run each.
 */
import { type Story, scenarioOf } from "./crash-stories.ts";
import type { FaultPlan } from "./fault-plan.ts";
import type { Violation } from "./oracle/evidence.ts";
import { runScenario, type Tampering } from "./run-scenario.ts";

interface Death extends Pick<Tampering, "crashAtPoint" | "crashAtCall"> {}

export interface Harm {
  /** Null for the run in which nobody dies. */
  readonly death: Death | null;
  readonly violations: readonly Violation[];
  readonly links: number;
  /** Whether the run came to the place where it was to die. */
  readonly isMet: boolean;
}

export interface Enumerated {
  readonly points: number;
  /** Runs that broke an invariant, ended with other links, or did not come to its death. */
  readonly harms: readonly Harm[];
}

export async function enumerateDeaths(
  story: Story,
  channels: Partial<FaultPlan>,
): Promise<Enumerated> {
  const scenario = scenarioOf(story, channels);
  const run = async (death: Death | null) => {
    const { world, ...verdict } = await runScenario(scenario, { ...death, isBrief: true });
    world.end();
    const { violations, reports, commitPoints, calls } = verdict;
    const isMet = commitPoints >= (death?.crashAtPoint ?? 0) && calls >= (death?.crashAtCall ?? 0);
    return { death, violations, links: reports.links.length, isMet, commitPoints, calls };
  };
  const whole = await run(null);
  const deaths: readonly Death[] = [
    ...Array.from({ length: whole.commitPoints }, (_, at) => ({ crashAtPoint: at + 1 })),
    ...Array.from({ length: whole.calls }, (_, at) => ({ crashAtCall: at + 1 })),
  ];
  const harms: Harm[] = [];
  const judge = ({ death, violations, links, isMet }: Harm) => {
    const isWell = violations.length === 0 && links === story.linked && isMet;
    if (!isWell) harms.push({ death, violations, links, isMet });
  };
  judge(whole);
  for (const death of deaths) judge(await run(death));
  return { points: deaths.length, harms };
}
