/** Procedure 2: Sync From QuickBooks. */
import type { Page } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import { usePages } from "./support/pages.ts";
import { quickbooksCalls, setFaults, usage } from "./support/emulators.ts";
import { eventually } from "./support/eventually.ts";
import { pause } from "./support/product.ts";
import { editByHand, shownInput } from "./support/quickbooks-pages.ts";
import { createRecord, editRecord, shownField } from "./support/salesforce-pages.ts";
import { sharedPlace } from "./support/shared-product.ts";
import {
  fetchButton,
  lastSyncTime,
  logEntries,
  openAdvanced,
  sendUntilGreen,
  untilStatus,
  untilToast,
} from "./support/sync-card.ts";

const place = sharedPlace();
const pages = usePages();

afterEach(() => setFaults(place.quickbooks, []));

/** Real time hears of hand edits only long after the click. */
const delayWebhooks = () =>
  setFaults(place.quickbooks, [{ match: {}, fault: "delay-webhook", delayMs: 20_000, times: 0 }]);

interface Linked {
  readonly page: Page;
  readonly quickbooks: Page;
  readonly id: string;
}

async function linkedAccount(name: string, phone: string): Promise<Linked> {
  const page = await pages.open();
  const quickbooks = await pages.open();
  await createRecord(page, place, "Account", { "Account Name": name, Phone: phone });
  const id = await sendUntilGreen(page);
  return { page, quickbooks, id };
}

async function fetchUntilGreen(page: Page): Promise<void> {
  await fetchButton(page).click();
  await untilToast(page, "Synced from QuickBooks");
  expect(await untilStatus(page, "In Sync")).toBe("green");
}

describe("Sync From QuickBooks", () => {
  it("brings a change made on the QuickBooks page into Salesforce and moves Last Sync Date", async () => {
    const { page, quickbooks, id } = await linkedAccount("Hazel Hill Bakery", "(503) 555-0100");
    const first = await lastSyncTime(page);
    await delayWebhooks();
    await editByHand(quickbooks, place, {
      kind: "customer",
      id,
      inputs: { Phone: "(503) 555-0111", "Billing city": "Salem" },
    });
    await pause(1100);
    const before = await usage(place);
    await fetchUntilGreen(page);
    await eventually(() => shownField(page, "Phone")).toBe("(503) 555-0111");
    await eventually(() => shownField(page, "BillingAddress")).toContain("Salem");
    await eventually(() => lastSyncTime(page)).toBeGreaterThan(first);
    const after = await usage(place);
    expect(after.quickbooks.metered - before.quickbooks.metered).toBe(1);
    expect(after.quickbooks.free - before.quickbooks.free).toBe(0);
  });

  it("moves Last Sync Date when nothing changed, and writes no value", async () => {
    const { page } = await linkedAccount("Iris Court Hotel", "(503) 555-0120");
    const first = await lastSyncTime(page);
    await pause(1500);
    const before = await usage(place);
    await fetchUntilGreen(page);
    await eventually(() => lastSyncTime(page)).toBeGreaterThan(first);
    const after = await usage(place);
    expect(Object.values(quickbooksCalls(before, after))).toEqual([1]);
    expect(after.quickbooks.free).toBe(before.quickbooks.free);
    expect(await shownField(page, "Phone")).toBe("(503) 555-0120");
  });

  it("lets QuickBooks win when both changed, and the log keeps the overridden value", async () => {
    const { page, quickbooks, id } = await linkedAccount("Juniper Yoga", "(503) 555-0130");
    await setFaults(place.quickbooks, [
      { match: {}, fault: "delay-webhook", delayMs: 20_000, times: 0 },
      { match: { method: "POST", path: "/customer" }, fault: "slow", delayMs: 2500, times: 0 },
    ]);
    await editByHand(quickbooks, place, {
      kind: "customer",
      id,
      inputs: { Phone: "(503) 555-0139" },
    });
    await editRecord(page, { Phone: "(503) 555-0138" });
    await fetchUntilGreen(page);
    await eventually(() => shownField(page, "Phone")).toBe("(503) 555-0139");
    expect(await shownInput(quickbooks, place, { kind: "customer", id, label: "Phone" })).toBe(
      "(503) 555-0139",
    );
    await openAdvanced(page);
    const rows = logEntries(page).locator("tr", { hasText: "(503) 555-0138" });
    await eventually(() => rows.allInnerTexts()).not.toEqual([]);
    const [row = ""] = await rows.allInnerTexts();
    expect(row.split("\t")).toEqual(["Phone", "(503) 555-0138", "(503) 555-0139"]);
  });
});
