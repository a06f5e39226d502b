import { describe, expect, it } from "vitest";
import { ITEM_PRODUCT } from "../mapping/default-mappings.ts";
import { unlinkedKind } from "./compare-unlinked.ts";
import { addAmounts, amountsOf, difference, NO_AMOUNTS, takeAmounts } from "./money-sums.ts";

const price = (salesforce: string | null, quickbooks: string | null) =>
  amountsOf(
    ITEM_PRODUCT,
    { "standardPrice.UnitPrice": salesforce },
    { UnitPrice: quickbooks, Sku: "7" },
  );

describe("sums of money", () => {
  it("are exact where binary numbers are not, and where they are large", () => {
    let sum = NO_AMOUNTS;
    for (let count = 0; count < 10; count += 1) sum = addAmounts(sum, price("0.10", "0.1"));
    sum = addAmounts(sum, price("99999999999999999999.99", "99999999999999999999.98"));
    expect(sum).toEqual({
      price: { salesforce: "100000000000000000000.99", quickbooks: "100000000000000000000.98" },
    });
    expect(difference({ salesforce: "100.10", quickbooks: "100.1" })).toBe("0");
    expect(difference({ salesforce: "1", quickbooks: "2.5" })).toBe("-1.5");
  });

  it("lose nothing when a pair is counted anew: what it counted with is taken back first", () => {
    const before = addAmounts(price("5", "5"), price("7.25", "7.20"));
    const after = addAmounts(takeAmounts(before, price("7.25", "7.20")), price("7.25", "7.25"));
    expect(after).toEqual({ price: { salesforce: "12.25", quickbooks: "12.25" } });
  });

  it("count an empty amount, and one that is no number, as nothing", () => {
    expect(price(null, "about 5")).toEqual({ price: { salesforce: "0", quickbooks: "0" } });
  });
});

describe("an unlinked record", () => {
  it.each([
    [{ here: 1, there: 0, linkedThere: 0 }, "unlinked"],
    [{ here: 2, there: 0, linkedThere: 0 }, "unlinked"],
    [{ here: 1, there: 1, linkedThere: 0 }, "match"],
    [{ here: 2, there: 1, linkedThere: 0 }, "ambiguous"],
    [{ here: 1, there: 2, linkedThere: 0 }, "ambiguous"],
    [{ here: 1, there: 1, linkedThere: 1 }, "ambiguous"],
  ] as const)("%j is %s", (counts, kind) => {
    expect(unlinkedKind(counts)).toBe(kind);
  });
});
