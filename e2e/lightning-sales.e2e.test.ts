/** Selling on the Lightning pages: products from a price book, what an administrator sees, typed values kept safe. */
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { eventually } from "./support/eventually.ts";
import { usePages } from "./support/pages.ts";
import { changeAccount } from "./support/salesforce-api.ts";
import { createRecord, openRecord, shownField } from "./support/salesforce-pages.ts";
import { sharedPlace } from "./support/shared-product.ts";
import { untilToast } from "./support/sync-card.ts";

const place = sharedPlace();
const pages = usePages();

const details = (page: Page): Locator => page.locator("lx-detail-panel");
const save = (part: Locator): Locator => part.getByRole("button", { name: "Save", exact: true });
const newAccount = (page: Page, name: string): Promise<string> =>
  createRecord(page, place, "Account", { "Account Name": name, Phone: "(206) 555-0100" });
const openSetup = (page: Page, name: string) =>
  page.goto(`${place.salesforce}/lightning/setup/${name}/home`);

async function pick(dialog: Locator, product: string): Promise<void> {
  await dialog.getByLabel("Search products").fill(product);
  const row = dialog.locator("lx-record-table tbody tr").filter({ hasText: product });
  await eventually(() => dialog.locator("lx-record-table tbody tr").count()).toBe(1);
  await row.locator(".slds-checkbox_faux").click();
}

async function type(page: Page, input: Locator, text: string): Promise<void> {
  await input.click();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

describe("products of an opportunity", () => {
  it("are picked from a price book, with quantities and prices, and make its amount", async () => {
    const page = await pages.open();
    await page.goto(`${place.salesforce}/lightning/o/Opportunity/list?q=Cedar+Valley`);
    await page
      .getByRole("link", { name: /^Cedar Valley - / })
      .first()
      .click();
    await page.getByRole("tab", { name: "Related" }).click();
    await page.getByRole("button", { name: "Add Products" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox", { name: "Price Book" }).waitFor();
    await dialog.getByRole("button", { name: "Next" }).click();
    await pick(dialog, "Gardening");
    await pick(dialog, "Pest Control");
    await dialog.getByText("2 products selected.").waitFor();
    await expectAccessible(page, "Add Products");
    await dialog.getByRole("button", { name: "Next" }).click();
    await type(page, dialog.getByLabel("Quantity of Gardening"), "3");
    await type(page, dialog.getByLabel("Sales Price of Pest Control"), "30");
    await expectAccessible(page, "the lines of Add Products");
    await save(dialog).click();
    await untilToast(page, "2 products were added.");
    await eventually(() => page.locator("lx-highlights").innerText()).toContain("$150.00");
  });
});

describe("Setup", () => {
  it.each([
    ["ApiUsage", "Daily Api Requests"],
    ["ChangeEvents", "Replay ID"],
    ["ManageUsers", "Demo Admin"],
    ["PermSets", "Accord Sync Integration"],
  ])("shows %s", async (name, text) => {
    const page = await pages.open();
    if (name === "ChangeEvents") await newAccount(page, "Event Maker");
    await openSetup(page, name);
    await page.locator("lx-setup-page").getByText(text).first().waitFor();
    await expectAccessible(page, `Setup, ${name}`);
  });

  it("decodes an event, and arms and disarms a fault", async () => {
    const page = await pages.open();
    await newAccount(page, "Decoded Event Company");
    await openSetup(page, "ChangeEvents");
    await page
      .getByRole("button", { name: /^Payload of event/ })
      .first()
      .click();
    await page.locator("pre").getByText("Decoded Event Company").waitFor();
    await openSetup(page, "Faults");
    await page.getByLabel("Only where path").fill("/no-such-path");
    await page.getByRole("button", { name: "Switch On" }).click();
    await page.getByRole("button", { name: "Switch off rule 1" }).waitFor();
    await expectAccessible(page, "Setup, an armed fault");
    await page.getByRole("button", { name: "Switch off rule 1" }).click();
    await page.getByText("No rule is armed").waitFor();
  });
});

describe("what was typed", () => {
  it("is not lost by going elsewhere unasked", async () => {
    const page = await pages.open();
    await newAccount(page, "Keeps Typing");
    await page.getByRole("button", { name: "Edit Phone" }).click();
    await details(page).getByLabel("Phone", { exact: true }).fill("(206) 555-4444");
    await page.getByRole("link", { name: "Products" }).click();
    await page.getByText("You have unsaved changes on this page.").waitFor();
    await expectAccessible(page, "the question before leaving");
    const question = page.getByRole("alertdialog");
    await question.getByRole("button", { name: "Cancel" }).click();
    expect(page.url()).toContain("/r/Account/");
    await save(details(page)).click();
    await eventually(() => shownField(page, "Phone")).toBe("(206) 555-4444");
    await page.getByRole("link", { name: "Products" }).click();
    await page.waitForURL(/\/o\/Product2\/list/);
  });

  it("replaces what somebody else wrote meanwhile only after saying so", async () => {
    const page = await pages.open();
    const other = await pages.open();
    const id = await newAccount(page, "Two at Once");
    await page.getByRole("button", { name: "Edit Phone" }).click();
    await details(page).getByLabel("Phone", { exact: true }).fill("111");
    await openRecord(other, place, "Account", id);
    await other.getByRole("button", { name: "Edit Phone" }).click();
    await details(other).getByLabel("Phone", { exact: true }).fill("222");
    await save(details(other)).click();
    await eventually(() => shownField(other, "Phone")).toBe("222");
    await eventually(() => page.locator("lx-highlights").innerText()).toContain("222");
    await save(details(page)).click();
    await details(page).getByText("modified during your edit session").waitFor();
    await save(details(page)).click();
    await eventually(() => shownField(other, "Phone")).toBe("111");
  });

  it("replaces it from the form of Edit, too, only after saying so", async () => {
    const page = await pages.open();
    const id = await newAccount(page, "Two at a Form");
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel("Phone", { exact: true }).fill("111");
    await changeAccount(place, id, { Phone: "222", Website: "theirs.example" });
    await save(form).click();
    await form.getByText("modified during your edit session").waitFor();
    await save(form).click();
    await form.waitFor({ state: "hidden" });
    await eventually(() => shownField(page, "Phone")).toBe("111");
    expect(await shownField(page, "Website")).toContain("theirs.example");
  });
});

describe("a cell that the org refuses", () => {
  it("keeps its draft and says why", async () => {
    const page = await pages.open();
    await newAccount(page, "Refused Cell");
    await page.goto(`${place.salesforce}/lightning/o/Account/list?q=Refused+Cell`);
    const email = page.locator("lx-record-table tbody tr").first().locator("td").nth(2);
    await email.hover();
    await email.getByRole("button", { name: /Edit/ }).click();
    await page.keyboard.type("x".repeat(70) + "@example.com");
    await page.keyboard.press("Enter");
    await page.route("**/lightning/api/records/*", (route) =>
      route.request().method() === "PATCH"
        ? route.fulfill({
            status: 400,
            json: {
              errors: [
                {
                  message: "Email: invalid email address",
                  errorCode: "INVALID_EMAIL_ADDRESS",
                  fields: ["Accord_Email__c"],
                },
              ],
            },
          })
        : route.continue(),
    );
    const list = page.locator("lx-list-page");
    await save(list).click();
    await eventually(() => list.locator(".slds-has-error").count()).toBeGreaterThan(0);
    await expectAccessible(page, "a list with a refused cell");
    expect(await save(list).count()).toBe(1);
    await list.getByRole("button", { name: "Cancel", exact: true }).click();
    await eventually(() => list.locator(".slds-has-error").count()).toBe(0);
  });
});
