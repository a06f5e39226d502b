import { describe, expect, it } from "vitest";
import { ApiDriver, faultOf } from "../../testing/api-driver.ts";
import { itemLine as boughtLine } from "../../testing/expense-bodies.ts";
import { itemLine, saleOf } from "../../testing/sales.ts";

describe("lines whose amounts are not price times quantity", () => {
  const expected = {
    status: 400,
    codes: ["6070", "6070"],
    details: [
      "Amount is not equal to UnitPrice * Qty. Supplied value:290",
      "Amount is not equal to UnitPrice * Qty. Supplied value:1,234.5",
    ],
    elements: ["Line.Amount", "Line.Amount"],
  };

  it("of a sale are told one by one, each with its amount", () => {
    const priced = { UnitPrice: 29, Qty: 5 };
    const lines = [itemLine(290, priced), itemLine(145, priced), itemLine(1234.5, priced)];
    expect(faultOf(new ApiDriver().post("invoice", saleOf("1", lines)))).toEqual(expected);
  });

  it("of a purchase as well", () => {
    const priced = { UnitPrice: 29, Qty: 5 };
    const Line = [boughtLine(290, priced), boughtLine(145, priced), boughtLine(1234.5, priced)];
    const bill = { VendorRef: { value: "30" }, Line };
    expect(faultOf(new ApiDriver().post("bill", bill))).toEqual(expected);
  });
});
