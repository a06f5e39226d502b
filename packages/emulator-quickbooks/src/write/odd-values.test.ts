import { describe, expect, it } from "vitest";
import { objectOf } from "../json/json-value.ts";
import { ApiDriver, faultOf } from "../testing/api-driver.ts";

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
