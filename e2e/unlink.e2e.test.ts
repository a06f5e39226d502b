/** Procedure 6: Unlink, and that it lasts. */
import type { Page } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { usePages } from "./support/pages.ts";
import { salesforceRowsWritten, setFaults, usage } from "./support/emulators.ts";
import { eventually } from "./support/eventually.ts";
import { kill, pause, pidOf, untilHealthy } from "./support/product.ts";
import {
  countCustomers,
  editByHand,
  shownInput,
  shownSyncToken,
} from "./support/quickbooks-pages.ts";
import {
  countInList,
  createRecord,
  editRecord,
  openRecord,
  shownField,
} from "./support/salesforce-pages.ts";
import { sharedPlace } from "./support/shared-product.ts";
import {
  logEntries,
  openAdvanced,
  quickbooksId,
  quickbooksLink,
  sendUntilGreen,
  syncCard,
  untilStatus,
  untilToast,
} from "./support/sync-card.ts";

const place = sharedPlace();
const pages = usePages();

afterEach(() => setFaults(place.quickbooks, []));

const confirmDialog = (page: Page) =>
  page.getByRole("alertdialog", { name: "Unlink from QuickBooks?" }).last();

async function pressUnlink(page: Page): Promise<void> {
  await syncCard(page).getByRole("button", { name: "Unlink", exact: true }).click();
  await confirmDialog(page).waitFor();
}

describe("Unlink", () => {
  it("asks first, and changes nothing when the answer is Cancel", async () => {
    const page = await pages.open();
    await createRecord(page, place, "Account", { "Account Name": "Sorrel Kitchen" });
    const id = await sendUntilGreen(page);
    await openAdvanced(page);
    await pressUnlink(page);
    await expectAccessible(page, "the confirmation of Unlink");
    await confirmDialog(page).getByRole("button", { name: "Cancel" }).click();
    await confirmDialog(page).waitFor({ state: "hidden" });
    expect(await untilStatus(page, "In Sync")).toBe("green");
    expect(await quickbooksId(page)).toBe(id);
  });

  it("ends the association for good: no edit, late webhook or sweep links, doubles or writes", async () => {
    const page = await pages.open();
    const quickbooks = await pages.open();
    const account = await createRecord(page, place, "Account", {
      "Account Name": "Tansy Cleaners",
      Phone: "(559) 555-0100",
    });
    const id = await sendUntilGreen(page);
    await eventually(() => shownField(page, "Accord_QB_Id__c")).toContain(`Customer:${id}`);

    // A change whose webhook arrives only after the end of the link.
    await setFaults(place.quickbooks, [
      { match: {}, fault: "delay-webhook", delayMs: 6_000, times: 0 },
    ]);
    await editByHand(quickbooks, place, {
      kind: "customer",
      id,
      inputs: { Phone: "(559) 555-0111" },
    });
    await openAdvanced(page);
    await pressUnlink(page);
    await confirmDialog(page).getByRole("button", { name: "OK" }).click();
    await untilToast(page, "Unlinked");
    expect(await untilStatus(page, "Not Linked")).toBe("grey");
    expect(await quickbooksLink(page).count()).toBe(0);
    await eventually(() => logEntries(page).first().innerText()).toMatch(/[Uu]nlinked/);
    await eventually(() => shownField(page, "Accord_QB_Id__c")).toBe("");
    expect(await countCustomers(quickbooks, place, "Tansy Cleaners")).toBe(1);

    await editByHand(quickbooks, place, {
      kind: "customer",
      id,
      inputs: { Email: "late@tansy.example.com" },
    });
    await editRecord(page, { Phone: "(559) 555-0122" });
    await pause(2_000);
    const before = await usage(place);
    const token = await shownSyncToken(quickbooks, place, "customer", id);
    await pause(6_000);
    // Every sweep runs when the service starts.
    await restartService();
    await pause(4_000);

    const after = await usage(place);
    expect(after.quickbooks.free).toBe(before.quickbooks.free);
    expect(salesforceRowsWritten(before, after)).toBe(0);
    expect(await shownSyncToken(quickbooks, place, "customer", id)).toBe(token);
    expect(await shownInput(quickbooks, place, { kind: "customer", id, label: "Phone" })).toBe(
      "(559) 555-0111",
    );
    expect(await countCustomers(quickbooks, place, "Tansy Cleaners")).toBe(1);
    expect(await countInList(page, place, "Account", "Tansy Cleaners")).toBe(1);
    await openRecord(page, place, "Account", account);
    expect(await untilStatus(page, "Not Linked")).toBe("grey");
    expect(await shownField(page, "Phone")).toBe("(559) 555-0122");
    expect(await shownField(page, "Accord_QB_Id__c")).toBe("");

    // Only a person ends it: Link Record.
    await syncCard(page)
      .getByRole("button", { name: /^Link Record/ })
      .click();
    await untilToast(page, "Linked");
    expect(await quickbooksId(page)).toBe(id);
    expect(await untilStatus(page, "Needs Decision")).toBe("amber");
    await openAdvanced(page);
    const log = async () => (await logEntries(page).allInnerTexts()).join("\n");
    await eventually(log).toMatch(/[Uu]nlinked/);
  });

  async function restartService(): Promise<void> {
    const before = pidOf(place, "service");
    kill(place, "service");
    await eventually(() => {
      try {
        return pidOf(place, "service");
      } catch {
        return before;
      }
    }).not.toBe(before);
    await untilHealthy(place.service);
  }
});
