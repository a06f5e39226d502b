import { describe, expect, it } from "vitest";
import { SCHEMA_ENUMS } from "../../generated/properties.ts";
import { ApiDriver, faultOf, idOf } from "../../testing/api-driver.ts";
import { accountTypeOf, classificationOf, defaultSubType } from "./account-types.ts";

const BUSINESS = "Business Validation Error: ";

describe("the table of account types", () => {
  it("gives each type of the schema a class and a first sub-type of its own", () => {
    const types = (SCHEMA_ENUMS["AccountTypeEnum"] ?? []).filter((type) => type !== "Non-Posting");
    expect(types).toHaveLength(15);
    for (const type of types) {
      expect(SCHEMA_ENUMS["AccountClassificationEnum"]).toContain(classificationOf(type));
      expect(accountTypeOf(defaultSubType(type) ?? "")).toBe(type);
    }
  });
});

describe("an account", () => {
  it("gets class, sub-type and the other computed properties from its type", () => {
    const made = new ApiDriver().created("account", {
      Name: "MyJobs_test",
      AccountType: "Accounts Receivable",
    });
    expect(made).toMatchObject({
      FullyQualifiedName: "MyJobs_test",
      SubAccount: false,
      Active: true,
      Classification: "Asset",
      AccountSubType: "AccountsReceivable",
      CurrentBalance: 0,
      CurrentBalanceWithSubAccounts: 0,
      CurrencyRef: { value: "USD", name: "United States Dollar" },
    });
  });

  it("gets its type from a sub-type given alone", () => {
    const made = new ApiDriver().created("account", { Name: "Vault", AccountSubType: "Savings" });
    expect(made).toMatchObject({ AccountType: "Bank", Classification: "Asset" });
  });

  it("may share its name with one under another parent, not with a brother", () => {
    const driver = new ApiDriver();
    const below = { Name: "Plants and Soil", AccountType: "Income", ParentRef: { value: "45" } };
    const made = driver.created("account", below);
    expect(made["FullyQualifiedName"]).toBe("Landscaping Services:Plants and Soil");
    const fault = faultOf(driver.post("account", { ...below, Name: "PLANTS and soil" }));
    expect(fault.codes).toEqual(["6240"]);
    expect(fault.details).toEqual([
      "The name supplied already exists. : An account already has the same display name. Display Name must be unique. Please provide a different display name.",
    ]);
  });

  it("has a number of its own, which an inactive one gives up", () => {
    const driver = new ApiDriver();
    const made = driver.created("account", { Name: "A", AccountType: "Bank", AcctNum: "10-A" });
    const twin = { Name: "B", AccountType: "Expense", AcctNum: "10-a" };
    expect(faultOf(driver.post("account", twin))).toMatchObject({
      codes: ["6000"],
      details: [
        `${BUSINESS}Another account is already using this number.  Please use a different number.`,
      ],
    });
    driver.created("account", { Id: made["Id"], SyncToken: "0", sparse: true, Active: false });
    expect(driver.created("account", twin)["AcctNum"]).toBe("10-a");
  });

  it("of accumulated depreciation stands below another, and has none below it", () => {
    const driver = new ApiDriver();
    const wear = { Name: "Wear", AccountSubType: "AccumulatedDepreciation" };
    const words = `${BUSINESS}Fixed asset accounts (Accumulated Amortization, Depletion, or Depreciation) cannot be parent accounts.`;
    expect(faultOf(driver.post("account", wear)).details).toEqual([words]);
    const trucks = driver.created("account", { Name: "Trucks", AccountSubType: "Vehicles" });
    const made = driver.created("account", { ...wear, ParentRef: { value: trucks["Id"] } });
    expect(made["FullyQualifiedName"]).toBe("Trucks:Wear");
    const below = { Name: "X", AccountSubType: "Vehicles", ParentRef: { value: made["Id"] } };
    expect(faultOf(driver.post("account", below)).details).toEqual([words]);
  });

  it("keeps its type while others hang below it", () => {
    const driver = new ApiDriver();
    const change = { Id: "45", SyncToken: "0", sparse: true, AccountType: "Other Income" };
    const both = { ...change, AccountSubType: "DividendIncome" };
    expect(faultOf(driver.post("account", both)).details).toEqual([
      `${BUSINESS}Cannot change the type of an account with subaccounts.`,
    ]);
  });

  it("that the books rest on stays, until there is another of its kind", () => {
    const driver = new ApiDriver();
    const off = { Id: "84", SyncToken: "0", sparse: true, Active: false };
    expect(faultOf(driver.post("account", off)).codes).toEqual(["6000"]);
    driver.created("account", { Name: "Second A/R", AccountType: "Accounts Receivable" });
    expect(driver.created("account", off)["Active"]).toBe(false);
  });

  it("shows what was posted to it and below it", () => {
    const driver = new ApiDriver();
    const before = Number(driver.read("account/45")["CurrentBalanceWithSubAccounts"]);
    driver.created("invoice", {
      CustomerRef: { value: "1" },
      Line: [
        {
          Amount: 40,
          DetailType: "SalesItemLineDetail",
          SalesItemLineDetail: { ItemRef: { value: "3" } },
        },
      ],
    });
    const after = Number(driver.read("account/45")["CurrentBalanceWithSubAccounts"]);
    expect(Math.round((after - before) * 100)).toBe(4000);
  });
});

describe("a refused account", () => {
  const refusals: readonly [claim: string, body: object, codes: readonly string[]][] = [
    ["without name and type", {}, ["2020", "6010"]],
    ["with a double quote in its name", { Name: 'A"B', AccountType: "Bank" }, ["2180"]],
    ["with a colon in its name", { Name: "A:B", AccountType: "Bank" }, ["2180"]],
    ["with a colon in its number", { Name: "A", AccountType: "Bank", AcctNum: "1:2" }, ["2180"]],
    ["with a name of 101 characters", { Name: "x".repeat(101), AccountType: "Bank" }, ["2050"]],
    ["of a type that does not exist", { Name: "A", AccountType: "Piggy Bank" }, ["2170"]],
    ["of a sub-type that does not exist", { Name: "A", AccountSubType: "PiggyBank" }, ["2170"]],
    [
      "of a sub-type of another type",
      { Name: "A", AccountType: "Bank", AccountSubType: "Travel" },
      ["6430"],
    ],
    [
      "of another type than its parent",
      { Name: "A", AccountType: "Expense", ParentRef: { value: "45" } },
      ["6000"],
    ],
    [
      "below undeposited funds",
      { Name: "A", AccountType: "Other Current Asset", ParentRef: { value: "4" } },
      ["6000"],
    ],
    [
      "below one that is not there",
      { Name: "A", AccountType: "Bank", ParentRef: { value: "999" } },
      ["2500"],
    ],
    [
      "with an opening balance of no day",
      { Name: "A", AccountType: "Bank", OpeningBalance: 5 },
      ["6060"],
    ],
    ["in a currency", { Name: "A", AccountType: "Bank", CurrencyRef: { value: "EUR" } }, ["6000"]],
  ];
  it.each(refusals)("%s", (_claim, body, codes) => {
    expect(faultOf(new ApiDriver().post("account", body)).codes).toEqual(codes);
  });

  it("cannot be deleted", () => {
    const driver = new ApiDriver();
    const made = driver.created("account", { Name: "A", AccountType: "Bank" });
    const key = { Id: idOf(made), SyncToken: "0" };
    expect(faultOf(driver.post("account?operation=delete", key)).details).toEqual([
      "Operation Delete is not supported.",
    ]);
  });
});
