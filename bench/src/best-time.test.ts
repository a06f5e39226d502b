import { describe, expect, it } from "vitest";
import { bestTimeMs, QUICKBOOKS_CALL_LIMITS } from "./best-time.ts";

const under = (latencyMs: number) => ({ ...QUICKBOOKS_CALL_LIMITS, latencyMs });

describe("the best time", () => {
  it("of few calls is one round trip", () => {
    expect(bestTimeMs(10, under(200))).toBe(200);
    expect(bestTimeMs(0, under(200))).toBe(0);
  });

  it("is bound by ten a second, then by five hundred a minute", () => {
    expect(bestTimeMs(11, under(200))).toBe(1_200);
    expect(bestTimeMs(500, under(200))).toBe(49_200);
    expect(bestTimeMs(501, under(200))).toBe(60_200);
    expect(bestTimeMs(10_000, under(200))).toBe(19 * 60_000 + 49_200);
  });

  it("is bound by ten in flight when answers are slow", () => {
    expect(bestTimeMs(100, under(2_000))).toBe(20_000);
  });
});
