import { describe, expect, it } from "vitest";
import { objectsOf, type JsonObject } from "../../../json/json-value.ts";
import { ApiDriver, faultOf } from "../../../testing/api-driver.ts";
import {
  amountOff,
  itemLine,
  percentOff,
  plantRecord,
  prefer,
  saleOf,
  shippingLine,
} from "../../../testing/sales.ts";

const shown = (sale: JsonObject): unknown[] =>
  objectsOf(sale, "Line").map((line) => [line["DetailType"], line["Amount"], line["Id"]]);
const codesOf = (driver: ApiDriver, body: JsonObject): readonly string[] =>
  faultOf(driver.post("invoice", body)).codes;

/** A set of two bags of rocks and half a bag of soil. */
function withBundle(): ApiDriver {
  const driver = new ApiDriver();
  const parts = [
    { ItemRef: { value: "13" }, Qty: 2 },
    { ItemRef: { value: "15" }, Qty: 0.5 },
  ];
  plantRecord(driver, "Item", "900", {
    Name: "Garden set",
    Description: "A set for the garden",
    Active: true,
    Type: "Group",
    ItemGroupDetail: { ItemGroupLine: parts },
  });
  return driver;
}

describe("a refund receipt as recorded in 2014", () => {
  const driver = new ApiDriver();
  prefer(driver, "SalesFormsPrefs", { AllowShipping: true });
  plantRecord(driver, "TaxRate", "3", { RateValue: 6.5 });
  const made = driver.created("refundreceipt", {
    ...saleOf("3", [
      itemLine(345, { UnitPrice: 23, Qty: 15, TaxCodeRef: { value: "TAX" } }),
      percentOff(10),
      shippingLine(5),
    ]),
    TxnTaxDetail: { TxnTaxCodeRef: { value: "2" } },
    DepositToAccountRef: { value: "35" },
  });

  it("puts the subtotal after the items, then the discount, then shipping without a number", () => {
    expect(shown(made)).toEqual([
      ["SalesItemLineDetail", 345, "1"],
      ["SubTotalLineDetail", 345, undefined],
      ["DiscountLineDetail", 34.5, undefined],
      ["SalesItemLineDetail", 5, undefined],
    ]);
  });

  it("taxes before the discount and comes to 337.93", () => {
    expect(made).toMatchObject({
      TxnTaxDetail: {
        TotalTax: 22.43,
        TaxLine: [{ Amount: 22.43, TaxLineDetail: { TaxPercent: 6.5, NetAmountTaxable: 345 } }],
      },
      TotalAmt: 337.93,
      Balance: 0,
    });
  });
});

describe("a bundle", () => {
  it("unfolds into its items, as often as it is sold, and amounts to their sum", () => {
    const group = {
      Amount: 1,
      DetailType: "GroupLineDetail",
      GroupLineDetail: { GroupItemRef: { value: "900" }, Quantity: 3 },
    };
    const made = withBundle().created("invoice", saleOf("3", [group, itemLine(10)]));
    const [first, second] = objectsOf(made, "Line");
    expect(first).toMatchObject({
      Id: "1",
      LineNum: 1,
      Description: "A set for the garden",
      Amount: 150,
      GroupLineDetail: {
        GroupItemRef: { value: "900", name: "Garden set" },
        Quantity: 3,
        Line: [
          { Id: "2", Amount: 135, SalesItemLineDetail: { Qty: 6, UnitPrice: 22.5 } },
          { Id: "3", Amount: 15, SalesItemLineDetail: { Qty: 1.5, UnitPrice: 10 } },
        ],
      },
    });
    expect(second).toMatchObject({ Id: "4", Amount: 10 });
    expect(made["TotalAmt"]).toBe(160);
  });

  it("keeps the lines that a client changed, with their numbers", () => {
    const driver = withBundle();
    const group = {
      DetailType: "GroupLineDetail",
      GroupLineDetail: { GroupItemRef: { value: "900" } },
    };
    const made = driver.created("invoice", saleOf("3", [group]));
    const [line = {}] = objectsOf(made, "Line");
    const [kept = {}] = objectsOf(line["GroupLineDetail"] as JsonObject, "Line");
    const changed = driver.created("invoice", {
      Id: made["Id"],
      SyncToken: "0",
      sparse: true,
      Line: [
        { ...line, GroupLineDetail: { GroupItemRef: { value: "900" }, Line: [kept, itemLine(1)] } },
      ],
    });
    const lines = objectsOf(
      objectsOf(changed, "Line")[0]?.["GroupLineDetail"] as JsonObject,
      "Line",
    );
    expect(lines.map((each) => [each["Id"], each["Amount"]])).toEqual([
      ["2", 45],
      ["4", 1],
    ]);
    expect(changed["TotalAmt"]).toBe(46);
  });

  it("is refused on an item line, and an item that is no bundle on a group line", () => {
    const driver = withBundle();
    expect(codesOf(driver, saleOf("3", [itemLine(1, { ItemRef: { value: "900" } })]))).toEqual([
      "2500",
    ]);
    const group = {
      DetailType: "GroupLineDetail",
      GroupLineDetail: { GroupItemRef: { value: "4" } },
    };
    expect(codesOf(driver, saleOf("3", [group]))).toEqual(["2500"]);
  });
});

describe("a line", () => {
  it("of text charges nothing, whatever amount comes with it", () => {
    const made = new ApiDriver().created(
      "invoice",
      saleOf("3", [
        itemLine(10),
        { Amount: 99, DetailType: "DescriptionOnly", Description: "Hello" },
      ]),
    );
    expect(made["TotalAmt"]).toBe(10);
    expect(objectsOf(made, "Line")[1]).not.toHaveProperty("Amount");
  });

  it("with a discount of its own lowers the total; its rate wins over its amount", () => {
    const made = new ApiDriver().created(
      "invoice",
      saleOf("3", [itemLine(80, { DiscountRate: 25, DiscountAmt: 1 })]),
    );
    expect(objectsOf(made, "Line")[0]).toMatchObject({ SalesItemLineDetail: { DiscountAmt: 20 } });
    expect(made["TotalAmt"]).toBe(60);
  });

  it("whose amount is not price times quantity is refused in the US and put right where the price wins", () => {
    const body = saleOf("3", [itemLine(1861.07, { UnitPrice: 620.355, Qty: 3 })]);
    const refused = faultOf(
      new ApiDriver().post(
        "invoice",
        saleOf("3", [itemLine(1861.08, { UnitPrice: 620.355, Qty: 3 })]),
      ),
    );
    expect(refused.details).toEqual([
      "Amount is not equal to UnitPrice * Qty. Supplied value:1,861.08",
    ]);
    expect(new ApiDriver().created("invoice", body)["TotalAmt"]).toBe(1861.07);
    const lenient = new ApiDriver({ settings: { unitPriceWins: true } });
    expect(
      lenient.created("invoice", saleOf("3", [itemLine(5, { UnitPrice: 10, Qty: 2 })]))["TotalAmt"],
    ).toBe(20);
  });

  it("takes an Id once: a second line with the same one gets a new number", () => {
    const driver = new ApiDriver();
    const made = driver.created("invoice", saleOf("3", [itemLine(1)]));
    const line = { ...objectsOf(made, "Line")[0] };
    const changed = driver.created("invoice", {
      ...saleOf("3", [line, line, { ...line, Id: "77" }]),
      Id: made["Id"],
      SyncToken: "0",
    });
    expect(objectsOf(changed, "Line").map((each) => each["Id"])).toEqual([
      "1",
      "2",
      "3",
      undefined,
    ]);
  });
});

describe("a line of stock", () => {
  const sprinklers = (detail: JsonObject, date: string): JsonObject =>
    saleOf("3", [itemLine(4, { ItemRef: { value: "16" }, ...detail })], { TxnDate: date });

  it("is sold in a number and not before it was counted, though it can be quoted", () => {
    const driver = new ApiDriver();
    expect(codesOf(driver, sprinklers({}, "2026-01-01"))).toEqual(["6520"]);
    expect(codesOf(driver, sprinklers({ Qty: 2 }, "2015-09-30"))).toEqual(["6270"]);
    expect(driver.post("invoice", sprinklers({ Qty: 2 }, "2015-10-01")).status).toBe(200);
    expect(driver.post("estimate", sprinklers({}, "2015-09-30")).status).toBe(200);
  });
});

describe("the texts of a sale", () => {
  const tooLong: readonly [
    resource: string,
    property: string,
    value: JsonObject | string,
    element: string,
  ][] = [
    ["invoice", "DocNumber", "x".repeat(22), "DocNumber"],
    ["estimate", "PrivateNote", "x".repeat(4001), "PrivateNote"],
    ["creditmemo", "CustomerMemo", { value: "x".repeat(1001) }, "Customer Memo"],
    ["refundreceipt", "PaymentRefNum", "x".repeat(101), "PaymentRefNum"],
    ["salesreceipt", "PaymentRefNum", "x".repeat(22), "PaymentRefNum"],
  ];
  for (const [resource, property, value, element] of tooLong) {
    it(`are limited: ${property} on ${resource}`, () => {
      const body = {
        ...saleOf("3", [itemLine(1)]),
        DepositToAccountRef: { value: "35" },
        [property]: value,
      };
      const fault = faultOf(new ApiDriver().post(resource, body));
      expect([fault.codes, fault.elements]).toEqual([["2050"], [element]]);
    });
  }
});

describe("a discount", () => {
  it("goes to the company's account for discounts, and is refused where discounts are off", () => {
    const driver = new ApiDriver();
    const made = driver.created("invoice", saleOf("3", [itemLine(50), amountOff(20)]));
    expect(objectsOf(made, "Line")[2]).toMatchObject({
      Amount: 20,
      DiscountLineDetail: { DiscountAccountRef: { value: "86", name: "Discounts given" } },
    });
    prefer(driver, "SalesFormsPrefs", { AllowDiscount: false });
    expect(codesOf(driver, saleOf("3", [itemLine(50), amountOff(20)]))).toEqual(["6090"]);
  });

  const refusals: readonly [claim: string, line: JsonObject, code: string][] = [
    [
      "without amount or percent",
      { DetailType: "DiscountLineDetail", DiscountLineDetail: {} },
      "6090",
    ],
    ["of more than all", percentOff(101), "2150"],
    ["larger than what is sold", amountOff(51), "6000"],
  ];
  for (const [claim, line, code] of refusals) {
    it(`${claim} is refused with ${code}`, () => {
      expect(codesOf(new ApiDriver(), saleOf("3", [itemLine(50), line]))).toEqual([code]);
    });
  }

  it("leaves shipping alone, which is refused where the company ships nothing", () => {
    const driver = new ApiDriver();
    const body = saleOf("3", [itemLine(50), percentOff(10), shippingLine(7)]);
    expect(codesOf(driver, body)).toEqual(["5030"]);
    prefer(driver, "SalesFormsPrefs", { AllowShipping: true });
    expect(driver.created("invoice", body)["TotalAmt"]).toBe(52);
  });
});
