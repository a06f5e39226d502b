import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../json/json-value.ts";
import { ApiDriver, idOf } from "../../../testing/api-driver.ts";
import { makeGlobal } from "../../../testing/random-sales.ts";
import { amountOff, itemLine, percentOff, prefer, saleOf } from "../../../testing/sales.ts";
import { descriptorOf } from "../../registry.ts";
import { book, UnbalancedBooks } from "../book.ts";
import { profileOf } from "../../company-profile.ts";

const DESIGN_INCOME = "82";
const DISCOUNTS = "86";
const TAX = "90";

/** What an invoice posts to each account. */
function booked(driver: ApiDriver, body: JsonObject): Record<string, number> {
  const id = idOf(driver.created("invoice", body));
  const postings = driver.company.store.record("Invoice", id)?.postings ?? [];
  return Object.fromEntries(postings.map(({ account, amount }) => [account, amount]));
}

const off = (amount: number, account: string): JsonObject => ({
  ...amountOff(amount),
  DiscountLineDetail: { DiscountAccountRef: { value: account } },
});

describe("the books of a sale", () => {
  it("have each discount line on its own account, and other discounts on the company's", () => {
    const line = itemLine(100, { DiscountAmt: 3 });
    const body = saleOf("5", [line, off(10, "79"), off(5, "45")], { DiscountAmt: 2 });
    expect(booked(new ApiDriver(), body)).toEqual({
      "84": 80,
      [DESIGN_INCOME]: -100,
      "79": 10,
      "45": 5,
      [DISCOUNTS]: 5,
    });
  });

  it("take the tax out of a discount where tax is inside", () => {
    const driver = new ApiDriver();
    makeGlobal(driver);
    const body = saleOf("5", [itemLine(120, { TaxCodeRef: { value: "61" } }), percentOff(10)], {
      GlobalTaxCalculation: "TaxInclusive",
    });
    const posted = booked(driver, { ...body, CurrencyRef: { value: "USD" } });
    expect(posted).toEqual({ "84": 108, [DESIGN_INCOME]: -100, [TAX]: -18, [DISCOUNTS]: 10 });
  });

  it("have another tax than ours, where a client states it inside, as income and not as a discount", () => {
    const driver = new ApiDriver();
    makeGlobal(driver);
    const body = saleOf("5", [itemLine(120, { TaxCodeRef: { value: "61" } })], {
      GlobalTaxCalculation: "TaxInclusive",
      TxnTaxDetail: { TotalTax: 19.5 },
      CurrencyRef: { value: "USD" },
    });
    expect(booked(driver, body)).toEqual({ "84": 120, [DESIGN_INCOME]: -100.5, [TAX]: -19.5 });
  });

  it("know no tax inside in a company without sales tax: the line earns all of it", () => {
    const driver = new ApiDriver();
    makeGlobal(driver);
    prefer(driver, "TaxPrefs", { UsingSalesTax: false });
    const body = saleOf("5", [itemLine(120, { TaxCodeRef: { value: "61" } })], {
      GlobalTaxCalculation: "TaxInclusive",
      CurrencyRef: { value: "USD" },
    });
    expect(booked(driver, body)).toEqual({ "84": 120, [DESIGN_INCOME]: -120 });
  });

  for (const way of [undefined, "TaxInclusive", "TaxExcluded"] as const) {
    it(`do not balance with a wrong total (${way ?? "US"})`, () => {
      const driver = new ApiDriver();
      if (way !== undefined) makeGlobal(driver);
      const more =
        way === undefined ? {} : { GlobalTaxCalculation: way, CurrencyRef: { value: "USD" } };
      const code = way === undefined ? "TAX" : "61";
      const lines = [itemLine(120, { TaxCodeRef: { value: code } }), amountOff(7)];
      const id = idOf(driver.created("invoice", saleOf("5", lines, more)));
      const { store, settings } = driver.company;
      const record = store.record("Invoice", id);
      const traits = descriptorOf("Invoice").transaction;
      if (record === undefined || traits === undefined) throw new Error("no invoice");
      const context = { store, settings, now: 0, origin: "", profile: profileOf(store) };
      const total = Number(record.fields["TotalAmt"]);
      const wrong = { ...record, fields: { ...record.fields, TotalAmt: total + 0.01 } };
      expect(() => book(wrong, traits, context)).toThrow(UnbalancedBooks);
      expect(book(record, traits, context).postings).toEqual(record.postings);
    });
  }
});
