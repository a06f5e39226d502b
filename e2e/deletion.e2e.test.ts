/** A linked record that is deleted in Salesforce: what the log says of it, and what a person can do there. */
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { accordJson } from "./support/cli.ts";
import { eventually } from "./support/eventually.ts";
import { usePages } from "./support/pages.ts";
import { createRecord, openRecord, shownField } from "./support/salesforce-pages.ts";
import { sharedPlace } from "./support/shared-product.ts";
import { sendUntilGreen, untilStatus, untilToast } from "./support/sync-card.ts";

const place = sharedPlace();
const pages = usePages();

async function deleteRecord(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await page.waitForURL(/\/list/);
}

async function restore(page: Page, name: string): Promise<void> {
  await page.goto(`${place.salesforce}/lightning/recycle-bin`);
  const row = page.getByRole("row", { name });
  await row.getByRole("button", { name: "Restore" }).click();
  await row.waitFor({ state: "detached" });
}

const openSalesforceLog = (page: Page) =>
  page.goto(`${place.salesforce}/lightning/n/Accord_Log_Viewer`);

async function openConsoleLog(page: Page): Promise<void> {
  const { url } = (await accordJson(place, "console")).value as { url: string };
  await page.goto(url);
  await page.getByRole("link", { name: "Accord Log Viewer" }).click();
}

const rowsOf = (page: Page, name: string): Locator =>
  page.locator("c-accord-log-table tbody tr").filter({ hasText: name });

/** Opens the entry that tells of the deletion. */
async function openEntry(page: Page, name: string): Promise<Locator> {
  const deletion = rowsOf(page, name).filter({ hasText: "was deleted" });
  await eventually(async () => {
    await page.getByRole("button", { name: "Refresh" }).click();
    return deletion.count();
  }).toBe(1);
  await deletion.getByRole("button", { name: /^\d+$/ }).click();
  const entry = page.locator("section[data-detail] article.entry");
  await entry.waitFor();
  return entry;
}

async function unlinkHere(page: Page, entry: Locator): Promise<void> {
  await entry.getByRole("button", { name: "Unlink", exact: true }).click();
  const dialog = page.getByRole("alertdialog", { name: "Unlink from QuickBooks?" }).last();
  await dialog.getByRole("button", { name: "OK" }).click();
  await untilToast(page, "Unlinked");
}

describe("a linked record that is deleted", () => {
  it.each([
    ["Account", { "Account Name": "Foxglove Dairy" }, "Foxglove Dairy", openSalesforceLog],
    ["Product2", { "Product Name": "Foxglove Cream" }, "Foxglove Cream", openConsoleLog],
  ] as const)(
    "%s: is unlinked from where its entry is shown",
    async (object, inputs, name, open) => {
      const page = await pages.open();
      const id = await createRecord(page, place, object, inputs);
      await sendUntilGreen(page);
      await deleteRecord(page);
      await open(page);
      const entry = await openEntry(page, name);
      expect(await entry.innerText()).toContain("Restore it from the recycle bin in Salesforce");
      await expectAccessible(page, `the entry of a deleted ${object}`);
      await unlinkHere(page, entry);
      await entry
        .getByRole("button", { name: "Unlink", exact: true })
        .waitFor({ state: "detached" });
      // Beside an opened entry the rows leave out their messages.
      await page.locator("section[data-detail]").getByRole("button", { name: "Close" }).click();
      await rowsOf(page, name).filter({ hasText: "Unlinked from QuickBooks" }).first().waitFor();

      await restore(page, name);
      await openRecord(page, place, object, id);
      await untilStatus(page, "Not Linked");
      await eventually(() => shownField(page, "Accord_QB_Id__c")).toBe("");
    },
  );

  it("goes on as before when it is restored, with one entry for the deletion", async () => {
    const page = await pages.open();
    const id = await createRecord(page, place, "Account", { "Account Name": "Meadowsweet Farm" });
    await sendUntilGreen(page);
    await deleteRecord(page);
    await openSalesforceLog(page);
    await openEntry(page, "Meadowsweet Farm");
    await restore(page, "Meadowsweet Farm");
    await openRecord(page, place, "Account", id);
    expect(await untilStatus(page, "In Sync")).toBe("green");
    await openSalesforceLog(page);
    const entry = await openEntry(page, "Meadowsweet Farm");
    expect(await entry.getByRole("button", { name: "Unlink", exact: true }).count()).toBe(0);
  });
});
