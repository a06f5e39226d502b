import { describe, expect, it } from "vitest";
import { ApiDriver, bodyOf, faultOf } from "../../testing/api-driver.ts";

const OFF = "Business Validation Error: Multi Currency should be enabled to perform this operation";

function withCurrencies(...codes: readonly string[]): ApiDriver {
  const driver = new ApiDriver();
  driver.created("preferences", {
    Id: "1",
    SyncToken: "0",
    sparse: true,
    CurrencyPrefs: { MultiCurrencyEnabled: true },
  });
  for (const Code of codes) driver.created("companycurrency", { Code });
  return driver;
}

describe("a company with one currency", () => {
  it("refuses every other one, wherever it is named", () => {
    const driver = new ApiDriver();
    const CurrencyRef = { value: "EUR" };
    for (const [path, body] of [
      ["companycurrency", { Code: "EUR" }],
      ["customer", { DisplayName: "X", CurrencyRef }],
      ["vendor", { DisplayName: "X", CurrencyRef }],
      ["exchangerate", { SourceCurrencyCode: "EUR", Rate: 1, AsOfDate: "2026-11-02" }],
    ] as const) {
      expect(faultOf(driver.post(path, body)).details).toEqual([OFF]);
    }
    expect(faultOf(driver.get("exchangerate?sourcecurrencycode=EUR")).details).toEqual([OFF]);
  });

  it("takes its own", () => {
    const made = new ApiDriver().created("customer", {
      DisplayName: "Home",
      CurrencyRef: { value: "USD" },
    });
    expect(made["CurrencyRef"]).toEqual({ value: "USD", name: "United States Dollar" });
  });
});

describe("a company currency", () => {
  it("is named by the vendor, and given once", () => {
    const driver = withCurrencies();
    const made = driver.created("companycurrency", { Code: "GBP", Name: "Quid" });
    expect(made).toMatchObject({ Code: "GBP", Name: "British Pound Sterling", Active: true });
    expect(faultOf(driver.post("companycurrency", { Code: "GBP" })).codes).toEqual(["6240"]);
  });

  it.each([
    [{}, "2020"],
    [{ Code: "XYZ" }, "2220"],
    [{ Code: "USD" }, "2220"],
  ])("%j is refused with %s", (body, code) => {
    expect(faultOf(withCurrencies().post("companycurrency", body)).codes).toEqual([code]);
  });

  it("is taken out of use by a full update, keeps its code, and has no sparse one", () => {
    const driver = withCurrencies("EUR");
    const change = { Id: "1", SyncToken: "0", Code: "GBP", Active: false };
    expect(faultOf(driver.post("companycurrency", { ...change, sparse: true })).codes).toEqual([
      "500",
    ]);
    const gone = driver.created("companycurrency", change);
    expect(gone).toMatchObject({ Code: "EUR", Name: "Euro", Active: false, SyncToken: "1" });
    const customer = { DisplayName: "Late", CurrencyRef: { value: "EUR" } };
    expect(faultOf(driver.post("customer", customer)).codes).toEqual(["2220"]);
  });

  it("stays with a customer, vendor or account for ever", () => {
    const driver = withCurrencies("EUR");
    for (const [path, body] of [
      ["customer", { DisplayName: "Amélie" }],
      ["vendor", { DisplayName: "Le Vendeur" }],
      ["account", { Name: "Caisse", AccountType: "Bank" }],
    ] as const) {
      const made = driver.created(path, { ...body, CurrencyRef: { value: "EUR" } });
      expect(made["CurrencyRef"]).toEqual({ value: "EUR", name: "Euro" });
      const key = { Id: made["Id"], SyncToken: "0", ...body };
      const changed = driver.created(path, { ...key, CurrencyRef: { value: "USD" } });
      expect(changed["CurrencyRef"]).toEqual({ value: "EUR", name: "Euro" });
    }
  });
});

describe("an exchange rate", () => {
  const read = (driver: ApiDriver, query: string) => driver.read(`exchangerate?${query}`);

  it("is the market's until it is set, then holds until the next day that was set", () => {
    const driver = withCurrencies("EUR");
    expect(read(driver, "sourcecurrencycode=EUR")).toMatchObject({
      SourceCurrencyCode: "EUR",
      TargetCurrencyCode: "USD",
      Rate: 1.165,
      AsOfDate: "2026-11-02",
    });
    const set = { SourceCurrencyCode: "EUR", Rate: 2.5, AsOfDate: "2026-10-01" };
    expect(driver.created("exchangerate", set)).toMatchObject({ ...set, SyncToken: "0" });
    expect(read(driver, "sourcecurrencycode=eur&asofdate=2026-10-20")["Rate"]).toBe(2.5);
    expect(read(driver, "sourcecurrencycode=EUR&asofdate=2026-09-30")["Rate"]).toBe(1.165);
    expect(driver.created("exchangerate", { ...set, Rate: 3 })["SyncToken"]).toBe("1");
    expect(faultOf(driver.post("exchangerate", { ...set, SyncToken: "0" })).codes).toEqual([
      "5010",
    ]);
  });

  it("has no Id, and only the time of its last change", () => {
    const shown = read(withCurrencies("EUR"), "sourcecurrencycode=EUR");
    expect(shown).not.toHaveProperty("Id");
    expect(Object.keys(shown["MetaData"] as object)).toEqual(["LastUpdatedTime"]);
  });

  it("is found by currency and day", () => {
    const driver = withCurrencies("EUR", "GBP");
    driver.created("exchangerate", { SourceCurrencyCode: "EUR", Rate: 2, AsOfDate: "2026-10-01" });
    const where = "sourcecurrencycode in ('EUR', 'GBP') and asofdate = '2026-10-01'";
    const { QueryResponse } = bodyOf(driver.query(`select * from exchangerate where ${where}`));
    expect(QueryResponse).toMatchObject({
      ExchangeRate: [
        { SourceCurrencyCode: "EUR", Rate: 2, AsOfDate: "2026-10-01" },
        { SourceCurrencyCode: "GBP", Rate: 1.335, AsOfDate: "2026-10-01" },
      ],
      maxResults: 2,
    });
  });

  const SET = { SourceCurrencyCode: "EUR", Rate: 2, AsOfDate: "2026-10-01" };
  it.each([
    ["without currency, rate and day", {}, ["2020", "2020", "2020"]],
    ["of the home currency", { ...SET, SourceCurrencyCode: "USD" }, ["2220"]],
    ["of a currency that the company has not", { ...SET, SourceCurrencyCode: "JPY" }, ["2220"]],
    ["into a foreign currency", { ...SET, TargetCurrencyCode: "GBP" }, ["2220"]],
    ["of nothing", { ...SET, Rate: 0 }, ["2240"]],
    ["as a sparse update", { ...SET, sparse: true }, ["500"]],
  ] as const)("%s is refused", (_claim, body, codes) => {
    expect(faultOf(withCurrencies("EUR").post("exchangerate", body)).codes).toEqual(codes);
  });

  it.each([
    ["asofdate=2026-11-02", "2020"],
    ["sourcecurrencycode=JPY", "2220"],
    ["sourcecurrencycode=EUR&asofdate=2023-11-01", "2190"],
    ["sourcecurrencycode=EUR&asofdate=yesterday", "2060"],
  ])("is not read by %s: %s", (query, code) => {
    expect(faultOf(withCurrencies("EUR").get(`exchangerate?${query}`)).codes).toEqual([code]);
  });
});
