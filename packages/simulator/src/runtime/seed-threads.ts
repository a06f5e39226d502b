/** Threads that run seeds, each with modules, worlds and marks of its own. */
import { availableParallelism } from "node:os";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { RangeResult, SeedRange, SeedRunner } from "../run-seeds.ts";

const PROGRAM = new URL("./seed-thread.ts", import.meta.url);
/** A world is young and dies young: with room for several, few are ever copied to the old generation. */
const YOUNG_GENERATION_MB = 64;

/** As many threads as this machine has processors. */
export function processorCount(): number {
  return availableParallelism();
}

export interface SeedThreads {
  readonly runners: readonly SeedRunner[];
  stop(): Promise<void>;
}

export function startSeedThreads(count: number): SeedThreads {
  const workers = Array.from(
    { length: count },
    () =>
      new Worker(PROGRAM, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB } }),
  );
  return {
    runners: workers.map((worker) => ({ run: (range) => runOn(worker, range) })),
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** Rejects with what the thread died of. */
async function runOn(worker: Worker, range: SeedRange): Promise<RangeResult> {
  worker.postMessage(range, []);
  const [result] = (await once(worker, "message")) as [RangeResult];
  return result;
}
