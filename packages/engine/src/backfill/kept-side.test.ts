import { describe, expect, it } from "vitest";
import { keptSide } from "./kept-side.ts";

describe("whose value a first load keeps", () => {
  it("is the named system's", () => {
    expect(keptSide("salesforce", { salesforce: "a", quickbooks: "b" })).toBe("salesforce");
    expect(keptSide("quickbooks", { salesforce: "a", quickbooks: "b" })).toBe("quickbooks");
    expect(keptSide("salesforce", { salesforce: false, quickbooks: true })).toBe("salesforce");
  });

  it("is the other one's where the named system holds none: nothing is emptied", () => {
    expect(keptSide("salesforce", { salesforce: null, quickbooks: "b" })).toBe("quickbooks");
    expect(keptSide("quickbooks", { salesforce: "a", quickbooks: null })).toBe("salesforce");
  });
});
