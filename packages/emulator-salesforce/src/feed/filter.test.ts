import { describe, expect, it } from "vitest";
import { compileFilter } from "./filter.ts";

const filter = (expression: string, fields: Readonly<Record<string, string | null>>) =>
  compileFilter(expression, () => true).matches((path) => fields[path]);

describe("LIKE in a filter of a channel", () => {
  it("takes wildcards as SOQL does, and texts whatever their case", () => {
    expect(filter("Name LIKE 'a_m%'", { Name: "ACME Ltd" })).toBe(true);
    expect(filter("Name LIKE 'a_m'", { Name: "ACME Ltd" })).toBe(false);
    expect(filter("Name LIKE '%'", { Name: null })).toBe(false);
  });

  it("takes an escaped wildcard as itself", () => {
    expect(filter("Name LIKE '50\\%'", { Name: "50%" })).toBe(true);
    expect(filter("Name LIKE '50\\%'", { Name: "50 and more" })).toBe(false);
  });

  it("answers at once, however many wildcards it has", { timeout: 2_000 }, () => {
    const name = "a".repeat(255);
    expect(filter(`Name LIKE '${"%a".repeat(30)}%b'`, { Name: name })).toBe(false);
    expect(filter(`Name LIKE '${"%a".repeat(30)}%'`, { Name: name })).toBe(true);
  });
});
