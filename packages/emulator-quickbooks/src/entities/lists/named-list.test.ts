import { describe, expect, it } from "vitest";
import { ApiDriver, bodyOf, faultOf, idOf } from "../../testing/api-driver.ts";

const LISTS = [
  { path: "class", body: { Name: "Wholesale" } },
  { path: "department", body: { Name: "Wholesale" } },
  { path: "term", body: { Name: "Wholesale", DueDays: 7 } },
  { path: "paymentmethod", body: { Name: "Wholesale" } },
] as const;

describe.each(LISTS)("a $path", ({ path, body }) => {
  it("is active, and unique by its name whatever the case", () => {
    const driver = new ApiDriver();
    const made = driver.created(path, body);
    expect(made).toMatchObject({ Name: "Wholesale", Active: true, SyncToken: "0", domain: "QBO" });
    const again = faultOf(driver.post(path, { ...body, Name: "WHOLESALE" }));
    expect(again.codes).toEqual(["6240"]);
    expect(again.details[0]).toMatch(/^The name supplied already exists\. : Another /);
  });

  it("is renamed by its deactivation, frees its name, and can come back when the name is free", () => {
    const driver = new ApiDriver();
    const made = driver.created(path, body);
    const gone = driver.created(path, {
      Id: made["Id"],
      SyncToken: "0",
      sparse: true,
      Active: false,
    });
    expect(gone).toMatchObject({ Name: "Wholesale (deleted)", Active: false, SyncToken: "1" });
    const twin = driver.created(path, body);
    const back = { Id: made["Id"], SyncToken: "1", sparse: true, Active: true };
    expect(faultOf(driver.post(path, back)).codes).toEqual(["6240"]);
    driver.created(path, { Id: twin["Id"], SyncToken: "0", sparse: true, Name: "Retail" });
    expect(driver.created(path, back)).toMatchObject({ Name: "Wholesale", Active: true });
  });

  it("needs a name without colons, short enough", () => {
    const driver = new ApiDriver();
    const { Name: _name, ...nameless } = body;
    expect(faultOf(driver.post(path, nameless))).toMatchObject({
      codes: ["2020"],
      details: ["Required parameter Name is missing in the request"],
      elements: ["Name"],
    });
    expect(faultOf(driver.post(path, { ...body, Name: "A:B" })).codes).toEqual(["2180"]);
    expect(faultOf(driver.post(path, { ...body, Name: "x".repeat(101) })).codes).toEqual(["2050"]);
  });

  it("cannot be deleted, voided or changed with an old token", () => {
    const driver = new ApiDriver();
    const made = driver.created(path, body);
    const key = { Id: made["Id"], SyncToken: "0" };
    expect(faultOf(driver.post(`${path}?operation=delete`, key))).toMatchObject({
      codes: ["500"],
      details: ["Operation Delete is not supported."],
    });
    expect(faultOf(driver.post(`${path}?operation=void`, key)).codes).toEqual(["500"]);
    driver.created(path, { ...key, ...body, Name: "Renamed" });
    expect(faultOf(driver.post(path, { ...key, ...body })).codes).toEqual(["5010"]);
  });

  it("is found by a query, and only with Active once it is inactive", () => {
    const driver = new ApiDriver();
    const made = driver.created(path, body);
    const count = (where: string): unknown => {
      const answer = bodyOf(driver.query(`select count(*) from ${path} where ${where}`));
      return (answer["QueryResponse"] as { totalCount?: number }).totalCount;
    };
    expect(count("Name = 'wholesale'")).toBe(1);
    driver.created(path, { Id: made["Id"], SyncToken: "0", sparse: true, Active: false });
    expect(count("Name LIKE 'Wholesale%'")).toBe(0);
    expect(count("Name LIKE 'Wholesale%' AND Active IN (true, false)")).toBe(1);
  });
});

describe.each([
  { path: "class", flag: "SubClass", noun: "Klasses" },
  { path: "department", flag: "SubDepartment", noun: "Depts" },
])("a nested $path", ({ path, flag, noun }) => {
  it("carries its parents' names, and may share its own with one elsewhere", () => {
    const driver = new ApiDriver();
    const parent = driver.created(path, { Name: "Europe" });
    const child = driver.created(path, { Name: "France", ParentRef: { value: parent["Id"] } });
    expect(parent[flag]).toBe(false);
    expect(child).toMatchObject({
      [flag]: true,
      FullyQualifiedName: "Europe:France",
      ParentRef: { value: parent["Id"] },
    });
    expect(driver.created(path, { Name: "France" })["FullyQualifiedName"]).toBe("France");
    const twin = { Name: "france", ParentRef: { value: parent["Id"] } };
    expect(faultOf(driver.post(path, twin)).codes).toEqual(["6240"]);
  });

  it("has at most five levels, counted with what hangs below it, and no cycle", () => {
    const driver = new ApiDriver();
    const ids: string[] = [];
    for (let level = 1; level <= 5; level += 1) {
      const above = ids.at(-1);
      const made = driver.created(path, {
        Name: `Level ${level}`,
        ...(above === undefined ? {} : { ParentRef: { value: above } }),
      });
      ids.push(idOf(made));
    }
    const sixth = { Name: "Level 6", ParentRef: { value: ids[4] } };
    expect(faultOf(driver.post(path, sixth)).codes).toEqual(["6180"]);
    const top = { Id: ids[0], SyncToken: "0", sparse: true };
    expect(faultOf(driver.post(path, { ...top, ParentRef: { value: ids[4] } })).codes).toEqual([
      "900",
    ]);
    const other = driver.created(path, { Name: "Above" });
    expect(faultOf(driver.post(path, { ...top, ParentRef: { value: other["Id"] } })).codes).toEqual(
      ["6180"],
    );
  });

  it("needs a parent that exists and is active", () => {
    const driver = new ApiDriver();
    expect(faultOf(driver.post(path, { Name: "X", ParentRef: { value: "583" } })).details).toEqual([
      `Invalid Reference Id : ${noun} element id 583 not found`,
    ]);
    const parent = driver.created(path, { Name: "Old" });
    driver.created(path, { Id: parent["Id"], SyncToken: "0", sparse: true, Active: false });
    const orphan = faultOf(driver.post(path, { Name: "X", ParentRef: { value: parent["Id"] } }));
    expect(orphan.details[0]).toContain("has been made inactive");
  });
});

describe("a class", () => {
  it("has an id of nineteen digits that is read back exactly", () => {
    const driver = new ApiDriver();
    const first = driver.created("class", { Name: "One" });
    const second = driver.created("class", { Name: "Two" });
    expect([first["Id"], second["Id"]]).toEqual(["5000000000000142241", "5000000000000142242"]);
    expect(driver.read(`class/${idOf(second)}`)["Name"]).toBe("Two");
  });
});

describe("a term", () => {
  it("is a number of days, or a day of the month, and knows which", () => {
    const driver = new ApiDriver();
    expect(driver.created("term", { Name: "Term120", DueDays: "120" })).toMatchObject({
      Type: "STANDARD",
      DueDays: 120,
      DiscountPercent: 0,
    });
    const monthly = driver.created("term", { Name: "End", DayOfMonthDue: 31, Type: "STANDARD" });
    expect(monthly).toMatchObject({ Type: "DATE_DRIVEN", DayOfMonthDue: 31 });
    expect(monthly).not.toHaveProperty("DueDays");
  });

  it.each([
    [{}, "2020"],
    [{ DueDays: 1000 }, "2240"],
    [{ DueDays: -1 }, "2240"],
    [{ DayOfMonthDue: 32 }, "2240"],
    [{ DueDays: 1, DiscountPercent: 101 }, "2240"],
  ])("with %j is refused with %s", (days, code) => {
    expect(faultOf(new ApiDriver().post("term", { Name: "T", ...days })).codes).toEqual([code]);
  });
});

describe("a payment method", () => {
  it("is no card unless it says so, and knows no third kind", () => {
    const driver = new ApiDriver();
    expect(driver.created("paymentmethod", { Name: "Barter" })["Type"]).toBe("NON_CREDIT_CARD");
    const card = { Name: "Store card", Type: "CREDIT_CARD" };
    expect(driver.created("paymentmethod", card)["Type"]).toBe("CREDIT_CARD");
    expect(faultOf(driver.post("paymentmethod", { Name: "X", Type: "COIN" })).codes).toEqual([
      "2170",
    ]);
  });
});

describe("a list without writes", () => {
  it.each([
    ["customertype", "5000000000000003466", { Name: "New" }],
    ["taxcode", "2", { Name: "New" }],
    ["taxrate", "3", { Name: "New" }],
  ])("%s is read and queried only", (path, id, body) => {
    const driver = new ApiDriver();
    expect(driver.read(`${path}/${id}`)["Id"]).toBe(id);
    expect(faultOf(driver.post(path, body)).details).toEqual([
      "Operation Create is not supported.",
    ]);
    expect(faultOf(driver.post(path, { ...body, Id: "2", SyncToken: "0" })).details).toEqual([
      "Operation Update is not supported.",
    ]);
  });
});

describe("a tax agency", () => {
  it("is made with a name, and never changed", () => {
    const driver = new ApiDriver();
    const made = driver.created("taxagency", { DisplayName: "CityTaxAgency" });
    expect(made).toMatchObject({ Id: "3", TaxTrackedOnSales: true, TaxTrackedOnPurchases: false });
    expect(faultOf(driver.post("taxagency", { DisplayName: "citytaxagency" })).codes).toEqual([
      "6240",
    ]);
    expect(faultOf(driver.post("taxagency", {})).codes).toEqual(["2020"]);
    const change = { Id: "3", SyncToken: "0", DisplayName: "Other" };
    expect(faultOf(driver.post("taxagency", change)).details).toEqual([
      "Operation Update is not supported.",
    ]);
  });
});
