import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../json/json-value.ts";
import type { EntityType } from "../../store/stored-record.ts";
import { buildContent } from "./build-content.ts";
import { DOCUMENT_KINDS, type DocumentContent } from "./document-content.ts";

const COMPANY = { CompanyName: "The Company", Email: { Address: "office@example.com" } };

function contentOf(type: EntityType, shown: JsonObject, country = "US"): DocumentContent {
  const kind = DOCUMENT_KINDS[type];
  if (kind === undefined) throw new Error(`${type} is no document`);
  const known: Readonly<Record<string, string>> = {
    "Term 3 Name": "Net 30",
    "Invoice 9 DocNumber": "1037",
  };
  return buildContent({
    type,
    kind,
    shown,
    companyInfo: COMPANY,
    country,
    lookUp: (owner, id, property) => known[`${owner} ${id} ${property}`],
  });
}

const totalsOf = (content: DocumentContent): string[] =>
  content.totals.map(({ label, text }) => `${label}: ${text}`);

/** 100.00 of goods, 10 off, 8 % on what is taxed. */
const SALE = {
  CurrencyRef: { value: "USD" },
  TotalAmt: 97.2,
  TxnTaxDetail: { TotalTax: 7.2, TaxLine: [{ Amount: 7.2, TaxLineDetail: { TaxPercent: 8 } }] },
  Line: [
    {
      Amount: 100,
      Description: "Sod",
      DetailType: "SalesItemLineDetail",
      SalesItemLineDetail: {
        ItemRef: { value: "14", name: "Landscaping:Sod" },
        Qty: 2.5,
        UnitPrice: 40,
      },
    },
    { Amount: 100, DetailType: "SubTotalLineDetail", SubTotalLineDetail: {} },
    { Amount: 10, DetailType: "DiscountLineDetail", DiscountLineDetail: { PercentBased: false } },
  ],
};

describe("the totals of a document", () => {
  it("stand in the order in which they were worked out: discount before the tax, or after it", () => {
    const after = contentOf("Estimate", { ...SALE, ApplyTaxAfterDiscount: false });
    expect(totalsOf(after)).toEqual([
      "Subtotal: 100.00",
      "Tax (8%): 7.20",
      "Discount: -10.00",
      "Total: USD 97.20",
    ]);
    const before = contentOf("Estimate", { ...SALE, ApplyTaxAfterDiscount: true });
    expect(totalsOf(before)).toEqual([
      "Subtotal: 100.00",
      "Discount: -10.00",
      "Tax (8%): 7.20",
      "Total: USD 97.20",
    ]);
  });

  it("take deposit and payments off an invoice, down to its balance", () => {
    const content = contentOf("Invoice", { ...SALE, Deposit: 20, Balance: 7.2 });
    expect(totalsOf(content).slice(-4)).toEqual([
      "Total: USD 97.20",
      "Deposit: -20.00",
      "Payment: -70.00",
      "Balance due: USD 7.20",
    ]);
    expect(content.totals.filter(({ isStrong }) => isStrong).map(({ label }) => label)).toEqual([
      "Balance due",
    ]);
  });

  it("say that a tax is in the prices, and name one that has no rates", () => {
    const included = contentOf(
      "SalesReceipt",
      { ...SALE, GlobalTaxCalculation: "TaxInclusive" },
      "GB",
    );
    expect(totalsOf(included)).toContain("Includes tax (8%): 7.20");
    const whole = contentOf("SalesReceipt", { ...SALE, TxnTaxDetail: { TotalTax: 7.2 } });
    expect(totalsOf(whole)).toContain("Tax: 7.20");
    const none = contentOf("SalesReceipt", { ...SALE, TxnTaxDetail: { TotalTax: 0 } });
    expect(totalsOf(none).join()).not.toContain("Tax");
  });

  it("tell what is left of a credit", () => {
    expect(totalsOf(contentOf("CreditMemo", { ...SALE, RemainingCredit: 50 })).slice(-1)).toEqual([
      "Remaining credit: 50.00",
    ]);
  });
});

describe("the rows of a document", () => {
  it("hold quantity and price as they are, and at least two decimals of a price", () => {
    expect(contentOf("Estimate", SALE).rows).toEqual([
      {
        activity: "Landscaping:Sod",
        description: "Sod",
        quantity: "2.5",
        rate: "40.00",
        amount: "100.00",
      },
    ]);
  });

  it("show a bundle with its lines below it, an account without an item, and bare words", () => {
    const Line = [
      {
        Amount: 30,
        DetailType: "GroupLineDetail",
        GroupLineDetail: {
          GroupItemRef: { value: "20", name: "Garden set" },
          Quantity: 1,
          Line: [
            {
              Amount: 30,
              DetailType: "SalesItemLineDetail",
              SalesItemLineDetail: { ItemRef: { name: "Pump" }, Qty: 1, UnitPrice: 30 },
            },
          ],
        },
      },
      {
        Amount: 5,
        DetailType: "AccountBasedExpenseLineDetail",
        AccountBasedExpenseLineDetail: { AccountRef: { value: "7", name: "Fuel" } },
      },
      { Description: "A word of thanks", DetailType: "DescriptionOnly", DescriptionLineDetail: {} },
    ];
    const rows = contentOf("Invoice", { ...SALE, Line }).rows;
    expect(
      rows.map(({ activity, description, amount }) => [activity, description, amount]),
    ).toEqual([
      ["Garden set", "", "30.00"],
      ["Pump", "", "30.00"],
      ["Fuel", "", "5.00"],
      ["", "A word of thanks", ""],
    ]);
  });

  it("name the documents that a payment pays by their numbers", () => {
    const Line = [
      { Amount: 60, LinkedTxn: [{ TxnId: "9", TxnType: "Invoice" }] },
      { Amount: 10, LinkedTxn: [{ TxnId: "8", TxnType: "CreditMemo" }] },
    ];
    const content = contentOf("Payment", {
      TotalAmt: 80,
      UnappliedAmt: 10,
      Line,
      CurrencyRef: { value: "USD" },
    });
    expect(content.rows.map(({ activity, amount }) => [activity, amount])).toEqual([
      ["Invoice 1037", "60.00"],
      ["CreditMemo 8", "10.00"],
    ]);
    expect(totalsOf(content)).toEqual(["Amount received: USD 80.00", "Not applied: 10.00"]);
  });
});

describe("the head of a document", () => {
  it("writes dates as the company's country does, and terms by their name", () => {
    const shown = {
      ...SALE,
      DocNumber: "1037",
      TxnDate: "2026-09-03",
      DueDate: "2026-10-03",
      SalesTermRef: { value: "3" },
    };
    const factsIn = (country: string): string[] =>
      contentOf("Invoice", shown, country).facts.map(({ label, text }) => `${label}: ${text}`);
    expect(factsIn("US")).toEqual([
      "Invoice #: 1037",
      "Date: 09/03/2026",
      "Terms: Net 30",
      "Due date: 10/03/2026",
    ]);
    expect(factsIn("GB")).toContain("Date: 03/09/2026");
  });

  it("puts the name above an address that lacks it, once", () => {
    const named = {
      CustomerRef: { value: "1", name: "Amy" },
      BillAddr: { Line1: "Amy", Line2: "1 Road", City: "Town", PostalCode: "9" },
      ShipAddr: { City: "Port", Country: "Chile" },
    };
    expect(contentOf("Invoice", { ...SALE, ...named }).parties).toEqual([
      { label: "Bill to", lines: ["Amy", "1 Road", "Town, 9"] },
      { label: "Ship to", lines: ["Amy", "Port", "Chile"] },
    ]);
  });

  it("addresses a purchase order to its vendor, with its own message", () => {
    const shown = {
      ...SALE,
      VendorRef: { value: "4", name: "Supplies Ltd" },
      VendorAddr: { Line1: "Dock 5" },
      Memo: "By the gate",
    };
    const content = contentOf("PurchaseOrder", shown);
    expect(content.title).toBe("Purchase Order");
    expect(content.parties).toEqual([{ label: "Vendor", lines: ["Supplies Ltd", "Dock 5"] }]);
    expect(content.memo).toBe("By the gate");
    expect(content.companyLines).toEqual(["office@example.com"]);
  });
});
