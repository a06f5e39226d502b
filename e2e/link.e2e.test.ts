/** Procedure 5: Link Record. */
import type { Locator, Page } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { usePages } from "./support/pages.ts";
import { quickbooksCalls, setFaults, usage } from "./support/emulators.ts";
import { eventually } from "./support/eventually.ts";
import {
  countCustomers,
  createByHand,
  shownInput,
  shownSyncToken,
} from "./support/quickbooks-pages.ts";
import { createAccounts } from "./support/salesforce-api.ts";
import {
  createRecord,
  findRecord,
  openRecord,
  recordIdOf,
  shownField,
} from "./support/salesforce-pages.ts";
import { sharedPlace } from "./support/shared-product.ts";
import {
  fact,
  quickbooksId,
  sendButton,
  syncCard,
  untilStatus,
  untilToast,
} from "./support/sync-card.ts";

const place = sharedPlace();
const pages = usePages();

afterEach(() => setFaults(place.quickbooks, []));

const panels = (page: Page): Locator => syncCard(page).locator("c-accord-match-panel");

/** The rows of a panel's table, without the spoken "(differs)". */
async function comparedRows(panel: Locator): Promise<Record<string, readonly [string, string]>> {
  const rows = await panel
    .locator("tbody tr")
    .evaluateAll((elements) =>
      elements.map((row) =>
        [...row.querySelectorAll("th, td")].map((cell) =>
          (cell.textContent ?? "").replace("(differs)", "").trim(),
        ),
      ),
    );
  return Object.fromEntries(
    rows.map(([label = "", salesforce = "", quickbooks = ""]) => [label, [salesforce, quickbooks]]),
  );
}

const linkButton = (panel: Locator): Locator => panel.getByRole("button", { name: /^Link Record/ });

describe("Link Record", () => {
  it("shows the match side by side, links without overwriting, and lists what differs", async () => {
    const page = await pages.open();
    const quickbooks = await pages.open();
    await findRecord(page, place, "Account", "Diego Rodriguez");
    await untilStatus(page, "Not Linked");
    await syncCard(page).getByText("Possible match in QuickBooks").waitFor();
    const rows = await comparedRows(panels(page));
    expect(rows["Name"]).toEqual(["Diego Rodriguez", "Diego Rodriguez"]);
    expect(rows["Email"]).toEqual(["diego.rodriguez@example.com", "Diego@Rodriguez.com"]);
    expect(rows["Phone"]?.[0]).toBe("(650) 555-4477");
    expect(rows["Address"]?.[0]).toContain("321 Channing");
    expect(rows["Address"]?.[1]).toContain("321 Channing");
    expect(rows["Balance"]?.[1]).toMatch(/^\$0\.00as of /);
    // QuickBooks would refuse a second record of this name.
    const card = syncCard(page);
    expect(await card.getByRole("button", { name: "Create New in QuickBooks" }).count()).toBe(0);
    await card.getByText(/^QuickBooks keeps names unique/).waitFor();
    await expectAccessible(page, "a record with a possible match");

    const before = await shownSyncToken(quickbooks, place, "customer", "4");
    await linkButton(panels(page)).click();
    await untilToast(page, "Linked");
    expect(await untilStatus(page, "Needs Decision")).toBe("amber");
    expect(await quickbooksId(page)).toBe("4");
    expect(await shownSyncToken(quickbooks, place, "customer", "4")).toBe(before);
    expect(await shownField(page, "Accord_Email__c")).toBe("diego.rodriguez@example.com");
    await expectAccessible(page, "a record that needs a decision");

    const decisions = syncCard(page).locator("c-accord-decision-list li");
    const email = decisions.filter({ hasText: "diego.rodriguez@example.com" });
    const shown = await email.innerText();
    expect(shown).toContain("Diego@Rodriguez.com");
    expect(shown).toContain("The two records differed when they were linked.");
    expect(shown).toMatch(/Changed by Demo Admin, \w+ \d+, \d{4}/);
    expect(shown).toMatch(/Changed \w+ \d+, \d{4}[^\n]*\. QuickBooks does not tell by whom\./);
    await email.getByRole("button", { name: /^Keep Salesforce/ }).click();
    await eventually(() => email.count()).toBe(0);
    await eventually(() =>
      shownInput(quickbooks, place, { kind: "customer", id: "4", label: "Email" }),
    ).toBe("diego.rodriguez@example.com");
    while ((await decisions.count()) > 0) {
      const left = await decisions.count();
      await decisions
        .first()
        .getByRole("button", { name: /^Keep QuickBooks/ })
        .click();
      await eventually(() => decisions.count()).toBeLessThan(left);
    }
    expect(await untilStatus(page, "In Sync")).toBe("green");
  });

  it("says when the customer is linked to another Account, and a button goes there", async () => {
    const page = await pages.open();
    await page.goto(`${place.salesforce}/lightning/o/Account/list?q=Cool+Cars`);
    const links = page.getByRole("link", { name: "Cool Cars", exact: true });
    await eventually(() => links.count()).toBe(2);
    const urls = await links.evaluateAll((found) => found.map((link) => link.getAttribute("href")));
    await page.goto(`${place.salesforce}${urls[0] ?? ""}`);
    const first = recordIdOf(page);
    await linkButton(panels(page)).click();
    await untilToast(page, "Linked");

    await page.goto(`${place.salesforce}${urls[1] ?? ""}`);
    await panels(page).waitFor();
    expect(await panels(page).innerText()).toContain(
      "already linked to another Salesforce record: Cool Cars",
    );
    expect(await linkButton(panels(page)).count()).toBe(0);
    await expectAccessible(page, "a match that is linked elsewhere");
    await panels(page).getByRole("button", { name: "Go to Cool Cars" }).click();
    await page.waitForURL(`**/${first}/view`);
    expect(await fact(page, "QuickBooks Id")).toContain("Cool Cars");
  });

  it("is what a Send leads to when QuickBooks has the name", async () => {
    const page = await pages.open();
    await findRecord(page, place, "Account", "Weiskopf Consulting");
    await sendButton(page).click();
    await untilToast(page, "Held for your decision");
    await panels(page).waitFor();
    expect(await countCustomers(await pages.open(), place, "Weiskopf Consulting")).toBe(1);
    await linkButton(panels(page)).click();
    await untilToast(page, "Linked");
    expect(await quickbooksId(page)).toBe("29");
  });

  it("is what a refused Send leads to when only QuickBooks itself knows the name", async () => {
    const page = await pages.open();
    const quickbooks = await pages.open();
    await setFaults(place.quickbooks, [{ match: {}, fault: "drop-webhook", times: 0 }]);
    const id = await createByHand(quickbooks, place, "customer", {
      "Display name": "Quince Orchard",
      Phone: "(916) 555-0100",
    });
    await createRecord(page, place, "Account", { "Account Name": "Quince Orchard" });
    expect(await panels(page).count()).toBe(0);
    await sendButton(page).click();
    await panels(page).waitFor();
    expect((await comparedRows(panels(page)))["Phone"]?.[1]).toBe("(916) 555-0100");
    await linkButton(panels(page)).click();
    await untilToast(page, "Linked");
    expect(await quickbooksId(page)).toBe(id);
    expect(await countCustomers(quickbooks, place, "Quince Orchard")).toBe(1);
  });

  it("costs no metered call for a hundred pages of unlinked Accounts", async () => {
    const names = Array.from({ length: 100 }, (_, place) =>
      place % 2 === 0 ? "Kookies by Kathy" : `Rowan Trading ${place}`,
    );
    const ids = await createAccounts(place, names);
    const page = await pages.open();
    await openRecord(page, place, "Account", ids[0] ?? "");
    const before = await usage(place);
    for (const id of ids.slice(0, 5)) {
      await openRecord(page, place, "Account", id);
      await untilStatus(page, "Not Linked");
    }
    expect(await panels(page).count()).toBe(1);
    const views = await page.evaluate(async (wanted) => {
      const ask = async (recordId: string): Promise<unknown> => {
        const answer = await fetch("/apex/AccordApi/getRecord", {
          method: "POST",
          body: JSON.stringify({ recordId }),
        });
        return answer.json();
      };
      const found: unknown[] = [];
      for (const id of wanted) found.push(await ask(id));
      return found;
    }, ids.slice(5));
    const matched = views.filter((view) => JSON.stringify(view).includes("Kookies by Kathy"));
    expect(views).toHaveLength(95);
    expect(matched).toHaveLength(47);
    expect(quickbooksCalls(before, await usage(place))).toEqual({});
  });
});
