import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT, ITEM_PRODUCT } from "@accord-sync/core/mapping/default-mappings.ts";
import { encodeWrite } from "./write-record.ts";

const REALM = "9341452700000001";
const customer = { system: "quickbooks", type: "Customer", id: "58" } as const;

describe("the wire form of a write", () => {
  it("of a create carries the intent's id and no token", () => {
    const payload = encodeWrite(
      REALM,
      {
        mapping: ITEM_PRODUCT,
        operation: "create",
        ref: null,
        version: null,
        patch: {
          Name: "Rock Fountain",
          UnitPrice: "275.10",
          Active: true,
          Type: "Service",
          "IncomeAccountRef.value": "79",
        },
        known: null,
        members: {},
      },
      "intent-1",
    );
    expect(payload).toMatchInlineSnapshot(`
      {
        "body": "{"Name":"Rock Fountain","UnitPrice":275.10,"Active":true,"Type":"Service","IncomeAccountRef":{"value":"79"}}",
        "headers": {
          "accept": "application/json",
          "content-type": "application/json",
        },
        "method": "POST",
        "path": "/v3/company/9341452700000001/item?requestid=intent-1&minorversion=75",
      }
    `);
  });

  it.each([
    ["Invoice", "delete", "operation=delete", '{"Id":"58","SyncToken":"3"}'],
    ["Invoice", "void", "operation=void", '{"Id":"58","SyncToken":"3","sparse":true}'],
    [
      "Payment",
      "void",
      "operation=update&include=void",
      '{"Id":"58","SyncToken":"3","sparse":true}',
    ],
  ] as const)("of %s: %s names the operation and the version", (type, operation, query, wanted) => {
    const mapping = { ...CUSTOMER_ACCOUNT, quickbooksType: type };
    const { path, body } = encodeWrite(
      REALM,
      {
        mapping,
        operation,
        ref: { ...customer, type },
        version: "3",
        patch: {},
        known: {},
        members: {},
      },
      "intent-3",
    );
    expect(path).toContain(`/${type.toLowerCase()}?${query}&requestid=intent-3`);
    expect(body).toBe(wanted);
  });

  it("of an update is sparse and carries the version that was seen", () => {
    const payload = encodeWrite(
      REALM,
      {
        mapping: CUSTOMER_ACCOUNT,
        operation: "update",
        ref: customer,
        version: "3",
        patch: { "PrimaryPhone.FreeFormNumber": "555", "WebAddr.URI": null },
        known: { "PrimaryPhone.FreeFormNumber": "444" },
        members: {},
      },
      "intent-2",
    );
    expect(payload).toMatchInlineSnapshot(`
      {
        "body": "{"Id":"58","SyncToken":"3","sparse":true,"PrimaryPhone":{"FreeFormNumber":"555"},"WebAddr":{"URI":""}}",
        "headers": {
          "accept": "application/json",
          "content-type": "application/json",
        },
        "method": "POST",
        "path": "/v3/company/9341452700000001/customer?requestid=intent-2&minorversion=75",
      }
    `);
  });

  const update = {
    mapping: CUSTOMER_ACCOUNT,
    operation: "update",
    ref: customer,
    version: "3",
    patch: {},
    known: {},
    members: {},
  } as const;

  it.each([
    ["an update without a version", { ...update, version: null }, "k"],
    ["an update of nothing", { ...update, ref: null }, "k"],
    ["a mark, which QuickBooks does not keep", { ...update, operation: "mark" as const }, "k"],
    ["a key that is no requestid", update, "x".repeat(51)],
  ])("is never made for %s", (_what, write, key) => {
    expect(() => encodeWrite(REALM, write, key)).toThrow();
  });
});
