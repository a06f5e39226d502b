import { describe, expect, it } from "vitest";
import { DEFAULT_PACING } from "./pacing.ts";
import { type SweepFacts, sweepSpacing } from "./sweep-spacing.ts";

const MINUTE = 60_000;

const facts = (parts: Partial<SweepFacts> = {}): SweepFacts => ({
  usualMs: DEFAULT_PACING.quickbooksSweepMs,
  shortestMs: DEFAULT_PACING.quickbooksSweepShortestMs,
  longestMs: DEFAULT_PACING.quickbooksSweepLongestMs,
  webhooks: "unknown",
  isWatched: false,
  month: "ample",
  ...parts,
});

describe("the spacing of sweeps", () => {
  it.each([
    ["unknown", false, 5 * MINUTE],
    ["unknown", true, 2.5 * MINUTE],
    ["reliable", false, 15 * MINUTE],
    ["reliable", true, 5 * MINUTE],
    ["missing", false, MINUTE],
    ["missing", true, 15_000],
  ] as const)("with webhooks %s and a page open: %s, is %s ms", (webhooks, isWatched, everyMs) => {
    expect(sweepSpacing(facts({ webhooks, isWatched })).everyMs).toBe(everyMs);
  });

  it("grows while the month's reads run short, whoever looks and whatever webhooks do", () => {
    const short = (parts: Partial<SweepFacts>) => sweepSpacing(facts({ month: "short", ...parts }));
    expect(short({}).everyMs).toBe(15 * MINUTE);
    expect(short({ webhooks: "missing", isWatched: true }).everyMs).toBe(15 * MINUTE);
    expect(short({ webhooks: "reliable" }).everyMs).toBe(45 * MINUTE);
    expect(short({}).why).toBe("the month's metered reads run short");
    expect(sweepSpacing(facts({ month: "watch" })).everyMs).toBe(5 * MINUTE);
  });

  it("is the longest when the month's reads are used up", () => {
    for (const webhooks of ["unknown", "reliable", "missing"] as const) {
      expect(sweepSpacing(facts({ webhooks, month: "spent" })).everyMs).toBe(60 * MINUTE);
    }
  });

  it("stays within its bounds, and leaves a usual spacing beyond them alone", () => {
    const narrow = { shortestMs: 100_000, longestMs: 400_000 };
    const all = (["unknown", "reliable", "missing"] as const).flatMap((webhooks) =>
      (["ample", "watch", "short", "spent"] as const).flatMap((month) =>
        [true, false].map((isWatched) => facts({ ...narrow, webhooks, month, isWatched })),
      ),
    );
    for (const each of all) {
      const { everyMs, why } = sweepSpacing(each);
      expect(everyMs).toBeGreaterThanOrEqual(narrow.shortestMs);
      expect(everyMs).toBeLessThanOrEqual(narrow.longestMs);
      expect(why).not.toBe("");
    }
    const rare = facts({ usualMs: 1e9, longestMs: 400_000 });
    expect(sweepSpacing(rare).everyMs).toBe(1e9);
    expect(sweepSpacing({ ...rare, month: "spent" }).everyMs).toBe(1e9);
  });
});
