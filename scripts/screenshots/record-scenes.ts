/** The QuickBooks Sync component in each state, and the pages around it. */
import type { Locator, Page } from "playwright-core";
import { setFaults } from "../../e2e/support/emulators.ts";
import { detailUrl } from "../../e2e/support/quickbooks-pages.ts";
import { editRecord, findRecord } from "../../e2e/support/salesforce-pages.ts";
import {
  badge,
  logEntries,
  openAdvanced,
  quickbooksId,
  sendButton,
  syncCard,
} from "../../e2e/support/sync-card.ts";
import type { Scene } from "./scene.ts";

const untilStatus = (page: Page, label: string): Promise<void> =>
  badge(page).filter({ hasText: label }).waitFor();

const card = (page: Page): Locator => syncCard(page).locator("lightning-card article.slds-card");

/** An Account that QuickBooks does not know: not linked, syncing, in sync, and its customer there. */
async function sent({ place, open, takePage, takePart }: Scene): Promise<void> {
  const page = await open();
  await findRecord(page, place, "Account", "Ridgeway Robotics");
  await untilStatus(page, "Not Linked");
  await takePart(page, card(page), "status-not-linked");
  await setFaults(place.quickbooks, [
    { match: { method: "POST", path: "/customer" }, fault: "slow", delayMs: 4000 },
  ]);
  await sendButton(page).click();
  await untilStatus(page, "Syncing");
  await takePart(page, card(page), "status-syncing");
  await untilStatus(page, "In Sync");
  await page.waitForTimeout(1000);
  await takePart(page, card(page), "status-in-sync");
  await takePage(page, "record-page");
  const quickbooks = await open();
  await quickbooks.goto(detailUrl(place, "customer", await quickbooksId(page)));
  await takePage(quickbooks, "quickbooks-customer");
}

/** A name that QuickBooks refuses, with its log under Advanced. */
async function refused({ place, open, takePart }: Scene): Promise<void> {
  const page = await open();
  await findRecord(page, place, "Account", "Tidewater Marine: South Dock");
  await sendButton(page).click();
  await untilStatus(page, "Error");
  await takePart(page, card(page), "status-error");
  await openAdvanced(page);
  await logEntries(page).first().waitFor();
  await takePart(page, card(page), "advanced-error-log");
}

/** A possible match, side by side; linked, with differences to decide. */
async function matched({ place, open, takePart }: Scene): Promise<void> {
  const page = await open();
  await findRecord(page, place, "Account", "Diego Rodriguez");
  const link = syncCard(page).getByRole("button", { name: /^Link Record/ });
  await link.waitFor();
  await takePart(page, card(page), "link-record");
  await link.click();
  await untilStatus(page, "Needs Decision");
  await page.waitForTimeout(500);
  await takePart(page, card(page), "status-needs-decision");
}

/** QuickBooks does not answer: the component says what it waits for. */
async function waiting({ place, open, takePart }: Scene): Promise<void> {
  const page = await open();
  await findRecord(page, place, "Account", "Lakeside Dental Group");
  await setFaults(place.quickbooks, [
    { match: { path: "/v3" }, fault: "status", status: 503, times: 0 },
  ]);
  await sendButton(page).click();
  await untilStatus(page, "Waiting");
  await takePart(page, card(page), "status-waiting");
  await setFaults(place.quickbooks, []);
  await untilStatus(page, "In Sync");
}

/** The question before an Unlink. */
async function unlinking({ place, open, takePage }: Scene): Promise<void> {
  const page = await open();
  await findRecord(page, place, "Account", "Lakeside Dental Group");
  await untilStatus(page, "In Sync");
  await editRecord(page, { Phone: "(312) 555-0165" });
  await openAdvanced(page);
  await syncCard(page).getByRole("button", { name: "Unlink", exact: true }).click();
  await page.getByRole("alertdialog").last().getByRole("button", { name: "Cancel" }).waitFor();
  await page.waitForTimeout(500);
  await takePage(page, "unlink-confirm");
}

export async function recordScenes(scene: Scene): Promise<void> {
  for (const scenes of [sent, refused, matched, waiting, unlinking]) await scenes(scene);
}
