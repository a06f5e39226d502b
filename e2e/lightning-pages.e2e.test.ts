/** A day on the org's Lightning pages, without QuickBooks: find, read, edit, delete, restore, merge. */
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { eventually } from "./support/eventually.ts";
import { usePages } from "./support/pages.ts";
import { pause } from "./support/product.ts";
import { createRecord, fill, openRecord, shownField } from "./support/salesforce-pages.ts";
import { sharedPlace } from "./support/shared-product.ts";
import { untilToast } from "./support/sync-card.ts";

const place = sharedPlace();
const pages = usePages();

const rows = (page: Page): Locator => page.locator("lx-record-table tbody tr");
const details = (page: Page): Locator => page.locator("lx-detail-panel");
const title = (page: Page): Locator => page.locator("[data-record-name]");
const save = (part: Locator): Locator => part.getByRole("button", { name: "Save", exact: true });

async function openList(page: Page, query = ""): Promise<void> {
  await page.goto(`${place.salesforce}/lightning/o/Account/list${query}`);
  await page
    .getByRole("status")
    .filter({ hasText: /items?/ })
    .waitFor();
}

const newAccount = (page: Page, name: string, phone = "(206) 555-0100"): Promise<string> =>
  createRecord(page, place, "Account", { "Account Name": name, Phone: phone });

describe("a new record that cannot be read back", () => {
  it("is made once, and its form says so and goes", async () => {
    const page = await pages.open();
    await openList(page);
    await page.getByRole("button", { name: "New", exact: true }).click();
    const form = page.getByRole("dialog");
    await fill(form, { "Account Name": "Saved And Unread" });
    await page.route("**/lightning/api/records/*", (route) => route.abort());
    await save(form).click();
    await untilToast(page, "was created");
    await page.unroute("**/lightning/api/records/*");
    await form.waitFor({ state: "detached" });
    await openList(page, "?q=Saved%20And%20Unread");
    expect(await rows(page).count()).toBe(1);
  });
});

describe("getting around", () => {
  it("goes by tabs, Back and Forward without loading the document again", async () => {
    const page = await pages.open();
    await openList(page);
    await page.evaluate("window.isSameDocument = true");
    await page.getByRole("link", { name: "Products" }).click();
    await page.waitForURL(/\/o\/Product2\/list/);
    await rows(page).getByRole("link").first().click();
    await page.waitForURL(/\/r\/Product2\//);
    await page.goBack();
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: /All Accounts/ }).waitFor();
    await page.goForward();
    await page.getByRole("heading", { level: 1, name: /All Products/ }).waitFor();
    expect(await page.evaluate<boolean>("window.isSameDocument")).toBe(true);
    const current = page.locator("lx-nav-bar [aria-current=page]");
    expect(await current.innerText()).toBe("Products");
  });

  it("finds an app and an object in the App Launcher", async () => {
    const page = await pages.open();
    await openList(page);
    await page.getByRole("button", { name: "App Launcher" }).click();
    const launcher = page.getByRole("dialog");
    const search = launcher.getByLabel("Search apps and items");
    await eventually(() => search.evaluate((input) => input.matches(":focus"))).toBe(true);
    await page.keyboard.type("contact");
    await eventually(() => launcher.getByRole("link").allInnerTexts()).toEqual(["Contacts"]);
    expect(await launcher.getByRole("button", { name: /Sales/ }).count()).toBe(0);
    await expectAccessible(page, "the App Launcher");
    await launcher.getByRole("link", { name: "Contacts" }).click();
    await page.waitForURL(/\/o\/Contact\/list/);
    await page.getByRole("button", { name: "App Launcher" }).click();
    await launcher.getByRole("button", { name: /Sales/ }).click();
    await page.locator("lx-nav-bar").getByRole("link", { name: "Opportunities" }).waitFor();
  });

  it("finds a record with the search in the header, grouped by object", async () => {
    const page = await pages.open();
    await newAccount(page, "Tamarack Lodge");
    await page.getByLabel("Search all records").fill("Tamarack");
    await page.getByRole("link", { name: "Tamarack Lodge Account" }).waitFor();
    await page.getByLabel("Search all records").press("Enter");
    await page.getByRole("heading", { name: "Accounts" }).waitFor();
    await expectAccessible(page, "the search results");
    await rows(page).getByRole("link", { name: "Tamarack Lodge" }).click();
    await eventually(() => title(page).innerText()).toBe("Tamarack Lodge");
  });

  it("says what is not there, and offers a way on", async () => {
    const page = await pages.open();
    const answer = await page.goto(
      `${place.salesforce}/lightning/r/Account/001000000000999AAA/view`,
    );
    expect(answer?.status()).toBe(404);
    await page.getByText("The record does not exist, or it has been deleted.").waitFor();
    await expectAccessible(page, "a record that is not there");
    await page.getByRole("link", { name: "Go to the home page" }).click();
    await rows(page).first().waitFor();
  });
});

describe("a list", () => {
  it("is searched and sorted by the org, and its address can be kept", async () => {
    const page = await pages.open();
    await newAccount(page, "Zebrawood One", "(206) 555-0001");
    await newAccount(page, "Zebrawood Two", "(206) 555-0002");
    await openList(page);
    await page.getByLabel("Search this list").fill("Zebrawood");
    await eventually(() => rows(page).count()).toBe(2);
    expect(page.url()).toContain("q=Zebrawood");
    await page.reload();
    await eventually(() => rows(page).count()).toBe(2);
    await page
      .getByRole("button", { name: /^(Sort by: )?Phone/ })
      .first()
      .click();
    await page.getByText(/Sorted by Phone/).waitFor();
  });

  it("is edited in its cells, and saved from the bar below", async () => {
    const page = await pages.open();
    await newAccount(page, "Yellowwood Cells");
    await openList(page, "?q=Yellowwood");
    const phone = rows(page).first().locator("td").nth(1);
    await phone.hover();
    await phone.getByRole("button", { name: /Edit/ }).click();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("(206) 555-7777");
    await page.keyboard.press("Enter");
    await save(page.locator("lx-list-page")).click();
    await eventually(() => phone.innerText()).toContain("555-7777");
    await eventually(() => save(page.locator("lx-list-page")).count()).toBe(0);
  });

  it("says so when nothing is found", async () => {
    const page = await pages.open();
    await page.goto(`${place.salesforce}/lightning/o/Account/list?q=nosuchname`);
    await page.getByText("No results for “nosuchname”").waitFor();
    await expectAccessible(page, "an empty list");
  });
});

describe("a record's page", () => {
  it("is edited where a field stands, and sends only that", async () => {
    const page = await pages.open();
    await newAccount(page, "Wych Elm Motors");
    await page.getByRole("button", { name: "Edit Phone" }).click();
    await expectAccessible(page, "a record that is edited in place");
    await details(page).getByLabel("Phone", { exact: true }).fill("(206) 555-8888");
    await save(details(page)).click();
    await eventually(() => shownField(page, "Phone")).toBe("(206) 555-8888");
  });

  it("shows what was saved, though older answers come late and the next one is slow", async () => {
    const page = await pages.open();
    const id = await newAccount(page, "Wingnut Tree Care", "(206) 555-0100");
    await page.getByRole("button", { name: "Edit Phone" }).waitFor();
    let releaseOld: () => void = () => undefined;
    const isReleased = new Promise<void>((resolve) => {
      releaseOld = resolve;
    });
    let readings = 0;
    await page.route(`**/lightning/api/records/${id}?silent=1`, async (route) => {
      readings += 1;
      const isOld = readings === 1;
      const response = await route.fetch();
      await (isOld ? isReleased : pause(1_500));
      await route.fulfill({ response });
    });
    // Read again before the edit; the answer is held back.
    await page.evaluate(
      `document.dispatchEvent(new CustomEvent("host:recordchange", { detail: { recordIds: ["${id}"] } }))`,
    );
    await eventually(() => readings).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Edit Phone" }).click();
    await details(page).getByLabel("Phone", { exact: true }).fill("(206) 555-0101");
    const saved = page.waitForResponse((response) => response.request().method() === "PATCH");
    await save(details(page)).click();
    await saved;
    releaseOld();
    // The first that is shown after the edit, and the last.
    expect(await shownField(page, "Phone")).toBe("(206) 555-0101");
    await pause(2_500);
    expect(await shownField(page, "Phone")).toBe("(206) 555-0101");
    await page.unrouteAll({ behavior: "ignoreErrors" });
  });

  it("reads again after a save until it has an answer", async () => {
    const page = await pages.open();
    const id = await newAccount(page, "Witch Hazel Clinic", "(206) 555-0100");
    await page.getByRole("button", { name: "Edit Phone" }).waitFor();
    let lost = 0;
    await page.route(`**/lightning/api/records/${id}?silent=1`, async (route) => {
      lost += 1;
      if (lost <= 2) await route.abort();
      else await route.continue();
    });
    await page.getByRole("button", { name: "Edit Phone" }).click();
    await details(page).getByLabel("Phone", { exact: true }).fill("(206) 555-0101");
    await save(details(page)).click();
    await eventually(() => lost).toBeGreaterThan(2);
    expect(await shownField(page, "Phone")).toBe("(206) 555-0101");
  });

  it("shows the org's refusal at the field and keeps what was typed", async () => {
    const page = await pages.open();
    await newAccount(page, "Wild Service Tree");
    await page.getByRole("button", { name: "Edit Account Name" }).click();
    const name = details(page).getByLabel(/^\*?\s*Account Name$/);
    await name.fill("");
    await save(details(page)).click();
    await details(page).getByRole("alert").getByText("Account Name").waitFor();
    await expectAccessible(page, "a record with a mistake");
    await name.fill("Wild Service Trees");
    await save(details(page)).click();
    await eventually(() => title(page).innerText()).toBe("Wild Service Trees");
  });

  it("follows what another window changes", async () => {
    const page = await pages.open();
    const other = await pages.open();
    const id = await newAccount(page, "Whitebeam Cycles");
    await openRecord(other, place, "Account", id);
    await other.getByRole("button", { name: "Edit Phone" }).click();
    await details(other).getByLabel("Phone", { exact: true }).fill("(206) 555-6666");
    await save(details(other)).click();
    await eventually(() => shownField(page, "Phone")).toBe("(206) 555-6666");
  });

  it("adds a child from its related list, and lists all of them", async () => {
    const page = await pages.open();
    await newAccount(page, "Walnut Grove");
    await page.getByRole("tab", { name: "Related" }).click();
    const contacts = page.getByRole("article", { name: "Contacts" });
    await contacts.getByRole("button", { name: "New" }).click();
    const dialog = page.getByRole("dialog", { name: "New Contact" });
    await fill(dialog, { "Last Name": "Gardener" });
    await save(dialog).click();
    await contacts.getByRole("link", { name: "Gardener" }).waitFor();
    await expectAccessible(page, "a record's related lists");
    await page.getByRole("button", { name: "Show more actions" }).first().click();
    await page.getByRole("menuitem", { name: "New Contact", exact: true }).waitFor();
    expect(await page.getByRole("menuitem", { name: /Record Status/ }).count()).toBe(0);
    await page.keyboard.press("Escape");
    await contacts.getByRole("link", { name: /^Contacts/ }).click();
    await page.waitForURL(/\/related\/Contacts\/view/);
    await rows(page).getByRole("link", { name: "Gardener" }).waitFor();
    await expectAccessible(page, "a related list");
  });

  it("takes a lookup by typing, and leads to the parent", async () => {
    const page = await pages.open();
    await newAccount(page, "Viburnum Holding");
    await newAccount(page, "Viburnum Branch");
    await page.getByRole("button", { name: "Edit Parent Account" }).click();
    await details(page).getByRole("combobox", { name: "Parent Account" }).fill("Viburnum Hold");
    await page.getByRole("option", { name: /Viburnum Holding/ }).click();
    await save(details(page)).click();
    await page.locator('[data-field="ParentId"]').getByRole("link").click();
    await eventually(() => title(page).innerText()).toBe("Viburnum Holding");
  });

  it("is deleted after a question, and restored from the recycle bin", async () => {
    const page = await pages.open();
    await newAccount(page, "Umbrella Pine Inn");
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.waitForURL(/\/o\/Account\/list/);
    await untilToast(page, "was deleted");
    await page.goto(`${place.salesforce}/lightning/recycle-bin`);
    const row = rows(page).filter({ hasText: "Umbrella Pine Inn" });
    await row.getByRole("button", { name: "Restore" }).click();
    await untilToast(page, "was restored");
    await expectAccessible(page, "the recycle bin");
    await openList(page, "?q=Umbrella");
    await eventually(() => rows(page).count()).toBe(1);
  });

  it("is merged with another, with the values that are chosen", async () => {
    const page = await pages.open();
    await newAccount(page, "Tupelo Foods", "(206) 555-0201");
    await newAccount(page, "Tupelo Foods Inc", "(206) 555-0202");
    await page.getByRole("button", { name: "Show more actions" }).first().click();
    await page.getByRole("menuitem", { name: "Merge" }).click();
    const merge = page.locator("lx-merge-page");
    await merge.getByRole("status").getByText("Select one more record to go on.").waitFor();
    expect(await page.getByRole("button", { name: "Next" }).isDisabled()).toBe(true);
    await merge
      .locator("label")
      .filter({ hasText: /^Tupelo Foods$/ })
      .click();
    await merge.getByRole("status").getByText("2 records selected").waitFor();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("radio", { name: "Phone of Tupelo Foods", exact: true }).check();
    await expectAccessible(page, "a merge");
    await page.getByRole("button", { name: "Merge", exact: true }).click();
    await page.getByRole("button", { name: "OK" }).click();
    await page.waitForURL(/\/r\/Account\//);
    expect(await title(page).innerText()).toBe("Tupelo Foods Inc");
    expect(await shownField(page, "Phone")).toBe("(206) 555-0201");
  });
});
