/**
 * I9: the process dies before a transaction begins, after it is committed, or with a request on its way, at every such
 * point of a story, one run each; or, for some stories, after every step of the clock: whatever it waits for then, be it
 * a timer, a turn, a token or an answer that is on its way, it waits for in vain. Between two steps nothing else can tell
 * one moment from another: only a commit and a request leave anything behind.
 */
import { type Story, scenarioOf } from "./crash-stories.ts";
import type { FaultPlan } from "./fault-plan.ts";
import type { Violation } from "./oracle/evidence.ts";
import { runScenario, type Tampering } from "./run-scenario.ts";

interface Death extends Pick<Tampering, "crashAtPoint" | "crashAtCall" | "crashAtStep"> {}

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

/** Where the process dies: around commits and with a request on its way, or after each step of the clock. */
export type Places = "commits and calls" | "steps";

export async function enumerateDeaths(
  story: Story,
  channels: Partial<FaultPlan>,
  places: Places = "commits and calls",
): Promise<Enumerated> {
  const scenario = scenarioOf(story, channels);
  const run = async (death: Death | null) => {
    const { world, ...verdict } = await runScenario(scenario, { ...death, isBrief: true });
    world.end();
    const { violations, reports, commitPoints, calls, workSteps } = verdict;
    const isMet =
      commitPoints >= (death?.crashAtPoint ?? 0) &&
      calls >= (death?.crashAtCall ?? 0) &&
      workSteps >= (death?.crashAtStep ?? 0);
    return {
      death,
      violations,
      links: reports.links.length,
      isMet,
      commitPoints,
      calls,
      workSteps,
    };
  };
  const whole = await run(null);
  const upTo = <T>(count: number, deathAt: (nth: number) => T) =>
    Array.from({ length: count }, (_, at) => deathAt(at + 1));
  const deaths: readonly Death[] =
    places === "steps"
      ? upTo(whole.workSteps, (crashAtStep) => ({ crashAtStep }))
      : [
          ...upTo(whole.commitPoints, (crashAtPoint) => ({ crashAtPoint })),
          ...upTo(whole.calls, (crashAtCall) => ({ crashAtCall })),
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
