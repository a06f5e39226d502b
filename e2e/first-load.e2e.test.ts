/** The first load: a plan is made, looked at, decided and applied; a killed service goes on with it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { openAdmin } from "./support/admin-pages.ts";
import { type BarePrograms, barePrograms } from "./support/bare-programs.ts";
import { accord, accordJson } from "./support/cli.ts";
import { salesforceRowsWritten, usage } from "./support/emulators.ts";
import { eventually } from "./support/eventually.ts";
import { usePages } from "./support/pages.ts";
import { claimPorts } from "./support/ports.ts";
import { temporaryFolder } from "./support/product.ts";
import { countInList } from "./support/salesforce-pages.ts";

let bare: BarePrograms;
const pages = usePages();

beforeAll(async () => {
  bare = barePrograms(await claimPorts(), temporaryFolder());
  const { service, salesforceEmulator, quickbooksEmulator } = bare.programs;
  await Promise.all([salesforceEmulator.start(), quickbooksEmulator.start()]);
  await service.start();
}, 60_000);

afterAll(() => bare.discard());

interface Plan {
  readonly state: string;
  readonly items: Readonly<Record<string, number>>;
}

async function shownPlan(): Promise<Plan> {
  const { value } = await accordJson(bare, "backfill", "show");
  return value as Plan;
}

describe("the first load", () => {
  it("is planned, looked at, decided and applied on its tab", async () => {
    const page = await pages.open();
    const before = await usage(bare);
    await openAdmin(page, bare, "First Load");
    await page.getByText("Nothing is written.").waitFor();
    await expectAccessible(page, "The form of the first load");
    await page.getByRole("button", { name: "Make a Plan" }).click();
    const apply = page.getByRole("button", { name: "Apply the Plan" });
    await apply.waitFor({ timeout: 60_000 });
    expect(salesforceRowsWritten(before, await usage(bare))).toBe(0);

    await page.getByRole("combobox", { name: "State" }).click();
    await page.getByRole("option", { name: "Waits for a Decision" }).click();
    await page.getByText("May be one of these").first().waitFor();
    await expectAccessible(page, "A plan with questions");
    await page
      .getByRole("button", { name: /^Link With This One/ })
      .last()
      .click();
    await page.getByRole("combobox", { name: "State" }).click();
    await page.getByRole("option", { name: "Planned" }).click();
    await page.getByRole("searchbox", { name: "A part of the name" }).fill("Amy's Bird");
    await page.getByRole("button", { name: "Show Amy's Bird Sanctuary" }).click();
    await page.getByText(/^Score \d+: Same name/).waitFor();

    const plan = await shownPlan();
    expect(plan).toMatchObject({ state: "ready", items: { done: 0 } });
    await apply.click();
    await page.getByRole("button", { name: "OK" }).click();
    // What still waits for a person makes it ready again, with nothing left to write.
    await eventually(async () => (await shownPlan()).state, 60_000).toBe("ready");
    const { items } = await shownPlan();
    expect(items).toMatchObject({ planned: 0, underWay: 0, refused: 0 });
    expect(items["done"]).toBe(plan.items["planned"]);
    expect(await countInList(page, bare, "Account", "Amy's Bird Sanctuary")).toBe(1);
    expect(await countInList(page, bare, "Account", "Travis Waldron")).toBe(1);
    expect(await countInList(page, bare, "Account", "Jane Doe")).toBe(1);
  }, 180_000);

  it("goes on after a decision at the command line, and ends when all is decided", async () => {
    const skipped = await accord(bare, "backfill", "decide", "skip", "--state", "waiting");
    expect(skipped.text).toMatch(/^\d+ decided\./);
    const ended = await accordJson(bare, "backfill", "cancel");
    expect(ended).toMatchObject({ code: 0, value: { state: "cancelled" } });
  }, 60_000);
});
