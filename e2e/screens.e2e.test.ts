/** Each screen and state that the journeys do not stop at: usable by everyone, and by the console too. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { type AdminTab, openAdmin, openTab, switchRealTime } from "./support/admin-pages.ts";
import { operatorToken } from "./support/bare-programs.ts";
import { usePages } from "./support/pages.ts";
import { accordJson } from "./support/cli.ts";
import { eventually } from "./support/eventually.ts";
import { createByHand, detailUrl, editByHand } from "./support/quickbooks-pages.ts";
import { createRecord, fill, shownField } from "./support/salesforce-pages.ts";
import { sharedPlace } from "./support/shared-product.ts";
import {
  fetchButton,
  sendButton,
  sendUntilGreen,
  untilStatus,
  untilToast,
} from "./support/sync-card.ts";

const place = sharedPlace();
const pages = usePages();

describe("the org's pages are accessible", () => {
  it.each(["Account", "Product2", "Opportunity"])("the list of %s", async (object) => {
    const page = await pages.open();
    await page.goto(`${place.salesforce}/lightning/o/${object}/list`);
    await page.locator("lx-record-table tbody tr").first().waitFor();
    await expectAccessible(page, `the list of ${object}`);
  });

  it("a new record's form, a form with mistakes, and the question before a delete", async () => {
    const page = await pages.open();
    await page.goto(`${place.salesforce}/lightning/o/Account/list`);
    await page.getByRole("button", { name: "New", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("heading", { name: "New Account" }).waitFor();
    await expectAccessible(page, "a new record's form");
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await dialog.getByRole("alert").waitFor();
    await expectAccessible(page, "a form with mistakes");
    await fill(dialog, { "Account Name": "Acacia Hall" });
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await page.waitForURL(/\/lightning\/r\//);
    await untilStatus(page, "Not Linked");
    await expectAccessible(page, "a record that is not linked");
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await dialog.getByRole("heading", { name: "Edit Acacia Hall" }).waitFor();
    await expectAccessible(page, "the edit form");
    await dialog.getByRole("button", { name: "Cancel", exact: true }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await dialog.waitFor();
    await expectAccessible(page, "the question before a delete");
  });

  it("a record with a newer version in QuickBooks, which Sync From QuickBooks brings in", async () => {
    const page = await pages.open();
    const quickbooks = await pages.open();
    await createRecord(page, place, "Account", { "Account Name": "Banyan Books", Phone: "1" });
    const id = await sendUntilGreen(page);
    const mapping = "Customer ⇄ Account";
    const admin = await pages.open();
    await switchRealTime(admin, place, { mapping, isOn: false });
    try {
      await editByHand(quickbooks, place, { kind: "customer", id, inputs: { Phone: "2" } });
      expect(await untilStatus(page, "Newer Record Available")).toBe("amber");
      await expectAccessible(page, "a record with a newer version");
      expect(await shownField(page, "Phone")).toBe("1");
      await fetchButton(page).click();
      await untilToast(page, "Synced from QuickBooks");
      expect(await untilStatus(page, "In Sync")).toBe("green");
      await eventually(() => shownField(page, "Phone")).toBe("2");
    } finally {
      await switchRealTime(admin, place, { mapping, isOn: true });
    }
  });

  it.each<AdminTab>([
    "Sync",
    "First Load",
    "Sync Integrity",
    "Connections",
    "Held Deletes",
    "Held Changes",
    "Mappings",
  ])("Accord Admin, %s", async (tab) => {
    const page = await pages.open();
    await openAdmin(page, place, tab);
    const landmark: Record<AdminTab, string> = {
      Sync: "Sync Options From QuickBooks to Salesforce",
      "First Load": "First Load",
      "Sync Integrity": "Schedule",
      Connections: "QuickBooks",
      "Held Deletes": "Held Deletes",
      "Held Changes": "Held Changes",
      Mappings: "Customer ⇄ Account",
    };
    await page.getByRole("heading", { name: landmark[tab] }).first().waitFor();
    await expectAccessible(page, `Accord Admin, ${tab}`);
  });

  it("Connections show the month's reads, used, expected and by day, and how often it is swept", async () => {
    const page = await pages.open();
    await openAdmin(page, place, "Connections");
    const budget = page.locator("c-accord-month-budget");
    await budget.getByText(/^Metered calls this month: [\d,]+ \/ 500,000$/).waitFor();
    await budget.getByText(/^Expected this month: [\d,]+ \(by the days so far\)$/).waitFor();
    const day = new Date().getUTCDate();
    expect(await budget.locator(".day").count()).toBe(day);
    const bar = await budget.locator(".bar").last().boundingBox();
    expect(bar?.height).toBeGreaterThan(10);
    await page.getByText(/^Changes without a webhook are looked for every \d+ /).waitFor();
  });

  it.each<[title: string, name: string, tabs: readonly AdminTab[]]>([
    [
      "Accord Admin",
      "Accord_Admin",
      ["Sync", "First Load", "Sync Integrity", "Connections", "Held Deletes", "Mappings"],
    ],
    ["Accord Log Viewer", "Accord_Log_Viewer", []],
  ])(
    "%s, on a page of 320 pixels, with nothing to scroll sideways for",
    async (title, name, tabs) => {
      const page = await pages.open();
      await page.setViewportSize({ width: 320, height: 640 });
      await page.goto(`${place.salesforce}/lightning/n/${name}`);
      const width = () => page.evaluate<number>("document.documentElement.scrollWidth");
      for (const tab of tabs) {
        await openTab(page, tab);
        await page.getByRole("tabpanel").locator("h2").first().waitFor();
        expect(await width(), tab).toBe(320);
      }
      await page.locator("[data-component] lightning-card").waitFor();
      expect(await width(), title).toBe(320);
    },
  );

  it("Accord Log Viewer: errors, an opened entry, and Re-Process Selected Logs", async () => {
    const page = await pages.open();
    await createRecord(page, place, "Account", { "Account Name": "Catalpa: Annex" });
    await sendButton(page).click();
    await untilStatus(page, "Error");

    await page.goto(`${place.salesforce}/lightning/n/Accord_Log_Viewer`);
    await page.getByText("Errors", { exact: true }).click();
    const row = page.locator("c-accord-log-table tbody tr").filter({ hasText: "Catalpa: Annex" });
    await row.first().waitFor();
    await expectAccessible(page, "Accord Log Viewer with errors");
    await row.first().getByRole("button", { name: /^\d+$/ }).click();
    const entry = page.locator("article.entry");
    await entry.waitFor();
    expect(await entry.innerText()).toContain("What to do");
    await page.locator("section[data-detail]:focus").waitFor();
    const box = await entry.boundingBox();
    const row0 = await row.first().boundingBox();
    expect((box?.x ?? 0) + 1).toBeGreaterThan((row0?.x ?? 0) + (row0?.width ?? 0));
    expect(box?.y).toBeLessThan(page.viewportSize()?.height ?? 0);
    await expectAccessible(page, "Accord Log Viewer with an opened entry");

    await row.first().getByRole("checkbox").setChecked(true, { force: true });
    await page.getByRole("button", { name: "Re-Process Selected Logs" }).click();
    await untilToast(page, "Reprocessed: 1 log");
    // What became of it stands in the list without a Refresh: it is refused again.
    await row.nth(1).waitFor();
  });
});

describe("the QuickBooks pages are accessible", () => {
  it.each([
    "/app/homepage",
    "/app/customers",
    "/app/customers/new",
    "/app/customerdetail?nameId=1",
    "/app/items",
    "/app/items/new",
    "/app/item?itemId=5",
    "/app/invoices",
    "/app/invoice?txnId=67",
    "/app/invoices/new",
    "/app/invoice/edit?txnId=67",
    "/app/invoice/delete?txnId=67",
    "/app/payments",
    "/app/receivepayment?nameId=1",
    "/app/payment?txnId=68",
    "/app/payment/edit?txnId=68",
    "/app/transactions",
    "/app/transaction?type=Bill&txnId=110",
    "/app/chartofaccounts",
  ])("%s", async (path) => {
    const page = await pages.open();
    const answer = await page.goto(place.quickbooks + path);
    expect(answer?.status()).toBe(200);
    await expectAccessible(page, path);
  });

  it("a customer's form that is refused", async () => {
    const page = await pages.open();
    await createByHand(page, place, "customer", { "Display name": "Deodar Inn" });
    await page.goto(detailUrl(place, "customer", "1"));
    await fill(page.locator("main form"), { "Display name": "Deodar Inn" });
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("alert").waitFor();
    await expectAccessible(page, "a refused customer's form");
  });
});

describe("the console", () => {
  const signIn = async (page: Page, password: string): Promise<void> => {
    await page.goto(place.service);
    await page.getByLabel(/password/i).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
  };

  it("asks for the operator's password, and refuses another", async () => {
    const page = await pages.open();
    await page.goto(place.service);
    await expectAccessible(page, "the console's sign-in");
    await signIn(page, "wrong");
    await page.getByText("That is not the operator password.").waitFor();
    await expectAccessible(page, "a refused sign-in");
    await signIn(page, operatorToken(place));
    await page.getByRole("tab", { name: "Connections" }).waitFor();
  });

  it("leads from Connect QuickBooks again, through the sign-in, to QuickBooks", async () => {
    const page = await pages.open();
    await openAdmin(page, place, "Connections");
    const [opened] = await Promise.all([
      page.context().waitForEvent("page"),
      page.getByRole("button", { name: "Connect QuickBooks again" }).click(),
    ]);
    await opened.getByLabel(/password/i).fill(operatorToken(place));
    await opened.getByRole("button", { name: "Sign in" }).click();
    await opened.waitForURL((url) => url.origin === place.quickbooks);
    expect(new URL(opened.url()).pathname).toBe("/connect/oauth2");
  });

  it("opens by a one-time address, and shows the same screens", async () => {
    const { url } = (await accordJson(place, "console")).value as { url: string };
    const page = await pages.open();
    await page.goto(url);
    await page
      .getByRole("heading", { name: "Sync Options From QuickBooks to Salesforce" })
      .waitFor();
    await expectAccessible(page, "the console, Accord Admin");
    await page.getByRole("link", { name: "Accord Log Viewer" }).click();
    await page.locator("c-accord-log-table tbody tr").first().waitFor();
    await expectAccessible(page, "the console, Accord Log Viewer");

    const other = await pages.open();
    await other.goto(url);
    await other.getByText("This sign-in address was used before or has ended.").waitFor();
  });
});
