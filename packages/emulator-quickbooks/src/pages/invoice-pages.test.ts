import { describe, expect, it } from "vitest";
import { objectsOf, type JsonObject } from "../json/json-value.ts";
import { ApiDriver, bodyOf } from "../testing/api-driver.ts";
import { plantRecord } from "../testing/sales.ts";
import { errorsIn, inputsOf, PageVisitor, problemsIn, textOf } from "../testing/page-visitor.ts";

const NEW = "/app/invoices/new";
const THREE_LINES = {
  customer: "Amy's Bird Sanctuary",
  "item-1": "Design",
  "quantity-1": "4",
  "item-2": "Concrete",
  "quantity-2": "2.5",
  "rate-2": "10.10",
  "item-3": "Trimming",
  "amount-3": "54",
  "tax-2": "true",
  discountKind: "percent",
  discount: "10",
  taxCode: "2",
};
const linesOf = (invoice: JsonObject): unknown[] =>
  objectsOf(invoice, "Line").map(({ Amount, Description, DetailType }) => [
    DetailType,
    Amount,
    Description,
  ]);

describe("a new invoice", () => {
  it("takes over what products say, multiplies, discounts, taxes, and leads to the invoice", () => {
    const visitor = new PageVisitor(
      new ApiDriver({ settings: { webhooks: { verifierToken: "key", aggregateMs: 0 } } }),
    );
    const { driver } = visitor;
    const answer = visitor.submit(NEW, { ...THREE_LINES, memo: "Thanks", "custom-1": "7" });
    const id = /txnId=(\d+)$/.exec(answer.headers["location"] ?? "")?.[1] ?? "";
    const saved = driver.read(`invoice/${id}`);
    expect(linesOf(saved)).toEqual([
      ["SalesItemLineDetail", 300, "Custom Design"],
      ["SalesItemLineDetail", 25.25, "Concrete for fountain installation"],
      ["SalesItemLineDetail", 54, "Tree and Shrub Trimming"],
      ["SubTotalLineDetail", 379.25, undefined],
      ["DiscountLineDetail", 37.93, undefined],
    ]);
    expect(saved).toMatchObject({
      CustomerRef: { value: "1" },
      TxnDate: "2026-11-02",
      SalesTermRef: { value: "3" },
      DueDate: "2026-12-02",
      TxnTaxDetail: { TxnTaxCodeRef: { value: "2" } },
      CustomerMemo: { value: "Thanks" },
      CustomField: [{ DefinitionId: "1", StringValue: "7" }],
      BillEmail: { Address: "Birds@Intuit.com" },
    });
    const told = driver.company.takeDueDeliveries(driver.now)[0]?.body;
    expect(told).toContain("qbo.invoice.created.v1");
    expect(bodyOf(driver.send("GET", "/_emulator/usage", ""))).toMatchObject({
      free: 0,
      metered: 2 - 1,
    });
  });

  it("starts with the customer whose page it comes from", () => {
    const inputs = inputsOf(new PageVisitor().open(`${NEW}?nameId=1`));
    expect(inputs).toMatchObject({
      customer: "Amy's Bird Sanctuary",
      email: "Birds@Intuit.com",
      date: "2026-11-02",
    });
  });

  it("tells each mistake at its input, and keeps everything that was typed", () => {
    const visitor = new PageVisitor();
    const typed = {
      customer: "Nobody & <b>Sons</b>",
      "item-1": "Gold",
      "quantity-1": "1",
      "item-2": "Design",
      "quantity-2": "many",
      "description-3": "no product",
      "amount-3": "5",
      discount: "lots",
    };
    const answer = visitor.submit(NEW, typed);
    expect(answer.status).toBe(400);
    expect(errorsIn(answer.body)).toEqual({
      customer: "There is no customer “Nobody & <b>Sons</b>”.",
      "item-1": "There is no product or service “Gold”.",
      "quantity-2": "“many” is not a number.",
      "item-3": "Choose a product or service for this line.",
      discount: "“lots” is not a discount.",
    });
    expect(problemsIn(answer.body)).toHaveLength(5);
    expect(inputsOf(answer.body)).toMatchObject(typed);
    expect(answer.body).not.toContain("<b>Sons");
    expect(answer.body).toMatch(
      /id="customer"[^>]*aria-invalid="true"[^>]*aria-describedby="customer-error"/,
    );
  });

  it.each([
    [{ "item-1": "Design" }, { customer: "Choose a customer." }],
    [{ customer: "Jane Doe" }, { "item-1": "An invoice needs at least one line." }],
    [
      { customer: "Jane Doe", "item-1": "Design", discount: "101" },
      { discount: "A discount is at most 100 %." },
    ],
    [
      { customer: "Jane Doe", "item-1": "Design", memo: "x".repeat(1001) },
      { memo: "Too long: at most 1,000 characters, and this has 1,001." },
    ],
  ])("with %o is refused", (typed, errors) => {
    expect(errorsIn(new PageVisitor().submit(NEW, typed).body)).toEqual(errors);
  });

  it("is made once, however often the form is sent", () => {
    const visitor = new PageVisitor();
    const html = visitor.open(NEW);
    const typed = { customer: "Jane Doe", "item-1": "Design" };
    const first = visitor.resubmit(html, typed).headers["location"];
    expect(visitor.resubmit(html, typed).headers["location"]).toBe(first);
    expect(visitor.resubmit(html, { ...typed, "quantity-1": "2" }).headers["location"]).not.toBe(
      first,
    );
    expect(visitor.resubmit(visitor.open(NEW), typed).headers["location"]).not.toBe(first);
  });

  it("gets more lines and its totals without being saved, for a browser without scripts", () => {
    const visitor = new PageVisitor();
    const before = visitor.driver.company.store.count("Invoice");
    const more = visitor.submit(NEW, { ...THREE_LINES, action: "addLines" });
    expect(inputsOf(more.body)).toMatchObject({ "item-6": "", "rate-1": "75", "quantity-3": "" });
    const totals = visitor.resubmit(more.body, { action: "update" });
    expect(totals.status).toBe(200);
    expect(textOf(totals.body)).toContain("Subtotal $379.25");
    expect(visitor.driver.company.store.count("Invoice")).toBe(before);
  });

  it("reads amounts as the reader writes them", () => {
    const visitor = new PageVisitor(new ApiDriver(), { "accept-language": "de-DE" });
    const id = visitor.save(NEW, {
      customer: "Jane Doe",
      "item-1": "Design",
      "quantity-1": "1,5",
      "rate-1": "1.000,50",
    });
    expect(visitor.driver.read(`invoice/${id}`)["TotalAmt"]).toBe(1500.75);
    expect(textOf(visitor.open(`/app/invoice?txnId=${id}`))).toContain("1.500,75 $");
  });

  it("follows the company's preferences in what it offers", () => {
    const visitor = new PageVisitor();
    const { driver } = visitor;
    expect(visitor.open(NEW)).toContain('<label for="custom-1">Crew #</label>');
    plantRecord(driver, "Preferences", "1", {
      SalesFormsPrefs: { AllowDiscount: false },
      TaxPrefs: { UsingSalesTax: false },
    });
    const html = visitor.open(NEW);
    for (const name of ["custom-1", "discount", "taxCode", "tax-1"])
      expect(html).not.toContain(`name="${name}"`);
  });
});

describe("the totals while one types", () => {
  const ask = (
    visitor: PageVisitor,
    typed: Record<string, string>,
  ): Record<string, Record<string, string>> =>
    JSON.parse(visitor.driver.form("/app/invoice/totals", typed).body) as Record<
      string,
      Record<string, string>
    >;

  it("are those that a save would come to, and leave no trace", () => {
    const visitor = new PageVisitor(
      new ApiDriver({ settings: { webhooks: { verifierToken: "key", aggregateMs: 0 } } }),
    );
    const { store } = visitor.driver.company;
    const before = JSON.stringify([...store.dump()]);
    const { outputs, values, locked } = ask(visitor, {
      ...THREE_LINES,
      "filled-2": "Concrete",
      "filled-3": "Trimming",
    });
    expect(outputs).toMatchObject({
      subtotal: "$379.25",
      "discount-amount": "-$37.93",
      "due-note": "Due Dec 2, 2026",
    });
    expect(values).toMatchObject({
      "rate-1": "75",
      "amount-1": "300.00",
      "description-1": "Custom Design",
      email: "Birds@Intuit.com",
    });
    expect(locked).toContain("amount-1");
    expect(JSON.stringify([...store.dump()])).toBe(before);
    expect(visitor.driver.company.takeDueDeliveries(visitor.driver.now)).toEqual([]);
    const id = visitor.save(NEW, THREE_LINES);
    expect(textOf(visitor.open(`/app/invoice?txnId=${id}`))).toContain(
      `Total ${outputs?.["total"]}`,
    );
  });

  it("take over another product's description and price once it is chosen, and not again", () => {
    const visitor = new PageVisitor();
    const row = {
      customer: "Jane Doe",
      "item-1": "Concrete",
      "filled-1": "Design",
      "description-1": "Custom Design",
      "quantity-1": "3",
      "rate-1": "75",
    };
    expect(ask(visitor, row)["values"]).toMatchObject({
      "rate-1": "9.5",
      "filled-1": "Concrete",
      "amount-1": "28.50",
      "tax-1": "true",
    });
    const kept =
      ask(visitor, { ...row, "filled-1": "Concrete", "description-1": "" })["values"] ?? {};
    expect(kept).not.toHaveProperty("description-1");
    expect(kept).not.toHaveProperty("rate-1");
  });

  it("tell what is missing, and the subtotal all the same", () => {
    const { outputs } = ask(new PageVisitor(), {
      "item-1": "Design",
      "filled-1": "Design",
      "quantity-1": "2",
      "rate-1": "75",
    });
    expect(outputs).toMatchObject({
      subtotal: "$150.00",
      total: "–",
      "totals-note": "Choose a customer.",
    });
  });
});

describe("an edited invoice", () => {
  it("keeps its lines' ids and what the form does not show of them", () => {
    const visitor = new PageVisitor();
    const { driver } = visitor;
    const id = visitor.save(NEW, THREE_LINES);
    const first = driver.read(`invoice/${id}`);
    const line = objectsOf(first, "Line")[0] ?? {};
    const detail = { ...(line["SalesItemLineDetail"] as JsonObject), ServiceDate: "2026-10-30" };
    const dated = driver.created("invoice", {
      Id: id,
      SyncToken: "0",
      sparse: true,
      Line: [{ ...line, SalesItemLineDetail: detail }, ...objectsOf(first, "Line").slice(1)],
    });
    visitor.save(`/app/invoice/edit?txnId=${id}`, {
      "quantity-1": "5",
      "item-3": "",
      "description-3": "",
      "quantity-3": "",
      "amount-3": "",
    });
    const saved = driver.read(`invoice/${id}`);
    const [one, two] = [objectsOf(saved, "Line"), objectsOf(dated, "Line")];
    expect(one[0]).toMatchObject({
      Id: two[0]?.["Id"],
      Amount: 375,
      SalesItemLineDetail: { ServiceDate: "2026-10-30", Qty: 5 },
    });
    expect(one[1]).toMatchObject({ Id: two[1]?.["Id"], Amount: 25.25 });
    expect(one.filter((each) => each["DetailType"] === "SalesItemLineDetail")).toHaveLength(2);
    expect(saved["DocNumber"]).toBe(first["DocNumber"]);
    expect(saved["TxnTaxDetail"]).toMatchObject({ TxnTaxCodeRef: { value: "2" } });
  });

  it("moves its due date with new terms, unless it was typed", () => {
    const visitor = new PageVisitor();
    const edit = "/app/invoice/edit?txnId=67";
    visitor.save(edit, { terms: "2" });
    expect(visitor.driver.read("invoice/67")["DueDate"]).toBe("2015-10-23");
    visitor.save(edit, { date: "2015-10-09", dueDate: "2015-12-24" });
    expect(visitor.driver.read("invoice/67")).toMatchObject({
      TxnDate: "2015-10-09",
      DueDate: "2015-12-24",
    });
  });

  it("loses its discount and its tax when they are emptied", () => {
    const visitor = new PageVisitor();
    const id = visitor.save(NEW, THREE_LINES);
    visitor.save(`/app/invoice/edit?txnId=${id}`, {
      discount: "",
      taxCode: "",
      "tax-2": undefined,
    });
    const saved = visitor.driver.read(`invoice/${id}`);
    expect(saved["TotalAmt"]).toBe(379.25);
    expect(
      objectsOf(saved, "Line").some((line) => line["DetailType"] === "DiscountLineDetail"),
    ).toBe(false);
  });

  it("is refused over a change that the person has not seen, with what to do, and nothing typed is lost", () => {
    const visitor = new PageVisitor();
    const html = visitor.open("/app/invoice/edit?txnId=67");
    visitor.driver.created("invoice", {
      Id: "67",
      SyncToken: "1",
      sparse: true,
      PrivateNote: "by the app",
    });
    const answer = visitor.resubmit(html, { memo: "by hand" });
    expect(answer.status).toBe(400);
    expect(problemsIn(answer.body)[0]).toMatch(/finished before you did.*make your change again/);
    expect(inputsOf(answer.body)).toMatchObject({ memo: "by hand" });
    expect(answer.body).toContain('<a href="/app/invoice/edit?txnId=67" target="_blank"');
    expect(visitor.driver.read("invoice/67")).toMatchObject({ PrivateNote: "by the app" });
  });

  it("keeps the bundles that it has, and sells them unfolded into their products", () => {
    const visitor = new PageVisitor();
    const id = visitor.save(NEW, {
      customer: "Jane Doe",
      "item-1": "Deluxe Fountain",
      "quantity-1": "2",
      "item-2": "Design",
    });
    const first = visitor.driver.read(`invoice/${id}`);
    const [bundle] = objectsOf(first, "Line");
    expect(bundle).toMatchObject({
      DetailType: "GroupLineDetail",
      GroupLineDetail: { Quantity: 2 },
    });
    expect(bundle?.["Amount"]).toBeGreaterThan(0);
    visitor.save(`/app/invoice/edit?txnId=${id}`, { "quantity-2": "3" });
    const saved = visitor.driver.read(`invoice/${id}`);
    expect(objectsOf(saved, "Line")[0]).toEqual(bundle);
    expect(Number(saved["TotalAmt"])).toBe(Number(first["TotalAmt"]) + 150);
  });

  it("has shipping and a deposit, which stay, change and go", () => {
    const visitor = new PageVisitor();
    plantRecord(visitor.driver, "Preferences", "1", {
      SalesFormsPrefs: { AllowShipping: true, AllowDeposit: true, AllowDiscount: true },
    });
    const id = visitor.save(NEW, {
      customer: "Jane Doe",
      "item-1": "Design",
      shipping: "12.50",
      deposit: "20",
    });
    const read = (): JsonObject => visitor.driver.read(`invoice/${id}`);
    expect(read()).toMatchObject({ TotalAmt: 87.5, Deposit: 20, Balance: 67.5 });
    const edit = `/app/invoice/edit?txnId=${id}`;
    expect(inputsOf(visitor.open(edit))).toMatchObject({ shipping: "12.50", deposit: "20.00" });
    visitor.save(edit, { note: "nothing else" });
    expect(read()).toMatchObject({ TotalAmt: 87.5, Deposit: 20 });
    visitor.save(edit, { shipping: "", deposit: "7.5" });
    expect(read()).toMatchObject({ TotalAmt: 75, Balance: 67.5 });
    expect(errorsIn(visitor.submit(edit, { shipping: "dear", deposit: "-1" }).body)).toEqual({
      shipping: "“dear” is not a charge.",
      deposit: "“-1” is not a deposit.",
    });
  });

  it("in a closed period is refused at its date", () => {
    const visitor = new PageVisitor();
    plantRecord(visitor.driver, "Preferences", "1", {
      AccountingInfoPrefs: { BookCloseDate: "2016-01-01" },
    });
    const answer = visitor.submit("/app/invoice/edit?txnId=67", { note: "late" });
    expect(errorsIn(answer.body)["date"]).toContain("The books are closed up to that day.");
  });
});
