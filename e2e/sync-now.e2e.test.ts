/** Procedure 4: a QuickBooks record into Salesforce, with Sync Now. */
import { afterEach, describe, expect, it } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import {
  chooseRecords,
  filterInput,
  openAdmin,
  pressSyncNow,
  resultRows,
  switchRealTime,
  syncNow,
} from "./support/admin-pages.ts";
import { usePages } from "./support/pages.ts";
import { quickbooksCalls, salesforceRowsWritten, setFaults, usage } from "./support/emulators.ts";
import { eventually } from "./support/eventually.ts";
import { pause } from "./support/product.ts";
import { createByHand } from "./support/quickbooks-pages.ts";
import { countInList, findRecord, shownField } from "./support/salesforce-pages.ts";
import { sharedPlace } from "./support/shared-product.ts";
import { quickbooksId, untilStatus } from "./support/sync-card.ts";

const place = sharedPlace();
const pages = usePages();

afterEach(() => setFaults(place.quickbooks, []));

describe("Sync Now", () => {
  it("brings in a customer from before the connection, by a filter with typographic quotes", async () => {
    const page = await pages.open();
    expect(await countInList(page, place, "Account", "Jane Doe")).toBe(0);
    await openAdmin(page, place, "Sync");
    await page
      .getByRole("heading", { name: "Sync Options From QuickBooks to Salesforce" })
      .waitFor();
    await setFaults(place.quickbooks, [
      { match: { path: "/query" }, fault: "slow", delayMs: 1500, times: 1 },
    ]);
    const run = syncNow(page, "Customer", "Id=’58’");
    await page.getByRole("heading", { name: "Customer, Id = '58'" }).waitFor();
    const { progress, rows } = await run;
    // The field shows what was understood.
    expect(await filterInput(page).inputValue()).toBe("Id = '58'");
    expect(progress).toBe("1 of 1 record done");
    expect(rows.map((cells) => cells.slice(0, 3))).toEqual([["58", "Jane Doe", "Created"]]);
    await expectAccessible(page, "Accord Admin with a finished sync");

    await resultRows(page).getByRole("link", { name: "Jane Doe" }).click();
    await page.waitForURL(/\/lightning\/r\/Account\//);
    expect(await shownField(page, "Name")).toBe("Jane Doe");
    expect(await untilStatus(page, "In Sync")).toBe("green");
    expect(await quickbooksId(page)).toBe("58");
    expect(await countInList(page, place, "Account", "Jane Doe")).toBe(1);
  });

  it("accepts the address of a customer's QuickBooks page", async () => {
    const page = await pages.open();
    await openAdmin(page, place, "Sync");
    const { rows } = await syncNow(
      page,
      "Customer",
      `${place.quickbooks}/app/customerdetail?nameId=13`,
    );
    expect(await filterInput(page).inputValue()).toBe("Id = '13'");
    expect(rows.map((cells) => cells.slice(0, 3))).toEqual([["13", "John Melton", "Created"]]);
  });

  it("brings in a customer made by hand while real time was off, and not before", async () => {
    const page = await pages.open();
    const quickbooks = await pages.open();
    const mapping = "Customer ⇄ Account";
    await switchRealTime(page, place, { mapping, isOn: false });
    try {
      const id = await createByHand(quickbooks, place, "customer", {
        "Display name": "Nettle Farm Shop",
        Phone: "(707) 555-0100",
        Email: "shop@nettle.example.com",
        "Billing city": "Napa",
      });
      await pause(3000);
      expect(await countInList(page, place, "Account", "Nettle Farm Shop")).toBe(0);

      await openAdmin(page, place, "Sync");
      const { rows } = await syncNow(page, "Customer", `Id = '${id}'`);
      expect(rows.map((cells) => cells.slice(0, 3))).toEqual([[id, "Nettle Farm Shop", "Created"]]);
    } finally {
      await switchRealTime(page, place, { mapping, isOn: true });
    }
    await findRecord(page, place, "Account", "Nettle Farm Shop");
    expect(await shownField(page, "Phone")).toBe("(707) 555-0100");
    expect(await shownField(page, "BillingAddress")).toContain("Napa");
    expect(await untilStatus(page, "In Sync")).toBe("green");
  });

  it("says Already in Step of a customer that real time has brought in, and writes nothing", async () => {
    const page = await pages.open();
    const quickbooks = await pages.open();
    const id = await createByHand(quickbooks, place, "customer", {
      "Display name": "Olive Grove Spa",
      Phone: "(707) 555-0110",
    });
    await eventually(() => countInList(page, place, "Account", "Olive Grove Spa")).toBe(1);
    await pause(2000);
    const before = await usage(place);
    await openAdmin(page, place, "Sync");
    const { rows } = await syncNow(page, "Customer", `Id = '${id}'`);
    expect(rows.map((cells) => cells.slice(0, 3))).toEqual([
      [id, "Olive Grove Spa", "Already in Step"],
    ]);
    const after = await usage(place);
    expect(salesforceRowsWritten(before, after)).toBe(0);
    expect(after.quickbooks.free).toBe(before.quickbooks.free);
    expect(await countInList(page, place, "Account", "Olive Grove Spa")).toBe(1);
  });

  it("brings in an item as a product with its price", async () => {
    const page = await pages.open();
    const quickbooks = await pages.open();
    await switchRealTime(page, place, { mapping: "Item ⇄ Product2", isOn: false });
    try {
      const id = await createByHand(quickbooks, place, "item", {
        Name: "Pine Bark Mulch",
        SKU: "MUL-7",
        Price: "18.40",
      });
      await openAdmin(page, place, "Sync");
      const { rows } = await syncNow(page, "Item", `Id = '${id}'`);
      expect(rows.map((cells) => cells.slice(0, 3))).toEqual([[id, "Pine Bark Mulch", "Created"]]);
    } finally {
      await switchRealTime(page, place, { mapping: "Item ⇄ Product2", isOn: true });
    }
    await findRecord(page, place, "Product2", "Pine Bark Mulch");
    expect(await shownField(page, "ProductCode")).toBe("MUL-7");
    expect(await shownField(page, "ListPrice")).toContain("18.40");
    expect(await shownField(page, "Accord_QB_Type__c")).toBe("Service");
  });
});

describe("Sync Now without a filter", () => {
  it("asks first, because it means every record, and starts nothing when told not to", async () => {
    const page = await pages.open();
    await openAdmin(page, place, "Sync");
    const before = await usage(place);
    await pressSyncNow(page);
    const question = page.getByRole("alertdialog").last();
    await question.getByText(/^Every Customer of the QuickBooks company/).waitFor();
    await expectAccessible(page, "the question before every record");
    await question.getByRole("button", { name: "Cancel" }).click();
    await question.waitFor({ state: "hidden" });
    expect(await page.locator("c-accord-sync-run").count()).toBe(0);
    expect(quickbooksCalls(before, await usage(place))).toEqual({});
  });
});

describe("a filter with a mistake", () => {
  it.each([
    ["a misspelt operator", "Id ~ '58'", 3],
    ["a quote that never closes", "Id = '58", 5],
    ["another statement", "Id = '58'; delete from Customer", 9],
    ["a second query", "Id = '58' select * from Customer", 10],
    ["a clause of paging", "Id = '58' maxresults 1000", 10],
  ])("that is %s is pointed at, and nothing is sent to QuickBooks", async (_, filter, at) => {
    const page = await pages.open();
    await openAdmin(page, place, "Sync");
    await chooseRecords(page, "Customer", filter);
    const before = await usage(place);
    await pressSyncNow(page);
    const picture = page.locator(".mistake .picture");
    await picture.waitFor();
    const [shown = "", carets = ""] = (await picture.innerText()).split("\n");
    expect(shown).toBe(filter);
    expect(carets.indexOf("^")).toBe(at);
    expect((await page.locator(".mistake p").innerText()).length).toBeGreaterThan(10);
    expect(await resultRows(page).count()).toBe(0);
    expect(quickbooksCalls(before, await usage(place))).toEqual({});
    await expectAccessible(page, `a filter with ${_}`);
  });

  it("is not sent from a quoted value that looks like one", async () => {
    const page = await pages.open();
    await openAdmin(page, place, "Sync");
    await chooseRecords(page, "Customer", "DisplayName = 'x\\' or Id > \\'0'");
    await pressSyncNow(page);
    await page.getByText("QuickBooks has no record that this filter selects.").waitFor();
  });
});
