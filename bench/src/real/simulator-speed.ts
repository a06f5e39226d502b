/**
 * How many seeds the simulator runs in a second on all processors, and the processor time of one. The threads
 * have run seeds before the measured ones, so that loading and compiling are not counted.
 */
import { runSeedsAmong } from "@accord-sync/simulator/run-seeds.ts";
import { processorCount, startSeedThreads } from "@accord-sync/simulator/runtime/seed-threads.ts";
import { type Figure, rounded } from "../figure.ts";
import { cpuMicros, nowMs } from "../runtime/stopwatch.ts";

/** Seeds that each thread runs before it is measured. */
const WARM_UP_SEEDS = 60;

/** The same seeds each time: a hundred of others differ by some per cent in what they do. */
const BASE = "speed";

export async function simulatorSpeed(seeds: number): Promise<Figure[]> {
  const threads = processorCount();
  const started = startSeedThreads(threads);
  try {
    await runSeedsAmong(started.runners, { base: "warm", seeds: WARM_UP_SEEDS * threads });
    const cpuBefore = cpuMicros();
    const startedAt = nowMs();
    const { done, steps, failure } = await runSeedsAmong(started.runners, { base: BASE, seeds });
    const ms = nowMs() - startedAt;
    const cpuMs = (cpuMicros() - cpuBefore) / 1_000 / done;
    if (failure !== null) throw new Error(`seed ${failure.seed} broke an invariant`);
    const detail = { seeds: done, threads, stepsPerSeed: rounded(steps / done) };
    return [
      {
        figure: "simulator",
        scenario: "fresh-worlds/rate",
        value: rounded((done / ms) * 1_000),
        unit: "seeds a second on all processors",
        target: { atLeast: 60 },
        alarm: null,
        detail,
      },
      {
        figure: "simulator",
        scenario: "fresh-worlds/processor-time",
        value: rounded(cpuMs),
        unit: "ms of processor time a seed",
        target: null,
        alarm: { timesBaseline: 1.5 },
        detail,
      },
    ];
  } finally {
    await started.stop();
  }
}
