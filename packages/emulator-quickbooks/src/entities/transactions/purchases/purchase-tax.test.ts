import { describe, expect, it } from "vitest";
import { objectsOf, type JsonObject } from "../../../json/json-value.ts";
import { ApiDriver, faultOf, idOf } from "../../../testing/api-driver.ts";
import { expenseLine, itemLine } from "../../../testing/expense-bodies.ts";
import { plantRecord } from "../../../testing/sales.ts";

/** A British company: code 61 takes 20 % of purchases and nothing of sales, code 62 nothing. */
function british(): ApiDriver {
  const driver = new ApiDriver();
  plantRecord(driver, "CompanyInfo", "1", { Country: "GB" });
  plantRecord(driver, "TaxRate", "51", { RateValue: 20 });
  plantRecord(driver, "TaxRate", "52", { RateValue: 0 });
  for (const [id, rate] of [
    ["61", "51"],
    ["62", "52"],
  ]) {
    const TaxRateDetail = [{ TaxRateRef: { value: rate ?? "" }, TaxTypeApplicable: "TaxOnAmount" }];
    plantRecord(driver, "TaxCode", id ?? "", {
      Name: id ?? "",
      Active: true,
      PurchaseTaxRateList: { TaxRateDetail },
    });
  }
  return driver;
}

const taxed = (amount: number, code = "61", detail: object = {}): JsonObject =>
  expenseLine(amount, { TaxCodeRef: { value: code }, ...detail });
const billOf = (way: string, lines: readonly JsonObject[], more: object = {}): JsonObject => ({
  VendorRef: { value: "30" },
  GlobalTaxCalculation: way,
  Line: lines,
  ...more,
});

describe("tax of purchases outside the US", () => {
  it("comes on top where it is excluded, by the purchase rates of the codes", () => {
    const driver = british();
    const before = Number(driver.read("account/90")["CurrentBalance"]);
    const made = driver.created(
      "bill",
      billOf("TaxExcluded", [taxed(20), taxed(5), taxed(4, "62")]),
    );
    expect(made).toMatchObject({
      GlobalTaxCalculation: "TaxExcluded",
      TotalAmt: 34,
      Balance: 34,
      TxnTaxDetail: {
        TotalTax: 5,
        TaxLine: [
          { Amount: 5, TaxLineDetail: { TaxPercent: 20, NetAmountTaxable: 25 } },
          { Amount: 0, TaxLineDetail: { NetAmountTaxable: 4 } },
        ],
      },
    });
    expect(Object.keys(made).slice(-5)).toEqual([
      "TxnTaxDetail",
      "VendorRef",
      "APAccountRef",
      "TotalAmt",
      "GlobalTaxCalculation",
    ]);
    expect(driver.read("vendor/30")["Balance"]).toBe(34);
    expect(driver.read("account/90")["CurrentBalance"]).toBe(before - 5);
  });

  it("is backed out line by line where it is included, and sent back as read stays the same", () => {
    const driver = british();
    const five = billOf(
      "TaxInclusive",
      [1, 2, 3, 4, 5].map(() => taxed(4)),
    );
    const made = driver.created("bill", five);
    expect(made).toMatchObject({ TotalAmt: 20, TxnTaxDetail: { TotalTax: 3.35 } });
    expect(objectsOf(made, "Line")[0]).toMatchObject({
      Amount: 3.33,
      AccountBasedExpenseLineDetail: { TaxInclusiveAmt: 4 },
    });
    const again = driver.created("bill", made);
    expect({ ...again, SyncToken: "0" }).toEqual(made);
    expect(driver.created("bill", billOf("TaxInclusive", [taxed(20)]))).toMatchObject({
      TotalAmt: 20,
      TxnTaxDetail: { TotalTax: 3.33 },
    });
  });

  it("stated by the client in tax lines is kept", () => {
    const TaxLine = [
      {
        Amount: 0.11,
        DetailType: "TaxLineDetail",
        TaxLineDetail: {
          TaxRateRef: { value: "51" },
          PercentBased: false,
          NetAmountTaxable: 0.89,
        },
      },
    ];
    const made = british().created(
      "bill",
      billOf("TaxExcluded", [taxed(0.89, "61", { TaxAmount: 0.11 })], {
        TxnTaxDetail: { TaxLine },
      }),
    );
    expect(made).toMatchObject({ TotalAmt: 1, TxnTaxDetail: { TotalTax: 0.11, TaxLine } });
  });

  it("lies on credits, orders and purchases too, and the price wins over the amount", () => {
    const driver = british();
    const line = itemLine(99, { TaxCodeRef: { value: "61" }, Qty: 2, UnitPrice: 10 });
    const bodies: readonly [path: string, more: object][] = [
      ["vendorcredit", {}],
      ["purchaseorder", { APAccountRef: { value: "33" } }],
    ];
    for (const [path, more] of bodies) {
      expect(driver.created(path, billOf("TaxExcluded", [line], more))["TotalAmt"]).toBe(24);
    }
    const cash = { PaymentType: "Cash", AccountRef: { value: "35" } };
    const { VendorRef: _vendor, ...bought } = billOf("TaxExcluded", [line]);
    expect(driver.created("purchase", { ...bought, ...cash })["TotalAmt"]).toBe(24);
  });

  it("stays as it was when a sparse update does not touch it", () => {
    const driver = british();
    const made = driver.created("bill", billOf("TaxExcluded", [taxed(20)]));
    plantRecord(driver, "TaxRate", "51", { RateValue: 25 });
    const key = { Id: idOf(made), SyncToken: "0", sparse: true, VendorRef: { value: "30" } };
    const noted = driver.created("bill", { ...key, PrivateNote: "seen" });
    expect(noted).toMatchObject({ TotalAmt: 24, TxnTaxDetail: { TotalTax: 4 } });
    const changed = driver.created("bill", { ...key, SyncToken: "1", Line: [taxed(20)] });
    expect(changed).toMatchObject({ TotalAmt: 25, TxnTaxDetail: { TotalTax: 5 } });
  });

  it("is not there where it is not applicable, nor in the US", () => {
    const made = british().created("bill", billOf("NotApplicable", [expenseLine(20)]));
    expect(made).toMatchObject({ TotalAmt: 20, GlobalTaxCalculation: "NotApplicable" });
    expect(made).not.toHaveProperty("TxnTaxDetail");
    const american = new ApiDriver().created("bill", billOf("TaxInclusive", [expenseLine(20)]));
    expect(american).not.toHaveProperty("GlobalTaxCalculation");
    expect(american["TotalAmt"]).toBe(20);
  });

  const refusals: readonly [claim: string, body: object, codes: readonly string[]][] = [
    [
      "that does not say how it is taxed",
      { ...billOf("TaxExcluded", [taxed(5)]), GlobalTaxCalculation: null },
      ["2020"],
    ],
    ["with a line without a code", billOf("TaxExcluded", [expenseLine(5)]), ["6000"]],
    ["taxed in an unknown way", billOf("TaxHidden", [taxed(5)]), ["2170"]],
    [
      "not taxed but with a tax",
      billOf("NotApplicable", [taxed(5)], { TxnTaxDetail: { TotalTax: 1 } }),
      ["6170"],
    ],
    ["with an unknown code", billOf("TaxExcluded", [taxed(5, "99")]), ["2500"]],
  ];
  for (const [claim, body, codes] of refusals) {
    it(`of a bill ${claim} is refused with ${codes.join(", ")}`, () => {
      expect(faultOf(british().post("bill", body)).codes).toEqual(codes);
    });
  }
});
