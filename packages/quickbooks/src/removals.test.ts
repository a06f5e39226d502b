import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import { describe, expect, it } from "vitest";
import { removals } from "./removals.ts";

describe("what QuickBooks lets one do with a record whose other one is gone", () => {
  it.each([
    ["Customer", ["deactivate"]],
    ["Item", ["deactivate"]],
    ["Invoice", ["void", "delete"]],
    ["CreditMemo", ["delete"]],
    ["Hologram", []],
  ])("%s: %s", (quickbooksType, expected) => {
    expect(removals({ ...CUSTOMER_ACCOUNT, quickbooksType })).toEqual(expected);
  });

  it("is nothing for a list record whose Active the mapping does not write", () => {
    expect(removals({ ...CUSTOMER_ACCOUNT, activeField: "" })).toEqual([]);
  });
});
