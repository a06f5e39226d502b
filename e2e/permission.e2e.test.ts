/**
 * Intuit's permission ends by itself: five years after a person gave it, or 100 days after its last use.
 * The service is stopped, its ledger told of an end, and started again, as after a long rest.
 */
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { openAdmin } from "./support/admin-pages.ts";
import { type BarePrograms, barePrograms } from "./support/bare-programs.ts";
import { accord, accordJson } from "./support/cli.ts";
import { eventually } from "./support/eventually.ts";
import { usePages } from "./support/pages.ts";
import { claimPorts } from "./support/ports.ts";
import { temporaryFolder } from "./support/product.ts";

const pages = usePages();
/** The realm id of the company that the demonstration starts with. */
const REALM = "9341452700000001";
const DAY_MS = 24 * 3_600_000;

interface Ends {
  readonly unusedEndsAt: string | null;
  readonly finalEndsAt: string | null;
}

const inDays = (days: number): string =>
  `${new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 19)}Z`;

/** Reads what the ledger of a stopped service holds, and writes other ends in their place. */
function replaceEnds({ folder }: BarePrograms, ends: Ends): Ends {
  const database = new DatabaseSync(path.join(folder, "service", "accord.sqlite"));
  try {
    const row = database
      .prepare("select id, settings from connections where system = 'quickbooks'")
      .get();
    const settings = JSON.parse(String(row?.["settings"])) as Record<string, string>;
    const changed = { ...settings, authorisationEnds: JSON.stringify(ends) };
    database
      .prepare("update connections set settings = ? where id = ?")
      .run(JSON.stringify(changed), String(row?.["id"]));
    return JSON.parse(settings["authorisationEnds"] ?? "null") as Ends;
  } finally {
    database.close();
  }
}

/** The day as the pages show it. */
const shownDay = (iso: string): string =>
  new Intl.DateTimeFormat("en-US", { year: "numeric", month: "short", day: "numeric" }).format(
    new Date(iso),
  );

describe("the end of Intuit's permission", () => {
  let stack: BarePrograms;
  beforeAll(async () => {
    stack = barePrograms(await claimPorts(), temporaryFolder());
    const { salesforceEmulator, quickbooksEmulator, service } = stack.programs;
    await Promise.all([salesforceEmulator.start(), quickbooksEmulator.start()]);
    await service.start();
  });
  afterAll(() => stack.discard());

  const card = (page: Page) => page.locator("article.connection").filter({ hasText: REALM });

  async function inBothHomes(check: (page: Page, home: string) => Promise<void>): Promise<void> {
    const org = await pages.open();
    await openAdmin(org, stack, "Connections");
    await check(org, "the org");
    const { url } = (await accordJson(stack, "console")).value as { url: string };
    const console = await pages.open();
    await console.goto(url);
    await console.getByRole("tab", { name: "Connections" }).click();
    await check(console, "the console");
  }

  async function restartWith(ends: Ends): Promise<Ends> {
    await stack.programs.service.kill();
    const before = replaceEnds(stack, ends);
    await stack.programs.service.start();
    return before;
  }

  it("is told by QuickBooks, and stands on Connections while it is far", async () => {
    await inBothHomes(async (page, home) => {
      await eventually(() => card(page).innerText()).toContain("Authorised until");
      const text = await card(page).innerText();
      expect(text, home).toContain(shownDay(inDays(5 * 365)));
      expect(text, home).not.toContain("Connect again before");
    });
    expect((await accord(stack, "status")).text).not.toContain("permission");
  });

  it.each([
    ["five years after it was given", { unusedEndsAt: inDays(90), finalEndsAt: inDays(40) }, 40],
    ["100 days after its last use", { unusedEndsAt: inDays(12), finalEndsAt: inDays(900) }, 12],
  ])("is warned of early, %s", async (_when, ends, days) => {
    const before = await restartWith(ends);
    expect(before.finalEndsAt).not.toBeNull();
    expect(before.unusedEndsAt).not.toBeNull();
    await inBothHomes(async (page, home) => {
      await eventually(() => card(page).innerText()).toContain("Connect again before");
      const text = await card(page).innerText();
      expect(text, home).toContain(shownDay(inDays(days)));
      await expectAccessible(page, `Connections with a warning, ${home}`);
    });
    const { text } = await accord(stack, "status");
    expect(text).toMatch(
      new RegExp(`QuickBooks permission +connect again before ${inDays(days).slice(0, 10)}`),
    );
  });
});
