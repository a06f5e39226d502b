import { describe, expect, it } from "vitest";
import { DEFAULT_START } from "../seed/company-start.ts";
import { ApiDriver } from "../testing/api-driver.ts";
import { errorsIn, inputsOf, PageVisitor, textOf } from "../testing/page-visitor.ts";

const NEW = "/app/invoices/new";

describe("a British company", () => {
  const british = (): PageVisitor =>
    new PageVisitor(new ApiDriver({ settings: { start: { ...DEFAULT_START, country: "GB" } } }), {
      "accept-language": "en-GB",
    });

  it("chooses a tax code for each line and whether amounts hold the tax", () => {
    const visitor = british();
    const html = visitor.open(NEW);
    const codes = /<select id="tax-1".*?<\/select>/s.exec(html)?.[0] ?? "";
    const standard = /value="([^"]+)">20[^<]*S</.exec(codes)?.[1] ?? "";
    expect(standard, textOf(codes)).not.toBe("");
    const line = { customer: "Jane Doe", "item-1": "Design", "rate-1": "120", "tax-1": standard };
    const without = { ...line, "tax-1": "", taxCalculation: "TaxExcluded" };
    expect(errorsIn(visitor.submit(NEW, without).body)).toEqual({ "tax-1": "Choose a tax code." });
    const free = visitor.save(NEW, { ...without, taxCalculation: "NotApplicable" });
    expect(visitor.driver.read(`invoice/${free}`)).toMatchObject({ TotalAmt: 120 });
    const on = visitor.save(NEW, { ...line, taxCalculation: "TaxExcluded" });
    expect(visitor.driver.read(`invoice/${on}`)).toMatchObject({ TotalAmt: 144 });
    const inside = visitor.save(NEW, { ...line, taxCalculation: "TaxInclusive" });
    expect(visitor.driver.read(`invoice/${inside}`)).toMatchObject({ TotalAmt: 120 });
    expect(textOf(visitor.open(`/app/invoice?txnId=${inside}`))).toContain(
      "Tax £20.00 Total £120.00",
    );
    const edit = `/app/invoice/edit?txnId=${inside}`;
    expect(inputsOf(visitor.open(edit))).toMatchObject({
      taxCalculation: "TaxInclusive",
      "tax-1": standard,
    });
    visitor.save(edit, { note: "kept" });
    expect(visitor.driver.read(`invoice/${inside}`)).toMatchObject({
      TotalAmt: 120,
      GlobalTaxCalculation: "TaxInclusive",
    });
  });
});

describe("a company with several currencies", () => {
  it("sells to a customer in the customer's currency, and is paid in it", () => {
    const visitor = new PageVisitor(
      new ApiDriver({ settings: { start: { ...DEFAULT_START, multiCurrency: true } } }),
    );
    const { driver } = visitor;
    const customer = visitor.save("/app/customers/new", {
      displayName: "Paris Fleurs",
      currency: "EUR",
    });
    expect(driver.read(`customer/${customer}`)).toMatchObject({ CurrencyRef: { value: "EUR" } });
    const invoice = visitor.save(`${NEW}?nameId=${customer}`, {
      "item-1": "Design",
      "quantity-1": "2",
      exchangeRate: "1.25",
    });
    expect(driver.read(`invoice/${invoice}`)).toMatchObject({
      CurrencyRef: { value: "EUR" },
      ExchangeRate: 1.25,
      TotalAmt: 150,
    });
    const page = textOf(visitor.open(`/app/invoice?txnId=${invoice}`));
    expect(page).toContain("Balance due €150.00");
    expect(page).toContain("Exchange rate 1 EUR = 1.25 USD Total in USD $187.50");
    const payment = visitor.save(`/app/receivepayment?txnId=${invoice}`, {
      [`applied-${invoice}`]: "50",
    });
    expect(driver.read(`payment/${payment}`)).toMatchObject({ CurrencyRef: { value: "EUR" } });
    expect(driver.read(`invoice/${invoice}`)["Balance"]).toBe(100);
    expect(textOf(visitor.open(`/app/customerdetail?nameId=${customer}`))).toContain("€100.00");
    expect(textOf(visitor.open("/app/customers?search=paris"))).toContain("€100.00");
    const site = visitor.save("/app/customers/new", {
      displayName: "Boutique",
      parent: "Paris Fleurs",
      currency: "EUR",
    });
    visitor.save(`${NEW}?nameId=${site}`, { "item-1": "Design" });
    expect(textOf(visitor.open(`/app/customerdetail?nameId=${customer}`))).toMatch(
      /Boutique €75\.00/,
    );
    visitor.save(`/app/invoice/edit?txnId=${invoice}`, { note: "kept" });
    expect(driver.read(`invoice/${invoice}`)).toMatchObject({ ExchangeRate: 1.25, TotalAmt: 150 });
  });
});
