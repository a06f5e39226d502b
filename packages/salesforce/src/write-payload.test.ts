import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT, ITEM_PRODUCT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { PlannedWrite } from "@accord-sync/core/ports/remote.ts";
import { encodeWrite } from "./write-payload.ts";

const api = {
  dataPath: "/services/data/v66.0",
  callOptions: { "sforce-call-options": "client=AccordSync" },
};

interface Step {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly body?: unknown;
  readonly httpHeaders?: unknown;
}

/** The steps of the composite, their queries decoded for reading. */
const stepsOf = (write: PlannedWrite): readonly Step[] => {
  const payload = encodeWrite(api, write);
  expect(payload).toMatchObject({
    method: "POST",
    path: "/services/data/v66.0/composite",
    headers: { "sforce-call-options": "client=AccordSync" },
  });
  const body = JSON.parse(payload.body) as { compositeRequest: Step[] };
  expect(body).toMatchObject({ allOrNone: true, collateSubrequests: false });
  return body.compositeRequest.map((step) => ({ ...step, url: decodeURIComponent(step.url) }));
};

const product = { system: "salesforce", type: "Product2", id: "01t000000000001AAA" } as const;
const entry = { system: "salesforce", type: "PricebookEntry", id: "01u000000000001AAA" } as const;
const update: PlannedWrite = {
  mapping: ITEM_PRODUCT,
  operation: "update",
  ref: product,
  version: "2026-11-23T10:00:00Z",
  patch: {},
  known: {},
  members: {
    standardPrice: { role: "standardPrice", ref: entry, version: "2026-11-22T09:00:00Z" },
  },
};

describe("the wire form of a write", () => {
  it("of a create is an upsert by the mark, its price, and a look at the result", () => {
    const write: PlannedWrite = {
      ...update,
      operation: "create",
      ref: null,
      version: null,
      known: null,
      members: {},
      linkMark: "9341452700000001:Item:11",
      patch: { Name: "Rock Fountain", Description: null, "standardPrice.UnitPrice": "275.10" },
    };
    expect(encodeWrite(api, write).body).toContain('"UnitPrice":275.10');
    expect(stepsOf(write)).toMatchInlineSnapshot(`
      [
        {
          "body": {
            "Accord_QB_Company_Id__c": "9341452700000001",
            "Name": "Rock Fountain",
          },
          "method": "PATCH",
          "referenceId": "record",
          "url": "/services/data/v66.0/sobjects/Product2/Accord_QB_Id__c/9341452700000001:Item:11",
        },
        {
          "method": "GET",
          "referenceId": "standardBook",
          "url": "/services/data/v66.0/query/?q=SELECT Id FROM Pricebook2 WHERE IsStandard = true LIMIT 1",
        },
        {
          "body": {
            "IsActive": true,
            "Pricebook2Id": "@{standardBook.records[0].Id}",
            "Product2Id": "@{record.id}",
            "UnitPrice": 275.1,
          },
          "method": "POST",
          "referenceId": "newPrice",
          "url": "/services/data/v66.0/sobjects/PricebookEntry",
        },
        {
          "method": "GET",
          "referenceId": "readBack",
          "url": "/services/data/v66.0/query/?q=SELECT Id, SystemModstamp, CreatedDate, IsDeleted, LastModifiedDate, LastModifiedBy.Name, Accord_QB_Id__c, Name, ProductCode, Description, IsActive, Accord_QB_Type__c, (SELECT Id, SystemModstamp, LastModifiedDate, LastModifiedBy.Name, IsActive, IsDeleted, UnitPrice FROM PricebookEntries WHERE Pricebook2.IsStandard = true) FROM Product2 WHERE Accord_QB_Id__c = '9341452700000001:Item:11'",
        },
      ]
    `);
  });

  it("of an update carries the version of the root and of the price entry as conditions", () => {
    const write = {
      ...update,
      patch: { IsActive: null, ProductCode: null, "standardPrice.UnitPrice": null },
    };
    expect(stepsOf(write).slice(0, 2)).toMatchInlineSnapshot(`
      [
        {
          "body": {
            "ProductCode": null,
          },
          "httpHeaders": {
            "If-Unmodified-Since": "Mon, 23 Nov 2026 10:00:00 GMT",
          },
          "method": "PATCH",
          "referenceId": "record",
          "url": "/services/data/v66.0/sobjects/Product2/01t000000000001AAA",
        },
        {
          "body": {
            "UnitPrice": 0,
          },
          "httpHeaders": {
            "If-Unmodified-Since": "Sun, 22 Nov 2026 09:00:00 GMT",
          },
          "method": "PATCH",
          "referenceId": "price",
          "url": "/services/data/v66.0/sobjects/PricebookEntry/01u000000000001AAA",
        },
      ]
    `);
  });

  it("has no condition where none is wanted, and touches the root only when it changes", () => {
    const priceOnly = { ...update, version: null, patch: { "standardPrice.UnitPrice": "1" } };
    const steps = stepsOf(priceOnly);
    expect(steps.map(({ referenceId }) => referenceId)).toEqual(["price", "readBack"]);
    expect(steps[0]?.httpHeaders).toBeUndefined();
  });

  it("of an Account reads back no price", () => {
    const ref = { system: "salesforce", type: "Account", id: "001000000000001AAA" } as const;
    const write = { ...update, mapping: CUSTOMER_ACCOUNT, ref, members: {}, patch: { Phone: "1" } };
    const [, readBack] = stepsOf(write);
    expect(readBack?.url).toMatch(/ FROM Account WHERE Id = '001000000000001AAA'$/);
    expect(readBack?.url).not.toContain("PricebookEntries");
  });

  it.each([
    ["a create without a mark", { ...update, operation: "create" as const, patch: { Name: "A" } }],
    ["an update of nothing named", { ...update, ref: null, patch: { Name: "A" } }],
    ["a write that changes nothing", update],
    ["an id that is none", { ...update, ref: { ...product, id: "x/../y" }, patch: { Name: "A" } }],
  ])("is never made for %s", (_what, write) => {
    expect(() => encodeWrite(api, write)).toThrow();
  });
});
