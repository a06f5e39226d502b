import { describe, expect, it } from "vitest";
import { objectOf, type JsonObject } from "../../json/json-value.ts";
import { ApiDriver, bodyOf, faultOf, invoiceOf } from "../../testing/api-driver.ts";

function change(driver: ApiDriver, sections: object, more: object = {}): JsonObject {
  const SyncToken = driver.read("preferences")["SyncToken"];
  return driver.created("preferences", { Id: "1", SyncToken, sparse: true, ...sections, ...more });
}

describe("the preferences", () => {
  it("are one object, read without an id and by a query", () => {
    const driver = new ApiDriver();
    const read = driver.read("preferences");
    expect(read).toMatchObject({ Id: "1", SyncToken: "0", domain: "QBO" });
    expect(bodyOf(driver.query("select * from Preferences"))["QueryResponse"]).toEqual({
      Preferences: [read],
      startPosition: 1,
      maxResults: 1,
    });
  });

  it("keep, in a sparse update, what was not sent, inside a section too", () => {
    const driver = new ApiDriver();
    const before = objectOf(driver.read("preferences"), "SalesFormsPrefs") ?? {};
    const after = change(driver, { SalesFormsPrefs: { AllowShipping: true } });
    expect(after["SyncToken"]).toBe("1");
    expect(after["SalesFormsPrefs"]).toEqual({ ...before, AllowShipping: true });
  });

  it("lose, in a full update, what a section that was sent leaves out, but nothing read-only", () => {
    const after = change(
      new ApiDriver(),
      { SalesFormsPrefs: { AllowDiscount: true } },
      { sparse: false },
    );
    const sales = objectOf(after, "SalesFormsPrefs") ?? {};
    expect(sales).toMatchObject({
      AllowDiscount: true,
      AllowEstimates: false,
      AutoApplyCredit: true,
    });
    expect(sales).not.toHaveProperty("DefaultTerms");
    expect(objectOf(after, "TaxPrefs")).toMatchObject({ UsingSalesTax: true });
  });

  it("pass over what is read-only", () => {
    const after = change(new ApiDriver(), {
      AccountingInfoPrefs: { UseAccountNumbers: true },
      CurrencyPrefs: { HomeCurrency: { value: "EUR" } },
      ReportPrefs: { ReportBasis: "Cash" },
    });
    expect(after).toMatchObject({
      AccountingInfoPrefs: { UseAccountNumbers: false },
      CurrencyPrefs: { HomeCurrency: { value: "USD" } },
      ReportPrefs: { ReportBasis: "Accrual" },
    });
  });

  it("know custom fields by name, whether they come in groups or bare", () => {
    const driver = new ApiDriver();
    const bare = [
      { Name: "SalesFormsPrefs.UseSalesCustom2", Type: "BooleanType", BooleanValue: true },
      { Name: "SalesFormsPrefs.SalesCustomName2", Type: "StringType", StringValue: "Job no." },
      { Name: "SalesFormsPrefs.UseSalesCustom9", Type: "BooleanType", BooleanValue: true },
    ];
    const sent = { SalesFormsPrefs: { CustomField: [{ CustomField: bare }] } };
    expect(change(driver, sent)["SalesFormsPrefs"]).toMatchObject({
      CustomField: [
        {
          CustomField: [
            { Name: "SalesFormsPrefs.UseSalesCustom3", BooleanValue: false },
            { Name: "SalesFormsPrefs.UseSalesCustom2", BooleanValue: true },
            { Name: "SalesFormsPrefs.UseSalesCustom1", BooleanValue: true },
          ],
        },
        {
          CustomField: [
            { Name: "SalesFormsPrefs.SalesCustomName1", StringValue: "Crew #" },
            { Name: "SalesFormsPrefs.SalesCustomName2", StringValue: "Job no." },
          ],
        },
      ],
    });
    expect(driver.created("invoice", invoiceOf("1", 5))["CustomField"]).toHaveLength(2);
  });

  it("drive the numbers of documents", () => {
    const driver = new ApiDriver();
    change(driver, { SalesFormsPrefs: { CustomTxnNumbers: true } });
    expect(driver.created("invoice", invoiceOf("1", 5))).not.toHaveProperty("DocNumber");
  });

  it("close the books", () => {
    const driver = new ApiDriver();
    change(driver, { AccountingInfoPrefs: { BookCloseDate: "2026-10-31" } });
    const late = { ...invoiceOf("1", 5), TxnDate: "2026-10-31" };
    expect(faultOf(driver.post("invoice", late)).codes).toEqual(["6210"]);
  });

  it("cannot go back to one currency", () => {
    const driver = new ApiDriver();
    change(driver, { CurrencyPrefs: { MultiCurrencyEnabled: true } });
    const back = { CurrencyPrefs: { MultiCurrencyEnabled: false } };
    const key = { Id: "1", SyncToken: "1", sparse: true };
    expect(faultOf(driver.post("preferences", { ...key, ...back })).codes).toEqual(["6000"]);
  });

  it.each([
    ["without a token", { SalesFormsPrefs: {} }, "2020"],
    ["with an old token", { SyncToken: "7" }, "5010"],
    [
      "with terms that are not there",
      { SyncToken: "0", SalesFormsPrefs: { DefaultTerms: { value: "99" } } },
      "2500",
    ],
    [
      "with a month that is none",
      { SyncToken: "0", AccountingInfoPrefs: { TaxYearMonth: "Brumaire" } },
      "2170",
    ],
    ["with an unknown section", { SyncToken: "0", ColourPrefs: {} }, "2010"],
  ])("%s are refused", (_claim, body, code) => {
    const answer = new ApiDriver().post("preferences", { Id: "1", sparse: true, ...body });
    expect(faultOf(answer).codes).toEqual([code]);
  });

  it("cannot be deleted", () => {
    const answer = new ApiDriver().post("preferences?operation=delete", {
      Id: "1",
      SyncToken: "0",
    });
    expect(faultOf(answer).details).toEqual(["Operation Delete is not supported."]);
  });
});

describe("company info", () => {
  it("takes a sparse update of name and address, and keeps what is fixed", () => {
    const driver = new ApiDriver();
    const changed = driver.created("companyinfo", {
      Id: "1",
      SyncToken: "0",
      sparse: true,
      LegalName: "Craig's Ltd.",
      Country: "FR",
      CompanyAddr: { Line1: "2 Sierra Way" },
    });
    expect(changed).toMatchObject({
      SyncToken: "1",
      LegalName: "Craig's Ltd.",
      CompanyName: "Craig's Design and Landscaping Services",
      Country: "US",
      CompanyAddr: { Id: "1", Line1: "2 Sierra Way" },
    });
    expect(driver.read("companyinfo/9341452700000001")).toEqual(changed);
  });

  it("needs name and address in a full update, which drops the rest", () => {
    const driver = new ApiDriver();
    const key = { Id: "1", SyncToken: "0" };
    expect(faultOf(driver.post("companyinfo", key)).elements).toEqual([
      "CompanyName",
      "CompanyAddr",
    ]);
    const body = { ...key, CompanyName: "New", CompanyAddr: { Line1: "1" } };
    const changed = driver.created("companyinfo", body);
    expect(changed).not.toHaveProperty("Email");
    expect(changed).toMatchObject({ Country: "US", CompanyStartDate: "2015-10-01" });
  });
});
