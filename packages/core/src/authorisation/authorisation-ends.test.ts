import { describe, expect, it } from "vitest";
import { nextEnd } from "./authorisation-ends.ts";

const NOW = Date.parse("2026-11-23T10:00:00Z");
const inDays = (days: number): string => new Date(NOW + days * 86_400_000).toISOString();
const ends = (unused: number | null, final: number | null) => ({
  unusedEndsAt: unused === null ? null : inDays(unused),
  finalEndsAt: final === null ? null : inDays(final),
});

describe("the next end of an authorisation", () => {
  it.each([
    ["the final one while none is near", 100, 1_825, { why: "final", isNear: false }],
    ["31 days left unused: not near", 31, 1_825, { why: "final", endsAt: inDays(1_825) }],
    ["30 days left unused: near", 30, 1_825, { why: "unused", isNear: true }],
    ["91 days to the very end: not near", 100, 91, { why: "final", isNear: false }],
    ["90 days to the very end: near", 100, 90, { why: "final", isNear: true }],
    ["the near one, though the other comes first", 60, 85, { why: "final", isNear: true }],
    ["both near: the first", 20, 10, { why: "final", isNear: true, endsAt: inDays(10) }],
    ["one that is over", -1, 1_000, { why: "unused", isNear: true }],
    ["the only one that is told", null, 10, { why: "final", isNear: true }],
    ["the other only one", 99, null, { why: "unused", isNear: false }],
  ] as const)("is %s", (_what, unused, final, expected) => {
    expect(nextEnd(ends(unused, final), NOW)).toMatchObject(expected);
  });

  it("is none where the vendor tells none", () => {
    expect(nextEnd(ends(null, null), NOW)).toBeNull();
  });
});
