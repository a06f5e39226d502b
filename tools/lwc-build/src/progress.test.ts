import { describe, expect, it } from "vitest";
import { EXPECTED_MODULES, progressLines } from "./progress.ts";

describe("progress", () => {
  it("says nothing for the first two seconds, then estimates what is left", () => {
    const line = progressLines(0);
    expect(line(10, 1_999)).toBeNull();
    expect(line(EXPECTED_MODULES / 2, 6_000)).toBe(
      "Building Lightning components: 50 % (about 6 s left)",
    );
    expect(line(EXPECTED_MODULES, 6_500)).toBeNull();
  });

  it("never claims to be done before it is", () => {
    expect(progressLines(0)(EXPECTED_MODULES * 3, 10_000)).toContain("97 %");
  });
});
