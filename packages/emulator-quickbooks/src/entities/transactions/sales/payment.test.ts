import { describe, expect, it } from "vitest";
import { objectsOf, type JsonObject } from "../../../json/json-value.ts";
import { ApiDriver, faultOf, idOf, invoiceOf } from "../../../testing/api-driver.ts";
import { itemLine, paymentOf, saleOf } from "../../../testing/sales.ts";

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
      driver.post("payment", paymentOf("3", 10_000_000_000_000, [])),
      driver.post(
        "invoice",
        saleOf("3", [itemLine(9_000_000_000_000), itemLine(9_000_000_000_000)]),
      ),
    ];
    expect(tries.map((answer) => faultOf(answer).codes)).toEqual([["2140"], ["2140"]]);
    const exponent = JSON.stringify(paymentOf("3", 1, [])).replace(
      '"TotalAmt":1',
      '"TotalAmt":1e30',
    );
    expect(driver.post("payment", exponent).status).toBe(400);
  });
});
