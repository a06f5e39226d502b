/** What one of several threads does: a range of seeds, up to the first that fails. */
import { takeMarks } from "./marks.ts";
import { type Failure, type RangeResult, runSeed, type SeedRange } from "./run-seeds.ts";

export async function runRange(range: SeedRange): Promise<RangeResult> {
  let steps = 0;
  let failure: Failure | null = null;
  for (let index = range.from; index < range.from + range.count && failure === null; index += 1) {
    const ran = await runSeed({ base: range.base, index });
    steps += ran.steps;
    failure = ran.failure;
  }
  return { range, steps, failure, marks: takeMarks() };
}
