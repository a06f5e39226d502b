import { describe, expect, it } from "vitest";
import { progressLines, shareOf } from "./progress.ts";

/** Modules compiled by then, as measured: milliseconds and count. The build took 20 s. */
const MEASURED_BUILD = [
  [2_645, 138],
  [5_325, 315],
  [7_427, 675],
  [9_507, 1_611],
  [11_964, 2_740],
  [13_966, 4_233],
] as const;
const TOOK_MS = 19_588;

describe("progress", () => {
  it("says nothing for the first two seconds, then at most one line in two", () => {
    const line = progressLines(0);
    expect(line(20, 1_999)).toBeNull();
    expect(line(138, 2_600)).toMatch(/^Building Lightning components: 14 % \(about \d+ s left\)$/);
    expect(line(200, 4_500)).toBeNull();
  });

  it("says nothing before it can tell", () => {
    expect(progressLines(0)(0, 5_000)).toBeNull();
  });

  it.each([
    [3, 1],
    [23, 8],
    [80, 11],
  ])("estimates nothing from %i modules", (count, percent) => {
    expect(progressLines(0)(count, 2_000)).toBe(`Building Lightning components: ${percent} %`);
  });

  it.each([1, 2, 4])(
    "estimates from its first line on, on a machine %i times as slow",
    (slower) => {
      const line = progressLines(0);
      for (const [atMs, count] of MEASURED_BUILD) {
        const said = line(count, atMs * slower);
        const left = Number(/about (\d+) s/.exec(said ?? "")?.[1]);
        expect(Math.abs(left - ((TOOK_MS - atMs) * slower) / 1_000)).toBeLessThan(4 * slower);
      }
    },
  );

  it("never goes back and never claims to be done before it is", () => {
    const shares = Array.from({ length: 120 }, (_, step) => shareOf(step * 100));
    expect(shares).toEqual(shares.toSorted((left, right) => left - right));
    expect(Math.max(...shares)).toBeLessThan(0.98);
  });
});
