/** One field edited on both sides: who wrote what and when, and a person's decision. */
import { afterEach, describe, expect, it } from "vitest";
import { setFaults } from "./support/emulators.ts";
import { eventually } from "./support/eventually.ts";
import { usePages } from "./support/pages.ts";
import { editByHand, shownInput } from "./support/quickbooks-pages.ts";
import { createRecord, editRecord, shownField } from "./support/salesforce-pages.ts";
import { sharedPlace } from "./support/shared-product.ts";
import {
  logEntries,
  openAdvanced,
  sendUntilGreen,
  syncCard,
  untilStatus,
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
