/** What a person does on the org's Lightning pages. */
import type { Locator, Page } from "playwright-core";
import type { Place } from "./product.ts";

/** Inputs by their labels; a check box takes a boolean. */
export type Inputs = Readonly<Record<string, string | boolean>>;

/** A required input's label begins with a star. */
const exactly = (label: string): RegExp =>
  new RegExp(`^\\s*\\*?\\s*${label.replaceAll(/[/.*+?^$()|[\]{}\\]/g, String.raw`\$&`)}\\s*$`);

/** Types into the form's inputs, as labelled; leaves the others as they are. */
export async function fill(form: Locator, inputs: Inputs): Promise<void> {
  for (const [label, value] of Object.entries(inputs)) {
    const input = form.getByLabel(exactly(label));
    if (typeof value === "boolean") await input.setChecked(value, { force: true });
    else {
      // A number shows its digits plainly once it has the focus; what is typed must come after that.
      await input.focus();
      await input.fill(value);
    }
  }
}

/** The id in the address of a record's page. */
export function recordIdOf(page: Page): string {
  const id = /\/lightning\/r\/\w+\/(\w+)\/view/.exec(page.url())?.[1];
  if (id === undefined) throw new Error(`${page.url()} is not a record's page.`);
  return id;
}

/** Presses New on the object's list, fills the form and saves; ends on the new record's page. */
export async function createRecord(
  page: Page,
  { salesforce }: Place,
  object: string,
  inputs: Inputs,
): Promise<string> {
  await page.goto(`${salesforce}/lightning/o/${object}/list`);
  await page.getByRole("button", { name: "New", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await fill(dialog, inputs);
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await page.waitForURL(/\/lightning\/r\/\w+\/\w+\/view/);
  return recordIdOf(page);
}

export async function openRecord(
  page: Page,
  { salesforce }: Place,
  object: string,
  id: string,
): Promise<void> {
  await page.goto(`${salesforce}/lightning/r/${object}/${id}/view`);
}

/** Finds a record by its name with the list's search and opens it. */
export async function findRecord(
  page: Page,
  { salesforce }: Place,
  object: string,
  name: string,
): Promise<string> {
  await page.goto(`${salesforce}/lightning/o/${object}/list`);
  await page.getByLabel("Search this list").fill(name);
  await page.getByLabel("Search this list").press("Enter");
  await page.getByRole("link", { name, exact: true }).first().click();
  await page.waitForURL(/\/lightning\/r\//);
  return recordIdOf(page);
}

/** Presses Edit on the open record's page, types and saves. */
export async function editRecord(page: Page, inputs: Inputs): Promise<void> {
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await fill(dialog, inputs);
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
}

/** The value that the open record's page shows for a field, by the field's API name. */
export async function shownField(page: Page, field: string): Promise<string> {
  const text = await page.locator(`[data-field="${field}"] dd`).textContent();
  return (text ?? "").replaceAll("\u00a0", "").trim();
}

/** How many records the object's list finds for a name. */
export async function countInList(
  page: Page,
  { salesforce }: Place,
  object: string,
  name: string,
): Promise<number> {
  await page.goto(`${salesforce}/lightning/o/${object}/list?q=${encodeURIComponent(name)}`);
  await page
    .getByRole("status")
    .filter({ hasText: /\d+\+? items?/ })
    .waitFor();
  return page.locator("lx-record-table tbody tr").count();
}
