/** One field edited on both sides: who wrote what and when, and a person's decision. */
import { afterEach, describe, expect, it } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { choosePolicy, openAdmin, policyOf } from "./support/admin-pages.ts";
import { setFaults } from "./support/emulators.ts";
import { eventually } from "./support/eventually.ts";
import { usePages } from "./support/pages.ts";
import { editByHand, shownInput } from "./support/quickbooks-pages.ts";
import { pause } from "./support/product.ts";
import { createRecord, editRecord, shownField } from "./support/salesforce-pages.ts";
import { sharedPlace } from "./support/shared-product.ts";
import {
  logEntries,
  openAdvanced,
  sendUntilGreen,
  syncCard,
  untilStatus,
  untilToast,
} from "./support/sync-card.ts";

const place = sharedPlace();
const pages = usePages();

afterEach(() => setFaults(place.quickbooks, []));

describe("a conflict", () => {
  it("shows both values with who and when, parks one field alone, and goes by the decision", async () => {
    const page = await pages.open();
    const quickbooks = await pages.open();
    await createRecord(page, place, "Account", {
      "Account Name": "Larch Lane Dental",
      Phone: "(503) 555-0140",
    });
    const id = await sendUntilGreen(page);
    await setFaults(place.quickbooks, [
      { match: {}, fault: "delay-webhook", delayMs: 20_000, times: 0 },
    ]);
    const customer = { kind: "customer", id } as const;
    const inputs = { Phone: "(503) 555-0149", "Billing city": "Salem" };
    await editByHand(quickbooks, place, { ...customer, inputs });
    await editRecord(page, { Phone: "(503) 555-0148" });

    expect(await untilStatus(page, "Needs Decision")).toBe("amber");
    const decisions = syncCard(page).locator("c-accord-decision-list li");
    expect(await decisions.count()).toBe(1);
    const shown = await decisions.first().innerText();
    expect(shown).toContain("Changed in both systems, and this field asks.");
    expect(shown).toMatch(
      /\(503\) 555-0148\s+Changed by Demo Admin, \w+ \d+, \d{4}, \d+:\d\d:\d\d/,
    );
    expect(shown).toMatch(
      /\(503\) 555-0149\s+Changed \w+ \d+, \d{4}, [^\n]*\. QuickBooks does not tell by whom\./,
    );
    await eventually(() => shownField(page, "BillingAddress")).toContain("Salem");

    await decisions
      .first()
      .getByRole("button", { name: /^Keep QuickBooks/ })
      .click();
    expect(await untilStatus(page, "In Sync")).toBe("green");
    await eventually(() => shownField(page, "Phone")).toBe("(503) 555-0149");
    expect(await shownInput(quickbooks, place, { ...customer, label: "Phone" })).toBe(
      "(503) 555-0149",
    );
    await openAdvanced(page);
    await eventually(() => logEntries(page).allInnerTexts().then(String)).toMatch(
      /Phone: as [^\n]+ decided\.[\s\S]*Phone waits for a decision/,
    );
  });
});

/** Longer than two edits may lie apart and still count as made at the same time. */
const CLEARLY_LATER_MS = 12_000;
const MAPPING = "Customer ⇄ Account";

describe("a field of which the newest value wins", () => {
  it("is chosen on the Mappings tab, and takes the later edit without a question", async () => {
    const admin = await pages.open();
    const page = await pages.open();
    const quickbooks = await pages.open();
    await openAdmin(admin, place, "Mappings");
    const phone = policyOf(admin, MAPPING, "Phone");
    expect(await phone.innerText()).toBe("Ask");
    await choosePolicy(admin, phone, "Newest wins");
    await untilToast(admin, "Saved");
    try {
      await expectAccessible(admin, "Mappings with a policy that was chosen");
      await createRecord(page, place, "Account", {
        "Account Name": "Alder Street Bakery",
        Phone: "(503) 555-0160",
      });
      const id = await sendUntilGreen(page);
      await setFaults(place.quickbooks, [
        { match: {}, fault: "delay-webhook", delayMs: 40_000, times: 0 },
        // A sweep that comes by would tell of the first edit before the second is made.
        { match: { path: "/cdc" }, fault: "slow", delayMs: CLEARLY_LATER_MS + 6_000, times: 0 },
      ]);
      const customer = { kind: "customer", id } as const;
      await editByHand(quickbooks, place, { ...customer, inputs: { Phone: "(503) 555-0161" } });
      await pause(CLEARLY_LATER_MS);
      await editRecord(page, { Phone: "(503) 555-0162" });

      const inQuickbooks = () => shownInput(quickbooks, place, { ...customer, label: "Phone" });
      await eventually(inQuickbooks, 10_000).toBe("(503) 555-0162");
      expect(await untilStatus(page, "In Sync")).toBe("green");
      expect(await shownField(page, "Phone")).toBe("(503) 555-0162");
      await openAdvanced(page);
      await eventually(() => logEntries(page).allInnerTexts().then(String)).toContain(
        "Phone had been changed in both: newest wins.",
      );
    } finally {
      await openAdmin(admin, place, "Mappings");
      await choosePolicy(admin, phone, "Ask");
      await untilToast(admin, "Saved");
    }
  });

  it("stays as it was when the service refuses the choice", async () => {
    const page = await pages.open();
    await openAdmin(page, place, "Mappings");
    const website = policyOf(page, MAPPING, "Website");
    expect(await website.innerText()).toBe("Ask");
    await page.route("**/apex/AccordApi/setPolicies", (route) =>
      route.fulfill({ status: 500, json: { message: "The service is away." } }),
    );
    await choosePolicy(page, website, "Salesforce wins");
    await untilToast(page, "That did not work");
    await eventually(() => website.innerText()).toBe("Ask");
  });
});
