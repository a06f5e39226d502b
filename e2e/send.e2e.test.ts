/** Procedure 1: Send to QuickBooks. */
import type { Page } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { usePages } from "./support/pages.ts";
import { setFaults, usage } from "./support/emulators.ts";
import { eventually } from "./support/eventually.ts";
import { pause } from "./support/product.ts";
import { countCustomers, editByHand, shownInput } from "./support/quickbooks-pages.ts";
import { createRecord, editRecord, shownField } from "./support/salesforce-pages.ts";
import { sharedPlace } from "./support/shared-product.ts";
import {
  badge,
  fact,
  lastSyncTime,
  logEntries,
  openAdvanced,
  quickbooksId,
  quickbooksLink,
  sendButton,
  sendUntilGreen,
  untilStatus,
  untilToast,
} from "./support/sync-card.ts";

const place = sharedPlace();
const pages = usePages();

afterEach(() => setFaults(place.quickbooks, []));

/** Creates an Account by hand and stays on its page. */
async function newAccount(page: Page, name: string, phone = "(206) 555-0100"): Promise<string> {
  return createRecord(page, place, "Account", { "Account Name": name, Phone: phone });
}

describe("Send to QuickBooks", () => {
  it("creates what QuickBooks does not know, says so while it runs, and ends green", async () => {
    const page = await pages.open();
    await createRecord(page, place, "Account", {
      "Account Name": "Birch Lane Dental",
      Phone: "(206) 555-0101",
      Email: "desk@birchlane.example.com",
      Website: "https://birchlane.example.com",
      "Billing Street": "12 Birch Lane",
      "Billing City": "Seattle",
      "Billing State/Province": "WA",
      "Billing Zip/Postal Code": "98101",
      "Shipping City": "Tacoma",
    });
    expect(await untilStatus(page, "Not Linked")).toBe("grey");

    await setFaults(place.quickbooks, [
      { match: { method: "POST", path: "/customer" }, fault: "slow", delayMs: 3000 },
    ]);
    await sendButton(page).click();
    expect(await untilStatus(page, "Syncing")).toBe("blue");
    await expectAccessible(page, "a record that is syncing");

    expect(await untilStatus(page, "In Sync")).toBe("green");
    await untilToast(page, "Sent to QuickBooks");
    const id = await quickbooksId(page);
    expect(await quickbooksLink(page).getAttribute("href")).toBe(
      `${place.quickbooks}/app/customerdetail?nameId=${id}`,
    );
    expect(await fact(page, "Company")).toBe("Craig's Design and Landscaping Services");
    expect(Math.abs(Date.now() - (await lastSyncTime(page)))).toBeLessThan(30_000);

    const quickbooks = await pages.open();
    const shown = (label: string) => shownInput(quickbooks, place, { kind: "customer", id, label });
    expect(await shown("Display name")).toBe("Birch Lane Dental");
    expect(await shown("Phone")).toBe("(206) 555-0101");
    expect(await shown("Email")).toBe("desk@birchlane.example.com");
    expect(await shown("Website")).toBe("https://birchlane.example.com");
    expect(await shown("Billing street")).toBe("12 Birch Lane");
    expect(await shown("Billing ZIP")).toBe("98101");
    expect(await shown("Shipping city")).toBe("Tacoma");
  });

  it("leads by the Id to the customer's QuickBooks page", async () => {
    const page = await pages.open();
    await newAccount(page, "Alder Street Books");
    const id = await sendUntilGreen(page);
    const [opened] = await Promise.all([
      page.context().waitForEvent("page"),
      quickbooksLink(page).click(),
    ]);
    await opened.waitForLoadState();
    expect(opened.url()).toBe(`${place.quickbooks}/app/customerdetail?nameId=${id}`);
    expect(await opened.getByRole("heading", { level: 1 }).innerText()).toBe("Alder Street Books");
  });

  it("moves Last Sync Date when nothing changed, with one write and no read", async () => {
    const page = await pages.open();
    await newAccount(page, "Cypress Point Golf");
    const id = await sendUntilGreen(page);
    const first = await lastSyncTime(page);
    await pause(1500);
    const before = await usage(place);
    await sendUntilGreen(page);
    await eventually(() => lastSyncTime(page)).toBeGreaterThan(first);
    const after = await usage(place);
    expect(after.quickbooks.free - before.quickbooks.free).toBe(1);
    expect(await quickbooksId(page)).toBe(id);
    await openAdvanced(page);
    expect(await logEntries(page).first().innerText()).toContain("Salesforce to QuickBooks");
  });

  it("replaces what changed in QuickBooks alone, and the log keeps the overridden value", async () => {
    const page = await pages.open();
    const quickbooks = await pages.open();
    await newAccount(page, "Dogwood Nursery", "(206) 555-0110");
    const id = await sendUntilGreen(page);
    await delayWebhooks();
    await editByHand(quickbooks, place, {
      kind: "customer",
      id,
      inputs: { Phone: "(206) 555-0119" },
    });
    await sendUntilGreen(page);
    await expectPhone(quickbooks, id, "(206) 555-0110");
    await expectOverridden(page, "(206) 555-0119", "(206) 555-0110");
    expect(await shownField(page, "Phone")).toBe("(206) 555-0110");
  });

  it("lets Salesforce win when both changed, and the log keeps the overridden value", async () => {
    const page = await pages.open();
    const quickbooks = await pages.open();
    await newAccount(page, "Elder Creek Winery", "(206) 555-0120");
    const id = await sendUntilGreen(page);
    await delayWebhooks();
    await holdWrites();
    await editByHand(quickbooks, place, {
      kind: "customer",
      id,
      inputs: { Phone: "(206) 555-0129" },
    });
    await editRecord(page, { Phone: "(206) 555-0128" });
    await sendUntilGreen(page);
    await expectPhone(quickbooks, id, "(206) 555-0128");
    await expectOverridden(page, "(206) 555-0129", "(206) 555-0128");
  });

  /** Real time hears of the hand edit only long after the Send. */
  const delayWebhooks = () =>
    setFaults(place.quickbooks, [{ match: {}, fault: "delay-webhook", delayMs: 20_000, times: 0 }]);

  const holdWrites = () =>
    setFaults(place.quickbooks, [
      { match: {}, fault: "delay-webhook", delayMs: 20_000, times: 0 },
      { match: { method: "POST", path: "/customer" }, fault: "slow", delayMs: 1500, times: 1 },
    ]);

  async function expectPhone(quickbooks: Page, id: string, phone: string): Promise<void> {
    expect(await shownInput(quickbooks, place, { kind: "customer", id, label: "Phone" })).toBe(
      phone,
    );
  }

  async function expectOverridden(page: Page, before: string, after: string): Promise<void> {
    await openAdvanced(page);
    const changes = logEntries(page).locator("tr", { hasText: "Phone" });
    await eventually(() => changes.filter({ hasText: before }).allInnerTexts()).not.toEqual([]);
    const [row = ""] = await changes.filter({ hasText: before }).allInnerTexts();
    expect(row.split("\t")).toEqual(["Phone", before, after]);
  }
});

describe("a name that QuickBooks refuses", () => {
  it("is red, explained under Advanced, and turns green once corrected and sent again", async () => {
    const page = await pages.open();
    await newAccount(page, "Fern: South Branch");
    await sendButton(page).click();
    expect(await untilStatus(page, "Error")).toBe("red");
    await openAdvanced(page);
    const entry = logEntries(page).first();
    const text = await entry.innerText();
    expect(text).toContain("QuickBooks said");
    expect(text.toLowerCase()).toContain("colon");
    expect(text).toContain("In plain words");
    expect(text).toContain("QuickBooks does not accept the name 'Fern: South Branch'");
    expect(text).toContain("What to do");
    expect(text).toContain("must not contain a colon");
    await expectAccessible(page, "a record in error with Advanced open");
    expect(await countCustomers(await pages.open(), place, "Fern: South")).toBe(0);

    await editRecord(page, { "Account Name": "Fern South Branch" });
    const id = await sendUntilGreen(page);
    expect(await badge(page).getAttribute("data-status")).toBe("inSync");
    const quickbooks = await pages.open();
    expect(
      await shownInput(quickbooks, place, { kind: "customer", id, label: "Display name" }),
    ).toBe("Fern South Branch");
  });

  it("because a vendor has it, shows the vendor's number and message and what to do", async () => {
    const page = await pages.open();
    await newAccount(page, "Norton Lumber and Building Materials");
    await sendButton(page).click();
    expect(await untilStatus(page, "Error")).toBe("red");
    await openAdvanced(page);
    const text = await logEntries(page).first().innerText();
    expect(text).toContain("6240");
    expect(text).toContain("Duplicate Name Exists Error");
    expect(text).toContain("already has the name 'Norton Lumber and Building Materials'");
    expect(text).toContain("another name");
    expect(text).toMatch(/Request \S+/);

    await editRecord(page, { "Account Name": "Norton Lumber (customer)" });
    await sendUntilGreen(page);
  });
});
