/** The QuickBooks Sync component on the open record's page. */
import type { Locator, Page } from "playwright-core";
import { eventually } from "./eventually.ts";

export const syncCard = (page: Page): Locator =>
  page.locator('[data-component="c:accordRecordSync"]');

export const badge = (page: Page): Locator => syncCard(page).locator("[data-status]");

export const sendButton = (page: Page): Locator =>
  syncCard(page).getByRole("button", { name: "Send to QuickBooks" });

export const fetchButton = (page: Page): Locator =>
  syncCard(page).getByRole("button", { name: "Sync From QuickBooks" });

/** Waits until the indicator shows the status's word, and answers with its colour. */
export async function untilStatus(page: Page, label: string): Promise<string> {
  await eventually(() => badge(page).innerText()).toBe(label);
  const classes = (await badge(page).getAttribute("class")) ?? "";
  return /badge_(\w+)/.exec(classes)?.[1] ?? "";
}

/** The text beside a heading of the component's facts: "QuickBooks Id", "Company", "Last Sync Date". */
export async function fact(page: Page, heading: string): Promise<string> {
  const value = syncCard(page).locator(`dt:text-is("${heading}") + dd`);
  return (await value.innerText()).replaceAll(/\s+/g, " ").trim();
}

/** The exact time of Last Sync Date, to the second. */
export async function lastSyncTime(page: Page): Promise<number> {
  const text = await syncCard(page).locator(".exact").innerText();
  const time = Date.parse(text.replaceAll(/\s+/g, " ").replace(/ at /, " "));
  if (Number.isNaN(time)) throw new Error(`"${text}" is not a time.`);
  return time;
}

/** The link beside QuickBooks Id: its text is the bare Id, and for screen readers that it opens a tab. */
export const quickbooksLink = (page: Page): Locator => syncCard(page).locator("dd a.link");

export async function quickbooksId(page: Page): Promise<string> {
  const text = await quickbooksLink(page).innerText();
  const id = /^\d+/.exec(text.trim())?.[0];
  if (id === undefined) throw new Error(`"${text}" does not begin with an Id.`);
  return id;
}

/** Presses Send to QuickBooks and waits for green; answers with the customer's or item's Id. */
export async function sendUntilGreen(page: Page): Promise<string> {
  await sendButton(page).click();
  await untilToast(page, "Sent to QuickBooks");
  await untilStatus(page, "In Sync");
  return quickbooksId(page);
}

export async function openAdvanced(page: Page): Promise<void> {
  await syncCard(page).getByRole("button", { name: "Advanced" }).click();
}

/** The record's log entries under Advanced, newest first. */
export const logEntries = (page: Page): Locator => syncCard(page).locator("article.entry");

export const toast = (page: Page, title: string): Locator =>
  page.locator("[data-toasts] .slds-notify_toast").filter({ hasText: title });

/** The toast's whole text, once it is there; it is closed, so that the next one is seen to be new. */
export async function untilToast(page: Page, title: string): Promise<string> {
  const shown = toast(page, title).first();
  await shown.waitFor();
  const text = await shown.innerText();
  await shown.getByRole("button", { name: "Close" }).click();
  return text;
}
