/** The Accord Admin tab: Sync, Connections, Mappings. */
import type { Locator, Page } from "playwright-core";
import { eventually } from "./eventually.ts";
import type { Place } from "./product.ts";

export type AdminTab =
  | "Sync"
  | "First Load"
  | "Sync Integrity"
  | "Connections"
  | "Held Deletes"
  | "Held Changes"
  | "Mappings";

export async function openAdmin(page: Page, { salesforce }: Place, tab: AdminTab): Promise<void> {
  await page.goto(`${salesforce}/lightning/n/Accord_Admin`);
  await page.getByRole("tab", { name: tab, exact: true }).click();
}

/** Also where the page is too narrow for the tab and has it under More. */
export async function openTab(page: Page, tab: AdminTab): Promise<void> {
  const shown = page.getByRole("tab", { name: tab, exact: true });
  const more = page.getByRole("button", { name: "More Tabs" });
  await shown.or(more).first().waitFor();
  if (await shown.isVisible()) return shown.click();
  await more.click();
  await page.getByRole("menuitem", { name: tab, exact: true }).click();
}

export const filterInput = (page: Page): Locator =>
  page.getByLabel("Filter Records from QuickBooks");

/** Chooses the object and types the filter; presses nothing yet. */
export async function chooseRecords(page: Page, object: string, filter: string): Promise<void> {
  await page.getByRole("combobox", { name: "QuickBooks Object" }).click();
  await page.getByRole("option", { name: object, exact: true }).click();
  await filterInput(page).fill(filter);
}

export async function pressSyncNow(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sync Now" }).click();
}

export interface ShownResult {
  readonly progress: string;
  /** The cells of each result: QuickBooks Id, QuickBooks Name, Outcome, Salesforce Record, Message. */
  readonly rows: readonly (readonly string[])[];
}

export const resultRows = (page: Page): Locator => page.locator("lightning-datatable tbody tr");

/** Chooses, presses Sync Now, and waits until the run is done. */
export async function syncNow(page: Page, object: string, filter: string): Promise<ShownResult> {
  await chooseRecords(page, object, filter);
  await pressSyncNow(page);
  await resultRows(page).first().waitFor();
  const progress = page.getByText(/^\d+ of \d+ records? done$/);
  await eventually(() => progress.innerText()).toMatch(/^(\d+) of \1 records? done$/);
  const texts = await Promise.all(
    (await resultRows(page).all()).map((row) => row.locator("th, td").allInnerTexts()),
  );
  const rows = texts.map((cells) => cells.map((text) => text.trim()));
  return { progress: await progress.innerText(), rows };
}

/** Who wins a field of a mapping that both systems changed, on the open Mappings tab. */
export const policyOf = (page: Page, mapping: string, field: string): Locator =>
  page
    .getByRole("table", { name: mapping })
    .getByRole("combobox", { name: `${field}: When Both Changed` });

export async function choosePolicy(page: Page, shown: Locator, policy: string): Promise<void> {
  await shown.click();
  await page.getByRole("option", { name: policy, exact: true }).click();
}

/** Switches Enable Real-Time Updates to Salesforce for a mapping, on the Mappings tab. */
export async function switchRealTime(
  page: Page,
  place: Place,
  { mapping, isOn }: { readonly mapping: string; readonly isOn: boolean },
): Promise<void> {
  await openAdmin(page, place, "Mappings");
  const card = page.locator("article").filter({ hasText: mapping }).last();
  const toggle = card.getByRole("switch", { name: "Enable Real-Time Updates to Salesforce" });
  if ((await toggle.isChecked()) !== isOn) await toggle.setChecked(isOn, { force: true });
  await eventually(() => toggle.isChecked()).toBe(isOn);
}
