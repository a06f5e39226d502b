/** What an accountant does on the company's QuickBooks pages: invoices, payments, balances. */
import type { Page } from "playwright-core";
import { eventually } from "./eventually.ts";
import type { Place } from "./product.ts";

/** One line as it is typed; what is left out is left to the product or to the sum. */
export interface TypedLine {
  readonly item: string;
  readonly quantity?: string;
  readonly rate?: string;
}

/** Fills a line of the open invoice form, and waits until its amount follows. */
export async function fillLine(page: Page, row: number, line: TypedLine): Promise<void> {
  const input = (label: string) => page.getByLabel(`${label}, line ${row}`, { exact: true });
  await input("Product or service").fill(line.item);
  await eventually(() => page.locator(`#filled-${row}`).inputValue()).toBe(line.item);
  if (line.quantity !== undefined) await input("Qty").fill(line.quantity);
  if (line.rate !== undefined) await input("Rate").fill(line.rate);
}

/** Text of one of the form's live sums, e.g. `total`. */
export const shownSum = (page: Page, name: string): Promise<string> =>
  page.locator(`[data-output="${name}"]`).innerText();

/** The balance that a customer's or an invoice's page shows. */
export const shownBalance = (page: Page): Promise<string> => page.locator("#balance").innerText();

export async function openCustomer(page: Page, { quickbooks }: Place, id: string): Promise<void> {
  await page.goto(`${quickbooks}/app/customerdetail?nameId=${id}`);
}
