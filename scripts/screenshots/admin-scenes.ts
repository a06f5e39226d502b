/** Accord Admin, the Accord Log Viewer, and QuickBooks' list of customers. */
import type { Page } from "playwright-core";
import {
  type AdminTab,
  chooseRecords,
  openAdmin,
  pressSyncNow,
  resultRows,
} from "../../e2e/support/admin-pages.ts";
import { setFaults } from "../../e2e/support/emulators.ts";
import { changeCustomer, customersNamed } from "../../e2e/support/quickbooks-api.ts";
import type { Scene } from "./scene.ts";

async function syncNow({ place, open, takePage }: Scene): Promise<void> {
  const page = await open();
  await openAdmin(page, place, "Sync");
  await chooseRecords(page, "Customer", "Id = '58' maxresults 5");
  await pressSyncNow(page);
  await page.locator(".mistake .picture").waitFor();
  await takePage(page, "sync-now-mistake");
  await chooseRecords(page, "Customer", "Id=’58’");
  await pressSyncNow(page);
  await resultRows(page).getByText("Created", { exact: true }).waitFor();
  await takePage(page, "sync-now");
}

async function settledTab(page: Page, { place }: Scene, tab: AdminTab): Promise<void> {
  await openAdmin(page, place, tab);
  await page.waitForTimeout(1500);
}

/** Webhooks are lost: the check finds what they would have told, and has it brought in. */
async function syncIntegrity({ place, open, takePage }: Scene): Promise<void> {
  const page = await open();
  const [customer] = await customersNamed(place, "Jane Doe");
  await setFaults(place.quickbooks, [{ fault: "drop-webhook", times: 1 }]);
  await changeCustomer(place, customer?.Id ?? "", {
    PrimaryPhone: { FreeFormNumber: "(415) 555-0142" },
  });
  await openAdmin(page, place, "Sync Integrity");
  await page.getByText("A run takes about").waitFor();
  await page.getByRole("button", { name: "Check Now" }).click();
  const report = page.locator("c-accord-integrity-report");
  await report.getByText(/^The books /).waitFor({ timeout: 120_000 });
  await report.locator("lightning-datatable tbody tr").first().waitFor();
  await page.waitForTimeout(500);
  await takePage(page, "sync-integrity");
  await setFaults(place.quickbooks, []);
}

/** A plan with questions, the first of its records open. Nothing of it is applied. */
async function firstLoad({ place, open, takePage }: Scene): Promise<void> {
  const page = await open();
  await openAdmin(page, place, "First Load");
  await page.getByRole("button", { name: "Make a Plan" }).click();
  await page.getByRole("button", { name: "Apply the Plan" }).waitFor({ timeout: 60_000 });
  await page
    .getByRole("button", { name: /^Show / })
    .first()
    .click();
  await page.waitForTimeout(500);
  await takePage(page, "first-load");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "OK" }).click();
  await page.getByRole("button", { name: "Make Another Plan" }).waitFor();
}

export async function adminScenes(scene: Scene): Promise<void> {
  await syncNow(scene);
  await firstLoad(scene);
  await syncIntegrity(scene);
  const page = await scene.open();
  await settledTab(page, scene, "Connections");
  await scene.takePage(page, "connections");
  await settledTab(page, scene, "Mappings");
  await scene.takePage(page, "mappings");
  await page.goto(`${scene.place.salesforce}/lightning/n/Accord_Log_Viewer`);
  await page.locator("c-accord-log-table tbody tr").first().waitFor();
  await page.waitForTimeout(500);
  await scene.takePage(page, "log-viewer");
  await page.goto(`${scene.place.salesforce}/lightning/o/Account/list`);
  await scene.takePage(page, "account-list");
  await page.goto(`${scene.place.quickbooks}/app/customers`);
  await scene.takePage(page, "quickbooks-customers");
}
