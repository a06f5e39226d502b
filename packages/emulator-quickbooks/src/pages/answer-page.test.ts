import { describe, expect, it } from "vitest";
import { ApiDriver, bodyOf } from "../testing/api-driver.ts";
import { inputsOf } from "../testing/page-visitor.ts";

const webhooks = { verifierToken: "key", aggregateMs: 0 };
const page = (driver: ApiDriver, url: string): string => driver.send("GET", url, "").body;

describe("the customer pages", () => {
  it("list customers, find one by part of its name, and escape what people type", () => {
    const driver = new ApiDriver();
    driver.created("customer", { DisplayName: '<script>alert("x")</script>' });
    const list = page(driver, "/app/customers");
    expect(list).toContain("Jane Doe");
    expect(list).toContain("&#60;script&#62;alert(&#34;x&#34;)");
    expect(list).not.toContain("<script>");
    const found = page(driver, "/app/customers?search=kookies");
    expect(found).toContain("Kookies by Kathy");
    expect(found).not.toContain("Jane Doe");
  });

  it("label every input with the words people look for", () => {
    const html = page(new ApiDriver(), "/app/customerdetail?nameId=1");
    for (const label of [
      "Display name",
      "Phone",
      "Email",
      "Website",
      "Billing street",
      "Billing city",
      "Billing state",
      "Billing ZIP",
      "Active",
    ]) {
      const id = new RegExp(`<label for="(\\w+)">${label}</label>`).exec(html)?.[1];
      expect(html, label).toMatch(new RegExp(`<input id="${id}"`));
    }
    expect(html).toMatch(/<button[^>]*>Save<\/button>/);
    expect(html).toContain("$639.00");
    expect(html).toContain("/app/invoice?txnId=264");
  });

  it("create by hand and open the detail address with the new id at its end", () => {
    const driver = new ApiDriver({ settings: { webhooks } });
    const answer = driver.form("/app/customers/new", {
      displayName: "By hand",
      phone: "555",
      billingStreet: "1 Elm",
      active: "true",
    });
    expect([answer.status, answer.headers["location"]]).toEqual([
      303,
      "/app/customerdetail?nameId=71",
    ]);
    expect(driver.read("customer/71")).toMatchObject({
      DisplayName: "By hand",
      PrimaryPhone: { FreeFormNumber: "555" },
      BillAddr: { Line1: "1 Elm" },
      Active: true,
    });
    expect(driver.company.takeDueDeliveries(driver.now)[0]?.body).toContain(
      "qbo.customer.created.v1",
    );
    expect(bodyOf(driver.send("GET", "/_emulator/usage", ""))).toMatchObject({ free: 0 });
  });

  it("save an edit as a new version, keep what the form does not show, clear what is emptied", () => {
    const driver = new ApiDriver();
    driver.created("customer", {
      Id: "7",
      SyncToken: "0",
      sparse: true,
      Notes: "not on the form",
      BillAddr: { Line1: "1 Elm", Line2: "Suite 2", City: "Oak" },
    });
    const inputs = inputsOf(page(driver, "/app/customerdetail?nameId=7"));
    expect(
      driver.form("/app/customerdetail?nameId=7", {
        ...inputs,
        phone: "(415) 555-0000",
        email: "",
        billingCity: "Pine",
      }).status,
    ).toBe(303);
    const saved = driver.read("customer/7");
    expect(saved).toMatchObject({
      SyncToken: "2",
      Notes: "not on the form",
      PrimaryPhone: { FreeFormNumber: "(415) 555-0000" },
      BillAddr: { Line1: "1 Elm", Line2: "Suite 2", City: "Pine" },
    });
    expect(saved).not.toHaveProperty("PrimaryEmailAddr");
    expect(saved["ShipAddr"]).toEqual(new ApiDriver().read("customer/7")["ShipAddr"]);
  });

  it("refuse in the vendor's words and keep what was typed", () => {
    const driver = new ApiDriver();
    const answer = driver.form("/app/customers/new", {
      displayName: "Elm: Oak",
      phone: "555-7",
      active: "true",
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toContain("cannot include colons or tabbing");
    expect(inputsOf(answer.body)).toMatchObject({ displayName: "Elm: Oak", phone: "555-7" });
  });

  it("refuse an edit over a change that the person has not seen", () => {
    const driver = new ApiDriver();
    const inputs = inputsOf(page(driver, "/app/customerdetail?nameId=58"));
    driver.created("customer", { Id: "58", SyncToken: "0", sparse: true, Notes: "first" });
    const answer = driver.form("/app/customerdetail?nameId=58", { ...inputs, phone: "1" });
    expect(answer.status).toBe(400);
    expect(answer.body).toContain("finished before you did");
  });

  it("deactivate and reactivate", () => {
    const driver = new ApiDriver();
    const { active: _active, ...inputs } = inputsOf(page(driver, "/app/customerdetail?nameId=58"));
    driver.form("/app/customerdetail?nameId=58", inputs);
    expect(driver.read("customer/58")["DisplayName"]).toBe("Jane Doe (deleted)");
    driver.form("/app/customerdetail?nameId=58", {
      ...inputsOf(page(driver, "/app/customerdetail?nameId=58")),
      active: "true",
    });
    expect(driver.read("customer/58")).toMatchObject({ DisplayName: "Jane Doe", Active: true });
  });

  it("accept forms from themselves only", () => {
    const driver = new ApiDriver();
    const from = (headers: Record<string, string>): number =>
      driver.form(
        "/app/customers/new",
        { displayName: `N${Math.floor((driver.now += 1))}`, active: "true" },
        headers,
      ).status;
    expect(from({ origin: "http://evil.example" })).toBe(403);
    expect(from({ origin: "null" })).toBe(403);
    expect(from({ "sec-fetch-site": "cross-site" })).toBe(403);
    expect(from({ origin: "http://127.0.0.1:4002", "sec-fetch-site": "same-origin" })).toBe(303);
  });

  it("say so when there is no such customer or page", () => {
    const driver = new ApiDriver();
    expect(driver.send("GET", "/app/customerdetail?nameId=9999", "").status).toBe(404);
    expect(driver.form("/app/customerdetail?nameId=9999", {}).status).toBe(404);
    expect(driver.send("GET", "/app/nothing", "").status).toBe(404);
  });
});

describe("the item pages", () => {
  it("create and edit an item by hand", () => {
    const driver = new ApiDriver();
    const made = driver.form("/app/items/new", {
      name: "Mulch",
      sku: "M-1",
      type: "NonInventory",
      price: "$1,012.50",
      incomeAccount: "79",
      active: "true",
    });
    expect(made.headers["location"]).toBe("/app/item?itemId=20");
    expect(driver.read("item/20")).toMatchObject({
      Type: "NonInventory",
      UnitPrice: 1012.5,
      Sku: "M-1",
    });
    const inputs = inputsOf(page(driver, "/app/item?itemId=20"));
    driver.form("/app/item?itemId=20", {
      ...inputs,
      incomeAccount: "79",
      description: "Bark",
      price: "9",
    });
    expect(driver.read("item/20")).toMatchObject({
      Description: "Bark",
      UnitPrice: 9,
      SyncToken: "1",
    });
  });

  it("refuse a price that is none, and a taken name", () => {
    const driver = new ApiDriver();
    const form = {
      name: "Gardening",
      type: "Service",
      price: "1",
      incomeAccount: "1",
      active: "true",
    };
    expect(driver.form("/app/items/new", { ...form, price: "dear" }).body).toContain(
      "“dear” is not a price.",
    );
    expect(driver.form("/app/items/new", form).body).toContain("already exists");
  });
});

describe("the other pages", () => {
  it("show an invoice with its lines and what is due", () => {
    const html = page(new ApiDriver(), "/app/invoice?txnId=67");
    for (const text of [
      "Invoice 1021",
      "Amy&#39;s Bird Sanctuary",
      "Custom Design",
      "$459.00",
      "$239.00",
    ])
      expect(html).toContain(text);
  });

  it("show the company, the lists, and lead there from the root", () => {
    const driver = new ApiDriver();
    expect(page(driver, "/app/homepage")).toContain("Craig&#39;s Design and Landscaping Services");
    expect(page(driver, "/app/items")).toContain("Sprinkler Heads");
    expect(page(driver, "/app/invoices")).toContain("1042");
    expect(driver.send("GET", "/", "").headers["location"]).toBe("/app/homepage");
  });
});
