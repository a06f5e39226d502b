import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../json/json-value.ts";
import { ApiDriver, idOf } from "../../testing/api-driver.ts";
import { itemLine } from "../../testing/expense-bodies.ts";

const PUMP = "11";
const onHand = (driver: ApiDriver): number => Number(driver.read(`item/${PUMP}`)["QtyOnHand"]);
const bought = (quantity: number): JsonObject => ({
  VendorRef: { value: "30" },
  Line: [itemLine(10 * quantity, { Qty: quantity, UnitPrice: 10 })],
});
const sold = (quantity: number): JsonObject => ({
  CustomerRef: { value: "3" },
  Line: [
    {
      Amount: 20 * quantity,
      DetailType: "SalesItemLineDetail",
      SalesItemLineDetail: { ItemRef: { value: PUMP }, Qty: quantity, UnitPrice: 20 },
    },
  ],
});

describe("stock", () => {
  const moves: readonly [path: string, body: JsonObject, change: number][] = [
    ["bill", bought(3), 3],
    ["vendorcredit", bought(2), -2],
    ["purchase", { ...bought(4), PaymentType: "Cash", AccountRef: { value: "35" } }, 4],
    [
      "purchase",
      { ...bought(4), PaymentType: "CreditCard", AccountRef: { value: "41" }, Credit: true },
      -4,
    ],
    ["purchaseorder", { ...bought(9), APAccountRef: { value: "33" } }, 0],
    ["invoice", sold(5), -5],
    ["salesreceipt", sold(1.5), -1.5],
    ["creditmemo", sold(2), 2],
    ["estimate", sold(7), 0],
  ];
  for (const [path, body, change] of moves) {
    it(`moves by ${change} with a ${path}, and back when it is deleted`, () => {
      const driver = new ApiDriver();
      const { VendorRef, ...rest } = body;
      const sent = path === "purchase" ? { ...rest, EntityRef: VendorRef ?? {} } : body;
      const before = onHand(driver);
      const made = driver.created(path, sent);
      expect(onHand(driver)).toBe(before + change);
      driver.created(`${path}?operation=delete`, { Id: idOf(made), SyncToken: "0" });
      expect(onHand(driver)).toBe(before);
    });
  }

  it("comes back when an invoice is voided, and gives its item no new SyncToken", () => {
    const driver = new ApiDriver();
    const before = driver.read(`item/${PUMP}`);
    const made = driver.created("invoice", sold(5));
    driver.created("invoice?operation=void", { Id: idOf(made), SyncToken: "0" });
    const after = driver.read(`item/${PUMP}`);
    expect([after["QtyOnHand"], after["SyncToken"]]).toEqual([
      before["QtyOnHand"],
      before["SyncToken"],
    ]);
  });

  it("is what it was plus what was bought less what was sold, in any order", () => {
    const step = fc.record({ isSale: fc.boolean(), quantity: fc.integer({ min: 1, max: 50 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const driver = new ApiDriver();
        const before = onHand(driver);
        for (const { isSale, quantity } of steps) {
          driver.created(isSale ? "invoice" : "bill", isSale ? sold(quantity) : bought(quantity));
        }
        const moved = steps.reduce(
          (sum, { isSale, quantity }) => sum + (isSale ? -quantity : quantity),
          0,
        );
        expect(onHand(driver)).toBe(before + moved);
      }),
      { numRuns: 20 },
    );
  });
});
