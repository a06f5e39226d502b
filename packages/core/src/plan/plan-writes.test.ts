import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT, ITEM_PRODUCT } from "../mapping/default-mappings.ts";
import { mergeRecord } from "../merge/merge-record.ts";
import type { Image } from "../records/image.ts";
import { planCreate, planWrites } from "./plan-writes.ts";

const target = (system: "salesforce" | "quickbooks", seen: Image) => ({
  ref: { system, type: system === "salesforce" ? "Account" : "Customer", id: "1" },
  version: "0",
  seen,
  members: {},
});

function plan(
  salesforce: { base: Image; seen: Image },
  quickbooks: { base: Image; seen: Image },
  forceFrom: "salesforce" | "quickbooks" | null = null,
) {
  const mapping = CUSTOMER_ACCOUNT;
  const merge = mergeRecord({ mapping, salesforce, quickbooks, entries: {}, forceFrom });
  const targets = {
    salesforce: target("salesforce", salesforce.seen),
    quickbooks: target("quickbooks", quickbooks.seen),
  };
  return planWrites({ mapping, merge, targets, forceFrom });
}

describe("planWrites", () => {
  const base = { Name: "Ada Ltd", Phone: "1", Website: "a.example" };
  const quickbooksBase = {
    DisplayName: "Ada Ltd",
    "PrimaryPhone.FreeFormNumber": "1",
    "WebAddr.URI": "a.example",
  };

  it("sends only the field that changed, with the version that was read", () => {
    const writes = plan(
      { base, seen: { ...base, Phone: "2" } },
      { base: quickbooksBase, seen: quickbooksBase },
    );
    expect(writes).toHaveLength(1);
    expect(writes[0]?.write).toMatchObject({
      patch: { "PrimaryPhone.FreeFormNumber": "2" },
      version: "0",
    });
  });

  it("merges edits of different fields into one write per system, QuickBooks first", () => {
    const writes = plan(
      { base, seen: { ...base, Phone: "2" } },
      { base: quickbooksBase, seen: { ...quickbooksBase, "WebAddr.URI": "b.example" } },
    );
    expect(writes.map(({ target, write }) => [target, write.patch])).toEqual([
      ["quickbooks", { "PrimaryPhone.FreeFormNumber": "2" }],
      ["salesforce", { Website: "b.example" }],
    ]);
  });

  it("plans nothing when nothing differs", () => {
    expect(plan({ base, seen: base }, { base: quickbooksBase, seen: quickbooksBase })).toEqual([]);
  });

  it("writes every outbound field in a forced send, even when nothing differs", () => {
    const writes = plan(
      { base, seen: base },
      { base: quickbooksBase, seen: quickbooksBase },
      "salesforce",
    );
    expect(writes).toHaveLength(1);
    expect(Object.keys(writes[0]?.write.patch ?? {})).toHaveLength(CUSTOMER_ACCOUNT.fields.length);
  });

  it("writes nothing to Salesforce in a forced fetch that finds nothing different", () => {
    expect(
      plan({ base, seen: base }, { base: quickbooksBase, seen: quickbooksBase }, "quickbooks"),
    ).toEqual([]);
  });
});

describe("planCreate", () => {
  it.each([
    [null, "Service"],
    ["NonInventory", "NonInventory"],
    ["Inventory", "Service"],
  ])("makes a product of type %j a QuickBooks item of type %s", (type, expected) => {
    const result = planCreate({
      mapping: ITEM_PRODUCT,
      target: "quickbooks",
      source: { Name: "Rake", Accord_QB_Type__c: type },
      settings: { incomeAccountId: "79" },
      linkMark: null,
    });
    expect(result).toMatchObject({
      ok: true,
      value: { patch: { Name: "Rake", Type: expected, "IncomeAccountRef.value": "79" } },
    });
  });

  it("says so when no income account was chosen", () => {
    const result = planCreate({
      mapping: ITEM_PRODUCT,
      target: "quickbooks",
      source: { Name: "Rake" },
      settings: { incomeAccountId: null },
      linkMark: null,
    });
    expect(result).toMatchObject({ ok: false, error: { code: "INCOME_ACCOUNT_MISSING" } });
  });
});
