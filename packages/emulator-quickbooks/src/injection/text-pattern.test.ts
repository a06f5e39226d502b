import { describe, expect, it } from "vitest";
import { finderOf, patternProblem, PatternTooSlow, type TextPattern } from "./text-pattern.ts";

const holds = (text: string, pattern: TextPattern): boolean => finderOf(pattern)(text);

describe("a pattern of a fault rule", () => {
  it.each([
    "/services/data",
    "/v3/company/1/customer",
    "/customer",
    "Account/",
    "/",
    "//",
    "/a/i",
    "/customer\\/\\d+$/",
    "/(/",
  ])("takes %s for text", (text) => {
    expect(patternProblem(text)).toBeUndefined();
    expect(holds(`before ${text} after`, text)).toBe(true);
  });

  it("is no expression for standing between slashes", () => {
    expect(holds("/customer/58", "/customer\\/\\d+$/")).toBe(false);
  });

  it("takes an object for a regular expression, with its flags", () => {
    expect(holds("/customer/58", { regex: "customer/\\d+$" })).toBe(true);
    expect(holds("/CUSTOMER/58", { regex: "customer/\\d+$" })).toBe(false);
    expect(holds("/CUSTOMER/58", { regex: "customer/\\d+$", flags: "i" })).toBe(true);
  });

  it.each([
    [{ regex: "(" }, "( is not a regular expression"],
    [{ regex: "" }, "empty"],
    [{ regex: "a", flags: "g" }, "flags are"],
    [{ regex: "a", flags: "ii" }, "flags are"],
    [{ regex: "a", flags: "uv" }, "is not a regular expression"],
    ["", "the text is empty"],
    ["x".repeat(10_001), "is longer than 10000 characters"],
    [{ regex: "x".repeat(10_001) }, "is longer than 10000 characters"],
    [{ regex: "a", flag: "i" }, "give a text"],
    [58, "give a text"],
    [{ expression: "a" }, "give a text"],
  ])("is refused when it makes no sense: %j", (pattern, problem) => {
    expect(patternProblem(pattern)).toContain(problem);
  });

  it("that would look for ever is given up, and the next text is looked through all the same", () => {
    const find = finderOf({ regex: "(a+)+$" });
    const start = performance.now();
    expect(() => find(`${"a".repeat(60)}b`)).toThrow(PatternTooSlow);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(find("aaa")).toBe(true);
  });

  it("looks through a megabyte in time", () => {
    expect(holds("x".repeat(1_000_000), { regex: "y|z$" })).toBe(false);
  });
});
