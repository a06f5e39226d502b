import { describe, expect, it } from "vitest";
import { objectsOf, type JsonObject } from "../../../json/json-value.ts";
import { ApiDriver, faultOf, idOf } from "../../../testing/api-driver.ts";
import { billOf, billPaymentOf, expenseLine } from "../../../testing/expense-bodies.ts";
import { listOf } from "../../descriptor.ts";

const owed = (driver: ApiDriver): unknown => driver.read("vendor/30")["Balance"];
const bankOf = (driver: ApiDriver): number => Number(driver.read("account/35")["CurrentBalance"]);
const bill = (driver: ApiDriver, id: unknown): JsonObject => driver.read(`bill/${String(id)}`);

describe("a bill payment", () => {
  it("pays a bill: both are linked, the bill gets a new SyncToken, the bank the money out", () => {
    const driver = new ApiDriver();
    const bank = bankOf(driver);
    const due = driver.created("bill", billOf(200));
    const paid = driver.created("billpayment", billPaymentOf(150, [["Bill", due["Id"], 150]]));
    expect(paid).toMatchObject({
      PayType: "Check",
      CheckPayment: {
        BankAccountRef: { value: "35", name: "Checking" },
        PrintStatus: "NotSet",
      },
      TotalAmt: 150,
      Line: [{ Amount: 150, LinkedTxn: [{ TxnId: due["Id"], TxnType: "Bill" }] }],
    });
    expect(Object.keys(paid)).toEqual(
      listOf(`VendorRef PayType CheckPayment TotalAmt domain sparse Id SyncToken MetaData TxnDate
        CurrencyRef Line`),
    );
    expect(bill(driver, due["Id"])).toMatchObject({
      Balance: 50,
      SyncToken: "1",
      LinkedTxn: [{ TxnId: paid["Id"], TxnType: "BillPaymentCheck" }],
    });
    expect([owed(driver), bankOf(driver)]).toEqual([50, bank - 150]);
  });

  it("by card is owed on the card", () => {
    const driver = new ApiDriver();
    const due = driver.created("bill", billOf(40));
    const before = Number(driver.read("account/41")["CurrentBalance"]);
    const { CheckPayment: _cheque, ...body } = billPaymentOf(40, [["Bill", due["Id"], 40]]);
    const card = { PayType: "CreditCard", CreditCardPayment: { CCAccountRef: { value: "41" } } };
    driver.created("billpayment", { ...body, ...card });
    expect(driver.read("account/41")["CurrentBalance"]).toBe(before + 40);
    expect(objectsOf(bill(driver, due["Id"]), "LinkedTxn")[0]?.["TxnType"]).toBe(
      "BillPaymentCreditCard",
    );
  });

  it("pays several bills, partly by a credit, and what is left over stays the vendor's debt", () => {
    const driver = new ApiDriver();
    const [first, second] = [
      driver.created("bill", billOf(100)),
      driver.created("bill", billOf(60)),
    ];
    const credit = driver.created("vendorcredit", billOf(30));
    driver.created(
      "billpayment",
      billPaymentOf(150, [
        ["Bill", first["Id"], 100],
        ["Bill", second["Id"], 60],
        ["VendorCredit", credit["Id"], 30],
      ]),
    );
    expect([first, second].map(({ Id }) => bill(driver, Id)["Balance"])).toEqual([0, 0]);
    expect(driver.read(`vendorcredit/${idOf(credit)}`)).toMatchObject({
      Balance: 0,
      SyncToken: "1",
      LinkedTxn: [{ TxnType: "BillPaymentCheck" }],
    });
    expect(owed(driver)).toBe(-20);
  });

  it("settles a bill by a credit alone", () => {
    const driver = new ApiDriver();
    const due = driver.created("bill", billOf(30));
    const credit = driver.created("vendorcredit", billOf(50));
    const lines = [
      ["Bill", due["Id"], 30],
      ["VendorCredit", credit["Id"], 30],
    ] as const;
    driver.created("billpayment", billPaymentOf(0, lines));
    expect(bill(driver, due["Id"])["Balance"]).toBe(0);
    expect(driver.read(`vendorcredit/${idOf(credit)}`)["Balance"]).toBe(20);
    expect(owed(driver)).toBe(-20);
  });

  it("of a bill that is paid already comes back void, without lines", () => {
    const driver = new ApiDriver();
    const due = driver.created("bill", billOf(200));
    const body = { ...billPaymentOf(200, [["Bill", due["Id"], 200]]), PrivateNote: "second run" };
    driver.created("billpayment", body);
    const bank = bankOf(driver);
    const again = driver.created("billpayment", body);
    expect(again).toMatchObject({ TotalAmt: 0, Line: [], PrivateNote: "Voided - second run" });
    expect([owed(driver), bankOf(driver)]).toEqual([0, bank]);
    expect(objectsOf(bill(driver, due["Id"]), "LinkedTxn")).toHaveLength(1);
  });

  for (const path of ["billpayment?operation=update&include=void", "billpayment?operation=void"]) {
    it(`is voided by ${path}: the bill is open again`, () => {
      const driver = new ApiDriver();
      const bank = bankOf(driver);
      const due = driver.created("bill", billOf(200));
      const paid = driver.created("billpayment", billPaymentOf(200, [["Bill", due["Id"], 200]]));
      const voided = driver.created(path, { Id: paid["Id"], SyncToken: "0", sparse: true });
      expect(voided).toMatchObject({
        TotalAmt: 0,
        Line: [],
        PrivateNote: "Voided",
        SyncToken: "1",
        PayType: "Check",
      });
      expect(bill(driver, due["Id"])).toMatchObject({
        Balance: 200,
        LinkedTxn: [],
        SyncToken: "2",
      });
      expect([owed(driver), bankOf(driver)]).toEqual([200, bank]);
    });
  }

  it("is changed within what it applied before, and deleted", () => {
    const driver = new ApiDriver();
    const due = driver.created("bill", billOf(100));
    const paid = driver.created("billpayment", billPaymentOf(60, [["Bill", due["Id"], 60]]));
    const key = { Id: paid["Id"], SyncToken: "0" };
    driver.created("billpayment", { ...billPaymentOf(100, [["Bill", due["Id"], 100]]), ...key });
    expect(bill(driver, due["Id"])["Balance"]).toBe(0);
    expect(
      faultOf(driver.post("bill?operation=delete", { Id: due["Id"], SyncToken: "2" })).codes,
    ).toEqual(["6000"]);
    driver.created("billpayment?operation=delete", { Id: paid["Id"], SyncToken: "1" });
    expect(bill(driver, due["Id"])).toMatchObject({ Balance: 100, LinkedTxn: [] });
    expect(owed(driver)).toBe(100);
  });

  it("whose bill another one pays keeps its money when it is pointed there", () => {
    const driver = new ApiDriver();
    const [open, settled] = [
      driver.created("bill", billOf(50)),
      driver.created("bill", billOf(50)),
    ];
    driver.created("billpayment", billPaymentOf(50, [["Bill", settled["Id"], 50]]));
    const paid = driver.created("billpayment", billPaymentOf(50, [["Bill", open["Id"], 50]]));
    const moved = {
      ...billPaymentOf(50, [["Bill", settled["Id"], 50]]),
      Id: paid["Id"],
      SyncToken: "0",
    };
    expect(driver.created("billpayment", moved)).toMatchObject({ TotalAmt: 50, Line: [] });
    expect(bill(driver, open["Id"])["Balance"]).toBe(50);
    expect(owed(driver)).toBe(0);
  });

  it("is voided in a batch as well", () => {
    const driver = new ApiDriver();
    const paid = driver.created("billpayment", billPaymentOf(50, []));
    const item = {
      bId: "1",
      operation: "update",
      optionsData: "void",
      BillPayment: { Id: paid["Id"], SyncToken: "0", sparse: true },
    };
    expect(driver.post("batch", { BatchItemRequest: [item] }).status).toBe(200);
    expect(driver.read(`billpayment/${idOf(paid)}`)["PrivateNote"]).toBe("Voided");
    expect(owed(driver)).toBe(0);
  });

  it("has back what a bill made smaller no longer takes, the latest payment first", () => {
    const driver = new ApiDriver();
    const due = driver.created("bill", billOf(100));
    const pay = (amount: number): JsonObject =>
      driver.created("billpayment", billPaymentOf(amount, [["Bill", due["Id"], amount]]));
    const [early, late] = [pay(70), pay(30)];
    const smaller = { Id: due["Id"], SyncToken: "2", ...billOf(60) };
    expect(driver.created("bill", smaller)).toMatchObject({
      Balance: 0,
      LinkedTxn: [{ TxnId: early["Id"] }],
    });
    expect(driver.read(`billpayment/${idOf(late)}`)).toMatchObject({ Line: [], SyncToken: "1" });
    expect(driver.read(`billpayment/${idOf(early)}`)).toMatchObject({
      Line: [{ Amount: 60 }],
      TotalAmt: 70,
    });
    expect(owed(driver)).toBe(-40);
  });

  it("holds its bill's vendor and its credit's amount", () => {
    const driver = new ApiDriver();
    const due = driver.created("bill", billOf(100));
    const credit = driver.created("vendorcredit", billOf(40));
    const lines = [
      ["Bill", due["Id"], 100],
      ["VendorCredit", credit["Id"], 40],
    ] as const;
    driver.created("billpayment", billPaymentOf(60, lines));
    const other = { Id: due["Id"], SyncToken: "1", ...billOf(100, "31") };
    expect(faultOf(driver.post("bill", other)).codes).toEqual(["6000"]);
    const less = { Id: credit["Id"], SyncToken: "1", sparse: true, Line: [expenseLine(39)] };
    expect(faultOf(driver.post("vendorcredit", less)).codes).toEqual(["6000"]);
  });

  const refusals: readonly [
    claim: string,
    body: (id: unknown) => object,
    codes: readonly string[],
  ][] = [
    ["without anything", () => ({}), ["2020", "2020", "2020", "2020"]],
    [
      "by cheque without an account",
      (id) => ({ ...billPaymentOf(5, [["Bill", id, 5]]), CheckPayment: { PrintStatus: "NotSet" } }),
      ["2020"],
    ],
    [
      "by a cheque drawn on a card",
      (id) => ({
        ...billPaymentOf(5, [["Bill", id, 5]]),
        CheckPayment: { BankAccountRef: { value: "41" } },
      }),
      ["6430"],
    ],
    [
      "by an unknown means",
      (id) => ({ ...billPaymentOf(5, [["Bill", id, 5]]), PayType: "Barter" }),
      ["2170", "2020"],
    ],
    ["above the bill's balance", (id) => billPaymentOf(200, [["Bill", id, 100.01]]), ["6000"]],
    ["above its own amount", (id) => billPaymentOf(50, [["Bill", id, 60]]), ["6000"]],
    [
      "twice over for one bill",
      (id) =>
        billPaymentOf(200, [
          ["Bill", id, 60],
          ["Bill", id, 60],
        ]),
      ["6000"],
    ],
    ["for a bill that is not there", () => billPaymentOf(5, [["Bill", "9999", 5]]), ["6000"]],
    ["for another vendor's bill", (id) => billPaymentOf(5, [["Bill", id, 5]], "31"), ["6000"]],
    ["for an invoice", () => billPaymentOf(5, [["Invoice", "67", 5]]), ["6000"]],
    ["of a negative amount", () => billPaymentOf(-5, []), ["6000"]],
    ["with a negative line", (id) => billPaymentOf(5, [["Bill", id, -5]]), ["2290"]],
    [
      "with a line that pays nothing",
      (id) => ({ ...billPaymentOf(5, [["Bill", id, 5]]), Line: [{ Amount: 5 }] }),
      ["2020"],
    ],
  ];
  for (const [claim, body, codes] of refusals) {
    it(`${claim} is refused with ${codes.join(", ")} and the bill stays open`, () => {
      const driver = new ApiDriver();
      const due = driver.created("bill", billOf(100));
      expect(faultOf(driver.post("billpayment", body(due["Id"]))).codes).toEqual(codes);
      expect(bill(driver, due["Id"])).toMatchObject({ Balance: 100, SyncToken: "0" });
    });
  }
});
