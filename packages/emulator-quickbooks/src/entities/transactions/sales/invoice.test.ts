import { describe, expect, it } from "vitest";
import { objectsOf, type JsonObject } from "../../../json/json-value.ts";
import { ApiDriver, faultOf, idOf, invoiceOf } from "../../../testing/api-driver.ts";
import { itemLine as line, paymentOf, plantRecord, prefer } from "../../../testing/sales.ts";

describe("an invoice", () => {
  it("adds lines, takes the discount off and taxes what is taxable", () => {
    const made = new ApiDriver().created("invoice", {
      CustomerRef: { value: "3" },
      Line: [
        line(100, { TaxCodeRef: { value: "TAX" } }),
        {
          Amount: 20,
          DetailType: "DiscountLineDetail",
          DiscountLineDetail: { PercentBased: true, DiscountPercent: 10 },
        },
        line(100.1, { UnitPrice: 33.3667, Qty: 3 }),
      ],
      TxnTaxDetail: { TxnTaxCodeRef: { value: "2" } },
    });
    const kinds = objectsOf(made, "Line").map((each) => [each["DetailType"], each["Amount"]]);
    expect(kinds).toEqual([
      ["SalesItemLineDetail", 100],
      ["SalesItemLineDetail", 100.1],
      ["SubTotalLineDetail", 200.1],
      ["DiscountLineDetail", 20.01],
    ]);
    expect(made["TxnTaxDetail"]).toMatchObject({
      TotalTax: 8,
      TaxLine: [{ TaxLineDetail: { TaxPercent: 8, NetAmountTaxable: 100 } }],
    });
    expect(made).toMatchObject({ TotalAmt: 188.09, Balance: 188.09 });
  });

  it("gives a replaced line the next number of that invoice, never an old one", () => {
    const driver = new ApiDriver();
    const made = driver.created("invoice", {
      CustomerRef: { value: "3" },
      Line: [line(1), line(2)],
    });
    const kept = { ...(objectsOf(made, "Line")[1] as JsonObject), Amount: 5 };
    const changed = driver.created("invoice", {
      Id: made["Id"],
      SyncToken: "0",
      sparse: true,
      Line: [kept, line(7)],
    });
    expect(objectsOf(changed, "Line").map((each) => [each["Id"], each["Amount"]])).toEqual([
      ["2", 5],
      ["3", 7],
      [undefined, 12],
    ]);
  });

  it("keeps its number and loses its note in a full update, and is dated today", () => {
    const driver = new ApiDriver();
    const made = driver.created("invoice", {
      ...invoiceOf("3", 5),
      TxnDate: "2026-01-05",
      PrivateNote: "old",
    });
    const changed = driver.created("invoice", {
      Id: made["Id"],
      SyncToken: "0",
      ...invoiceOf("3", 6),
    });
    expect(changed).toMatchObject({
      DocNumber: made["DocNumber"],
      TxnDate: "2026-11-02",
      DueDate: "2026-12-02",
      TotalAmt: 6,
    });
    expect(changed).not.toHaveProperty("PrivateNote");
  });

  it("moves its customer's update time without a new SyncToken", () => {
    const driver = new ApiDriver();
    driver.created("invoice", invoiceOf("3", 5));
    expect(driver.read("customer/3")).toMatchObject({
      SyncToken: "0",
      MetaData: { LastUpdatedTime: "2026-11-02T10:00:00-08:00" },
    });
  });

  it("with a number in use is refused where the company warns of it, unless the call allows it", () => {
    const driver = new ApiDriver({ settings: { warnDuplicateDocNumber: true } });
    const body = { ...invoiceOf("3", 5), DocNumber: "1042" };
    expect(faultOf(driver.post("invoice", body)).details[0]).toContain(
      "DocNumber=1042 is assigned to TxnType=Invoice with TxnId=265",
    );
    expect(driver.post("invoice?include=allowduplicatedocnum", body).status).toBe(200);
  });

  const refusals: readonly [claim: string, body: object, codes: readonly string[]][] = [
    ["without customer and lines", {}, ["2020", "2020"]],
    ["with an empty line list", { CustomerRef: { value: "1" }, Line: [] }, ["2020"]],
    [
      "whose amount is not price times quantity",
      { CustomerRef: { value: "1" }, Line: [line(1861.07, { UnitPrice: 10, Qty: 2 })] },
      ["6070"],
    ],
    ["of an unknown customer", invoiceOf("583", 1), ["2500"]],
    [
      "with a line of an expense",
      { CustomerRef: { value: "1" }, Line: [{ Amount: 1, DetailType: "TDSLineDetail" }] },
      ["2170"],
    ],
    [
      "with a number of 22 characters",
      { ...invoiceOf("1", 1), DocNumber: "x".repeat(22) },
      ["2050"],
    ],
    [
      "dated on a day that does not exist",
      { ...invoiceOf("1", 1), TxnDate: "2026-02-30" },
      ["2070"],
    ],
  ];
  for (const [claim, body, codes] of refusals) {
    it(`${claim} is refused with ${codes.join(", ")}`, () => {
      expect(faultOf(new ApiDriver().post("invoice", body)).codes).toEqual(codes);
    });
  }
});

describe("the due date of an invoice", () => {
  const due = (terms: JsonObject, TxnDate: string): unknown => {
    const driver = new ApiDriver();
    plantRecord(driver, "Term", "50", { Name: "Test", Active: true, ...terms });
    const body = { ...invoiceOf("3", 1), TxnDate, SalesTermRef: { value: "50" } };
    return driver.created("invoice", body)["DueDate"];
  };

  it("is so many days after its date, or a day of this month or of the next", () => {
    expect(due({ DueDays: 10 }, "2026-02-20")).toBe("2026-03-02");
    expect(due({ DayOfMonthDue: 15 }, "2026-02-10")).toBe("2026-02-15");
    expect(due({ DayOfMonthDue: 15 }, "2026-02-16")).toBe("2026-03-15");
    expect(due({ DayOfMonthDue: 31 }, "2026-02-10")).toBe("2026-02-28");
    expect(due({ DayOfMonthDue: 15, DueNextMonthDays: 7 }, "2026-12-10")).toBe("2027-01-15");
  });

  it("is what the client says, and follows the company's default terms otherwise", () => {
    const driver = new ApiDriver();
    prefer(driver, "SalesFormsPrefs", { DefaultTerms: { value: "2" } });
    const body = { ...invoiceOf("3", 1), TxnDate: "2026-03-01" };
    expect(driver.created("invoice", body)["DueDate"]).toBe("2026-03-16");
    expect(driver.created("invoice", { ...body, DueDate: "2026-03-03" })["DueDate"]).toBe(
      "2026-03-03",
    );
  });
});

describe("the number of an invoice", () => {
  it("is left out where the company's documents are numbered by hand", () => {
    const driver = new ApiDriver();
    prefer(driver, "SalesFormsPrefs", { CustomTxnNumbers: true });
    expect(driver.created("invoice", invoiceOf("3", 1))).not.toHaveProperty("DocNumber");
    const given = driver.created("invoice", { ...invoiceOf("3", 1), DocNumber: "A-1" });
    expect(given["DocNumber"]).toBe("A-1");
    const asked = driver.created("invoice", { ...invoiceOf("3", 1), AutoDocNumber: true });
    expect(asked["DocNumber"]).toBe("1043");
    expect(asked).not.toHaveProperty("AutoDocNumber");
  });

  it("goes on from the last one, also of receipts, credits and refunds", () => {
    const driver = new ApiDriver();
    driver.created("salesreceipt", { ...invoiceOf("3", 1), DocNumber: "2000" });
    expect(driver.created("creditmemo", invoiceOf("3", 1))["DocNumber"]).toBe("2001");
    const refund = { ...invoiceOf("3", 1), DepositToAccountRef: { value: "35" } };
    expect(driver.created("refundreceipt", refund)["DocNumber"]).toBe("2002");
  });
});

describe("an invoice that was paid", () => {
  const paid = (): { driver: ApiDriver; id: string; payment: string } => {
    const driver = new ApiDriver();
    const id = idOf(driver.created("invoice", invoiceOf("3", 100)));
    const payment = idOf(driver.created("payment", paymentOf("3", 100, [[id, 100]])));
    return { driver, id, payment };
  };

  it("gives the payment back what it no longer needs when it becomes smaller", () => {
    const { driver, id, payment } = paid();
    const lowered = driver.created("invoice", {
      Id: id,
      SyncToken: "1",
      sparse: true,
      Line: [line(70)],
    });
    expect(lowered).toMatchObject({ TotalAmt: 70, Balance: 0, SyncToken: "2" });
    expect(driver.read(`payment/${payment}`)).toMatchObject({
      UnappliedAmt: 30,
      SyncToken: "1",
      Line: [{ Amount: 70 }],
    });
    expect(driver.read("customer/3")["Balance"]).toBe(-30);
  });

  it("stays in its family of customers, and goes with its payment inside it", () => {
    const { driver, id } = paid();
    const moved = { Id: id, SyncToken: "1", sparse: true, CustomerRef: { value: "1" } };
    expect(faultOf(driver.post("invoice", moved)).codes).toEqual(["6000"]);
    driver.created("payment", paymentOf("7", 85, [["72", 85]]));
    const inside = driver.created("invoice", {
      Id: "72",
      SyncToken: driver.read("invoice/72")["SyncToken"],
      sparse: true,
      CustomerRef: { value: "7" },
    });
    expect(inside["Balance"]).toBe(0);
    expect(driver.read("customer/7")["Balance"]).toBe(0);
  });

  it("cannot be deleted before its payment is; voided, it leaves the payment unapplied", () => {
    const { driver, id, payment } = paid();
    const gone = () =>
      driver.post("invoice?operation=delete", {
        Id: id,
        SyncToken: driver.read(`invoice/${id}`)["SyncToken"],
      });
    expect(faultOf(gone()).codes).toEqual(["6000"]);
    driver.created("payment?operation=delete", { Id: payment, SyncToken: "0" });
    expect(gone().status).toBe(200);
  });
});

describe("a deposit on an invoice", () => {
  const body = { ...invoiceOf("3", 100), Deposit: 30, DepositToAccountRef: { value: "35" } };

  it("lowers what is owed and goes to its account; a void takes it back", () => {
    const driver = new ApiDriver();
    const before = driver.company.store.sums.accountBalance("35");
    const made = driver.created("invoice", body);
    expect(made).toMatchObject({ Deposit: 30, Balance: 70, TotalAmt: 100 });
    expect(driver.company.store.sums.accountBalance("35") - before).toBe(30);
    expect(driver.read("customer/3")["Balance"]).toBe(70);
    const voided = driver.created("invoice?operation=void", { Id: made["Id"], SyncToken: "0" });
    expect(voided).toMatchObject({ Deposit: 0, Balance: 0 });
    expect(driver.company.store.sums.accountBalance("35")).toBe(before);
  });

  it("is refused above the total, on a wrong account, and where the company takes none", () => {
    const driver = new ApiDriver();
    expect(faultOf(driver.post("invoice", { ...body, Deposit: 101 })).codes).toEqual(["6000"]);
    const wrong = { ...body, DepositToAccountRef: { value: "82" } };
    expect(faultOf(driver.post("invoice", wrong)).codes).toEqual(["6430"]);
    prefer(driver, "SalesFormsPrefs", { AllowDeposit: false });
    expect(faultOf(driver.post("invoice", body)).codes).toEqual(["5030"]);
  });
});

describe("a mail of an invoice", () => {
  it("needs an address that is one", () => {
    const driver = new ApiDriver();
    const body = { ...invoiceOf("3", 1), EmailStatus: "NeedToSend" };
    expect(faultOf(driver.post("invoice", body)).elements).toEqual(["BillEmail"]);
    const bad = { ...body, BillEmail: { Address: "a@b.c, d@e.f" } };
    expect(faultOf(driver.post("invoice", bad)).codes).toEqual(["2210"]);
    const good = { ...body, BillEmail: { Address: "a@b.example" } };
    expect(driver.created("invoice", good)["EmailStatus"]).toBe("NeedToSend");
  });
});

describe("a closed period", () => {
  it("takes no sale and lets none of its own be changed, moved out, voided or deleted", () => {
    const driver = new ApiDriver();
    const old = driver.created("invoice", { ...invoiceOf("3", 1), TxnDate: "2025-05-05" });
    prefer(driver, "AccountingInfoPrefs", { BookCloseDate: "2025-12-31" });
    const key = { Id: old["Id"], SyncToken: "0" };
    const tries = [
      driver.post("salesreceipt", { ...invoiceOf("3", 1), TxnDate: "2025-12-31" }),
      driver.post("invoice", { ...key, sparse: true, TxnDate: "2026-05-05" }),
      driver.post("invoice?operation=void", key),
      driver.post("invoice?operation=delete", key),
    ];
    expect(tries.map((answer) => faultOf(answer).codes)).toEqual([
      ["6210"],
      ["6210"],
      ["6210"],
      ["6210"],
    ]);
    expect(driver.post("invoice", { ...invoiceOf("3", 1), TxnDate: "2026-01-01" }).status).toBe(
      200,
    );
  });
});
