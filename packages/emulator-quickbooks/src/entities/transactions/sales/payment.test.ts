import { describe, expect, it } from "vitest";
import { objectsOf, type JsonObject } from "../../../json/json-value.ts";
import { ApiDriver, faultOf, idOf, invoiceOf } from "../../../testing/api-driver.ts";
import { itemLine, paymentOf, plantRecord, saleOf } from "../../../testing/sales.ts";

describe("a payment", () => {
  it("lowers the invoice and the customer, links both ways and gives the invoice a new SyncToken", () => {
    const driver = new ApiDriver();
    const invoice = driver.created("invoice", invoiceOf("3", 100));
    const payment = driver.created("payment", paymentOf("3", 80, [[invoice["Id"], 60.5]]));
    expect(payment).toMatchObject({
      UnappliedAmt: 19.5,
      ProcessPayment: false,
      DepositToAccountRef: { value: "4", name: "Undeposited Funds" },
    });
    expect(driver.read(`invoice/${idOf(invoice)}`)).toMatchObject({
      Balance: 39.5,
      SyncToken: "1",
      LinkedTxn: [{ TxnId: payment["Id"], TxnType: "Payment" }],
    });
    expect(driver.read("customer/3")["Balance"]).toBe(20);
  });

  it("without lines makes the customer's balance negative", () => {
    const driver = new ApiDriver();
    driver.created("payment", paymentOf("3", 50, []));
    expect(driver.get("customer/3").body).toContain('"Balance":-50.00');
  });

  it("gives its money back to the invoice when it is deleted, and stays unapplied when the invoice is voided", () => {
    const driver = new ApiDriver();
    const invoice = driver.created("invoice", invoiceOf("3", 100));
    const payment = driver.created("payment", paymentOf("3", 60, [[invoice["Id"], 60]]));
    expect(
      faultOf(driver.post("invoice?operation=delete", { Id: invoice["Id"], SyncToken: "1" })).codes,
    ).toEqual(["6000"]);
    driver.created("invoice?operation=void", { Id: invoice["Id"], SyncToken: "1" });
    expect(driver.read(`payment/${idOf(payment)}`)).toMatchObject({
      UnappliedAmt: 60,
      Line: [],
      SyncToken: "1",
    });
    driver.created("payment?operation=delete", { Id: payment["Id"], SyncToken: "1" });
    expect(driver.read("customer/3")["Balance"]).toBe(0);
  });

  it("is refused above an invoice's open balance, above its own amount, or for an invoice that is not there", () => {
    const driver = new ApiDriver();
    const invoice = driver.created("invoice", invoiceOf("3", 100));
    expect(
      faultOf(driver.post("payment", paymentOf("3", 200, [[invoice["Id"], 100.01]]))).codes,
    ).toEqual(["6000"]);
    expect(
      faultOf(driver.post("payment", paymentOf("3", 50, [[invoice["Id"], 51]]))).codes,
    ).toEqual(["6000"]);
    const missing = faultOf(driver.post("payment", paymentOf("3", 50, [["7500", 5]])));
    expect(missing.details[0]).toBe(
      "Business Validation Error: The entity Invoice 7500 that you are trying to link does not exist. Invoice 7500",
    );
  });

  it("pays the invoices of its customer's jobs, but not a stranger's", () => {
    const driver = new ApiDriver();
    expect(driver.created("payment", paymentOf("7", 85, [["72", 85]]))["UnappliedAmt"]).toBe(0);
    expect(driver.read("customer/7")["BalanceWithJobs"]).toBe(85 - 85);
    expect(faultOf(driver.post("payment", paymentOf("3", 5, [["71", 5]]))).codes).toEqual(["6000"]);
  });

  it("can be changed within what its invoice still has open and what it applied before", () => {
    const driver = new ApiDriver();
    const invoice = driver.created("invoice", invoiceOf("3", 100));
    const payment = driver.created("payment", paymentOf("3", 100, [[invoice["Id"], 60]]));
    const changed = driver.created("payment", {
      Id: payment["Id"],
      SyncToken: "0",
      ...paymentOf("3", 100, [[invoice["Id"], 100]]),
    });
    expect(changed["UnappliedAmt"]).toBe(0);
    expect(driver.read(`invoice/${idOf(invoice)}`)["Balance"]).toBe(0);
  });
});

describe("a payment of several things", () => {
  it("pays several invoices of a family, and counts two lines for one invoice together", () => {
    const driver = new ApiDriver();
    const [a = "", b = ""] = ["3", "3"].map((each) =>
      idOf(driver.created("invoice", invoiceOf(each, 100))),
    );
    const made = driver.created(
      "payment",
      paymentOf("3", 150, [
        [a, 60],
        [b, 50],
        [a, 40],
      ]),
    );
    expect(made["UnappliedAmt"]).toBe(0);
    expect([a, b].map((id) => driver.read(`invoice/${id}`)["Balance"])).toEqual([0, 50]);
    const over = paymentOf("3", 90, [
      [b, 30],
      [b, 30],
    ]);
    expect(faultOf(driver.post("payment", over)).codes).toEqual(["6000"]);
  });

  it("shows what each line pays, its number and what is open there", () => {
    const driver = new ApiDriver();
    const invoice = driver.created("invoice", invoiceOf("3", 100));
    const made = driver.created("payment", paymentOf("3", 60, [[invoice["Id"], 60]]));
    const [line = {}] = objectsOf(made, "Line");
    const extras = objectsOf(line["LineEx"] as JsonObject, "any").map(({ value }) => value);
    expect(extras).toEqual([
      { Name: "txnId", Value: invoice["Id"] },
      { Name: "txnOpenBalance", Value: "40.00" },
      { Name: "txnReferenceNumber", Value: invoice["DocNumber"] },
    ]);
    expect(driver.created("payment", { ...made, PrivateNote: "again" })["UnappliedAmt"]).toBe(0);
  });

  const refusals: readonly [claim: string, body: JsonObject, code: string][] = [
    ["of nothing", paymentOf("3", 0, []), "6000"],
    ["of less than nothing", paymentOf("3", -1, []), "6000"],
    ["with a negative line", paymentOf("3", 5, [["67", -5]]), "2290"],
    [
      "on an account where no money lies",
      { ...paymentOf("3", 5, []), DepositToAccountRef: { value: "82" } },
      "6430",
    ],
    [
      "on receivables that are none",
      { ...paymentOf("3", 5, []), ARAccountRef: { value: "35" } },
      "6430",
    ],
    ["of a bill", paymentOf("3", 5, [["25", 5, "Bill"]]), "6000"],
    ["of something that no type is called", paymentOf("3", 5, [["25", 5, "Gift"]]), "6000"],
  ];
  for (const [claim, body, code] of refusals) {
    it(`${claim} is refused with ${code}`, () => {
      expect(faultOf(new ApiDriver().post("payment", body)).codes).toEqual([code]);
    });
  }

  it("voided takes nothing any more, and its invoice is open again", () => {
    const driver = new ApiDriver();
    const invoice = idOf(driver.created("invoice", invoiceOf("3", 100)));
    const payment = idOf(driver.created("payment", paymentOf("3", 100, [[invoice, 100]])));
    const voided = driver.created("payment?operation=update&include=void", {
      Id: payment,
      SyncToken: "0",
      sparse: true,
    });
    expect(voided).toMatchObject({ TotalAmt: 0, UnappliedAmt: 0, Line: [], PrivateNote: "Voided" });
    expect(driver.read(`invoice/${invoice}`)).toMatchObject({
      Balance: 100,
      LinkedTxn: [],
      SyncToken: "2",
    });
    expect(driver.read("customer/3")["Balance"]).toBe(100);
    const noted = driver.post("payment", {
      Id: payment,
      SyncToken: "1",
      sparse: true,
      PrivateNote: "x",
    });
    expect(noted.status).toBe(200);
  });
});

describe("a credit memo", () => {
  const credited = (): { driver: ApiDriver; credit: string; invoice: string } => {
    const driver = new ApiDriver();
    const credit = idOf(driver.created("creditmemo", invoiceOf("3", 40)));
    const invoice = idOf(driver.created("invoice", invoiceOf("3", 100)));
    return { driver, credit, invoice };
  };

  it("lowers what its customer owes and is there to be used", () => {
    const { driver, credit } = credited();
    expect(driver.read(`creditmemo/${credit}`)).toMatchObject({
      TotalAmt: 40,
      Balance: 40,
      RemainingCredit: 40,
    });
    expect(driver.read("customer/3")["Balance"]).toBe(60);
  });

  it("is applied to an invoice by a payment of nothing", () => {
    const { driver, credit, invoice } = credited();
    const body = paymentOf("3", 0, [
      [invoice, 30],
      [credit, 30, "CreditMemo"],
    ]);
    const made = driver.created("payment", body);
    expect(made).toMatchObject({ TotalAmt: 0, UnappliedAmt: 0 });
    expect(driver.read(`creditmemo/${credit}`)).toMatchObject({
      RemainingCredit: 10,
      SyncToken: "1",
    });
    expect(driver.read(`invoice/${invoice}`)["Balance"]).toBe(70);
    expect(driver.read("customer/3")["Balance"]).toBe(60);
    const more = paymentOf("3", 0, [
      [invoice, 11],
      [credit, 11, "CreditMemo"],
    ]);
    expect(faultOf(driver.post("payment", more)).codes).toEqual(["6000"]);
  });

  it("and money together pay an invoice, but not more than both", () => {
    const { driver, credit, invoice } = credited();
    const both = (amount: number) =>
      paymentOf("3", 50, [
        [invoice, amount],
        [credit, 40, "CreditMemo"],
      ]);
    expect(faultOf(driver.post("payment", both(91))).codes).toEqual(["6000"]);
    expect(driver.created("payment", both(90))["UnappliedAmt"]).toBe(0);
    expect(driver.read(`invoice/${invoice}`)["Balance"]).toBe(10);
  });

  it("that is applied can neither be deleted nor become smaller than what is applied of it", () => {
    const { driver, credit, invoice } = credited();
    driver.created(
      "payment",
      paymentOf("3", 0, [
        [invoice, 30],
        [credit, 30, "CreditMemo"],
      ]),
    );
    const key = { Id: credit, SyncToken: "1" };
    expect(faultOf(driver.post("creditmemo?operation=delete", key)).codes).toEqual(["6000"]);
    const smaller = { ...key, sparse: true, Line: [itemLine(29.99)] };
    expect(faultOf(driver.post("creditmemo", smaller)).codes).toEqual(["6000"]);
    const exact = driver.created("creditmemo", { ...key, sparse: true, Line: [itemLine(30)] });
    expect(exact["RemainingCredit"]).toBe(0);
    expect(faultOf(driver.post("creditmemo?operation=void", key)).codes).toEqual(["500"]);
  });
});

describe("a receipt", () => {
  it("puts its money into Undeposited Funds, and a refund takes it from the account that it must name", () => {
    const driver = new ApiDriver();
    const balance = (id: string): number => driver.company.store.sums.accountBalance(id);
    const before = [balance("4"), balance("35")];
    const receipt = driver.created("salesreceipt", saleOf("3", [itemLine(25)]));
    expect(receipt).toMatchObject({
      DepositToAccountRef: { value: "4" },
      Balance: 0,
      TotalAmt: 25,
    });
    expect(faultOf(driver.post("refundreceipt", saleOf("3", [itemLine(10)]))).elements).toEqual([
      "DepositToAccountRef",
    ]);
    const refund = { ...saleOf("3", [itemLine(10)]), DepositToAccountRef: { value: "35" } };
    expect(driver.created("refundreceipt", refund)["TotalAmt"]).toBe(10);
    expect([balance("4") - (before[0] ?? 0), balance("35") - (before[1] ?? 0)]).toEqual([25, -10]);
    expect(driver.read("customer/3")["Balance"]).toBe(0);
  });

  it("can be voided, a refund and a credit cannot through the API", () => {
    const driver = new ApiDriver();
    const receipt = idOf(driver.created("salesreceipt", saleOf("3", [itemLine(25)])));
    const voided = driver.created("salesreceipt?include=void", {
      Id: receipt,
      SyncToken: "0",
      sparse: true,
    });
    expect(voided).toMatchObject({ TotalAmt: 0, PrivateNote: "Voided" });
    const refund = { ...saleOf("3", [itemLine(10)]), DepositToAccountRef: { value: "35" } };
    const id = idOf(driver.created("refundreceipt", refund));
    expect(
      faultOf(driver.post("refundreceipt?operation=void", { Id: id, SyncToken: "0" })).codes,
    ).toEqual(["500"]);
  });
});

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

describe("a journal entry on receivables", () => {
  const entry = (debit: string, credit: string, customer: string, amount: number): JsonObject => {
    const line = (PostingType: string, account: string): JsonObject => ({
      Amount: amount,
      DetailType: "JournalEntryLineDetail",
      JournalEntryLineDetail: {
        PostingType,
        AccountRef: { value: account },
        ...(account === "84"
          ? { Entity: { Type: "Customer", EntityRef: { value: customer } } }
          : {}),
      },
    });
    return { Line: [line("Debit", debit), line("Credit", credit)] };
  };

  it("is paid like an invoice where it charges the customer, and no further", () => {
    const driver = new ApiDriver();
    const charge = idOf(driver.created("journalentry", entry("84", "82", "3", 50)));
    const paid = driver.created("payment", paymentOf("3", 30, [[charge, 30, "JournalEntry"]]));
    expect(paid["UnappliedAmt"]).toBe(0);
    expect(driver.read("customer/3")["Balance"]).toBe(20);
    const more = driver.post("payment", paymentOf("3", 30, [[charge, 21, "JournalEntry"]]));
    expect(faultOf(more).codes).toEqual(["6000"]);
    const stranger = driver.post("payment", paymentOf("1", 30, [[charge, 1, "JournalEntry"]]));
    expect(faultOf(stranger).codes).toEqual(["6000"]);
  });

  it("pays invoices like a credit where it credits the customer", () => {
    const driver = new ApiDriver();
    const credit = idOf(driver.created("journalentry", entry("82", "84", "3", 50)));
    const invoice = idOf(driver.created("invoice", invoiceOf("3", 80)));
    const body = paymentOf("3", 0, [
      [invoice, 50],
      [credit, 50, "JournalEntry"],
    ]);
    expect(driver.created("payment", body)["UnappliedAmt"]).toBe(0);
    expect(driver.read(`invoice/${invoice}`)["Balance"]).toBe(30);
    expect(driver.read("customer/3")["Balance"]).toBe(30);
  });
});

describe("a payment that lies in a deposit", () => {
  it("can be changed, voided and deleted only there", () => {
    const driver = new ApiDriver();
    const payment = idOf(driver.created("payment", paymentOf("3", 30, [])));
    const deposited = driver.created("deposit", {
      DepositToAccountRef: { value: "35" },
      Line: [{ Amount: 30, LinkedTxn: [{ TxnId: payment, TxnType: "Payment", TxnLineId: "0" }] }],
    });
    const key = { Id: payment, SyncToken: driver.read(`payment/${payment}`)["SyncToken"] ?? "" };
    const tries = [
      driver.post("payment", { ...key, sparse: true, TotalAmt: 20 }),
      driver.post("payment?operation=void", key),
      driver.post("payment?operation=delete", key),
    ];
    expect(tries.map((answer) => faultOf(answer).codes)).toEqual([["6540"], ["6540"], ["6540"]]);
    driver.created("deposit?operation=delete", { Id: deposited["Id"], SyncToken: "0" });
    const freed = driver.read(`payment/${payment}`)["SyncToken"] ?? "";
    expect(driver.post("payment?operation=delete", { Id: payment, SyncToken: freed }).status).toBe(
      200,
    );
  });
});

describe("an amount", () => {
  it("is kept in cents, and refused where sums could no longer be exact", () => {
    const driver = new ApiDriver();
    expect(driver.created("payment", paymentOf("3", 10.005, []))["TotalAmt"]).toBe(10.01);
    expect(driver.created("invoice", saleOf("3", [itemLine(0.015)]))["TotalAmt"]).toBe(0.02);
    const tries = [
      driver.post("payment", paymentOf("3", 100_000_000_000, [])),
      driver.post("invoice", saleOf("3", [itemLine(90_000_000_000), itemLine(90_000_000_000)])),
    ];
    expect(tries.map((answer) => faultOf(answer).codes)).toEqual([["2140"], ["2140"]]);
    const exponent = JSON.stringify(paymentOf("3", 1, [])).replace(
      '"TotalAmt":1',
      '"TotalAmt":1e30',
    );
    expect(driver.post("payment", exponent).status).toBe(400);
  });
});
