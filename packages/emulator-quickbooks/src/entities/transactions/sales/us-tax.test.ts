import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../json/json-value.ts";
import { ApiDriver, faultOf, idOf } from "../../../testing/api-driver.ts";
import {
  amountOff,
  itemLine,
  plantRecord,
  prefer,
  saleOf,
  shippingLine,
} from "../../../testing/sales.ts";

const TAXED = { TaxCodeRef: { value: "TAX" } };
const CALIFORNIA = { TxnTaxDetail: { TxnTaxCodeRef: { value: "2" } } };

const taxOf = (sale: JsonObject): unknown => sale["TxnTaxDetail"];

describe("the tax of a US sale", () => {
  it("is taken of the taxable lines with the header's code, as on the recorded estimate 100", () => {
    const made = new ApiDriver().created("estimate", {
      ...saleOf("24", [itemLine(275, TAXED), itemLine(12.75, TAXED), itemLine(38, TAXED)]),
      ...CALIFORNIA,
    });
    expect(made).toMatchObject({
      TotalAmt: 351.81,
      TxnTaxDetail: {
        TxnTaxCodeRef: { value: "2" },
        TotalTax: 26.06,
        TaxLine: [
          {
            Amount: 26.06,
            DetailType: "TaxLineDetail",
            TaxLineDetail: {
              TaxRateRef: { value: "3" },
              PercentBased: true,
              TaxPercent: 8,
              NetAmountTaxable: 325.75,
            },
          },
        ],
      },
    });
  });

  it("of a code with two rates has a line for each, rounded by itself", () => {
    const made = new ApiDriver().created("invoice", {
      ...saleOf("3", [itemLine(33.33, TAXED), itemLine(100)]),
      TxnTaxDetail: { TxnTaxCodeRef: { value: "3" } },
    });
    expect(made).toMatchObject({
      TotalAmt: 136.37,
      TxnTaxDetail: { TotalTax: 3.04, TaxLine: [{ Amount: 2.37 }, { Amount: 0.67 }] },
    });
  });

  const orders: readonly [claim: string, isAfter: boolean, tax: number, total: number][] = [
    ["before the discount by default", false, 8, 198],
    ["after the discount when the sale says so, in proportion", true, 7.6, 197.6],
  ];
  for (const [claim, ApplyTaxAfterDiscount, tax, total] of orders) {
    it(`is taken ${claim}`, () => {
      const made = new ApiDriver().created("invoice", {
        ...saleOf("3", [itemLine(100, TAXED), itemLine(100), amountOff(10)]),
        ...CALIFORNIA,
        ApplyTaxAfterDiscount,
      });
      expect([taxOf(made), made["TotalAmt"]]).toMatchObject([{ TotalTax: tax }, total]);
    });
  }

  it("is that of the customer's own code where the sale names none, else that of the company's", () => {
    const driver = new ApiDriver();
    plantRecord(driver, "Customer", "4", { Taxable: true, DefaultTaxCodeRef: { value: "3" } });
    const own = driver.created("invoice", saleOf("4", [itemLine(100, TAXED)]));
    expect(taxOf(own)).toMatchObject({ TxnTaxCodeRef: { value: "3" }, TotalTax: 9.1 });
    const company = driver.created("invoice", saleOf("1", [itemLine(100, TAXED)]));
    expect(taxOf(company)).toMatchObject({ TxnTaxCodeRef: { value: "2" }, TotalTax: 8 });
  });

  it("is none for a customer that is exempt for a reason, though not for one that is only not taxable", () => {
    const driver = new ApiDriver();
    const body = { ...saleOf("24", [itemLine(100, TAXED)]), ...CALIFORNIA };
    expect(taxOf(driver.created("invoice", body))).toMatchObject({ TotalTax: 8 });
    plantRecord(driver, "Customer", "24", { Taxable: false, TaxExemptionReasonId: "3" });
    expect(taxOf(driver.created("invoice", body))).toEqual({ TotalTax: 0 });
  });

  it("is what the client states, over the rates of the code", () => {
    const made = new ApiDriver().created("invoice", {
      ...saleOf("3", [itemLine(100, TAXED)]),
      TxnTaxDetail: { TxnTaxCodeRef: { value: "3" }, TotalTax: 10 },
    });
    expect(made).toMatchObject({
      TotalAmt: 110,
      TxnTaxDetail: { TotalTax: 10, TaxLine: [{ Amount: 7.8 }, { Amount: 2.2 }] },
    });
    const bare = new ApiDriver().created("invoice", {
      ...saleOf("3", [itemLine(100)]),
      TxnTaxDetail: { TotalTax: 5 },
    });
    expect([taxOf(bare), bare["TotalAmt"]]).toEqual([{ TotalTax: 5 }, 105]);
  });

  it("stays what was stated while nothing moves it, and is worked out again when lines do", () => {
    const driver = new ApiDriver();
    const made = driver.created("invoice", {
      ...saleOf("3", [itemLine(100, TAXED)]),
      TxnTaxDetail: { TxnTaxCodeRef: { value: "2" }, TotalTax: 10 },
    });
    const key = { Id: made["Id"] ?? "", sparse: true };
    const noted = driver.created("invoice", { ...key, SyncToken: "0", PrivateNote: "x" });
    expect(noted["TotalAmt"]).toBe(110);
    const changed = driver.created("invoice", {
      ...key,
      SyncToken: "1",
      Line: [itemLine(50, TAXED)],
    });
    expect(taxOf(changed)).toMatchObject({ TotalTax: 4, TxnTaxCodeRef: { value: "2" } });
  });

  it("covers shipping only where that is taxable", () => {
    const driver = new ApiDriver();
    prefer(driver, "SalesFormsPrefs", { AllowShipping: true });
    const sale = (detail: JsonObject) => ({
      ...saleOf("3", [itemLine(100, TAXED), shippingLine(10, detail)]),
      ...CALIFORNIA,
    });
    expect(driver.created("invoice", sale({}))["TotalAmt"]).toBe(118);
    expect(driver.created("invoice", sale(TAXED))["TotalAmt"]).toBe(118.8);
  });

  it("that is stated leaves shipping out, unless the sale says that it is in", () => {
    const driver = new ApiDriver();
    prefer(driver, "SalesFormsPrefs", { AllowShipping: true });
    const sale = (more: JsonObject) => ({
      ...saleOf("3", [itemLine(100, TAXED), shippingLine(10, TAXED)]),
      TxnTaxDetail: { TxnTaxCodeRef: { value: "2" }, TotalTax: 9 },
      ...more,
    });
    expect(driver.created("invoice", sale({}))["TotalAmt"]).toBe(119.8);
    const whole = sale({ ShippingTaxIncludedInTotalTax: true });
    expect(driver.created("invoice", whole)["TotalAmt"]).toBe(119);
  });

  it("always comes after a discount of the sale as a whole", () => {
    const made = new ApiDriver().created("invoice", {
      ...saleOf("3", [itemLine(100, TAXED), itemLine(100)]),
      ...CALIFORNIA,
      DiscountRate: 10,
    });
    expect(made).toMatchObject({ TotalAmt: 187.2, TxnTaxDetail: { TotalTax: 7.2 } });
  });

  it("is neither looked at nor kept in a company that collects none", () => {
    const driver = new ApiDriver();
    prefer(driver, "TaxPrefs", { UsingSalesTax: false });
    const made = driver.created("invoice", { ...saleOf("3", [itemLine(9, TAXED)]), ...CALIFORNIA });
    expect(made).not.toHaveProperty("TxnTaxDetail");
    expect(made["TotalAmt"]).toBe(9);
  });

  it("knows no other codes on lines than TAX and NON", () => {
    const body = saleOf("3", [itemLine(1, { TaxCodeRef: { value: "2" } })]);
    expect(faultOf(new ApiDriver().post("invoice", body)).codes).toEqual(["6100"]);
  });

  it("is refused on more than 750 lines, of which untaxed sales may have more", () => {
    const driver = new ApiDriver();
    const lines = (detail: JsonObject) => Array.from({ length: 751 }, () => itemLine(1, detail));
    expect(driver.post("invoice", saleOf("3", lines({}))).status).toBe(200);
    expect(faultOf(driver.post("invoice", saleOf("3", lines(TAXED)))).codes).toEqual(["6000"]);
    const many = Array.from({ length: 10_001 }, () => itemLine(1));
    expect(faultOf(driver.post("invoice", saleOf("3", many))).codes).toEqual(["6000"]);
  });

  it("is posted to what the company owes the agency", () => {
    const driver = new ApiDriver();
    const before = driver.company.store.sums.accountBalance("90");
    driver.created("invoice", { ...saleOf("3", [itemLine(100, TAXED)]), ...CALIFORNIA });
    expect(driver.company.store.sums.accountBalance("90") - before).toBe(-8);
  });
});

describe("automated sales tax", () => {
  const automated = (): ApiDriver => {
    const driver = new ApiDriver();
    prefer(driver, "TaxPrefs", { PartnerTaxEnabled: true });
    return driver;
  };
  const shippedTo = (state: string): JsonObject => ({
    ...saleOf("3", [itemLine(100, TAXED)]),
    ShipAddr: { Line1: "1 Main St", CountrySubDivisionCode: state },
  });

  it("taxes by the state that is shipped to, whatever code is sent, where the company has a code for it", () => {
    const driver = automated();
    const sent = { TxnTaxDetail: { TxnTaxCodeRef: { value: "3" } } };
    expect(taxOf(driver.created("invoice", { ...shippedTo("CA"), ...sent }))).toMatchObject({
      TxnTaxCodeRef: { value: "2" },
      TotalTax: 8,
    });
    expect(taxOf(driver.created("invoice", shippedTo("NV")))).toEqual({ TotalTax: 0 });
  });

  it("leaves the code to an app that asks for that", () => {
    const made = automated().created("invoice", {
      ...shippedTo("NV"),
      TxnTaxDetail: { UseAutomatedSalesTax: false, TxnTaxCodeRef: { value: "3" } },
    });
    expect(taxOf(made)).toMatchObject({ TxnTaxCodeRef: { value: "3" }, TotalTax: 9.1 });
  });

  it("follows the address in an update, and keeps a total that is stated", () => {
    const driver = automated();
    const made = driver.created("invoice", shippedTo("NV"));
    const key = { Id: idOf(made), sparse: true };
    const moved = driver.created("invoice", {
      ...key,
      SyncToken: "0",
      ShipAddr: { CountrySubDivisionCode: "California" },
    });
    expect(moved["TotalAmt"]).toBe(108);
    const stated = driver.created("invoice", {
      ...key,
      SyncToken: "1",
      TxnTaxDetail: { TotalTax: 9 },
    });
    expect(stated).toMatchObject({ TotalAmt: 109, TxnTaxDetail: { TaxLine: [{ Amount: 9 }] } });
  });
});
