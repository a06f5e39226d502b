import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT, ITEM_PRODUCT } from "../mapping/default-mappings.ts";
import type { Image } from "../records/image.ts";
import type { Observation } from "../records/observation.ts";
import type { RecordRef } from "../records/record-ref.ts";
import { matchAddress, matchEmails, matchKeys, matchName, matchPhone } from "./match-keys.ts";

const seen = (ref: RecordRef, name: string, image: Image, linkMark: string | null = null) =>
  ({ ref, name, image, linkMark }) as Observation;

describe("what two records are recognised by", () => {
  it.each([
    ["Cool Cars", "cool  CARS"],
    ["The A & B Company, Inc.", "a and b"],
    ["Café Olé S.A.", "cafe ole sa"],
    ["O'Brien Ltd", "OBrien"],
    ["J.P. Morgan & Co.", "JP Morgan and Co"],
    ["Straße 15", "STRASSE 15"],
    ["Øresund Łódź", "oresund lodz"],
  ])("takes the names %s and %s for one", (left, right) => {
    expect(matchName(left)).toBe(matchName(right));
  });

  it.each([
    ["Pier 1", "Pier 2"],
    ["Smith Holdings", "Smith"],
    ["Incorporated", "Limited"],
  ])("tells the names %s and %s apart", (left, right) => {
    expect(matchName(left)).not.toBe(matchName(right));
  });

  it("keeps a name that has nothing but what is left out elsewhere", () => {
    expect(matchName("!!!")).toBe("!!!");
    expect(matchName("Co.")).toBe("co");
  });

  it("takes telephone numbers for one with and without the country, marks and extension", () => {
    for (const text of [
      "+1 (650) 555-3311",
      "650.555.3311",
      "6505553311 x12",
      "650-555-3311 ext. 4",
    ]) {
      expect(matchPhone(text)).toBe("6505553311");
    }
    expect(matchPhone("ask Bob")).toBeNull();
    expect(matchPhone("555")).toBeNull();
  });

  it("takes each of several e-mail addresses in one field", () => {
    expect(matchEmails("B@x.example, a@x.example; B@x.example")).toEqual([
      "a@x.example",
      "b@x.example",
    ]);
    expect(matchEmails("none")).toEqual([]);
  });

  it("takes an address by its street with the code, or with the city where there is none", () => {
    expect(matchAddress("4581 Finch St.\nUnit 2", "94326-0001", "Bayshore")).toBe(
      matchAddress("4581 FINCH ST, UNIT 2", "94326 0001", null),
    );
    expect(matchAddress("1 Pier", null, "Alameda")).toBe("1 pier|alameda");
    expect(matchAddress("1 Pier", null, null)).toBeNull();
    expect(matchAddress(null, "94501", "Alameda")).toBeNull();
  });

  it("gives a customer and its Account the same keys", () => {
    const quickbooks = seen({ system: "quickbooks", type: "Customer", id: "7" }, "Pier, Inc.", {
      "PrimaryEmailAddr.Address": "Desk@Pier.example",
      "PrimaryPhone.FreeFormNumber": "(415) 555-0100",
      "BillAddr.Street": "1 Pier",
      "BillAddr.PostalCode": "94501",
    });
    const salesforce = seen(
      { system: "salesforce", type: "Account", id: "001" },
      "PIER",
      {
        Accord_Email__c: "desk@pier.example",
        Phone: "415-555-0100",
        BillingStreet: "1 pier",
        BillingPostalCode: "94501",
      },
      "9:Customer:7",
    );
    expect(matchKeys(CUSTOMER_ACCOUNT, quickbooks, "9")).toEqual(
      matchKeys(CUSTOMER_ACCOUNT, salesforce, "9"),
    );
    expect(matchKeys(CUSTOMER_ACCOUNT, quickbooks, "9").map(({ kind }) => kind)).toEqual([
      "mark",
      "name",
      "email",
      "phone",
      "address",
    ]);
  });

  it("gives products their number, and none where there is none", () => {
    const item = seen({ system: "quickbooks", type: "Item", id: "7" }, "Oak", { Sku: " A-1 " });
    expect(matchKeys(ITEM_PRODUCT, item, "9")).toContainEqual({ kind: "sku", value: "a-1" });
    const bare = seen({ system: "salesforce", type: "Product2", id: "01t" }, "Oak", {});
    expect(matchKeys(ITEM_PRODUCT, bare, "9")).toEqual([{ kind: "name", value: "oak" }]);
  });
});
