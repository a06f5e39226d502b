import { describe, expect, it } from "vitest";
import { dmlWorld, refusalOf } from "../testing/dml-world.ts";
import { undeleteRow } from "../undelete-rows.ts";

/** An org with an account, two price books and a product with prices in both. */
function shop() {
  const w = dmlWorld();
  const standard = "01s000000000001AAA";
  w.org.store.put("Pricebook2", standard, {
    Id: standard,
    Name: "Standard",
    IsActive: true,
    IsStandard: true,
    IsDeleted: false,
  });
  const account = w.create("Account", { Name: "Acme" });
  const product = w.create("Product2", { Name: "Chair", ProductCode: "C", IsActive: true });
  const book = w.create("Pricebook2", { Name: "Partners", IsActive: true });
  const entry = (Pricebook2Id: string, UnitPrice: number) =>
    w.create("PricebookEntry", { Pricebook2Id, Product2Id: product, UnitPrice, IsActive: true });
  const list = entry(standard, 10);
  const partner = entry(book, 8);
  const deal = (extras = {}) =>
    w.create("Opportunity", {
      Name: "Deal",
      AccountId: account,
      StageName: "Prospecting",
      CloseDate: "2026-12-31",
      ...extras,
    });
  return { w, account, product, book, standard, list, partner, deal };
}

describe("an opportunity", () => {
  it("takes flags, probability and forecast from its stage, unless told otherwise", () => {
    const { w, deal } = shop();
    const id = deal({ Amount: 200 });
    expect(w.row("Opportunity", id)).toMatchObject({
      IsClosed: false,
      Probability: 10,
      ForecastCategoryName: "Pipeline",
      ExpectedRevenue: 20,
      FiscalYear: 2026,
      FiscalQuarter: 4,
    });
    w.update("Opportunity", id, { StageName: "Qualification", Probability: 35 });
    expect(w.row("Opportunity", id)?.["Probability"]).toBe(35);
    w.update("Opportunity", id, { StageName: "Closed Won" });
    expect(w.row("Opportunity", id)).toMatchObject({
      IsClosed: true,
      IsWon: true,
      Probability: 100,
      ForecastCategoryName: "Closed",
    });
  });

  it("keeps its account from being deleted once it is won, in the platform's words", () => {
    const { w, account, deal } = shop();
    deal({ StageName: "Closed Won" });
    expect(refusalOf(() => w.remove("Account", account))).toEqual([
      {
        errorCode: "DELETE_FAILED",
        message:
          "Your attempt to delete Acme could not be completed because some opportunities in that account were closed won. The opportunities that could not be deleted are shown below.: Deal\n",
        fields: [],
      },
    ]);
  });

  it("multiplies as people do, so that no cent is lost in binary", () => {
    const { w, deal, list } = shop();
    const line = w.create("OpportunityLineItem", {
      OpportunityId: deal(),
      PricebookEntryId: list,
      Quantity: 1.1,
      UnitPrice: 1.15,
    });
    expect(w.row("OpportunityLineItem", line)?.["TotalPrice"]).toBe(1.27);
    expect(w.row("Opportunity", w.live("Opportunity")[0] ?? "")?.["Amount"]).toBe(1.27);
  });

  it("adds its lines up and ignores an amount sent meanwhile", () => {
    const { w, deal, list } = shop();
    const id = deal({ Amount: 5 });
    const line = w.create("OpportunityLineItem", {
      OpportunityId: id,
      PricebookEntryId: list,
      Quantity: 3,
      UnitPrice: 9.99,
      Discount: 10,
    });
    expect(w.row("OpportunityLineItem", line)).toMatchObject({
      TotalPrice: 26.97,
      ListPrice: 10,
      ProductCode: "C",
      Name: "Deal Chair",
      SortOrder: 1,
    });
    w.update("Opportunity", id, { Amount: 1, NextStep: "Call" }, 5);
    expect(w.row("Opportunity", id)).toMatchObject({
      Amount: 26.97,
      NextStep: "Call",
      HasOpportunityLineItem: true,
      ExpectedRevenue: 2.7,
    });
    w.update("OpportunityLineItem", line, { TotalPrice: 27 });
    expect(w.row("OpportunityLineItem", line)?.["UnitPrice"]).toBe(10);
    w.remove("OpportunityLineItem", line);
    expect(w.row("Opportunity", id)?.["HasOpportunityLineItem"]).toBe(false);
    w.update("Opportunity", id, { Amount: 1 });
    expect(w.row("Opportunity", id)?.["Amount"]).toBe(1);
  });

  it("sells from one price book, active products only", () => {
    const { w, deal, list, partner, book, product } = shop();
    const id = deal();
    const line = (PricebookEntryId: string, extras = {}) =>
      w.create("OpportunityLineItem", {
        OpportunityId: id,
        PricebookEntryId,
        Quantity: 1,
        UnitPrice: 1,
        ...extras,
      });
    line(list);
    expect(refusalOf(() => line(partner))).toEqual([
      {
        errorCode: "FIELD_INTEGRITY_EXCEPTION",
        message:
          "field integrity exception: PricebookEntryId (pricebook entry is in a different pricebook than the one assigned to the opportunity)",
        fields: ["PricebookEntryId"],
      },
    ]);
    const change = () => w.update("Opportunity", id, { Pricebook2Id: book });
    expect(refusalOf(change)).toMatchObject([{ fields: ["Pricebook2Id"] }]);
    expect(refusalOf(() => line(list, { Quantity: 0 }))).toMatchObject([{ fields: ["Quantity"] }]);
    w.update("Product2", product, { IsActive: false });
    expect(refusalOf(() => line(list))).toMatchObject([
      {
        message: "field integrity exception: PricebookEntryId (pricebook entry has been archived)",
      },
    ]);
  });

  it("comes back from the bin with its lines and its amount", () => {
    const { w, deal, list } = shop();
    const id = deal();
    const body = { OpportunityId: id, PricebookEntryId: list, Quantity: 2, UnitPrice: 5 };
    const line = w.create("OpportunityLineItem", body);
    w.remove("Opportunity", id);
    expect(w.live("OpportunityLineItem")).toEqual([]);
    undeleteRow(w.at(1), "Opportunity", id);
    expect(w.live("OpportunityLineItem")).toEqual([line]);
    expect(w.row("Opportunity", id)?.["Amount"]).toBe(10);
  });
});

describe("a quote", () => {
  it("adds up lines, tax and shipping, and takes account and price book from its opportunity", () => {
    const { w, account, deal, partner, book } = shop();
    const id = w.create("Quote", {
      Name: "Q",
      OpportunityId: deal({ Pricebook2Id: book }),
      Tax: 1.5,
    });
    w.create("QuoteLineItem", {
      QuoteId: id,
      PricebookEntryId: partner,
      Quantity: 4,
      UnitPrice: 5,
      Discount: 25,
    });
    w.update("Quote", id, { ShippingHandling: 2 });
    expect(w.row("Quote", id)).toMatchObject({
      QuoteNumber: "00000001",
      AccountId: account,
      Pricebook2Id: book,
      Subtotal: 20,
      TotalPrice: 15,
      Discount: 25,
      GrandTotal: 18.5,
      LineItemCount: 1,
    });
  });

  it("is the opportunity's own alone", () => {
    const { w, deal } = shop();
    const id = deal();
    const [one, two] = ["1", "2"].map((Name) => w.create("Quote", { Name, OpportunityId: id }));
    w.update("Opportunity", id, { SyncedQuoteId: one });
    w.update("Opportunity", id, { SyncedQuoteId: two });
    const syncing = [one, two].map((each) => w.row("Quote", String(each))?.["IsSyncing"]);
    expect(syncing).toEqual([false, true]);
    const other = w.create("Quote", { Name: "3", OpportunityId: deal() });
    expect(refusalOf(() => w.update("Opportunity", id, { SyncedQuoteId: other }))).toMatchObject([
      { errorCode: "FIELD_INTEGRITY_EXCEPTION" },
    ]);
  });
});

describe("an order", () => {
  it("is a draft until it has products, and then keeps them", () => {
    const { w, account, list, standard } = shop();
    const body = {
      AccountId: account,
      EffectiveDate: "2026-11-20",
      Status: "Draft",
      Pricebook2Id: standard,
    };
    expect(refusalOf(() => w.create("Order", { ...body, Status: "Activated" }))).toMatchObject([
      { errorCode: "FAILED_ACTIVATION" },
    ]);
    const id = w.create("Order", body);
    const activate = () => w.update("Order", id, { Status: "Activated" });
    expect(refusalOf(activate)).toMatchObject([{ errorCode: "FAILED_ACTIVATION" }]);
    const item = w.create("OrderItem", {
      OrderId: id,
      PricebookEntryId: list,
      Quantity: 3,
      UnitPrice: 9.5,
    });
    activate();
    expect(w.row("Order", id)).toMatchObject({
      TotalAmount: 28.5,
      StatusCode: "Activated",
      ActivatedById: w.org.settings.adminUserId,
    });
    expect(refusalOf(() => w.update("OrderItem", item, { Quantity: 4 }))).toHaveLength(1);
    expect(refusalOf(() => w.remove("OrderItem", item))).toHaveLength(1);
    expect(refusalOf(() => w.remove("Order", id))).toMatchObject([{ errorCode: "DELETE_FAILED" }]);
    w.update("Order", id, { Status: "Draft" });
    w.remove("Order", id);
    expect([w.live("Order"), w.live("OrderItem")]).toEqual([[], []]);
  });
});
