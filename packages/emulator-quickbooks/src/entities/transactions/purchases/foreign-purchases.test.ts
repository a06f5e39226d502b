import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../json/json-value.ts";
import { add } from "../../../money.ts";
import { depositLine, depositOf, journalLine } from "../../../testing/accounting-bodies.ts";
import { ApiDriver, faultOf, idOf, invoiceOf } from "../../../testing/api-driver.ts";
import { billOf, billPaymentOf, expenseLine } from "../../../testing/expense-bodies.ts";
import { plantRecord } from "../../../testing/sales.ts";

const EUR = { CurrencyRef: { value: "EUR" } };
const USD = { CurrencyRef: { value: "USD" } };

/** Vendor 30 and customer 3 are in euros: 1.1 dollars in October, 1.2 in November. */
function european(): ApiDriver {
  const driver = new ApiDriver();
  plantRecord(driver, "Preferences", "1", {
    CurrencyPrefs: { MultiCurrencyEnabled: true, HomeCurrency: { value: "USD" } },
  });
  plantRecord(driver, "CompanyCurrency", "1", { Code: "EUR", Name: "Euro", Active: true });
  plantRecord(driver, "Vendor", "30", EUR);
  plantRecord(driver, "Customer", "3", EUR);
  for (const [AsOfDate, Rate] of [
    ["2026-10-01", 1.1],
    ["2026-11-01", 1.2],
  ] as const) {
    const fields = { SourceCurrencyCode: "EUR", TargetCurrencyCode: "USD", AsOfDate, Rate };
    plantRecord(driver, "ExchangeRate", `EUR-${AsOfDate}`, fields);
  }
  return driver;
}

const trialBalance = ({ company: { store } }: ApiDriver): number =>
  add(...[...store.records("Account")].map(({ id }) => store.sums.accountBalance(id)));
const gains = ({ company: { store } }: ApiDriver): number => store.sums.accountBalance("91");

describe("purchases in several currencies", () => {
  it("take the rate of their day and open a payable of the currency", () => {
    const driver = european();
    const made = driver.created("bill", { ...billOf(100), ...EUR, TxnDate: "2026-10-05" });
    expect(made).toMatchObject({
      CurrencyRef: { value: "EUR", name: "Euro" },
      ExchangeRate: 1.1,
      TotalAmt: 100,
      Balance: 100,
      HomeBalance: 110,
      APAccountRef: { name: "Accounts Payable (A/P) - EUR" },
    });
    expect(made).not.toHaveProperty("HomeTotalAmt");
    expect(driver.read("vendor/30")).toMatchObject({ Balance: 100, CurrencyRef: { value: "EUR" } });
    const { value } = made["APAccountRef"] as { value: string };
    expect(driver.read(`account/${value}`)).toMatchObject({
      CurrentBalance: 100,
      CurrencyRef: { value: "EUR" },
    });
    expect(driver.created("bill", { ...billOf(1), ...EUR, ExchangeRate: 3 })).toMatchObject({
      ExchangeRate: 3,
      APAccountRef: { value },
    });
    expect(trialBalance(driver)).toBe(0);
  });

  it("are paid at another rate with a realised loss, and nothing is left of the payable", () => {
    const driver = european();
    const due = driver.created("bill", { ...billOf(100), ...EUR, TxnDate: "2026-10-05" });
    const { value } = due["APAccountRef"] as { value: string };
    const bank = driver.company.store.sums.accountBalance("35");
    const pay = (amount: number): JsonObject =>
      driver.created("billpayment", {
        ...billPaymentOf(amount, [["Bill", due["Id"], amount]]),
        ...EUR,
      });
    expect(pay(33.33)).toMatchObject({ ExchangeRate: 1.2 });
    pay(33.33);
    pay(33.34);
    expect(driver.company.store.sums.accountBalance("35")).toBe(add(bank, -120.01));
    expect(driver.company.store.sums.accountBalance(value)).toBe(0);
    expect(gains(driver)).toBe(10.01);
    expect(trialBalance(driver)).toBe(0);
  });

  it("are booked anew for their payments when the rate of the bill is corrected", () => {
    const driver = european();
    const due = driver.created("bill", { ...billOf(100), ...EUR, TxnDate: "2026-10-05" });
    driver.created("billpayment", { ...billPaymentOf(100, [["Bill", due["Id"], 100]]), ...EUR });
    expect(gains(driver)).toBe(10);
    const key = { Id: idOf(due), SyncToken: "1", sparse: true, VendorRef: { value: "30" } };
    driver.created("bill", { ...key, ExchangeRate: 1.2 });
    expect(gains(driver)).toBe(0);
    expect(trialBalance(driver)).toBe(0);
  });

  it("of credits, expenses, entries and deposits balance at home", () => {
    const driver = european();
    const half = { ...EUR, TxnDate: "2026-10-05" };
    driver.created("vendorcredit", { ...billOf(33.33), ...half });
    driver.created("purchase", {
      ...half,
      PaymentType: "Cash",
      AccountRef: { value: "35" },
      EntityRef: { value: "30" },
      Line: [expenseLine(0.33), expenseLine(0.33), expenseLine(0.33)],
    });
    const payable = [...driver.company.store.records("Account")].find(
      ({ fields }) => fields["Name"] === "Accounts Payable (A/P) - EUR",
    );
    driver.created("journalentry", {
      ...half,
      Line: [
        journalLine("Debit", "7", 0.33),
        journalLine("Debit", "8", 0.33),
        journalLine("Credit", payable?.id ?? "", 0.66, "30"),
      ],
    });
    const payment = driver.created("payment", {
      ...half,
      CustomerRef: { value: "3" },
      TotalAmt: 10,
    });
    driver.created("deposit", { ...depositOf([["Payment", payment["Id"]]]), ...EUR });
    expect(gains(driver)).toBe(-1);
    expect(driver.company.store.sums.accountBalance("4")).toBe(
      new ApiDriver().company.store.sums.accountBalance("4"),
    );
    expect(trialBalance(driver)).toBe(0);
    expect(driver.read("vendor/30")["Balance"]).toBe(add(-33.33, 0.66));
  });

  const wrong: readonly [claim: string, path: string, body: object, codes: readonly string[]][] = [
    ["a bill without a currency", "bill", billOf(5), ["2020"]],
    ["a bill in another than the vendor's", "bill", { ...billOf(5), ...USD }, ["6000"]],
    [
      "a bill on the home payable",
      "bill",
      { ...billOf(5), ...EUR, APAccountRef: { value: "33" } },
      ["6000"],
    ],
    [
      "a payment in another than the vendor's",
      "billpayment",
      { ...billPaymentOf(5, []), ...USD },
      ["6000"],
    ],
    [
      "an entry in another than its vendor's",
      "journalentry",
      { ...USD, Line: [journalLine("Debit", "7", 5), journalLine("Credit", "33", 5, "30")] },
      ["6000"],
    ],
    [
      "a transfer without one",
      "transfer",
      { FromAccountRef: { value: "35" }, ToAccountRef: { value: "36" }, Amount: 1 },
      ["2020"],
    ],
    ["a bill at no rate", "bill", { ...billOf(5), ...EUR, ExchangeRate: 0 }, ["2090"]],
    [
      "a deposit of a customer's money in another",
      "deposit",
      {
        ...depositOf([], depositLine(5, { AccountRef: { value: "84" }, Entity: { value: "3" } })),
        ...USD,
      },
      ["6000"],
    ],
    ["a sale to a customer of another", "invoice", { ...invoiceOf("3", 5), ...USD }, ["6000"]],
  ];
  for (const [claim, path, body, codes] of wrong) {
    it(`refuse ${claim} with ${codes.join(", ")}`, () => {
      expect(faultOf(european().post(path, body)).codes).toEqual(codes);
    });
  }
});
