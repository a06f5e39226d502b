/**
 * An import that changes far more than usual, which waits until somebody has looked; and a connection that a
 * person pauses. On a product of its own, for which two records are far more than usual.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { openAdmin } from "./support/admin-pages.ts";
import { type BarePrograms, barePrograms } from "./support/bare-programs.ts";
import { accordJson } from "./support/cli.ts";
import { eventually } from "./support/eventually.ts";
import { usePages } from "./support/pages.ts";
import { claimPorts } from "./support/ports.ts";
import { temporaryFolder } from "./support/product.ts";
import { changeAccount, createAccounts } from "./support/salesforce-api.ts";
import { openRecord } from "./support/salesforce-pages.ts";
import { fetchButton, sendUntilGreen, untilStatus, untilToast } from "./support/sync-card.ts";

const pages = usePages();
const NAMES = ["Quay One", "Quay Two", "Quay Three", "Quay Four"];

describe("what a person holds and lets go", () => {
  let stack: BarePrograms;
  let ids: readonly string[];
  beforeAll(async () => {
    const settings = { ACCORD_GUARD_CHANGES: "1,0,60" };
    stack = barePrograms(await claimPorts(), temporaryFolder(), settings);
    const { salesforceEmulator, quickbooksEmulator, service } = stack.programs;
    await Promise.all([salesforceEmulator.start(), quickbooksEmulator.start()]);
    await service.start();
    ids = await createAccounts(stack, NAMES);
  });
  afterAll(() => stack.discard());

  it("shows an import that changes everything, and writes it when it is let through", async () => {
    const page = await pages.open();
    for (const id of ids) {
      await openRecord(page, stack, "Account", id);
      await sendUntilGreen(page);
    }
    for (const id of ids) await changeAccount(stack, id, { Phone: "(650) 555-0199" });
    await openAdmin(page, stack, "Held Changes");
    const held = page.locator("c-accord-held-changes article.held");
    await eventually(async () => {
      await page.getByRole("button", { name: "Refresh" }).click();
      return held.locator(".waiting").innerText();
    }).toBe(String(NAMES.length - 1));
    const text = await held.innerText();
    expect(text).toContain("Far more account records than usual were changed in Salesforce");
    expect(text).toContain("Phone (3)");
    expect(text).toContain("(650) 555-0199");
    await expectAccessible(page, "Held Changes");

    const { value } = await accordJson(stack, "held-changes");
    expect(value).toMatchObject({ held: [{ records: 3, written: 1, system: "salesforce" }] });

    await held.getByRole("button", { name: "Let Through: 3" }).click();
    const dialog = page.getByRole("alertdialog", { name: "Write 3 records to QuickBooks?" }).last();
    await dialog.getByRole("button", { name: "OK" }).click();
    await untilToast(page, "Let through");
    await page.getByText("Nothing is held.").waitFor();
    for (const id of ids) {
      await openRecord(page, stack, "Account", id);
      await untilStatus(page, "In Sync");
    }
  });

  it("shows a paused connection everywhere, and goes on with what waited", async () => {
    const page = await pages.open();
    await openAdmin(page, stack, "Connections");
    const card = page.locator("article.connection").filter({ hasText: "9341452700000001" });
    await card.getByRole("button", { name: "Pause Syncing" }).click();
    const dialog = page.getByRole("alertdialog", { name: "Pause syncing?" }).last();
    await dialog.getByRole("button", { name: "OK" }).click();
    await card.getByText(/Syncing with QuickBooks is paused by .+ since/).waitFor();
    await expectAccessible(page, "Connections, one of them paused");

    const [id = ""] = ids;
    await openRecord(page, stack, "Account", id);
    await page.getByText(/Syncing with QuickBooks is paused by .+ since/).waitFor();
    await fetchButton(page).click();
    await untilStatus(page, "Waiting");

    await openAdmin(page, stack, "Connections");
    await card.getByRole("button", { name: "Resume Syncing" }).click();
    await card.getByRole("button", { name: "Pause Syncing" }).waitFor();
    await openRecord(page, stack, "Account", id);
    await untilStatus(page, "In Sync");
  });
});
