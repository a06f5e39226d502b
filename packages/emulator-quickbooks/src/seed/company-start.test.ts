import { describe, expect, it } from "vitest";
import { REFERENCE_TARGETS } from "../entities/references.ts";
import { isObject, objectOf, textOf, type JsonValue } from "../json/json-value.ts";
import { ENTITY_TYPES } from "../store/stored-record.ts";
import { ApiDriver, bodyOf, faultOf } from "../testing/api-driver.ts";
import { DEFAULT_START, type CompanyStart } from "./company-start.ts";

const startedAs = (start: Partial<CompanyStart>): ApiDriver =>
  new ApiDriver({ settings: { start: { ...DEFAULT_START, ...start } } });

describe.each([
  { country: "GB", currency: ["GBP", "British Pound Sterling"], code: "20.0% S", percent: 20 },
  { country: "CA", currency: ["CAD", "Canadian Dollar"], code: "HST ON", percent: 13 },
  { country: "AU", currency: ["AUD", "Australian Dollar"], code: "GST", percent: 10 },
] as const)("a company in $country", ({ country, currency: [currency, name], code, percent }) => {
  const driver = startedAs({ country });

  it("has its country, its currency and its taxes", () => {
    expect(driver.read("companyinfo/1")["Country"]).toBe(country);
    expect(driver.read("customer/1")).toMatchObject({
      CurrencyRef: { value: currency, name },
      Balance: 0,
    });
    expect(driver.read("customer/1")).not.toHaveProperty("DefaultTaxCodeRef");
    expect(objectOf(driver.read("preferences"), "CurrencyPrefs")).toEqual({
      MultiCurrencyEnabled: false,
      HomeCurrency: { value: currency },
    });
    const found = bodyOf(driver.query(`select * from TaxCode where Name = '${code}'`));
    const rates = JSON.stringify(found).match(/"TaxRateRef":\{"value":"(\d+)"/)?.[1] ?? "";
    expect(driver.read(`taxrate/${rates}`)["RateValue"]).toBe(percent);
    expect(faultOf(driver.get("taxcode/TAX")).codes).toEqual(["610"]);
  });

  it("has no transactions, and refers to nothing that it does not hold", () => {
    const { store } = driver.company;
    expect(store.count("Invoice") + store.count("Bill") + store.count("SalesReceipt")).toBe(0);
    const dangling: string[] = [];
    const check = (owner: string, value: JsonValue): void => {
      if (Array.isArray(value)) for (const item of value as JsonValue[]) check(owner, item);
      if (!isObject(value)) return;
      for (const [property, member] of Object.entries(value)) {
        const target = REFERENCE_TARGETS[property];
        const id = isObject(member) ? member["value"] : undefined;
        const isReference = target !== undefined && target.type !== "self";
        if (!isReference || typeof id !== "string") check(owner, member);
        else if (store.record(target.type, id) === undefined) dangling.push(`${owner} ${property}`);
      }
    };
    for (const type of ENTITY_TYPES)
      for (const record of store.records(type)) check(`${type} ${record.id}`, record.fields);
    expect(dangling).toEqual([]);
  });

  it("gives new tax codes ids above all it holds, and is the same after a reset", () => {
    const own = startedAs({ country });
    const before = own.get("taxcode/2").body;
    const rate = { TaxRateName: "R", RateValue: 1, TaxAgencyId: "1" };
    const made = bodyOf(
      own.post("taxservice/taxcode", { TaxCode: "Mine", TaxRateDetails: [rate] }),
    );
    const id = textOf(made, "TaxCodeId") ?? "";
    expect(faultOf(driver.get(`taxcode/${id}`)).codes).toEqual(["610"]);
    own.send("POST", "/_emulator/reset", "");
    expect(own.get("taxcode/2").body).toBe(before);
  });
});

describe("a company that starts with several currencies", () => {
  it("has three foreign ones, with rates", () => {
    const driver = startedAs({ multiCurrency: true });
    const found = bodyOf(driver.query("select * from CompanyCurrency"))["QueryResponse"];
    expect(found).toMatchObject({ maxResults: 3 });
    expect(driver.read("exchangerate?sourcecurrencycode=EUR")["Rate"]).toBe(1.165);
    expect(faultOf(driver.post("companycurrency", { Code: "EUR" })).codes).toEqual(["6240"]);
  });

  it("in another country counts in that country's currency", () => {
    const driver = startedAs({ country: "GB", multiCurrency: true });
    expect(driver.read("exchangerate?sourcecurrencycode=USD")).toMatchObject({
      TargetCurrencyCode: "GBP",
      Rate: 0.7490637,
    });
  });
});

describe("a company that starts with preferences of its own", () => {
  it("has them property by property, the switches below them", () => {
    const preferences = { SalesFormsPrefs: { AllowShipping: true } };
    const driver = startedAs({ customTransactionNumbers: true, preferences });
    expect(objectOf(driver.read("preferences"), "SalesFormsPrefs")).toMatchObject({
      AllowShipping: true,
      CustomTxnNumbers: true,
      AllowDiscount: true,
    });
  });
});
