import { describe, expect, it } from "vitest";
import { barsOf, shareOf } from "../force-app/main/default/lwc/accordMonthBudget/shares";

describe("the bars of the month's metered calls", () => {
  it("are parts of what is permitted, and never longer than the track", () => {
    expect(shareOf(50_000, 500_000)).toBe(10);
    expect(shareOf(1, 3)).toBe(33.3);
    expect(shareOf(600_000, 500_000)).toBe(100);
  });

  it("are nothing where nothing is used or permitted", () => {
    expect(shareOf(0, 500_000)).toBe(0);
    expect(shareOf(5, 0)).toBe(0);
    expect(shareOf(undefined, undefined)).toBe(0);
  });

  it("show each day beside the month's highest", () => {
    const days = [
      { day: "2026-11-01", metered: 0 },
      { day: "2026-11-02", metered: 4_000 },
      { day: "2026-11-03", metered: 1_000 },
    ];
    expect(barsOf(days)).toEqual([
      { day: "2026-11-01", title: "2026-11-01: 0", height: "height: 0%" },
      { day: "2026-11-02", title: "2026-11-02: 4,000", height: "height: 100%" },
      { day: "2026-11-03", title: "2026-11-03: 1,000", height: "height: 25%" },
    ]);
    expect(barsOf([])).toEqual([]);
  });
});
