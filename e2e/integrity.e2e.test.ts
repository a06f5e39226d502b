/**
 * Things are broken behind the service's back while it is down; Sync Integrity finds them, repairs them by the
 * ordinary sync, and then the books agree.
 */
import { DatabaseSync } from "node:sqlite";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { openAdmin } from "./support/admin-pages.ts";
import { type BarePrograms, barePrograms } from "./support/bare-programs.ts";
import { accord, accordJson } from "./support/cli.ts";
import { setFaults } from "./support/emulators.ts";
import { eventually } from "./support/eventually.ts";
import { usePages } from "./support/pages.ts";
import { claimPorts } from "./support/ports.ts";
import { temporaryFolder } from "./support/product.ts";
import { changeCustomer, customersNamed } from "./support/quickbooks-api.ts";
import { changeAccount, createAccounts, linkMarkOf } from "./support/salesforce-api.ts";
import { callService, untilSettled } from "./support/service-api.ts";

const NAMES = ["Harbor Lights", "Quay Bakery", "Pier Books"] as const;

let bare: BarePrograms;
let ids: readonly string[];
const pages = usePages();

beforeAll(async () => {
  bare = barePrograms(await claimPorts(), temporaryFolder());
  const { service, salesforceEmulator, quickbooksEmulator } = bare.programs;
  await Promise.all([salesforceEmulator.start(), quickbooksEmulator.start()]);
  await service.start();
  ids = await createAccounts(bare, NAMES);
  for (const id of ids) {
    const sent = await callService(bare, "POST", `/records/Account/${id}/send`, {
      onMatch: "create",
    });
    expect(sent.status).toBe(202);
    expect(await untilSettled(bare, "Account", id)).toMatchObject({ status: "inSync" });
  }
}, 60_000);

afterAll(() => bare.discard());

/** The feeds believe that they have told everything up to now. */
function passOverEverything(): void {
  const database = new DatabaseSync(path.join(bare.folder, "service", "accord.sqlite"));
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  const rows = database.prepare("select feed, value from cursors where feed = 'sweep'").all();
  expect(rows).toHaveLength(2);
  const move = database.prepare("update cursors set value = ? where value = ?");
  for (const { value } of rows) {
    const text = String(value);
    move.run(text.replaceAll(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, now), text);
  }
  database.exec("delete from cursors where feed = 'change-events'");
  database.close();
}

const findingRows = (page: Page) =>
  page.locator("c-accord-integrity-report lightning-datatable tbody tr");

async function shownFindings(page: Page): Promise<readonly string[]> {
  const rows = await findingRows(page).all();
  return Promise.all(rows.map(async (row) => (await row.innerText()).replaceAll(/\s+/g, " ")));
}

const verdict = (page: Page) => page.locator("c-accord-integrity-report .verdict");

describe("Sync Integrity", () => {
  it("finds what was changed behind the service's back, repairs it, and then the books agree", async () => {
    const [harbor = "", quay = "", pier = ""] = ids;
    const { service } = bare.programs;
    await service.kill();
    const [customer] = await customersNamed(bare, "Harbor Lights");
    await changeCustomer(bare, customer?.Id ?? "", {
      PrimaryPhone: { FreeFormNumber: "415-555-0142" },
    });
    await changeAccount(bare, quay, { Website: "http://quay.example" });
    await changeAccount(bare, pier, { Accord_QB_Id__c: null });
    // A sweep reads again what changed within the last minute: it has to be older than that.
    await new Promise((resolve) => setTimeout(resolve, 70_000));
    passOverEverything();
    await service.start();

    const page = await pages.open();
    await openAdmin(page, bare, "Sync Integrity");
    await page.getByText("A run takes about").waitFor();
    await page.getByRole("button", { name: "Check Now" }).click();
    await eventually(() => verdict(page).innerText(), 60_000).toContain("do not agree");
    await eventually(async () => (await shownFindings(page)).length).toBe(3);
    const found = (await shownFindings(page)).join("\n");
    expect(found).toContain("Harbor Lights");
    expect(found).toContain("Phone: — ≠ 415-555-0142");
    expect(found).toContain("Quay Bakery");
    expect(found).toContain("Pier Books");
    await expectAccessible(page, "Sync Integrity with findings");

    await page.getByRole("button", { name: "Repair All" }).click();
    await eventually(() => verdict(page).innerText(), 60_000).toBe(
      "The books agree: 3 linked pairs compared.",
    );
    expect(await untilSettled(bare, "Account", harbor)).toMatchObject({ status: "inSync" });
    expect(await linkMarkOf(bare, pier)).toContain(":Customer:");
    const [bakery] = await customersNamed(bare, "Quay Bakery");
    expect(JSON.stringify(bakery)).toContain("http://quay.example");

    const again = await accordJson(bare, "integrity", "run");
    expect(again).toMatchObject({ code: 0, value: { agrees: true, repairable: 0 } });
  }, 240_000);

  it("tells of a change whose webhook was lost, and has it brought in", async () => {
    const [harbor = ""] = ids;
    const [customer] = await customersNamed(bare, "Harbor Lights");
    // Each one: the repair's own echoes may still be on their way.
    await setFaults(bare.quickbooks, [{ fault: "drop-webhook" }]);
    await changeCustomer(bare, customer?.Id ?? "", {
      PrimaryPhone: { FreeFormNumber: "415-555-0199" },
    });
    const { code } = await accordJson(bare, "integrity", "run", "Customer");
    await setFaults(bare.quickbooks, []);
    expect(code).toBe(0);
    const { text } = await accord(bare, "integrity", "show", "--kind", "missing");
    expect(text).toContain("Harbor Lights");
    expect(text).toContain("The sweep of this run brought it in.");
    expect(await untilSettled(bare, "Account", harbor)).toMatchObject({ status: "inSync" });
  }, 90_000);

  it("is scheduled on the same tab, after it was said what that costs", async () => {
    const page = await pages.open();
    await openAdmin(page, bare, "Sync Integrity");
    await page.getByLabel("Job Name").fill("Every night");
    await page.getByRole("combobox", { name: "Unit" }).click();
    await page.getByRole("option", { name: "Weeks" }).click();
    await page
      .locator("c-accord-integrity-jobs")
      .getByText(/With \d+ runs? this month/)
      .waitFor();
    await page.getByRole("button", { name: "Save Job" }).click();
    await page.getByRole("heading", { name: "Every night" }).waitFor();
    expect((await accord(bare, "integrity", "schedule")).text).toContain("Every week on");
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByText("Nothing is scheduled.").waitFor();
  }, 60_000);
});
