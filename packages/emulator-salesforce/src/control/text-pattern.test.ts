import { describe, expect, it } from "vitest";
import { holds, patternProblem } from "./text-pattern.ts";

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
    [58, "give a text"],
    [{ expression: "a" }, "give a text"],
  ])("is refused when it makes no sense: %j", (pattern, problem) => {
    expect(patternProblem(pattern)).toContain(problem);
  });
});
