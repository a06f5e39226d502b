import { describe, expect, it } from "vitest";
import { median, percentile, slopeOf } from "./statistics.ts";

describe("statistics", () => {
  it("take the middle, or the mean of the two in the middle", () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
  });

  it("take the value that a share does not exceed", () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([percentile(values, 0.5), percentile(values, 0.99), percentile(values, 1)]).toEqual([
      50, 99, 100,
    ]);
    expect(percentile([], 0.5)).toBeNaN();
  });

  it("find a straight line without doubt", () => {
    const points = [0, 1, 2, 3].map((x) => ({ x, y: 2 * x + 1 }));
    expect(slopeOf(points)).toEqual({ slope: 2, low: 2, high: 2 });
  });

  it("are in doubt about a scatter", () => {
    const scattered = [0, 5, 1, 6, 0, 5].map((y, x) => ({ x, y }));
    const { low, high } = slopeOf(scattered);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(() => slopeOf([])).toThrow(RangeError);
  });
});
