import { describe, expect, it } from "vitest";
import { compare, comparisonText, readBaselines, summaryText, writeBaseline } from "./baselines.ts";
import type { Figure } from "./figure.ts";

const result: Figure = {
  figure: "P3",
  scenario: "made up",
  value: 3,
  unit: "ratio",
  target: { atMost: 5 },
  alarm: { timesBaseline: 1.2 },
  detail: {},
};
const origin = {
  at: "2026-06-15T15:00:00.000Z",
  commit: "abc1234",
  machine: { processor: "made up", cores: 2, memoryGb: 8, node: "v24.0.0", load: 0.5 },
};
const stored = (value: number, size = 100) =>
  writeBaseline({ size, result: { ...result, value } }, origin);

describe("baselines", () => {
  it("come back as they were stored", () => {
    expect(readBaselines(`${stored(2)}\n`)).toEqual([
      { ...origin, size: 100, result: { ...result, value: 2 } },
    ]);
  });

  it("are compared with the last one of the same size", () => {
    const baselines = readBaselines(stored(1) + stored(2) + stored(9, 500));
    const comparison = compare({ size: 100, result }, baselines);
    expect(comparison).toMatchObject({ baseline: 2, ratio: 1.5, standing: "alarm" });
    expect(comparisonText(comparison)).toBe(
      "  ALARM P3 made up: 3, target ≤ 5, baseline 2 (×1.50)",
    );
  });

  it("are missing for a figure that was never stored", () => {
    const comparison = compare({ size: 7, result }, readBaselines(stored(2)));
    expect(comparison).toMatchObject({ baseline: null, ratio: null });
    expect(comparisonText(comparison)).toContain("no baseline");
  });

  it("of zero have no ratio", () => {
    const none = { ...result, value: 0 };
    expect(compare({ size: 100, result: none }, readBaselines(stored(0)))).toMatchObject({
      baseline: 0,
      ratio: null,
    });
  });

  it("end with how many targets are met, and which are not", () => {
    const of = (value: number) => compare({ size: 1, result: { ...result, value } }, []);
    const watched = compare({ size: 1, result: { ...result, target: null, value: 99 } }, []);
    expect(summaryText([of(5), watched])).toBe("1 of 1 targets are met.");
    expect(summaryText([of(5), of(6), watched])).toBe(
      "1 of 2 targets are met; not met:\n  P3 made up: 6 where ≤ 5 is wanted",
    );
  });
});
