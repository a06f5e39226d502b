/** A duplicate rule that warns: in the form of a new record, and where a field is edited in place. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { eventually } from "./support/eventually.ts";
import { usePages } from "./support/pages.ts";
import { claimPorts } from "./support/ports.ts";
import {
  launch,
  type Launch,
  placeAt,
  ROOT,
  temporaryFolder,
  untilHealthy,
} from "./support/product.ts";
import { createRecord, fill, shownField } from "./support/salesforce-pages.ts";

const place = placeAt(await claimPorts(), temporaryFolder());
const pages = usePages();
let running: Launch | null = null;

const RULES: Readonly<Record<string, string>> = {
  "matchingRules/Account.matchingRule-meta.xml": `<MatchingRules><matchingRules><fullName>Same_Site</fullName><ruleStatus>Active</ruleStatus>
    <matchingRuleItems><blankValueBehavior>NullNotAllowed</blankValueBehavior><fieldName>Site</fieldName><matchingMethod>Exact</matchingMethod></matchingRuleItems></matchingRules></MatchingRules>`,
  "duplicateRules/Account.Twins.duplicateRule-meta.xml": `<DuplicateRule><actionOnInsert>Allow</actionOnInsert><actionOnUpdate>Allow</actionOnUpdate>
    <operationsOnInsert>Alert</operationsOnInsert><operationsOnUpdate>Alert</operationsOnUpdate>
    <alertText>There is an account of that site.</alertText><isActive>true</isActive><masterLabel>Twins</masterLabel>
    <duplicateRuleMatchRules><matchRuleSObjectType>Account</matchRuleSObjectType><matchingRule>Same_Site</matchingRule></duplicateRuleMatchRules></DuplicateRule>`,
};

beforeAll(async () => {
  const app = path.join(place.folder, "app");
  cpSync(path.join(ROOT, "salesforce-app"), app, { recursive: true });
  for (const [file, xml] of Object.entries(RULES)) {
    const whole = path.join(app, "force-app/main/default", file);
    mkdirSync(path.dirname(whole), { recursive: true });
    writeFileSync(whole, xml);
  }
  const flags = {
    "--port": place.port + 1,
    "--grpc-port": place.port + 11,
    "--data": path.join(place.folder, "org"),
    "--app": app,
    "--assets": path.join(ROOT, "build/lwc"),
  };
  const main = path.join(ROOT, "packages/emulator-salesforce/src/main.ts");
  const words = Object.entries(flags).flatMap(([name, value]) => [name, String(value)]);
  running = launch(["--disable-warning=ExperimentalWarning", main, ...words], {});
  await untilHealthy(place.salesforce);
});

afterAll(async () => {
  running?.child.kill("SIGTERM");
  await running?.ended;
  rmSync(place.folder, { recursive: true, force: true });
});

const save = (part: Locator): Locator => part.getByRole("button", { name: "Save", exact: true });
const alert = (page: Page): Locator => page.locator("lx-duplicate-alert");

describe("a duplicate rule that warns", () => {
  it("names the record that is alike, and a second Save keeps the new one", async () => {
    const page = await pages.open();
    await createRecord(page, place, "Account", {
      "Account Name": "First of Two",
      "Account Site": "North",
    });
    await page.goto(`${place.salesforce}/lightning/o/Account/new`);
    const dialog = page.getByRole("dialog");
    await fill(dialog, { "Account Name": "Second of Two", "Account Site": "North" });
    await save(dialog).click();
    await alert(page).getByText("There is an account of that site.").waitFor();
    await alert(page).getByRole("link", { name: "First of Two" }).waitFor();
    await expectAccessible(page, "a duplicate alert in a form");
    await save(dialog).click();
    await page.waitForURL(/\/r\/Account\//);
  });

  it("does the same where a field is edited in place", async () => {
    const page = await pages.open();
    await createRecord(page, place, "Account", {
      "Account Name": "South",
      "Account Site": "South",
    });
    await createRecord(page, place, "Account", { "Account Name": "Elsewhere" });
    const details = page.locator("lx-detail-panel");
    await page.getByRole("button", { name: "Edit Account Site" }).click();
    await details.getByLabel("Account Site", { exact: true }).fill("South");
    await save(details).click();
    await alert(page).getByRole("link", { name: "South" }).waitFor();
    await expectAccessible(page, "a duplicate alert on a record's page");
    await save(details).click();
    await eventually(() => shownField(page, "Site")).toBe("South");
  });
});
