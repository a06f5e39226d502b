/** Accord Admin, the Accord Log Viewer, and QuickBooks' list of customers. */
import type { Page } from "playwright-core";
import {
  type AdminTab,
  chooseRecords,
  openAdmin,
  pressSyncNow,
  resultRows,
} from "../../e2e/support/admin-pages.ts";
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

export async function adminScenes(scene: Scene): Promise<void> {
  await syncNow(scene);
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
