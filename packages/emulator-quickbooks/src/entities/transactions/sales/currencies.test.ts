import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../json/json-value.ts";
import { add } from "../../../money.ts";
import { ApiDriver, faultOf, invoiceOf } from "../../../testing/api-driver.ts";
import { itemLine, paymentOf, plantRecord } from "../../../testing/sales.ts";

describe("in several currencies", () => {
  /** Customer 3 is in euros: 1.5 dollars on the first of October, 1.6 since the tenth. */
  const european = (): ApiDriver => {
    const driver = new ApiDriver();
    plantRecord(driver, "Preferences", "1", {
      CurrencyPrefs: { MultiCurrencyEnabled: true, HomeCurrency: { value: "USD" } },
    });
    plantRecord(driver, "Customer", "3", { CurrencyRef: { value: "EUR" } });
    const rates: readonly [string, number][] = [
      ["2026-10-01", 1.5],
      ["2026-10-10", 1.6],
    ];
    for (const [AsOfDate, Rate] of rates) {
      plantRecord(driver, "ExchangeRate", `EUR-${AsOfDate}`, {
        SourceCurrencyCode: "EUR",
        TargetCurrencyCode: "USD",
        AsOfDate,
        Rate,
      });
    }
    return driver;
  };
  const EUR = { CurrencyRef: { value: "EUR" } };

  it("an invoice takes the rate of its day and shows both sums at home", () => {
    const driver = european();
    const made = driver.created("invoice", {
      ...invoiceOf("3", 100),
      ...EUR,
      TxnDate: "2026-10-05",
    });
    expect(made).toMatchObject({
      CurrencyRef: { value: "EUR", name: "Euro" },
      ExchangeRate: 1.5,
      HomeTotalAmt: 150,
      Balance: 100,
      HomeBalance: 150,
    });
    expect(driver.read("customer/3")["Balance"]).toBe(100);
    const stated = driver.created("invoice", { ...invoiceOf("3", 1), ...EUR, ExchangeRate: 2 });
    expect(stated["HomeTotalAmt"]).toBe(2);
  });

  it("a payment at another rate books what was gained", () => {
    const driver = european();
    const { sums } = driver.company.store;
    const invoice = driver.created("invoice", {
      ...invoiceOf("3", 100),
      ...EUR,
      TxnDate: "2026-10-05",
    });
    const paid = { ...paymentOf("3", 100, [[invoice["Id"], 100]]), ...EUR, TxnDate: "2026-10-20" };
    expect(driver.created("payment", paid)).toMatchObject({ ExchangeRate: 1.6 });
    expect(sums.accountBalance("91")).toBe(-10);
    const foreign = [...driver.company.store.records("Account")].filter(
      ({ fields }) => (fields["CurrencyRef"] as JsonObject | undefined)?.["value"] === "EUR",
    );
    expect(
      foreign.map(({ id, fields }) => [fields["AccountType"], sums.accountBalance(id)]),
    ).toEqual([["Accounts Receivable", 0]]);
  });

  it("payments in parts leave nothing of the invoice at home either", () => {
    const driver = european();
    const invoice = driver.created("invoice", {
      ...invoiceOf("3", 0.1),
      ...EUR,
      ExchangeRate: 1.15,
    });
    for (let part = 0; part < 10; part += 1) {
      driver.created("payment", {
        ...paymentOf("3", 0.01, [[invoice["Id"], 0.01]]),
        ...EUR,
        ExchangeRate: 1.15,
      });
    }
    const account = [...driver.company.store.records("Account")].at(-1);
    expect(driver.company.store.sums.accountBalance(account?.id ?? "")).toBe(0);
  });

  it("a payment takes all that the invoice has at home, the rounding of its lines too", () => {
    const driver = european();
    const { store } = driver.company;
    // Incomes of 0.01 each come to 0.02 at home, so the invoice to 0.04, where its rate makes 0.03 of it.
    const made = driver.created("invoice", {
      CustomerRef: { value: "3" },
      ...EUR,
      ExchangeRate: 1.5,
      Line: [
        itemLine(0.01, { ItemRef: { value: "4" } }),
        itemLine(0.01, { ItemRef: { value: "13" } }),
      ],
    });
    const paid = { ...paymentOf("3", 0.02, [[made["Id"], 0.02]]), ...EUR, ExchangeRate: 1.5 };
    driver.created("payment", paid);
    const left = [...store.records("Invoice"), ...store.records("Payment")]
      .flatMap(({ postings = [] }) => postings)
      .filter(({ party }) => party?.id === "3")
      .map(({ home }) => home);
    expect([left.length, add(...left)]).toEqual([2, 0]);
  });

  it("a receipt of nobody takes a currency only that the company has", () => {
    const driver = european();
    const receipt = { Line: [itemLine(1)], ...EUR };
    expect(faultOf(driver.post("salesreceipt", receipt)).codes).toEqual(["2220"]);
    plantRecord(driver, "CompanyCurrency", "1", { Code: "EUR", Name: "Euro", Active: true });
    expect(driver.created("salesreceipt", receipt)["CurrencyRef"]).toMatchObject({ value: "EUR" });
  });

  it("a transaction names its currency, which is its customer's", () => {
    const driver = european();
    expect(faultOf(driver.post("invoice", invoiceOf("3", 1))).elements).toEqual(["CurrencyRef"]);
    const dollars = { CurrencyRef: { value: "USD" } };
    expect(faultOf(driver.post("payment", { ...paymentOf("3", 1, []), ...dollars })).codes).toEqual(
      ["6000"],
    );
    expect(driver.post("invoice", { ...invoiceOf("1", 1), ...dollars }).status).toBe(200);
    const body = { ...invoiceOf("3", 1), ...EUR, ExchangeRate: 0 };
    expect(faultOf(driver.post("invoice", body)).elements).toEqual(["ExchangeRate"]);
  });
});
