import { Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { ApiDriver, idOf, invoiceOf } from "../testing/api-driver.ts";
import {
  errorsIn,
  inputsOf,
  PageVisitor,
  problemsIn,
  rowsOf,
  textOf,
} from "../testing/page-visitor.ts";

describe("a customer's form", () => {
  const NEW = "/app/customers/new";

  it("keeps everything an accountant knows of a customer", () => {
    const visitor = new PageVisitor();
    const typed = {
      displayName: "Elm House",
      givenName: "Ann",
      mobile: "555-1",
      website: "https://elm.example",
      billingStreet: "1 Elm",
      billingStreet2: "Suite 2",
      shippingCity: "Oak",
      terms: "2",
      paymentMethod: "2",
      taxCode: "2",
      notes: "Ring twice,\nthen wait.",
      taxable: undefined,
    };
    const id = visitor.save(NEW, typed);
    expect(visitor.driver.read(`customer/${id}`)).toMatchObject({
      Taxable: false,
      Mobile: { FreeFormNumber: "555-1" },
      BillAddr: { Line1: "1 Elm", Line2: "Suite 2" },
      ShipAddr: { City: "Oak" },
      SalesTermRef: { value: "2" },
      PaymentMethodRef: { value: "2" },
      DefaultTaxCodeRef: { value: "2" },
      Notes: "Ring twice,\nthen wait.",
    });
    const { taxable: _off, ...kept } = typed;
    expect(inputsOf(visitor.open(`/app/customerdetail?nameId=${id}`))).toMatchObject(kept);
  });

  it("makes a job of a customer, shows it with its parent, and frees it again", () => {
    const visitor = new PageVisitor();
    const id = visitor.save(NEW, {
      displayName: "Amy's pond",
      parent: "amy's bird sanctuary",
      billWithParent: "true",
    });
    expect(visitor.driver.read(`customer/${id}`)).toMatchObject({
      Job: true,
      ParentRef: { value: "1" },
      BillWithParent: true,
      FullyQualifiedName: "Amy's Bird Sanctuary:Amy's pond",
    });
    visitor.driver.created("invoice", invoiceOf(id, 25));
    const parent = textOf(visitor.open("/app/customerdetail?nameId=1"));
    expect(parent).toContain("Jobs and sub-customers Amy's pond $25.00");
    expect(parent).toContain("With jobs $664.00");
    visitor.save(`/app/customerdetail?nameId=${id}`, { parent: "" });
    const freed = visitor.driver.read(`customer/${id}`);
    expect(freed).not.toHaveProperty("ParentRef");
    expect(freed["Job"]).toBe(false);
  });

  it.each([
    [{ displayName: "" }, { displayName: "Please fill this in." }],
    [{ displayName: "Elm: Oak" }, { displayName: /cannot include colons or tabbing/ }],
    [{ displayName: "jane doe" }, { displayName: /already exists.*Choose a different name\./ }],
    [{ displayName: "Elm", parent: "Nobody" }, { parent: "There is no customer “Nobody”." }],
    [{ displayName: "Elm", email: "not an address" }, { email: /Email Address/ }],
    [
      { displayName: "Elm", shippingStreet: "x".repeat(501) },
      { shippingStreet: "Too long: at most 500 characters, and this has 501." },
    ],
    [
      { displayName: "Elm", email: "odd", givenName: "a:b" },
      { email: /Email Address/, givenName: /colons/ },
    ],
  ])("with %o is refused at that input", (typed, errors) => {
    const visitor = new PageVisitor();
    const answer = visitor.submit(NEW, typed);
    expect(answer.status).toBe(400);
    const found = errorsIn(answer.body);
    expect(Object.keys(found).sort()).toEqual(Object.keys(errors).sort());
    for (const [name, text] of Object.entries(errors)) expect(found[name]).toMatch(text);
    expect(inputsOf(answer.body)).toMatchObject(typed);
  });

  it("refuses to make itself its own grandparent, at the parent", () => {
    const visitor = new PageVisitor();
    const child = visitor.save(NEW, { displayName: "Child", parent: "Jane Doe" });
    expect(child).not.toBe("58");
    const answer = visitor.submit("/app/customerdetail?nameId=58", { parent: "Child" });
    expect(Object.keys(errorsIn(answer.body))).toEqual(["parent"]);
  });

  it("tells what is inactive, takes it out of forms, and brings it back with one press", () => {
    const visitor = new PageVisitor();
    const path = "/app/customerdetail?nameId=58";
    visitor.save(path, { active: undefined });
    const html = visitor.open(path);
    expect(textOf(html)).toContain("Jane Doe (deleted)");
    expect(textOf(html)).toContain("cannot be chosen on new forms");
    expect(visitor.open("/app/invoices/new")).not.toContain("Jane Doe");
    const form = /<form class="message".*?<\/form>/s.exec(html)?.[0] ?? "";
    visitor.driver.form("/app/customer/activate?nameId=58", inputsOf(form));
    expect(visitor.driver.read("customer/58")).toMatchObject({
      Active: true,
      DisplayName: "Jane Doe",
    });
  });

  it("is saved once, however often it is sent, also when it is an edit", () => {
    const visitor = new PageVisitor();
    const html = visitor.open(NEW);
    const first = visitor.resubmit(html, { displayName: "Once" });
    expect(visitor.resubmit(html, { displayName: "Once" })).toMatchObject({
      status: 303,
      headers: { location: first.headers["location"] },
    });
    const edit = visitor.open("/app/customerdetail?nameId=58");
    for (let press = 0; press < 3; press += 1) {
      expect(visitor.resubmit(edit, { phone: "1" }).status).toBe(303);
    }
    expect(visitor.driver.read("customer/58")["SyncToken"]).toBe("1");
  });

  it("is not taken for sent before when the company has begun anew", () => {
    const visitor = new PageVisitor();
    visitor.save("/app/customerdetail?nameId=58", { phone: "1" });
    visitor.driver.company.reset();
    visitor.save("/app/customerdetail?nameId=58", { phone: "1" });
    expect(visitor.driver.read("customer/58")).toMatchObject({
      PrimaryPhone: { FreeFormNumber: "1" },
    });
  });

  it("leaves alone what was not sent, whatever else posts to it", () => {
    const visitor = new PageVisitor();
    const before = visitor.driver.read("customer/1");
    visitor.driver.form("/app/customerdetail?nameId=1", {
      syncToken: "0",
      phone: "9",
      active: "true",
    });
    const after = visitor.driver.read("customer/1");
    for (const name of ["BillAddr", "PrimaryEmailAddr", "GivenName", "Taxable", "DisplayName"])
      expect(after[name], name).toEqual(before[name]);
    expect(after["PrimaryPhone"]).toEqual({ FreeFormNumber: "9" });
  });

  it("shows the customer's transactions, each with a link, a page at a time", () => {
    const visitor = new PageVisitor();
    for (let n = 0; n < 12; n += 1) visitor.driver.created("invoice", invoiceOf("58", n + 1));
    const html = visitor.open("/app/customerdetail?nameId=58");
    expect(rowsOf(html)).toHaveLength(10);
    expect(html).toContain("/app/customerdetail?page=2&nameId=58#transactions");
    expect(rowsOf(visitor.open("/app/customerdetail?page=2&nameId=58"))).toHaveLength(2);
    expect(rowsOf(visitor.open("/app/customerdetail?page=-7e9&nameId=58"))).toHaveLength(10);
  });
});

describe("an item's form", () => {
  const NEW = "/app/items/new";

  it("makes categories, and products in them", () => {
    const visitor = new PageVisitor();
    const category = visitor.save(NEW, { name: "Ponds", type: "Category", price: "7" });
    expect(visitor.driver.read(`item/${category}`)).not.toHaveProperty("UnitPrice");
    const id = visitor.save(NEW, {
      name: "Pump",
      type: "NonInventory",
      category,
      price: "15",
      cost: "9.5",
      incomeAccount: "79",
      expenseAccount: "80",
      purchaseDescription: "From the mill",
      taxable: "true",
    });
    expect(visitor.driver.read(`item/${id}`)).toMatchObject({
      FullyQualifiedName: "Ponds:Pump",
      UnitPrice: 15,
      PurchaseCost: 9.5,
      ExpenseAccountRef: { value: "80" },
      PurchaseDesc: "From the mill",
      Taxable: true,
    });
    const invoice = visitor.save("/app/invoices/new", {
      customer: "Jane Doe",
      "item-1": "ponds:pump",
    });
    expect(visitor.driver.read(`invoice/${invoice}`)["TotalAmt"]).toBe(15);
  });

  it("makes inventory with its stock, its date and its three accounts", () => {
    const visitor = new PageVisitor();
    const stock = {
      name: "Statue",
      type: "Inventory",
      quantity: "12",
      startDate: "2026-10-01",
      incomeAccount: "79",
      expenseAccount: "80",
      assetAccount: "81",
    };
    const id = visitor.save(NEW, stock);
    expect(visitor.driver.read(`item/${id}`)).toMatchObject({
      Type: "Inventory",
      QtyOnHand: 12,
      InvStartDate: "2026-10-01",
      TrackQtyOnHand: true,
    });
    const refused = visitor.submit(NEW, {
      ...stock,
      name: "Other",
      quantity: "",
      assetAccount: "",
      expenseAccount: "",
    });
    expect(Object.keys(errorsIn(refused.body)).sort()).toEqual([
      "assetAccount",
      "expenseAccount",
      "quantity",
    ]);
  });

  it("tells each mistake at its input", () => {
    const visitor = new PageVisitor();
    const answer = visitor.submit(NEW, { name: "Gardening", price: "dear", cost: "cheap" });
    expect(errorsIn(answer.body)).toEqual({
      price: "“dear” is not a price.",
      cost: "“cheap” is not a cost.",
    });
    expect(errorsIn(visitor.submit(NEW, { name: "Gardening" }).body)["name"]).toContain(
      "already exists",
    );
    expect(errorsIn(visitor.submit(NEW, { name: "New", incomeAccount: "" }).body)).toEqual({
      incomeAccount: "Please fill this in.",
    });
  });

  it("edits without touching what it does not show, and clears what is emptied", () => {
    const visitor = new PageVisitor();
    const path = "/app/item?itemId=5";
    const before = visitor.driver.read("item/5");
    visitor.save(path, { description: "", price: "8.25" });
    const after = visitor.driver.read("item/5");
    expect(after).not.toHaveProperty("Description");
    expect(after).toMatchObject({
      UnitPrice: 8.25,
      Type: before["Type"],
      IncomeAccountRef: before["IncomeAccountRef"],
    });
    visitor.save(path, { active: undefined });
    const html = visitor.open(path);
    expect(textOf(html)).toContain("This item is inactive");
    visitor.driver.form(
      "/app/item/activate?itemId=5",
      inputsOf(/<form class="message".*?<\/form>/s.exec(html)?.[0] ?? ""),
    );
    expect(visitor.driver.read("item/5")["Active"]).toBe(true);
  });
});

describe("the company's home", () => {
  const amountIn = (html: string, id: string): string | undefined =>
    new RegExp(`id="${id}">([^<]*)<`).exec(html)?.[1];

  it("tells what is open, overdue and received, and keeps up", () => {
    const visitor = new PageVisitor();
    const before = visitor.open("/app/homepage");
    expect(amountIn(before, "overdue")).toBe(amountIn(before, "open"));
    expect(amountIn(before, "received")).toBe("$0.00");
    const id = idOf(visitor.driver.created("invoice", invoiceOf("58", 100.1)));
    visitor.save(`/app/receivepayment?txnId=${id}`, { [`applied-${id}`]: "40.05" });
    const after = visitor.open("/app/homepage");
    expect(amountIn(after, "open")).toBe("$5,264.07");
    expect(amountIn(after, "overdue")).toBe("$5,204.02");
    expect(amountIn(after, "received")).toBe("$40.05");
    expect(rowsOf(after)).toHaveLength(10);
  });

  it("leads nowhere that is not there", () => {
    const visitor = new PageVisitor();
    const seen = new Set<string>();
    const waiting = ["/app/homepage"];
    while (waiting.length > 0 && seen.size < 400) {
      const path = waiting.pop() ?? "";
      if (seen.has(path)) continue;
      seen.add(path);
      const answer = visitor.driver.send("GET", path, "");
      expect(answer.status, path).toBe(200);
      for (const [, href = ""] of answer.body.matchAll(/href="(\/app\/[^"]*)"/g)) {
        const [target = ""] = href.replace(/&#38;/g, "&").split("#");
        if (!/[?&]sort=/.test(target)) waiting.push(target);
      }
    }
    expect(seen.size).toBeGreaterThan(100);
  });
});

describe("the pages' own rules", () => {
  it("tell what was done once, and take the telling back", () => {
    const driver = new ApiDriver();
    const visitor = new PageVisitor(driver);
    const cookie =
      visitor.submit("/app/customers/new", { displayName: "Told" }).headers["set-cookie"] ?? "";
    expect(cookie).toMatch(/^quickbooks_page_notice=created; Path=\/app; Max-Age=30; HttpOnly/);
    const told = driver.send("GET", "/app/customers", "", { cookie: cookie.split(";")[0] ?? "" });
    expect(told.body).toContain('role="status">Saved as a new record.');
    expect(told.headers["set-cookie"]).toContain("Max-Age=0");
    const odd = driver.send("GET", "/app/customers", "", {
      cookie: "quickbooks_page_notice=constructor",
    });
    expect(odd.body).not.toContain('role="status"');
  });

  it("load one script of their own and nothing from elsewhere", () => {
    const driver = new ApiDriver();
    const policy =
      driver.send("GET", "/app/customers", "").headers["content-security-policy"] ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    const script = driver.send("GET", "/app/forms.js", "");
    expect(script.headers["content-type"]).toBe("text/javascript;charset=utf-8");
    expect(() => new Script(script.body)).not.toThrow();
  });

  it("take only forms, of their own, where there is something to save", () => {
    const driver = new ApiDriver();
    expect(driver.form("/app/customers", {}).status).toBe(405);
    expect(driver.send("GET", "/app/invoice/totals", "").status).toBe(405);
    expect(driver.send("DELETE", "/app/customers", "").status).toBe(405);
    expect(driver.send("GET", "/app/__proto__", "").status).toBe(404);
    expect(driver.form("/app/invoice/totals", {}, { origin: "http://evil.example" }).status).toBe(
      403,
    );
    const json = { "content-type": "application/json" };
    expect(driver.send("POST", "/app/customers/new", "{}", json).status).toBe(400);
    const latin = new Uint8Array([0x6e, 0x3d, 0xe9]);
    expect(driver.send("POST", "/app/customers/new", latin).status).toBe(400);
    expect(problemsIn(driver.form("/app/customers/new", {}).body)).toEqual([
      "Please fill this in.",
    ]);
  });
});
