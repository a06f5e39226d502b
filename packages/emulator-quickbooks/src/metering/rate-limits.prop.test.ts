import { array, assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { TEST_START } from "../testing/api-driver.ts";
import { DEFAULT_LIMITS, RateLimits } from "./rate-limits.ts";

describe("a limit of calls in a second", () => {
  it("lets no second hold more, and refuses only where the second before is full", () => {
    const waits = array(integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 200 });
    assert(
      property(waits, integer({ min: 1, max: 12 }), (gaps, requestsPerSecond) => {
        const limits = new RateLimits();
        const sizes = { ...DEFAULT_LIMITS, requestsPerMinute: null, requestsPerSecond };
        const admitted: number[] = [];
        let now = TEST_START;
        for (const gap of gaps) {
          now += gap;
          const call = { now, clientId: "a", method: "GET", segments: ["customer", "1"] };
          const inside = admitted.filter((at) => at > now - 1000).length;
          const isAdmitted = limits.admit(call, sizes);
          expect(isAdmitted).toBe(inside < requestsPerSecond);
          if (isAdmitted) admitted.push(now);
        }
      }),
    );
  });
});
