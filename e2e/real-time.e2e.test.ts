/** Procedure 3: in real time, both ways, with no click. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { usePages } from "./support/pages.ts";
import { quickbooksCalls, salesforceRowsWritten, usage } from "./support/emulators.ts";
import { eventually } from "./support/eventually.ts";
import { pause } from "./support/product.ts";
import { editByHand, shownInput, type QuickbooksKind } from "./support/quickbooks-pages.ts";
import { createRecord, editRecord, shownField } from "./support/salesforce-pages.ts";
import { sharedPlace } from "./support/shared-product.ts";
import { badge, lastSyncTime, sendUntilGreen } from "./support/sync-card.ts";

const place = sharedPlace();
const pages = usePages();

/** "Within seconds": emulated webhooks are gathered for 0.2 s. */
const SECONDS = 6_000;
/** A price is a row without change events: it is found by the sweep, every 15 s. */
const SWEPT = 30_000;
/** Long enough for an echo to come back and cause another one. */
const ECHO_MS = 3_000;

interface Linked {
  readonly page: Page;
  readonly quickbooks: Page;
  readonly id: string;
}

async function linkedRecord(object: string, inputs: Record<string, string>): Promise<Linked> {
  const page = await pages.open();
  const quickbooks = await pages.open();
  await createRecord(page, place, object, inputs);
  const id = await sendUntilGreen(page);
  await pause(ECHO_MS);
  return { page, quickbooks, id };
}

const inputOf = (quickbooks: Page, kind: QuickbooksKind, id: string, label: string) =>
  shownInput(quickbooks, place, { kind, id, label });

describe("real time", () => {
  it("shows a change of the customer on the open Account within seconds, and nothing echoes", async () => {
    const { page, quickbooks, id } = await linkedRecord("Account", {
      "Account Name": "Kelp Coast Diving",
      Phone: "(831) 555-0100",
    });
    const synced = await lastSyncTime(page);
    const before = await usage(place);
    await editByHand(quickbooks, place, {
      kind: "customer",
      id,
      inputs: { Phone: "(831) 555-0111", Email: "dive@kelp.example.com" },
    });
    await eventually(() => shownField(page, "Phone"), SECONDS).toBe("(831) 555-0111");
    expect(await shownField(page, "Accord_Email__c")).toBe("dive@kelp.example.com");
    // The component on the open page refreshes itself.
    await eventually(() => lastSyncTime(page), SECONDS).toBeGreaterThan(synced);
    expect(await badge(page).innerText()).toBe("In Sync");

    await pause(ECHO_MS);
    const after = await usage(place);
    expect(Object.values(quickbooksCalls(before, after))).toEqual([1]);
    expect(after.quickbooks.metered - before.quickbooks.metered).toBeLessThanOrEqual(1);
    expect(salesforceRowsWritten(before, after)).toBe(1);
  });

  it("shows an edit of the Account on the customer within seconds, and nothing echoes", async () => {
    const { page, quickbooks, id } = await linkedRecord("Account", {
      "Account Name": "Linden Row Interiors",
      Phone: "(831) 555-0120",
    });
    const before = await usage(place);
    await editRecord(page, { Phone: "(831) 555-0121", "Billing City": "Monterey" });
    await eventually(() => inputOf(quickbooks, "customer", id, "Phone"), SECONDS).toBe(
      "(831) 555-0121",
    );
    expect(await inputOf(quickbooks, "customer", id, "Billing city")).toBe("Monterey");

    await pause(ECHO_MS);
    const after = await usage(place);
    expect(after.quickbooks.free - before.quickbooks.free).toBe(1);
    expect(Object.values(quickbooksCalls(before, after))).toEqual([1]);
    expect(salesforceRowsWritten(before, after)).toBe(0);
  });

  it("keeps QuickBooks' mark of an inactive name out of Salesforce", async () => {
    const { page, quickbooks, id } = await linkedRecord("Account", {
      "Account Name": "Maple Works",
      Phone: "(831) 555-0130",
    });
    const active = await shownField(page, "Accord_Active__c");
    await editByHand(quickbooks, place, { kind: "customer", id, inputs: { Active: false } });
    await eventually(() => shownField(page, "Accord_Active__c"), SECONDS).not.toBe(active);
    expect(await inputOf(quickbooks, "customer", id, "Display name")).toContain("Maple Works");
    await pause(ECHO_MS);
    expect(await shownField(page, "Name")).toBe("Maple Works");
  });
});

describe("a product", () => {
  it("is sent as an item, and its price follows both ways", async () => {
    const { page, quickbooks, id } = await linkedRecord("Product2", {
      "Product Name": "Stone Lantern",
      "Product Code": "LAN-010",
      "List Price": "120",
      "Product Description": "Granite, 60 cm",
    });
    const item = (label: string) => inputOf(quickbooks, "item", id, label);
    expect(await item("Name")).toBe("Stone Lantern");
    expect(await item("SKU")).toBe("LAN-010");
    expect(await item("Description")).toBe("Granite, 60 cm");
    expect(Number(await item("Price"))).toBe(120);
    expect(["Service", "NonInventory"]).toContain(await item("Type"));

    await editByHand(quickbooks, place, { kind: "item", id, inputs: { Price: "135.50" } });
    await eventually(() => shownField(page, "ListPrice"), SECONDS).toContain("135.50");

    await pause(ECHO_MS);
    await editRecord(page, { "List Price": "149.95" });
    await eventually(() => item("Price").then(Number), SWEPT).toBe(149.95);
    await pause(ECHO_MS);
    expect(await shownField(page, "ListPrice")).toContain("149.95");
  });
});
