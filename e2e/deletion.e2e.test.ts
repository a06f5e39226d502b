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

const rowsOf = (page: Page, text: string | RegExp): Locator =>
  page.locator("c-accord-log-table tbody tr").filter({ hasText: text });

const tellsOfDeletion = (name: string): RegExp => new RegExp(`${name}.*was deleted`, "s");

/** Opens the only entry with this text. */
async function openEntry(page: Page, text: string | RegExp): Promise<Locator> {
  const row = rowsOf(page, text);
  await eventually(async () => {
    await page.getByRole("button", { name: "Refresh" }).click();
    return row.count();
  }).toBe(1);
  await row.getByRole("button", { name: /^\d+$/ }).click();
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

/** Merges the open Account, which stays, with the one of the name `loser`. */
async function mergeWith(page: Page, loser: string): Promise<void> {
  await page.getByRole("button", { name: "Show more actions" }).first().click();
  await page.getByRole("menuitem", { name: "Merge" }).click();
  const merge = page.locator("lx-merge-page");
  await merge
    .locator("label")
    .filter({ hasText: new RegExp(`^${loser}$`) })
    .click();
  await merge.getByRole("status").getByText("2 records selected").waitFor();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await page.getByRole("button", { name: "OK" }).click();
  await page.waitForURL(/\/r\/Account\//);
}

describe("a linked record that is merged into another", () => {
  it("has an entry that leads to the one that stays, whose own link goes on", async () => {
    const page = await pages.open();
    await createRecord(page, place, "Account", { "Account Name": "Loosestrife Mill" });
    await sendUntilGreen(page);
    const masterId = await createRecord(page, place, "Account", {
      "Account Name": "Loosestrife Mill Inc",
    });
    await sendUntilGreen(page);
    await mergeWith(page, "Loosestrife Mill");
    await openSalesforceLog(page);
    const entry = await openEntry(page, "was merged into Loosestrife Mill Inc");
    await expectAccessible(page, "the entry of a merged Account");
    await entry.getByRole("button", { name: "Loosestrife Mill Inc" }).click();
    await page.waitForURL(new RegExp(`/Account/${masterId}/view`));
    expect(await untilStatus(page, "In Sync")).toBe("green");
  });
});

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
      const entry = await openEntry(page, tellsOfDeletion(name));
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
    await openEntry(page, tellsOfDeletion("Meadowsweet Farm"));
    await restore(page, "Meadowsweet Farm");
    await openRecord(page, place, "Account", id);
    expect(await untilStatus(page, "In Sync")).toBe("green");
    await openSalesforceLog(page);
    const entry = await openEntry(page, tellsOfDeletion("Meadowsweet Farm"));
    expect(await entry.getByRole("button", { name: "Unlink", exact: true }).count()).toBe(0);
  });
});

describe("a held delete", () => {
  it("is approved in Accord Admin, and the customer is made inactive", async () => {
    const page = await pages.open();
    await createRecord(page, place, "Account", { "Account Name": "Teasel Works" });
    await sendUntilGreen(page);
    await deleteRecord(page);
    await page.goto(`${place.salesforce}/lightning/n/Accord_Admin`);
    await page.getByRole("tab", { name: "Held Deletes" }).click();
    const held = page
      .locator("c-accord-held-deletes article.held")
      .filter({ hasText: "Teasel Works" });
    await eventually(async () => {
      await page.getByRole("button", { name: "Refresh" }).click();
      return held.count();
    }).toBe(1);
    await expectAccessible(page, "the held deletes");
    await held.getByRole("button", { name: "Make Inactive" }).click();
    await untilToast(page, "Approved");
    await held.waitFor({ state: "detached" });
    await openSalesforceLog(page);
    const entry = await openEntry(page, /Made inactive.*Teasel Works|Teasel Works.*Made inactive/s);
    expect(await entry.textContent()).toContain("because its Salesforce record was deleted");
  });

  it("is kept by the command line, and asked about no more", async () => {
    const page = await pages.open();
    await createRecord(page, place, "Account", { "Account Name": "Burdock Yard" });
    await sendUntilGreen(page);
    await deleteRecord(page);
    interface Held {
      readonly held: readonly { readonly id: string; readonly name: string }[];
    }
    const ours = async () => {
      const { held } = (await accordJson(place, "held")).value as Held;
      return held.filter(({ name }) => name === "Burdock Yard").map(({ id }) => id);
    };
    await eventually(async () => (await ours()).length).toBe(1);
    const [id = ""] = await ours();
    expect((await accordJson(place, "held", "keep", id)).value).toMatchObject({ decided: 1 });
    expect(await ours()).toEqual([]);
  });
});
