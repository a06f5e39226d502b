import { describe, expect, it } from "vitest";
import { ApiDriver, bodyOf, faultOf } from "../../testing/api-driver.ts";

const PATH = "taxservice/taxcode";
const NEW_RATE = {
  TaxRateName: "New City Tax",
  RateValue: "7.5",
  TaxAgencyId: 1,
  TaxApplicableOn: "Sales",
};

describe("the tax service", () => {
  it("makes a code with its rates in one bare object, values as numbers and ids as text", () => {
    const driver = new ApiDriver();
    const answer = driver.post(PATH, { TaxCode: "CityTaxCode", TaxRateDetails: [NEW_RATE] });
    expect(answer.status).toBe(200);
    expect(bodyOf(answer)).toEqual({
      TaxCode: "CityTaxCode",
      TaxCodeId: "4",
      TaxRateDetails: [
        {
          TaxRateName: "New City Tax",
          TaxRateId: "4",
          RateValue: 7.5,
          TaxAgencyId: "1",
          TaxApplicableOn: "Sales",
        },
      ],
    });
    expect(driver.read("taxrate/4")).toMatchObject({ RateValue: 7.5, AgencyRef: { value: "1" } });
    expect(driver.read("taxcode/4")).toMatchObject({
      Name: "CityTaxCode",
      TaxGroup: true,
      SalesTaxRateList: { TaxRateDetail: [{ TaxRateRef: { value: "4" } }] },
      PurchaseTaxRateList: { TaxRateDetail: [] },
    });
  });

  it("takes rates that exist, for sales and for purchases", () => {
    const driver = new ApiDriver();
    const details = [
      { TaxRateId: "3", TaxApplicableOn: "Sales" },
      { TaxRateId: "1", TaxApplicableOn: "Purchase" },
    ];
    driver.post(PATH, { TaxCode: "Both", TaxRateDetails: details });
    expect(driver.read("taxcode/4")).toMatchObject({
      SalesTaxRateList: { TaxRateDetail: [{ TaxRateRef: { value: "3" } }] },
      PurchaseTaxRateList: { TaxRateDetail: [{ TaxRateRef: { value: "1" } }] },
    });
  });

  it("makes a code that taxes a sale", () => {
    const driver = new ApiDriver();
    driver.post(PATH, { TaxCode: "CityTaxCode", TaxRateDetails: [NEW_RATE] });
    const invoice = driver.created("invoice", {
      CustomerRef: { value: "1" },
      Line: [
        {
          Amount: 100,
          DetailType: "SalesItemLineDetail",
          SalesItemLineDetail: { ItemRef: { value: "1" }, TaxCodeRef: { value: "TAX" } },
        },
      ],
      TxnTaxDetail: { TxnTaxCodeRef: { value: "4" } },
    });
    expect(invoice["TotalAmt"]).toBe(107.5);
  });

  const code = (...TaxRateDetails: readonly object[]): object => ({ TaxCode: "X", TaxRateDetails });
  it.each([
    ["nothing", {}, ["2020", "2020"]],
    ["a rate without name, value and agency", code({}), ["2020", "2020", "2020"]],
    ["a rate above 100", code({ ...NEW_RATE, RateValue: 101 }), ["2240"]],
    ["a rate that is no number", code({ ...NEW_RATE, RateValue: "much" }), ["2090"]],
    ["a rate that is not there", code({ TaxRateId: "99" }), ["2500"]],
    ["an agency that is not there", code({ ...NEW_RATE, TaxAgencyId: "99" }), ["2500"]],
    ["one rate twice", code({ TaxRateId: "3" }, { TaxRateId: "3" }), ["2600"]],
    ["a name that a code has", { ...code(NEW_RATE), TaxCode: "california" }, ["6240"]],
    ["a name that a rate has", code({ ...NEW_RATE, TaxRateName: "Tucson City" }), ["6240"]],
    ["a name of 101 characters", { ...code(NEW_RATE), TaxCode: "x".repeat(101) }, ["2050"]],
    ["a use that is none", code({ ...NEW_RATE, TaxApplicableOn: "Gifts" }), ["2170"]],
    ["an unknown property", { ...code(NEW_RATE), Colour: "red" }, ["2010"]],
  ])("refuses %s, and leaves nothing behind", (_claim, body, codes) => {
    const driver = new ApiDriver();
    expect(faultOf(driver.post(PATH, body)).codes).toEqual(codes);
    expect(faultOf(driver.get("taxrate/4")).codes).toEqual(["610"]);
  });

  it("answers a repeated requestid as before, and makes no second code", () => {
    const driver = new ApiDriver();
    const body = { TaxCode: "Once", TaxRateDetails: [NEW_RATE] };
    const first = driver.post(`${PATH}?requestid=r1`, body);
    expect(driver.post(`${PATH}?requestid=r1`, body).body).toBe(first.body);
  });

  it("is not read", () => {
    expect(faultOf(new ApiDriver().get(PATH)).codes).toEqual(["500"]);
  });
});
