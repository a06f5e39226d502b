/** The org's pages where answers come late, in another order than they were asked for, or not at all. */
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { eventually } from "./support/eventually.ts";
import { usePages } from "./support/pages.ts";
import { pause } from "./support/product.ts";
import { changeAccount, insertRecord } from "./support/salesforce-api.ts";
import { createRecord, shownField } from "./support/salesforce-pages.ts";
import { sharedPlace } from "./support/shared-product.ts";

const place = sharedPlace();
const pages = usePages();

const rows = (page: Page): Locator => page.locator("lx-record-table tbody tr");
const details = (page: Page): Locator => page.locator("lx-detail-panel");
const save = (part: Locator): Locator => part.getByRole("button", { name: "Save", exact: true });
const newAccount = (page: Page, name: string): Promise<string> =>
  createRecord(page, place, "Account", { "Account Name": name, Phone: "(206) 555-0100" });

interface Holding {
  /** How many answers are held back. */
  readonly held: () => number;
  readonly release: () => void;
}

/** Holds the first answer from these addresses back until it is released; it is as old as its question. */
async function holdFirst(page: Page, url: string): Promise<Holding> {
  let held = 0;
  let release: () => void = () => undefined;
  const isReleased = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(url, async (route) => {
    if (held > 0) return route.continue();
    held += 1;
    const response = await route.fetch();
    await isReleased;
    return route.fulfill({ response }).catch(() => undefined);
  });
  return { held: () => held, release: () => release() };
}

async function typePhone(page: Page, phone: string): Promise<Locator> {
  const cell = rows(page).first().locator("td").nth(1);
  await cell.hover();
  await cell.getByRole("button", { name: /Edit/ }).click();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(phone);
  await page.keyboard.press("Enter");
  return cell;
}

describe("a list", () => {
  it("shows what was saved in its cells, though an older answer comes after it", async () => {
    const page = await pages.open();
    const id = await newAccount(page, "Zelkova Late Answers");
    await page.goto(`${place.salesforce}/lightning/o/Account/list?q=Zelkova`);
    await rows(page).first().waitFor();
    const { held, release } = await holdFirst(page, "**/lightning/api/objects/Account/list?*");
    await changeAccount(place, id, { Website: "zelkova.example" });
    await eventually(held).toBe(1);
    const cell = await typePhone(page, "(206) 555-0202");
    const saved = page.waitForResponse((response) => response.request().method() === "PATCH");
    await save(page.locator("lx-list-page")).click();
    await saved;
    await eventually(() => cell.innerText()).toContain("555-0202");
    await eventually(() => save(page.locator("lx-list-page")).count()).toBe(0);
    release();
    await pause(500);
    expect(await cell.innerText()).toContain("555-0202");
  });

  it("shows what was saved in its cells, though it cannot be read again", async () => {
    const page = await pages.open();
    await newAccount(page, "Yaupon Lost Answers");
    await page.goto(`${place.salesforce}/lightning/o/Account/list?q=Yaupon`);
    await rows(page).first().waitFor();
    await page.route("**/lightning/api/objects/Account/list?*", (route) => route.abort());
    const cell = await typePhone(page, "(206) 555-0303");
    await save(page.locator("lx-list-page")).click();
    await eventually(() => save(page.locator("lx-list-page")).count()).toBe(0);
    await pause(500);
    expect(await cell.innerText()).toContain("555-0303");
  });
});

describe("a related list", () => {
  it("shows the youngest answer, though an older one comes after it", async () => {
    const page = await pages.open();
    const AccountId = await newAccount(page, "Zebrawood Parent");
    await page.getByRole("tab", { name: "Related" }).click();
    const list = page.locator("lx-related-list").filter({ hasText: "Contacts" });
    await list.getByText("Contacts (0)").waitFor();
    const { held, release } = await holdFirst(page, "**/related/Contacts?*");
    await insertRecord(place, "Contact", { AccountId, LastName: "Zebrawood One" });
    await eventually(held).toBe(1);
    await insertRecord(place, "Contact", { AccountId, LastName: "Zebrawood Two" });
    await list.getByText("Contacts (2)").waitFor();
    release();
    await pause(500);
    expect(await list.innerText()).toContain("Contacts (2)");
  });
});

describe("search", () => {
  it("shows the results of the object that was chosen last", async () => {
    const page = await pages.open();
    await insertRecord(place, "Account", { Name: "Ziziphus Account" });
    await insertRecord(place, "Product2", { Name: "Ziziphus Product" });
    await page.goto(`${place.salesforce}/lightning/search?q=Ziziphus`);
    const results = page.locator("lx-search-page");
    const product = results.getByRole("link", { name: "Ziziphus Product" });
    await product.waitFor();
    const { held, release } = await holdFirst(page, "**/lightning/api/search?*object=Account*");
    await results.getByRole("button", { name: "Accounts" }).click();
    await eventually(held).toBe(1);
    await results.getByRole("button", { name: "Top Results" }).click();
    await pause(500);
    release();
    await pause(500);
    expect(await product.count()).toBe(1);
  });
});

describe("details that are saved while the person types on", () => {
  it("keep what was typed after Save, to be saved next", async () => {
    const page = await pages.open();
    const id = await newAccount(page, "Types On Trees");
    await page.route(`**/lightning/api/records/${id}*`, async (route) => {
      await pause(1_000);
      await route.continue().catch(() => undefined);
    });
    await page.getByRole("button", { name: "Edit Phone" }).click();
    await details(page).getByLabel("Phone", { exact: true }).fill("(206) 555-0404");
    const read = page.waitForResponse((answer) => answer.url().includes("silent=1"));
    await save(details(page)).click();
    await details(page).getByLabel("Website", { exact: true }).fill("typed-on.example");
    await read;
    await eventually(() => page.locator("lx-highlights").innerText()).toContain("555-0404");
    expect(await details(page).getByLabel("Website", { exact: true }).inputValue()).toBe(
      "typed-on.example",
    );
    await save(details(page)).click();
    await eventually(() => shownField(page, "Website")).toContain("typed-on.example");
    expect(await shownField(page, "Phone")).toBe("(206) 555-0404");
  });
});
