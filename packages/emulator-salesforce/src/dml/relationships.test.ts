import { describe, expect, it } from "vitest";
import type { LookupFilter } from "../schema/types.ts";
import {
  customLookup,
  customObject,
  dmlWorld,
  masterDetail,
  number,
  refusalOf,
} from "./testing/dml-world.ts";

const filter: LookupFilter = {
  criteria: [
    { field: "Account.Industry", operation: "equals", value: "Banking", valueField: null },
    { field: "Account.Site", operation: "equals", value: "", valueField: "$Source.Visit__c.Name" },
  ],
  logic: "1 OR 2",
  required: true,
  message: "Banks only.",
};

describe("a lookup filter", () => {
  it("lets through the parents that it names, and is asked only when the lookup changes", () => {
    const w = dmlWorld({
      objects: [
        customObject("Visit__c", [customLookup("Account__c", "Account", { lookupFilter: filter })]),
      ],
    });
    const bank = w.create("Account", { Name: "Bank", Industry: "Banking" });
    const shop = w.create("Account", { Name: "Shop", Industry: "Retail", Site: "Corner" });
    const visit = w.create("Visit__c", { Name: "V", Account__c: bank });
    expect(refusalOf(() => w.update("Visit__c", visit, { Account__c: shop }))).toEqual([
      {
        message: "Banks only.",
        errorCode: "FIELD_FILTER_VALIDATION_EXCEPTION",
        fields: ["Account__c"],
      },
    ]);
    w.create("Visit__c", { Name: "Corner", Account__c: shop });
    w.update("Account", bank, { Industry: "Retail" });
    w.update("Visit__c", visit, { Name: "Still" });
    expect(w.row("Visit__c", visit)).toMatchObject({ Account__c: bank, Name: "Still" });
  });

  it("that is optional guides people and refuses nothing", () => {
    const optional = { ...filter, required: false };
    const w = dmlWorld({
      objects: [
        customObject("Visit__c", [
          customLookup("Account__c", "Account", { lookupFilter: optional }),
        ]),
      ],
    });
    const shop = w.create("Account", { Name: "Shop" });
    expect(w.create("Visit__c", { Name: "V", Account__c: shop })).toMatch(/^a0/);
  });
});

describe("a lookup that restricts deletion", () => {
  it("keeps its target, and all that would go with it, until it points elsewhere", () => {
    const w = dmlWorld({
      objects: [
        customObject("Visit__c", [
          customLookup("Contact__c", "Contact", { restrictedDelete: true }),
        ]),
      ],
    });
    const account = w.create("Account", { Name: "A" });
    const contact = w.create("Contact", { LastName: "Ann", AccountId: account });
    const visit = w.create("Visit__c", { Name: "First", Contact__c: contact });
    for (const [object, id] of [
      ["Contact", contact],
      ["Account", account],
    ] as const) {
      expect(refusalOf(() => w.remove(object, id))).toEqual([
        {
          errorCode: "DELETE_FAILED",
          message:
            "Your attempt to delete Ann could not be completed because it is associated with the following visits.: First\n",
          fields: [],
        },
      ]);
    }
    expect(w.live("Contact")).toEqual([contact]);
    w.update("Visit__c", visit, { Contact__c: null });
    w.remove("Account", account, 1);
    expect(w.live("Contact")).toEqual([]);
  });
});

describe("amounts in several currencies", () => {
  const rate = (isoCode: string, conversionRate: number) => ({
    isoCode,
    conversionRate,
    decimalPlaces: 2,
    active: true,
  });
  const multiCurrency = {
    corporate: "USD",
    currencies: [rate("USD", 1), rate("EUR", 0.5)],
    advanced: false,
  };

  it("are summed up in the currency of the parent, also when that changes", () => {
    const w = dmlWorld(
      {
        objects: [
          customObject("Trip__c", [
            number("Total__c", {
              type: "currency",
              rollup: {
                childObject: "Cost__c",
                foreignKey: "Trip__c",
                summarizedField: "Amount__c",
                operation: "sum",
                filters: [],
              },
            }),
          ]),
          customObject("Cost__c", [
            masterDetail("Trip__c", "Trip__c"),
            number("Amount__c", { type: "currency" }),
          ]),
        ],
      },
      { multiCurrency },
    );
    const trip = w.create("Trip__c", { Name: "T", CurrencyIsoCode: "USD" });
    w.create("Cost__c", { Name: "1", Trip__c: trip, Amount__c: 10, CurrencyIsoCode: "EUR" });
    const second = w.create("Cost__c", {
      Name: "2",
      Trip__c: trip,
      Amount__c: 5,
      CurrencyIsoCode: "USD",
    });
    expect(w.row("Trip__c", trip)?.["Total__c"]).toBe(25);
    w.update("Cost__c", second, { CurrencyIsoCode: "EUR" });
    expect(w.row("Trip__c", trip)?.["Total__c"]).toBe(30);
    w.update("Trip__c", trip, { CurrencyIsoCode: "EUR" });
    expect(w.row("Trip__c", trip)?.["Total__c"]).toBe(15);
  });

  it("must be those of the price book entry in a line", () => {
    const w = dmlWorld({}, { multiCurrency });
    const book = "01s000000000001AAA";
    const flags = { IsActive: true, IsStandard: true, IsDeleted: false };
    w.org.store.put("Pricebook2", book, { Id: book, Name: "Standard", ...flags });
    const product = w.create("Product2", { Name: "P", IsActive: true });
    const entry = w.create("PricebookEntry", {
      Pricebook2Id: book,
      Product2Id: product,
      UnitPrice: 1,
      IsActive: true,
      CurrencyIsoCode: "USD",
    });
    const deal = w.create("Opportunity", {
      Name: "O",
      StageName: "Prospecting",
      CloseDate: "2026-12-01",
      CurrencyIsoCode: "EUR",
    });
    const line = { OpportunityId: deal, PricebookEntryId: entry, Quantity: 1, UnitPrice: 1 };
    expect(refusalOf(() => w.create("OpportunityLineItem", line))).toEqual([
      {
        message:
          "field integrity exception: PricebookEntryId (pricebook entry has a different currency)",
        errorCode: "FIELD_INTEGRITY_EXCEPTION",
        fields: ["PricebookEntryId"],
      },
    ]);
  });
});
