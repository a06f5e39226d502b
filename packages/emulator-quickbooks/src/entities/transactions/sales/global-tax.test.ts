import { describe, expect, it } from "vitest";
import { objectsOf, type JsonObject } from "../../../json/json-value.ts";
import { DEFAULT_START } from "../../../seed/company-start.ts";
import { ApiDriver, faultOf, idOf } from "../../../testing/api-driver.ts";
import {
  amountOff,
  itemLine,
  paymentOf,
  percentOff,
  plantRecord,
  prefer,
  saleOf,
  shippingLine,
} from "../../../testing/sales.ts";

/** A company of another country with a code of 20 %, one of nothing and one of 5 % and 9.975 %. */
function companyIn(country: string): ApiDriver {
  const driver = new ApiDriver();
  plantRecord(driver, "CompanyInfo", "1", { Country: country });
  const rates = { 51: 20, 52: 0, 53: 5, 54: 9.975 };
  for (const [id, RateValue] of Object.entries(rates))
    plantRecord(driver, "TaxRate", id, { RateValue });
  const code = (id: string, ids: readonly string[]): void => {
    const TaxRateDetail = ids.map((value, TaxOrder) => ({
      TaxRateRef: { value },
      TaxTypeApplicable: "TaxOnAmount",
      TaxOrder,
    }));
    plantRecord(driver, "TaxCode", id, {
      Name: id,
      Active: true,
      SalesTaxRateList: { TaxRateDetail },
    });
  };
  code("61", ["51"]);
  code("62", ["52"]);
  code("63", ["53", "54"]);
  return driver;
}

const coded = (amount: number, code = "61", detail: JsonObject = {}): JsonObject =>
  itemLine(amount, { TaxCodeRef: { value: code }, ...detail });
const sale = (way: string, lines: readonly JsonObject[], more: JsonObject = {}): JsonObject =>
  saleOf("3", lines, { GlobalTaxCalculation: way, ...more });

describe("tax on top of a sale outside the US", () => {
  it("adds each line's code, each rate once", () => {
    const made = companyIn("GB").created(
      "invoice",
      sale("TaxExcluded", [coded(20), coded(5), coded(4, "62")]),
    );
    expect(made).toMatchObject({
      GlobalTaxCalculation: "TaxExcluded",
      TotalAmt: 34,
      TxnTaxDetail: {
        TotalTax: 5,
        TaxLine: [
          { Amount: 5, TaxLineDetail: { TaxPercent: 20, NetAmountTaxable: 25 } },
          { Amount: 0, TaxLineDetail: { TaxPercent: 0, NetAmountTaxable: 4 } },
        ],
      },
    });
    expect(made["TxnTaxDetail"]).not.toHaveProperty("TxnTaxCodeRef");
  });

  it("of a code with two rates is the sum of both", () => {
    const made = companyIn("CA").created("invoice", sale("TaxExcluded", [coded(100, "63")]));
    expect(made).toMatchObject({
      TotalAmt: 114.98,
      TxnTaxDetail: { TaxLine: [{ Amount: 5 }, { Amount: 9.98 }] },
    });
  });

  it("comes after the discount, which lowers each code by its part, or the code that it names", () => {
    const driver = companyIn("GB");
    const lines = [coded(80), coded(20, "62")];
    expect(
      driver.created("invoice", sale("TaxExcluded", [...lines, percentOff(10)]))["TotalAmt"],
    ).toBe(104.4);
    const named = { ...amountOff(10), DiscountLineDetail: { TaxCodeRef: { value: "62" } } };
    expect(driver.created("invoice", sale("TaxExcluded", [...lines, named]))["TotalAmt"]).toBe(106);
  });

  it("takes a total that the client states", () => {
    const made = companyIn("GB").created(
      "invoice",
      sale("TaxExcluded", [coded(20)], { TxnTaxDetail: { TotalTax: 4.01 } }),
    );
    expect(made["TotalAmt"]).toBe(24.01);
  });
});

describe("tax inside the amounts", () => {
  it("is backed out line by line: 3.33 of one line of 20, 3.35 of five lines of 4", () => {
    const driver = companyIn("GB");
    const one = driver.created("invoice", sale("TaxInclusive", [coded(20)]));
    expect(one).toMatchObject({ TotalAmt: 20, TxnTaxDetail: { TotalTax: 3.33 } });
    expect(objectsOf(one, "Line")[0]).toMatchObject({
      Amount: 16.67,
      SalesItemLineDetail: { TaxInclusiveAmt: 20 },
    });
    const five = driver.created(
      "invoice",
      sale(
        "TaxInclusive",
        [4, 4, 4, 4, 4].map((each) => coded(each)),
      ),
    );
    expect(five).toMatchObject({ TotalAmt: 20, TxnTaxDetail: { TotalTax: 3.35 } });
  });

  it("leaves a sale as it is that is read and sent back whole", () => {
    const driver = companyIn("GB");
    const made = driver.created(
      "invoice",
      sale("TaxInclusive", [coded(20, "61", { UnitPrice: 10, Qty: 2 }), coded(7.77), amountOff(3)]),
    );
    expect(objectsOf(made, "Line")[0]).toMatchObject({
      SalesItemLineDetail: { UnitPrice: 8.3333333 },
    });
    const again = driver.created("invoice", { ...made, PrivateNote: "seen" });
    expect(again).toEqual({
      ...made,
      PrivateNote: "seen",
      SyncToken: "1",
      MetaData: again["MetaData"],
    });
    const sparse = driver.created("invoice", {
      Id: idOf(made),
      SyncToken: "1",
      sparse: true,
      DueDate: "2027-01-01",
    });
    expect([sparse["TotalAmt"], sparse["Line"]]).toEqual([made["TotalAmt"], made["Line"]]);
    expect(made["TotalAmt"]).toBe(24.77);
  });

  it("is in shipping and in discounts too, each rounded by itself", () => {
    const driver = companyIn("GB");
    prefer(driver, "SalesFormsPrefs", { AllowShipping: true });
    const made = driver.created(
      "salesreceipt",
      sale("TaxInclusive", [
        coded(100),
        percentOff(50),
        shippingLine(10, { TaxCodeRef: { value: "61" } }),
      ]),
    );
    expect(made).toMatchObject({ TotalAmt: 60, TxnTaxDetail: { TotalTax: 10.01 } });
  });
});

describe("a sale outside the US", () => {
  it("where tax does not apply has none, needs no codes and may not bring any", () => {
    const driver = companyIn("AU");
    const made = driver.created("invoice", sale("NotApplicable", [itemLine(20)]));
    expect(made["TotalAmt"]).toBe(20);
    expect(made).not.toHaveProperty("TxnTaxDetail");
    const body = sale("NotApplicable", [itemLine(20)], { TxnTaxDetail: { TotalTax: 0 } });
    expect(faultOf(driver.post("invoice", body)).codes).toEqual(["6170"]);
  });

  it("must say how it is taxed, and name a code on each line", () => {
    const driver = companyIn("CA");
    expect(faultOf(driver.post("invoice", saleOf("3", [coded(1)])))).toMatchObject({
      codes: ["2020"],
      elements: ["GlobalTaxCalculation"],
    });
    expect(faultOf(driver.post("invoice", sale("TaxExcluded", [itemLine(1)]))).details).toEqual([
      "Business Validation Error: Make sure all your transactions have a GST/HST rate before you save",
    ]);
    expect(faultOf(driver.post("invoice", sale("Sometimes", [coded(1)]))).codes).toContain("2170");
  });

  it("takes price times quantity where the amount differs", () => {
    const made = companyIn("GB").created(
      "invoice",
      sale("TaxExcluded", [coded(1, "62", { UnitPrice: 3, Qty: 2 })]),
    );
    expect(made["TotalAmt"]).toBe(6);
  });
});

describe("a company that starts in Britain", () => {
  const driver = new ApiDriver({ settings: { start: { ...DEFAULT_START, country: "GB" } } });
  const pounds = (code: string, way: string) => ({
    CustomerRef: { value: "1" },
    GlobalTaxCalculation: way,
    Line: [itemLine(100, { TaxCodeRef: { value: code } })],
  });

  it("sells with its own codes, in pounds, and owes the tax to its agency", () => {
    const made = driver.created("invoice", pounds("2", "TaxExcluded"));
    expect(made).toMatchObject({ TotalAmt: 120, CurrencyRef: { value: "GBP" } });
    expect(driver.created("creditmemo", pounds("3", "TaxInclusive"))["TotalAmt"]).toBe(100);
    const paid = driver.created("payment", paymentOf("1", 120, [[made["Id"], 120]]));
    expect(paid["UnappliedAmt"]).toBe(0);
    expect(driver.company.store.sums.accountBalance("90")).toBe(-20 + 4.76);
  });
});
