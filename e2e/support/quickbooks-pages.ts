/** What a person does on the company's QuickBooks pages. */
import type { Page } from "playwright-core";
import type { Place } from "./product.ts";
import { fill, type Inputs } from "./salesforce-pages.ts";

const NEW_PAGES = {
  customer: {
    list: "/app/customers",
    link: "New customer",
    detail: /customerdetail\?nameId=(\w+)/,
  },
  item: { list: "/app/items", link: "New item", detail: /item\?itemId=(\w+)/ },
} as const;

export type QuickbooksKind = keyof typeof NEW_PAGES;

export function detailUrl({ quickbooks }: Place, kind: QuickbooksKind, id: string): string {
  return kind === "customer"
    ? `${quickbooks}/app/customerdetail?nameId=${id}`
    : `${quickbooks}/app/item?itemId=${id}`;
}

/** Presses New on the list, fills the form and saves; answers with the new record's id. */
export async function createByHand(
  page: Page,
  { quickbooks }: Place,
  kind: QuickbooksKind,
  inputs: Inputs,
): Promise<string> {
  const { list, link, detail } = NEW_PAGES[kind];
  await page.goto(`${quickbooks}${list}`);
  await page.getByRole("link", { name: link }).click();
  await fill(page.locator("main form"), inputs);
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL(detail);
  const id = detail.exec(page.url())?.[1];
  if (id === undefined) throw new Error(`${page.url()} is not a detail page.`);
  return id;
}

/** Opens the record's page, types and saves. */
export async function editByHand(
  page: Page,
  place: Place,
  {
    kind,
    id,
    inputs,
  }: { readonly kind: QuickbooksKind; readonly id: string; readonly inputs: Inputs },
): Promise<void> {
  await page.goto(detailUrl(place, kind, id));
  const token = page.locator("#sync-token");
  const before = await token.textContent();
  await fill(page.locator("main form"), inputs);
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForFunction(
    `document.querySelector("#sync-token")?.textContent !== ${JSON.stringify(before)}`,
  );
}

/** What the record's page shows in an input now. */
export async function shownInput(
  page: Page,
  place: Place,
  {
    kind,
    id,
    label,
  }: { readonly kind: QuickbooksKind; readonly id: string; readonly label: string },
): Promise<string> {
  await page.goto(detailUrl(place, kind, id));
  return page.getByLabel(label, { exact: true }).inputValue();
}

/** The version that the record's page shows: it rises with every write. */
export async function shownSyncToken(page: Page, place: Place, kind: QuickbooksKind, id: string) {
  await page.goto(detailUrl(place, kind, id));
  return Number(await page.locator("#sync-token").textContent());
}

/** How many customers the list shows for a name. */
export async function countCustomers(page: Page, { quickbooks }: Place, name: string) {
  await page.goto(`${quickbooks}/app/customers?search=${encodeURIComponent(name)}`);
  return page.locator("main tbody a").count();
}
