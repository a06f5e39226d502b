import { describe, expect, it } from "vitest";
import { objectOf } from "../json/json-value.ts";
import { ApiDriver, faultOf, invoiceOf } from "../testing/api-driver.ts";
import { billOf } from "../testing/expense-bodies.ts";
import { plantRecord } from "../testing/sales.ts";

describe("a text", () => {
  it("may hold line breaks, tabs, other scripts and pictures", () => {
    const Notes = "One\ttwo\r\nthree\n日本 Ł 🏗️ é\u0085";
    const made = new ApiDriver().created("customer", { DisplayName: "Łódź 🏗️", Notes });
    expect([made["DisplayName"], made["Notes"]]).toEqual(["Łódź 🏗️", Notes]);
  });

  it.each(["\u0000", "\u001b[31m", "\ud800", "\uffff", "a\u0008b"])("may not hold %j", (Notes) => {
    const seen = faultOf(new ApiDriver().post("customer", { DisplayName: "X", Notes }));
    expect(seen).toMatchObject({ codes: ["2040"], elements: ["Notes"] });
  });
});

describe("a web address", () => {
  const answerTo = (URI: string) =>
    new ApiDriver().post("customer", { DisplayName: "Page", WebAddr: { URI } });

  it.each([
    "http://coolcars.com",
    "https://münchen.example/a?b=c#d",
    "www.page.ca",
    "page.ca/about",
  ])("may be %s", (URI) => {
    expect(answerTo(URI).status).toBe(200);
  });

  it.each(["our page", "http://", "https://a b.ca", "http://[::1", "://x"])(
    "may not be %j",
    (URI) => {
      expect(faultOf(answerTo(URI)).codes).toEqual(["2200"]);
    },
  );
});

describe("an e-mail address", () => {
  const places: readonly [path: string, property: string, body: object][] = [
    ["customer", "PrimaryEmailAddr", { DisplayName: "Mail" }],
    ["employee", "PrimaryEmailAddr", { GivenName: "Mail" }],
    ["invoice", "BillEmail", invoiceOf("1", 5)],
    ["estimate", "BillEmailCc", invoiceOf("1", 5)],
    ["salesreceipt", "BillEmailBcc", invoiceOf("1", 5)],
    ["purchaseorder", "POEmail", { ...billOf(5), APAccountRef: { value: "33" } }],
  ];

  it.each(places)("of %s must be one in %s, and one alone", (path, property, body) => {
    const driver = new ApiDriver();
    for (const Address of ["nobody", "a@b", "a@b.ca, c@d.ca", "a b@c.ca", "@b.ca"]) {
      const seen = faultOf(driver.post(path, { ...body, [property]: { Address } }));
      expect(seen).toMatchObject({ codes: ["2210"], elements: [property] });
    }
    const right = driver.post(path, { ...body, [property]: { Address: "a.b+c@d.co.uk" } });
    expect(right.status).toBe(200);
  });

  it("that is there already may stay as it is, though it is none", () => {
    const driver = new ApiDriver();
    plantRecord(driver, "Customer", "1", { PrimaryEmailAddr: { Address: "a@b.ca, c@d.ca" } });
    const change = { ...driver.read("customer/1"), Notes: "New" };
    expect(driver.post("customer", change).status).toBe(200);
  });

  it("that is too long is told as too long alone", () => {
    const Address = `${"x".repeat(100)}@y.ca`;
    const body = { DisplayName: "Mail", PrimaryEmailAddr: { Address } };
    expect(faultOf(new ApiDriver().post("customer", body)).codes).toEqual(["2050"]);
  });
});

describe("the number of a card", () => {
  const answerTo = (Number: string) =>
    new ApiDriver().post("payment", {
      CustomerRef: { value: "1" },
      TotalAmt: 5,
      CreditCardPayment: { CreditChargeInfo: { Number } },
    });

  it.each(["4111111111111111", "4111-1111-1111-1111", "3782 822463 10005"])(
    "is refused in the open: %s",
    (number) => {
      expect(faultOf(answerTo(number)).codes).toEqual(["6530"]);
    },
  );

  it.each(["xxxxxxxxxxxx1111", "1111", "tok_4111"])("is taken masked: %s", (number) => {
    expect(answerTo(number).status).toBe(200);
  });
});

describe("a number", () => {
  it.each(["0x10", "Infinity", "1e999", "--5", "1,5", " ", "NaN"])(
    "that is written %j is refused with 2090",
    (UnitPrice) => {
      const item = { Name: "X", Type: "Service", IncomeAccountRef: { value: "1" }, UnitPrice };
      expect(faultOf(new ApiDriver().post("item", item)).codes).toEqual(["2090"]);
    },
  );

  it.each([
    ["007.50", 7.5],
    ["1e2", 100],
    [".5", 0.5],
  ])("may be written %j", (UnitPrice, expected) => {
    const item = { Name: "X", Type: "Service", IncomeAccountRef: { value: "1" }, UnitPrice };
    expect(new ApiDriver().created("item", item)["UnitPrice"]).toBe(expected);
  });
});

describe("a property that all objects have in other languages", () => {
  it("is unknown here, at the top and inside", () => {
    for (const body of ['{"__proto__":{"Name":"X"}}', '{"BillAddr":{"constructor":"X"}}']) {
      expect(faultOf(new ApiDriver().post("customer", body)).codes).toEqual(["2010"]);
    }
    const made = new ApiDriver().created("customer", { DisplayName: "X", BillAddr: { City: "Y" } });
    expect(objectOf(made, "BillAddr")).toMatchObject({ City: "Y" });
  });
});
