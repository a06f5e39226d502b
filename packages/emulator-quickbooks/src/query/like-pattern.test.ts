import { describe, expect, it } from "vitest";
import { likeTest } from "./like-pattern.ts";

describe("LIKE", () => {
  const cases: readonly [pattern: string, text: string, holds: boolean][] = [
    ["", "", true],
    ["", "a", false],
    ["%", "", true],
    ["a%", "Abc", true],
    ["%C", "abc", true],
    ["%b%", "abc", true],
    ["a%c", "ac", true],
    ["ab%ba", "aba", false],
    ["a%a", "a", false],
    ["%%", "a", true],
    ["%b%a%", "ab", false],
    ["%a%b", "abab", true],
    ["%ab%ab%", "ab", false],
    ["a_c", "abc", false],
    ["a.c", "abc", false],
    ["50*%", "50*x", true],
  ];
  for (const [pattern, text, holds] of cases) {
    it(`'${pattern}' ${holds ? "holds" : "does not hold"} for '${text}'`, () => {
      expect(likeTest(pattern)(text)).toBe(holds);
    });
  }

  it("takes a pattern with a hundred wildcards in its stride", () => {
    const start = performance.now();
    expect(likeTest(`${"%a".repeat(100)}%b`)("a".repeat(20_000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
