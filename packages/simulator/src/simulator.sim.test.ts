import { describe, expect, it } from "vitest";
import { runSeeds } from "./run-seeds.ts";
import { freshSeed, wallClock } from "./runtime/host.ts";

/** Fresh seeds each time: a number chosen once would prove the same thing for ever. */
const SEEDS = 60;
const WITHIN_MS = 25_000;

describe("the engine, with people, faults and crashes", () => {
  it("breaks no invariant in any fresh seed", async () => {
    const base = freshSeed();
    process.stderr.write(`simulator base seed ${base}\n`);
    const endsAt = wallClock() + WITHIN_MS;
    const { done, failure } = await runSeeds({
      base,
      seeds: SEEDS,
      isOver: () => wallClock() > endsAt,
    });
    const repeat = `npm run simulate -- --seeds 1 --seed ${failure?.seed ?? base}`;
    expect(failure?.violations ?? [], `to repeat: ${repeat}`).toEqual([]);
    expect(done).toBeGreaterThan(0);
  }, 180_000);
});
