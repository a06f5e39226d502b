import { describe, expect, it } from "vitest";
import { takeMarks } from "./marks.ts";
import { runRange } from "./run-range.ts";
import {
  type Failure,
  type RangeResult,
  runSeedsAmong,
  type SeedRange,
  type SeedRunner,
} from "./run-seeds.ts";
import { startSeedThreads } from "./runtime/seed-threads.ts";
import { drawFresh } from "./fresh-scenario.ts";

const NOTHING = { steps: 1, failure: null, marks: new Map([["met", 1]]) };

/** A failure that is not shrunk, as it is none of an invariant. */
function failureAt({ base, from }: SeedRange): Failure {
  const seed = `${base}.${from}`;
  const violations = [{ id: "determinism", text: seed }];
  return { seed, scenario: drawFresh(seed), violations, trace: [] };
}

/** Two who note what they are given; `slow` numbers are answered after all others. */
function noting(answer: (range: SeedRange) => Omit<RangeResult, "range">) {
  const ranges: SeedRange[] = [];
  const runner: SeedRunner = {
    async run(range) {
      ranges.push(range);
      const turns = range.from === 0 ? 20 : 1;
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      return { range, ...answer(range) };
    },
  };
  return { ranges, runners: [runner, runner] };
}

describe("seeds that are dealt out", () => {
  it("run once each, and what was met adds up", async () => {
    takeMarks();
    const { ranges, runners } = noting(() => NOTHING);
    const said: number[] = [];
    const order = { base: "b", seeds: 23, onSeed: (done: number) => said.push(done) };
    const { done, steps, failure } = await runSeedsAmong(runners, order);
    const numbers = ranges.flatMap(({ from, count }) =>
      Array.from({ length: count }, (_, index) => from + index),
    );
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_, n) => n));
    expect([done, steps, failure]).toEqual([23, ranges.length, null]);
    expect(said.at(-1)).toBe(23);
    expect(takeMarks()).toEqual(new Map([["met", ranges.length]]));
  });

  it("end at a failure, and report the one of the lowest number", async () => {
    const fails = ({ from }: SeedRange) => from === 0 || from === 10;
    const { ranges, runners } = noting((range) => ({
      ...NOTHING,
      failure: fails(range) ? failureAt(range) : null,
    }));
    const { failure } = await runSeedsAmong(runners, { base: "b", seeds: 1_000 });
    expect(failure?.seed).toBe("b.0");
    expect(ranges.length).toBeLessThan(10);
  });

  it("end when the time is over", async () => {
    const { ranges, runners } = noting(() => NOTHING);
    const isOver = () => ranges.length >= 4;
    expect(await runSeedsAmong(runners, { base: "b", seeds: 1_000, isOver })).toMatchObject({
      failure: null,
    });
    expect(ranges.length).toBeLessThanOrEqual(5);
  });

  it("go through the same steps in threads as here", async () => {
    const threads = startSeedThreads(2);
    try {
      const order = { base: "threads", seeds: 12 };
      const apart = await runSeedsAmong(threads.runners, order);
      const here = await runSeedsAmong([{ run: runRange }], order);
      expect(apart).toEqual(here);
      expect(apart).toMatchObject({ done: 12, failure: null });
    } finally {
      await threads.stop();
    }
  }, 120_000);
});
