import { describe, expect, it } from "vitest";
import { ApiDriver, faultOf } from "../../testing/api-driver.ts";

const SERVICE = { Name: "Hedge", Type: "Service", IncomeAccountRef: { value: "45" } };

describe("an item", () => {
  it("shows its defaults, the name of its account, and prices printed plain", () => {
    const answer = new ApiDriver().post("item", { ...SERVICE, UnitPrice: 12.5, Sku: "H-1" });
    expect(answer.body).toContain(
      '"UnitPrice":12.5,"Type":"Service","IncomeAccountRef":{"value":"45","name":"Landscaping Services"},"PurchaseCost":0',
    );
    expect(answer.body).toContain('"Name":"Hedge","Sku":"H-1","Active":true');
  });

  it("takes numbers that clients send as text, and references sent as numbers", () => {
    const made = new ApiDriver().created("item", {
      ...SERVICE,
      UnitPrice: "7.25",
      IncomeAccountRef: { value: 45 },
    });
    expect(made).toMatchObject({ UnitPrice: 7.25, IncomeAccountRef: { value: "45" } });
  });

  it("may have a sub-item of the name of another", () => {
    const driver = new ApiDriver();
    const category = driver.created("item", { Name: "Trees", Type: "Category" });
    const sub = driver.created("item", {
      ...SERVICE,
      Name: "Design",
      ParentRef: { value: category["Id"] },
    });
    expect(sub).toMatchObject({ FullyQualifiedName: "Trees:Design", SubItem: true, Level: 1 });
    expect(
      faultOf(
        driver.post("item", { ...SERVICE, Name: "design", ParentRef: { value: category["Id"] } }),
      ).codes,
    ).toEqual(["6240"]);
  });

  it("is renamed when it is deactivated", () => {
    const driver = new ApiDriver();
    const gone = driver.created("item", { Id: "4", SyncToken: "0", sparse: true, Active: false });
    expect(gone).toMatchObject({
      Name: "Design (deleted)",
      FullyQualifiedName: "Design (deleted)",
      Active: false,
    });
    const invoice = {
      CustomerRef: { value: "1" },
      Line: [
        {
          Amount: 1,
          DetailType: "SalesItemLineDetail",
          SalesItemLineDetail: { ItemRef: { value: "4" } },
        },
      ],
    };
    expect(faultOf(driver.post("invoice", invoice)).details[0]).toContain("has been made inactive");
  });

  const refusals: readonly [claim: string, body: object, codes: readonly string[]][] = [
    ["without name and type", {}, ["2020", "2020"]],
    ["without any account", { Name: "X", Type: "Service" }, ["2020"]],
    ["of a type that does not exist", { ...SERVICE, Type: "Gadget" }, ["2170"]],
    ["with a SKU of 101 characters", { ...SERVICE, Sku: "x".repeat(101) }, ["2050"]],
    ["with a price that is no number", { ...SERVICE, UnitPrice: "dear" }, ["2090"]],
    [
      "with a price of more digits than can be kept",
      '{"Name":"X","Type":"Service","UnitPrice":1234567890.1234567,"IncomeAccountRef":{"value":"1"}}' as unknown as object,
      ["2110"],
    ],
    [
      "with an account that does not exist",
      { ...SERVICE, IncomeAccountRef: { value: "999" } },
      ["2500"],
    ],
    ["with a name that is taken", { ...SERVICE, Name: "gardening" }, ["6240"]],
    [
      "of inventory without its accounts",
      { Name: "X", Type: "Inventory" },
      ["2020", "2020", "2020", "2020", "2020"],
    ],
  ];
  for (const [claim, body, codes] of refusals) {
    it(`${claim} is refused with ${codes.join(", ")}`, () => {
      expect(faultOf(new ApiDriver().post("item", body)).codes).toEqual(codes);
    });
  }
});

const STOCK = {
  Name: "Gnome",
  Type: "Inventory",
  TrackQtyOnHand: true,
  QtyOnHand: 10,
  InvStartDate: "2026-01-01",
  IncomeAccountRef: { value: "79" },
  ExpenseAccountRef: { value: "80" },
  AssetAccountRef: { value: "81" },
};

describe("an inventory item", () => {
  it("shows its stock, its accounts and its day as they were given", () => {
    expect(new ApiDriver().created("item", STOCK)).toMatchObject({
      ...STOCK,
      AssetAccountRef: { value: "81", name: "Inventory Asset" },
      IncomeAccountRef: { value: "79" },
      ExpenseAccountRef: { value: "80" },
      UnitPrice: 0,
      PurchaseCost: 0,
      Taxable: false,
    });
  });

  it("is tracked, and stays inventory", () => {
    const driver = new ApiDriver();
    const untracked = faultOf(driver.post("item", { ...STOCK, TrackQtyOnHand: false }));
    expect(untracked.details).toEqual([
      "Business Validation Error: When you create an item, if Track quantity on hand is turned off, the item cannot be of type Inventory.",
    ]);
    const change = { Id: "5", SyncToken: "0", sparse: true, Type: "Service" };
    expect(faultOf(driver.post("item", change)).codes).toEqual(["6000"]);
  });

  it.each([
    ["IncomeAccountRef", "45", "Income"],
    ["ExpenseAccountRef", "7", "Expense"],
    ["AssetAccountRef", "4", "Other Current Asset"],
  ])("is refused %s %s of another kind", (property, value, type) => {
    const fault = faultOf(new ApiDriver().post("item", { ...STOCK, [property]: { value } }));
    expect(fault).toMatchObject({ codes: ["6430"], details: [`Invalid account type: ${type}`] });
  });
});

describe("a category", () => {
  it("has no price and no account, and keeps none that is sent", () => {
    const made = new ApiDriver().created("item", {
      Name: "Trees",
      Type: "Category",
      UnitPrice: 5,
      IncomeAccountRef: { value: "79" },
    });
    expect(Object.keys(made).toSorted()).toEqual(
      "Active FullyQualifiedName Id MetaData Name SyncToken Type domain sparse".split(" "),
    );
  });

  it("nests four deep, and an item stands at the end of all", () => {
    const driver = new ApiDriver();
    const below = (parent: unknown): object =>
      parent === undefined ? {} : { SubItem: true, ParentRef: { value: parent } };
    let parent: unknown;
    for (const Name of ["1", "2", "3", "4"]) {
      parent = driver.created("item", { Name, Type: "Category", ...below(parent) })["Id"];
    }
    const leaf = driver.created("item", { ...SERVICE, ...below(parent) });
    expect(leaf).toMatchObject({
      Level: 4,
      FullyQualifiedName: "1:2:3:4:Hedge",
      ParentRef: { value: parent, name: "1:2:3:4" },
    });
    const fifth = { Name: "5", Type: "Category", ...below(parent) };
    expect(faultOf(driver.post("item", fifth))).toMatchObject({
      codes: ["6180"],
      details: ["The hierarchy cannot be deeper than 4 levels."],
    });
    expect(faultOf(driver.post("item", { ...SERVICE, Name: "Twig", ...below("4") })).codes).toEqual(
      ["700"],
    );
  });

  it("stays a category, and nothing else becomes one", () => {
    const driver = new ApiDriver();
    const trees = driver.created("item", { Name: "Trees", Type: "Category" });
    const remade = { ...SERVICE, Id: trees["Id"], SyncToken: "0" };
    expect(faultOf(driver.post("item", remade)).codes).toEqual(["2120"]);
    const boxed = { Id: "4", SyncToken: "0", sparse: true, Type: "Category" };
    expect(faultOf(driver.post("item", boxed)).codes).toEqual(["2120"]);
  });
});

describe("a bundle", () => {
  it("is read with what is in it, and never written", () => {
    const driver = new ApiDriver();
    expect(driver.read("item/19")).toMatchObject({
      Type: "Group",
      ItemGroupDetail: {
        ItemGroupLine: [
          { Qty: 1, ItemRef: { value: "11", name: "Pump", type: "Inventory" } },
          { Qty: 1, ItemRef: { value: "5", name: "Rock Fountain", type: "Inventory" } },
          { Qty: 2, ItemRef: { value: "8", name: "Lighting", type: "Service" } },
          { Qty: 4, ItemRef: { value: "7", name: "Installation", type: "Service" } },
        ],
      },
    });
    expect(faultOf(driver.post("item", { Name: "Basket", Type: "Group" })).codes).toEqual(["6000"]);
    const change = { Id: "19", SyncToken: "0", sparse: true, Description: "More" };
    expect(faultOf(driver.post("item", change)).codes).toEqual(["6000"]);
  });
});

describe("an item that is refused", () => {
  it.each([
    ["of a Desktop type", { ...SERVICE, Type: "Assembly" }, "2120"],
    ["at a negative price", { ...SERVICE, UnitPrice: -1 }, "2240"],
    ["at a cost above the limit", { ...SERVICE, PurchaseCost: 100_000_000_000 }, "2240"],
    ["as a sub-item of nothing", { ...SERVICE, SubItem: true }, "6150"],
    ["sold into receivables", { ...SERVICE, IncomeAccountRef: { value: "84" } }, "6430"],
    ["with a colon in its name", { ...SERVICE, Name: "A:B" }, "2180"],
  ])("%s", (_claim, body, code) => {
    expect(faultOf(new ApiDriver().post("item", body)).codes).toEqual([code]);
  });
});
