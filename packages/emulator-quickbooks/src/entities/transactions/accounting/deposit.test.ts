import { describe, expect, it } from "vitest";
import { objectsOf, type JsonObject } from "../../../json/json-value.ts";
import { depositLine, depositOf, journalLine } from "../../../testing/accounting-bodies.ts";
import { ApiDriver, faultOf, idOf, invoiceOf } from "../../../testing/api-driver.ts";
import { billPaymentOf } from "../../../testing/expense-bodies.ts";
import { listOf } from "../../descriptor.ts";

const paymentOf = (amount: number): JsonObject => ({
  CustomerRef: { value: "3" },
  TotalAmt: amount,
});
const balances = (driver: ApiDriver): number[] =>
  ["35", "4", "79"].map((id) => Number(driver.read(`account/${id}`)["CurrentBalance"]));

describe("a deposit", () => {
  it("takes payments out of Undeposited Funds and adds money that comes straight", () => {
    const driver = new ApiDriver();
    const payment = driver.created("payment", paymentOf(262));
    const before = balances(driver);
    const direct = depositLine(62.5, { Entity: { value: "58", type: "CUSTOMER" } });
    const made = driver.created("deposit", depositOf([["Payment", payment["Id"]]], direct));
    expect(made).toMatchObject({ TotalAmt: 324.5 });
    expect(Object.keys(made)).toEqual(
      listOf(
        `DepositToAccountRef TotalAmt domain sparse Id SyncToken MetaData TxnDate CurrencyRef Line`,
      ),
    );
    expect(objectsOf(made, "Line")).toEqual([
      {
        Amount: 262,
        LinkedTxn: [{ TxnId: payment["Id"], TxnType: "Payment", TxnLineId: "0" }],
      },
      {
        Id: "1",
        LineNum: 1,
        Amount: 62.5,
        DetailType: "DepositLineDetail",
        DepositLineDetail: {
          Entity: { value: "58", name: "Jane Doe", type: "CUSTOMER" },
          AccountRef: { value: "79", name: "Sales of Product Income" },
        },
      },
    ]);
    const moved = balances(driver).map((now, place) => now - (before[place] ?? 0));
    expect(moved).toEqual([324.5, -262, 62.5]);
    expect(driver.read(`payment/${idOf(payment)}`)["SyncToken"]).toBe("0");
  });

  it("keeps what it holds from changes until it lets go", () => {
    const driver = new ApiDriver();
    const payment = driver.created("payment", paymentOf(50));
    const made = driver.created("deposit", depositOf([["Payment", payment["Id"]]]));
    const key = { Id: payment["Id"], SyncToken: "0" };
    const change = { ...key, sparse: true, PrivateNote: "late" };
    for (const [path, body] of [
      ["payment", change],
      ["payment?operation=delete", key],
      ["payment?operation=void", key],
    ] as const) {
      expect(faultOf(driver.post(path, body)).codes).toEqual(["6540"]);
    }
    const twice = depositOf([["Payment", payment["Id"]]]);
    expect(faultOf(driver.post("deposit", twice)).codes).toEqual(["6540"]);
    driver.created("deposit?operation=delete", { Id: made["Id"], SyncToken: "0" });
    expect(driver.created("payment", change)["PrivateNote"]).toBe("late");
  });

  it("is changed to hold something else, and what it let go is free", () => {
    const driver = new ApiDriver();
    const [one, two] = [
      driver.created("payment", paymentOf(5)),
      driver.created("payment", paymentOf(6)),
    ];
    const made = driver.created("deposit", depositOf([["Payment", one["Id"]]]));
    const other = { ...depositOf([["Payment", two["Id"]]]), Id: made["Id"], SyncToken: "0" };
    expect(driver.created("deposit", other)["TotalAmt"]).toBe(6);
    driver.created("payment?operation=delete", { Id: one["Id"], SyncToken: "0" });
  });

  it("holds receipts, journal entries, transfers and cheques that went through the funds", () => {
    const driver = new ApiDriver();
    const receipt = driver.created("salesreceipt", invoiceOf("3", 80));
    const entry = driver.created("journalentry", {
      Line: [journalLine("Debit", "4", 20), journalLine("Credit", "79", 20)],
    });
    const transfer = driver.created("transfer", {
      FromAccountRef: { value: "36" },
      ToAccountRef: { value: "4" },
      Amount: 10,
    });
    const cheque = driver.created("billpayment", {
      ...billPaymentOf(30, []),
      CheckPayment: { BankAccountRef: { value: "4" } },
    });
    const before = balances(driver);
    const made = driver.created(
      "deposit",
      depositOf([
        ["SalesReceipt", receipt["Id"]],
        ["JournalEntry", entry["Id"]],
        ["Transfer", transfer["Id"]],
        ["BillPayment", cheque["Id"]],
      ]),
    );
    expect(objectsOf(made, "Line").map((line) => line["Amount"])).toEqual([80, 20, 10, -30]);
    const moved = balances(driver).map((now, place) => now - (before[place] ?? 0));
    expect(moved).toEqual([80, -80, 0]);
  });

  it("of a journal entry leaves its receivable open for payments", () => {
    const driver = new ApiDriver();
    const entry = driver.created("journalentry", {
      Line: [journalLine("Debit", "4", 20), journalLine("Credit", "84", 20, "3")],
    });
    driver.created("deposit", depositOf([["JournalEntry", entry["Id"]]]));
    const invoice = driver.created("invoice", invoiceOf("3", 20));
    driver.created("payment", {
      CustomerRef: { value: "3" },
      TotalAmt: 0,
      Line: [
        { Amount: 20, LinkedTxn: [{ TxnId: idOf(invoice), TxnType: "Invoice" }] },
        { Amount: 20, LinkedTxn: [{ TxnId: idOf(entry), TxnType: "JournalEntry" }] },
      ],
    });
    expect(driver.read(`invoice/${idOf(invoice)}`)["Balance"]).toBe(0);
    expect(driver.read("customer/3")["Balance"]).toBe(0);
  });

  it("hands cash back", () => {
    const driver = new ApiDriver();
    const before = Number(driver.read("account/36")["CurrentBalance"]);
    const made = driver.created("deposit", {
      ...depositOf([], depositLine(100)),
      CashBack: { AccountRef: { value: "36" }, Amount: 15, Memo: "petty cash" },
    });
    expect(made).toMatchObject({ TotalAmt: 85, CashBack: { Amount: 15, Memo: "petty cash" } });
    expect(driver.read("account/36")["CurrentBalance"]).toBe(before + 15);
  });

  it("of a vendor's money on the payable is settled by a credit", () => {
    const driver = new ApiDriver();
    const detail = { AccountRef: { value: "33" }, Entity: { value: "30", type: "VENDOR" } };
    const made = driver.created("deposit", depositOf([], depositLine(40, detail)));
    expect(driver.read("vendor/30")["Balance"]).toBe(40);
    const credit = driver.created("vendorcredit", {
      VendorRef: { value: "30" },
      Line: [
        {
          Amount: 40,
          DetailType: "AccountBasedExpenseLineDetail",
          AccountBasedExpenseLineDetail: { AccountRef: { value: "7" } },
        },
      ],
    });
    const lines = [
      ["Deposit", made["Id"], 40],
      ["VendorCredit", credit["Id"], 40],
    ] as const;
    driver.created("billpayment", billPaymentOf(0, lines));
    expect(driver.read("vendor/30")["Balance"]).toBe(0);
    expect(driver.read(`vendorcredit/${idOf(credit)}`)["Balance"]).toBe(0);
  });

  const refusals: readonly [claim: string, body: object, codes: readonly string[]][] = [
    ["without an account and lines", {}, ["2020", "2020"]],
    [
      "to an expense account",
      { ...depositOf([], depositLine(5)), DepositToAccountRef: { value: "7" } },
      ["6430"],
    ],
    [
      "of a line without account and amount",
      depositOf([], { DetailType: "DepositLineDetail" }),
      ["2020", "2020"],
    ],
    [
      "of a bill's line",
      depositOf([], { ...depositLine(5), DetailType: "TDSLineDetail" }),
      ["2170"],
    ],
    ["of less than nothing", depositOf([], depositLine(-5)), ["6000"]],
    ["of what is not there", depositOf([["Payment", "9999"]]), ["6000"]],
    ["of an invoice", depositOf([["Invoice", "67"]]), ["620"]],
    [
      "of one payment twice",
      depositOf([
        ["Payment", "68"],
        ["Payment", "68"],
      ]),
      ["620"],
    ],
    ["of an unknown name", depositOf([], depositLine(5, { Entity: { value: "583" } })), ["2500"]],
    [
      "on a receivable of nobody",
      depositOf([], depositLine(5, { AccountRef: { value: "84" } })),
      ["6000"],
    ],
    [
      "of another amount than waits",
      { ...depositOf([]), Line: [{ Amount: 5, LinkedTxn: [{ TxnId: "68", TxnType: "Payment" }] }] },
      ["6000"],
    ],
    [
      "with negative cash back",
      { ...depositOf([], depositLine(5)), CashBack: { AccountRef: { value: "36" }, Amount: -1 } },
      ["2290"],
    ],
  ];
  for (const [claim, body, codes] of refusals) {
    it(`${claim} is refused with ${codes.join(", ")}`, () => {
      expect(faultOf(new ApiDriver().post("deposit", body)).codes).toEqual(codes);
    });
  }
});
