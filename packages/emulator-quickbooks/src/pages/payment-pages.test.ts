import { describe, expect, it } from "vitest";
import { objectsOf, textOf as textIn, type JsonObject } from "../json/json-value.ts";
import { idOf, invoiceOf } from "../testing/api-driver.ts";
import {
  errorsIn,
  inputsOf,
  PageVisitor,
  problemsIn,
  rowsOf,
  textOf,
} from "../testing/page-visitor.ts";

const RECEIVE = "/app/receivepayment";
const balanceOf = (visitor: PageVisitor, resource: string): unknown =>
  visitor.driver.read(resource)["Balance"];

describe("receiving a payment", () => {
  it("for an invoice ticks it, pays it in part, and moves the balances", () => {
    const visitor = new PageVisitor();
    const path = `${RECEIVE}?txnId=67`;
    expect(inputsOf(visitor.open(path))).toMatchObject({
      customer: "Amy's Bird Sanctuary",
      "pay-67": "true",
    });
    const id = visitor.save(path, {
      "applied-67": "100",
      method: "2",
      reference: "77",
      depositTo: "35",
    });
    expect(visitor.driver.read(`payment/${id}`)).toMatchObject({
      CustomerRef: { value: "1" },
      TotalAmt: 100,
      UnappliedAmt: 0,
      PaymentRefNum: "77",
      PaymentMethodRef: { value: "2" },
      DepositToAccountRef: { value: "35" },
    });
    expect(balanceOf(visitor, "invoice/67")).toBe(139);
    expect(balanceOf(visitor, "customer/1")).toBe(539);
    expect(textOf(visitor.open(`/app/payment?txnId=${id}`))).toContain(
      "Applied to Date Amount Invoice 1021 Oct 8, 2015 $100.00",
    );
    expect(visitor.open("/app/invoice?txnId=67")).toContain(`/app/payment?txnId=${id}`);
  });

  it("pays ticked invoices in full, those of jobs too, and leaves the rest unapplied", () => {
    const visitor = new PageVisitor();
    const { driver } = visitor;
    const job = driver.created("customer", {
      DisplayName: "Amy's pond",
      Job: true,
      ParentRef: { value: "1" },
    });
    const invoice = idOf(driver.created("invoice", invoiceOf(idOf(job), 50)));
    const html = visitor.open(`${RECEIVE}?nameId=1`);
    expect(rowsOf(html).map((cells) => cells[1])).toContain(
      `${textIn(driver.read(`invoice/${invoice}`), "DocNumber")} Nov 2, 2026, Amy's pond`,
    );
    const answer = visitor.resubmit(html, {
      [`pay-${invoice}`]: "true",
      "pay-67": "true",
      amount: "300",
    });
    const id = /txnId=(\d+)$/.exec(answer.headers["location"] ?? "")?.[1];
    expect(driver.read(`payment/${id}`)).toMatchObject({ TotalAmt: 300, UnappliedAmt: 11 });
    expect(balanceOf(visitor, `invoice/${invoice}`)).toBe(0);
    expect(balanceOf(visitor, "invoice/67")).toBe(0);
  });

  it("shows nobody's invoices before a customer is chosen, and another's after another is", () => {
    const visitor = new PageVisitor();
    const html = visitor.open(RECEIVE);
    expect(html).not.toMatch(/open invoices\./i);
    const shown = visitor.resubmit(html, { customer: "Kookies by Kathy", action: "update" });
    expect(rowsOf(shown.body).map((cells) => cells[1])).toEqual([
      "1027 Oct 7, 2015, Kookies by Kathy",
    ]);
    const none = visitor.resubmit(html, { customer: "Araborn", action: "update" });
    expect(none.body).toContain("No open invoices.");
  });

  it.each([
    [{ customer: "" }, { customer: "Choose a customer." }],
    [{ customer: "Nobody" }, { customer: "There is no customer “Nobody”." }],
    [{ "pay-67": undefined }, { amount: "Type what was received, or tick an invoice." }],
    [{ "applied-67": "239.01" }, { "applied-67": "Only $239.00 is open." }],
    [{ "applied-67": "some" }, { "applied-67": "“some” is not an amount." }],
    [{ amount: "much" }, { amount: "“much” is not an amount." }],
  ])("with %o is refused and nothing is lost", (typed, errors) => {
    const visitor = new PageVisitor();
    const before = visitor.driver.company.store.count("Payment");
    const answer = visitor.submit(`${RECEIVE}?txnId=67`, typed);
    expect(answer.status).toBe(400);
    expect(errorsIn(answer.body)).toEqual(errors);
    const kept = Object.entries(typed).filter(([, value]) => value !== undefined);
    if (!("customer" in typed))
      expect(inputsOf(answer.body)).toMatchObject(Object.fromEntries(kept));
    expect(visitor.driver.company.store.count("Payment")).toBe(before);
  });

  it("of less than is applied is refused in the company's words", () => {
    const answer = new PageVisitor().submit(`${RECEIVE}?txnId=67`, { amount: "10" });
    expect(answer.status).toBe(400);
    expect(problemsIn(answer.body)).toHaveLength(1);
  });

  it("is done once, however often the form is sent", () => {
    const visitor = new PageVisitor();
    const html = visitor.open(`${RECEIVE}?nameId=1`);
    const first = visitor.resubmit(html, { amount: "5" }).headers["location"];
    expect(visitor.resubmit(html, { amount: "5" }).headers["location"]).toBe(first);
    expect(balanceOf(visitor, "customer/1")).toBe(634);
  });

  it("tells applied and unapplied while one ticks and types", () => {
    const visitor = new PageVisitor();
    const ask = (typed: Record<string, string>): unknown =>
      JSON.parse(
        visitor.driver.form("/app/payment/totals", { customer: "Amy's Bird Sanctuary", ...typed })
          .body,
      );
    expect(ask({ "pay-67": "true", amount: "300" })).toEqual({
      outputs: {
        received: "$300.00",
        applied: "$239.00",
        unapplied: "$61.00",
        "totals-note": "What is not applied stays with the customer as a credit.",
      },
      values: { "applied-67": "239.00" },
      locked: [],
    });
    expect(ask({ "applied-67": "39", amount: "30" })).toMatchObject({
      outputs: {
        unapplied: "-$9.00",
        "totals-note": expect.stringMatching(/^More is applied/) as string,
      },
      values: { "pay-67": "true" },
    });
  });
});

describe("an edited payment", () => {
  it("can pay less, and gives the rest of what it paid back to the invoice", () => {
    const visitor = new PageVisitor();
    const html = visitor.open("/app/payment/edit?txnId=68");
    expect(inputsOf(html)).toMatchObject({
      "pay-67": "true",
      "applied-67": "220.00",
      amount: "220.00",
    });
    visitor.resubmit(html, { "applied-67": "20" });
    expect(visitor.driver.read("payment/68")).toMatchObject({ TotalAmt: 220, UnappliedAmt: 200 });
    expect(balanceOf(visitor, "invoice/67")).toBe(439);
  });

  it("can pay up to what is open with what it paid itself", () => {
    const visitor = new PageVisitor();
    const path = "/app/payment/edit?txnId=68";
    expect(errorsIn(visitor.submit(path, { "applied-67": "459.01", amount: "500" }).body)).toEqual({
      "applied-67": "Only $459.00 is open.",
    });
    visitor.save(path, { "applied-67": "459", amount: "459" });
    expect(balanceOf(visitor, "invoice/67")).toBe(0);
  });

  it("is refused over a change that the person has not seen", () => {
    const visitor = new PageVisitor();
    const html = visitor.open("/app/payment/edit?txnId=68");
    visitor.save("/app/payment/edit?txnId=68", { note: "first" });
    const answer = visitor.resubmit(html, { note: "second" });
    expect(problemsIn(answer.body)[0]).toContain("make your change again");
    expect(visitor.driver.read("payment/68")["PrivateNote"]).toBe("first");
  });
});

describe("voiding and deleting", () => {
  it("ask first, and tell what will happen to what is linked", () => {
    const visitor = new PageVisitor();
    const text = textOf(visitor.open("/app/invoice/void?txnId=67"));
    expect(text).toContain("Void invoice 1021?");
    expect(text).toContain("goes back to the payments, unapplied");
    expect(visitor.driver.read("invoice/67")["TotalAmt"]).toBe(459);
  });

  it("of an invoice make its amounts zero and its payment unapplied", () => {
    const visitor = new PageVisitor();
    visitor.save("/app/invoice/void?txnId=67", {});
    expect(visitor.driver.read("invoice/67")).toMatchObject({ TotalAmt: 0, PrivateNote: "Voided" });
    expect(visitor.driver.read("payment/68")).toMatchObject({ UnappliedAmt: 220 });
    const html = visitor.open("/app/invoice?txnId=67");
    expect(textOf(html)).toContain("Invoice 1021 Voided");
    expect(html).not.toContain("/app/invoice/void");
    expect(html).not.toContain("/app/receivepayment?txnId");
  });

  it("of a payment open its invoice again", () => {
    const visitor = new PageVisitor();
    visitor.save("/app/payment/void?txnId=68", {});
    expect(balanceOf(visitor, "invoice/67")).toBe(459);
    expect(visitor.submit("/app/payment/delete?txnId=68", {}).headers["location"]).toBe(
      "/app/payments",
    );
    expect(visitor.driver.get("payment/68").status).toBe(400);
    expect(visitor.driver.send("GET", "/app/payment?txnId=68", "").status).toBe(404);
  });

  it("are refused in plain words where the books forbid it, and for a form that is out of date", () => {
    const visitor = new PageVisitor();
    const paid = visitor.submit("/app/invoice/delete?txnId=67", {});
    expect(paid.status).toBe(400);
    expect(problemsIn(paid.body)).toHaveLength(1);
    const html = visitor.open("/app/invoice/void?txnId=67");
    visitor.save("/app/invoice/edit?txnId=67", { note: "changed" });
    expect(problemsIn(visitor.resubmit(html, {}).body)[0]).toContain("make your change again");
    expect(visitor.driver.read("invoice/67")["TotalAmt"]).toBe(459);
  });

  it("say so when there is no such document", () => {
    const visitor = new PageVisitor();
    for (const path of [
      "invoice/void",
      "invoice/delete",
      "payment/void",
      "payment/delete",
      "invoice/edit",
      "payment/edit",
      "payment",
      "transaction",
    ]) {
      expect(visitor.driver.send("GET", `/app/${path}?txnId=99999`, "").status, path).toBe(404);
      const form: Record<string, string> = { syncToken: "0" };
      if (path.includes("/"))
        expect(visitor.driver.form(`/app/${path}?txnId=99999`, form).status, path).toBe(404);
    }
  });
});

describe("any other document", () => {
  it("has a page to look at, reached from the transactions and from what is linked", () => {
    const visitor = new PageVisitor();
    const bill: JsonObject = visitor.driver.read("bill/110");
    const html = visitor.open("/app/transactions?show=Bill");
    expect(html).toContain("/app/transaction?type=Bill&#38;txnId=110");
    const text = textOf(visitor.open("/app/transaction?type=Bill&txnId=110"));
    expect(text).toContain("Bill 110");
    expect(text).toContain("Insurance Business insurance $241.23");
    expect(text).toContain("Due date Nov 5, 2015");
    expect(objectsOf(bill, "Line")).toHaveLength(1);
    expect(visitor.driver.send("GET", "/app/transaction?txnId=67", "").headers["location"]).toBe(
      "/app/invoice?txnId=67",
    );
  });
});
