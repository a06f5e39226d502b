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
    ["with a price that is no number", { ...SERVICE, UnitPrice: "dear" }, ["2070"]],
    [
      "with a price of more digits than can be kept",
      '{"Name":"X","Type":"Service","UnitPrice":1234567890.1234567,"IncomeAccountRef":{"value":"1"}}' as unknown as object,
      ["2070"],
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
