import { describe, expect, it } from "vitest";
import { objectsOf, type JsonObject } from "../../../json/json-value.ts";
import { ApiDriver, faultOf, idOf, invoiceOf } from "../../../testing/api-driver.ts";

const line = (amount: number, detail: object = {}): object => ({
  Amount: amount,
  DetailType: "SalesItemLineDetail",
  SalesItemLineDetail: { ItemRef: { value: "4" }, ...detail },
});
const paymentOf = (
  customer: string,
  total: number,
  applied: readonly [invoice: unknown, amount: number][],
): object => ({
  CustomerRef: { value: customer },
  TotalAmt: total,
  Line: applied.map(([TxnId, Amount]) => ({ Amount, LinkedTxn: [{ TxnId, TxnType: "Invoice" }] })),
});

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
      ["2060"],
    ],
  ];
  for (const [claim, body, codes] of refusals) {
    it(`${claim} is refused with ${codes.join(", ")}`, () => {
      expect(faultOf(new ApiDriver().post("invoice", body)).codes).toEqual(codes);
    });
  }
});

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
