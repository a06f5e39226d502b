import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT, ITEM_PRODUCT } from "../mapping/default-mappings.ts";
import type { Image } from "../records/image.ts";
import { foreseeInQuickbooks, foreseeInSalesforce } from "./foresee-refusals.ts";

const customer = (values: Image, nameHolder: string | null = null) =>
  foreseeInQuickbooks({ mapping: CUSTOMER_ACCOUNT, values, incomeAccountId: null, nameHolder }).map(
    ({ code }) => code,
  );

const item = (values: Image, incomeAccountId: string | null) =>
  foreseeInQuickbooks({ mapping: ITEM_PRODUCT, values, incomeAccountId, nameHolder: null }).map(
    ({ code }) => code,
  );

describe("what QuickBooks would refuse", () => {
  it("is nothing of an ordinary customer or product", () => {
    expect(customer({ DisplayName: "Cool Cars", "BillAddr.City": "Alameda" })).toEqual([]);
    expect(item({ Name: "Oak" }, "79")).toEqual([]);
  });

  it.each(["A:B", "A\tB", "A\nB", "  "])("is the name %j", (DisplayName) => {
    expect(customer({ DisplayName })).toEqual(["QBO_NAME_INVALID"]);
  });

  it("is a name that another customer has, and with other words one that a vendor has", () => {
    expect(customer({ DisplayName: "Pier" }, "Customer")).toEqual(["QBO_DUPLICATE_NAME"]);
    expect(customer({ DisplayName: "Pier" }, "Vendor")).toEqual(["QBO_NAME_OF_ANOTHER_KIND"]);
  });

  it("is a value that is longer than its field, by one character already", () => {
    expect(customer({ DisplayName: "n".repeat(500) })).toEqual([]);
    expect(customer({ DisplayName: "n".repeat(501) })).toEqual(["QBO_VALUE_TOO_LONG"]);
    expect(item({ Name: "n".repeat(101) }, "79")).toEqual(["QBO_VALUE_TOO_LONG"]);
  });

  it("is a product as long as no income account is chosen", () => {
    expect(item({ Name: "Oak" }, null)).toEqual(["INCOME_ACCOUNT_MISSING"]);
  });
});

describe("what Salesforce would refuse", () => {
  it("is a record without a name, and a value that is longer than its field", () => {
    expect(foreseeInSalesforce(CUSTOMER_ACCOUNT, { Name: "Cool Cars" })).toEqual([]);
    expect(foreseeInSalesforce(CUSTOMER_ACCOUNT, {})).toMatchObject([
      { code: "SF_REQUIRED_FIELD_MISSING", params: { detail: "Name" } },
    ]);
    const long = foreseeInSalesforce(CUSTOMER_ACCOUNT, {
      Name: "n".repeat(256),
      BillingCity: "c".repeat(41),
    });
    expect(long.map(({ params }) => params["detail"])).toEqual([
      "Name has 256 characters, and 255 are allowed",
      "Billing city has 41 characters, and 40 are allowed",
    ]);
  });
});
