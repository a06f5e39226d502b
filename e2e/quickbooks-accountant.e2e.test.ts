/** A person plays the accountant on the QuickBooks pages: sells, is paid in part, makes a mistake and voids it. */
import { describe, expect, it } from "vitest";
import { expectAccessible } from "./support/accessibility.ts";
import { fillLine, openCustomer, shownBalance, shownSum } from "./support/accountant-pages.ts";
import { eventually } from "./support/eventually.ts";
import { usePages } from "./support/pages.ts";
import { createByHand } from "./support/quickbooks-pages.ts";
import { fill } from "./support/salesforce-pages.ts";
import { sharedPlace } from "./support/shared-product.ts";

const place = sharedPlace();
const pages = usePages();

describe("the accountant's day", () => {
  it("sells three lines at a discount, receives a part, and voids, and the balances follow", async () => {
    const page = await pages.open();
    const customer = await createByHand(page, place, "customer", {
      "Display name": "Larch & Sons",
      Email: "larch@example.com",
    });
    await createByHand(page, place, "item", {
      Name: "Larch pruning",
      Price: "80",
      Description: "Pruning by the hour",
    });

    await openCustomer(page, place, customer);
    await page.getByRole("link", { name: "New invoice" }).click();
    expect(await page.getByLabel("Email", { exact: true }).inputValue()).toBe("larch@example.com");
    await fillLine(page, 1, { item: "Larch pruning", quantity: "2.5" });
    const description = page.getByLabel("Description, line 1", { exact: true });
    expect(await description.inputValue()).toBe("Pruning by the hour");
    await fillLine(page, 2, { item: "Design", quantity: "2", rate: "75" });
    await fillLine(page, 3, { item: "Trimming", quantity: "1", rate: "50" });
    await eventually(() => shownSum(page, "subtotal")).toBe("$400.00");
    await page.getByLabel("Discount", { exact: true }).fill("10");
    await eventually(() => shownSum(page, "total")).toBe("$360.00");
    await expectAccessible(page, "a filled invoice form");
    await page.getByRole("button", { name: "Save" }).click();

    await page.waitForURL(/\/app\/invoice\?txnId=\w+$/);
    const invoice = page.url();
    expect(await shownBalance(page)).toBe("$360.00");
    await openCustomer(page, place, customer);
    expect(await shownBalance(page)).toBe("$360.00");

    await page.goto(invoice);
    await page.getByRole("link", { name: "Receive payment" }).click();
    const amount = page.getByLabel(/^Payment for invoice/);
    await eventually(() => amount.inputValue()).toBe("360.00");
    await amount.fill("100");
    await eventually(() => shownSum(page, "applied")).toBe("$100.00");
    await fill(page.locator("main form"), { "Amount received": "120" });
    await eventually(() => shownSum(page, "unapplied")).toBe("$20.00");
    await expectAccessible(page, "a filled payment form");
    await page.getByRole("button", { name: "Save" }).click();
    await page.waitForURL(/\/app\/payment\?txnId=\w+$/);
    expect(await page.locator("#unapplied").innerText()).toBe("$20.00");

    await page.goto(invoice);
    expect(await shownBalance(page)).toBe("$260.00");
    expect(await page.getByText("Open, part paid").count()).toBe(1);
    await openCustomer(page, place, customer);
    expect(await shownBalance(page)).toBe("$240.00");

    await page.goto(invoice);
    await page.getByRole("link", { name: "Void" }).click();
    await expectAccessible(page, "the question before a void");
    await page.getByRole("button", { name: "Void it" }).click();
    await page.waitForURL(invoice);
    await page.getByRole("status").getByText("Voided").waitFor();
    expect(await shownBalance(page)).toBe("$0.00");
    await openCustomer(page, place, customer);
    expect(await shownBalance(page)).toBe("-$120.00");
  });

  it("adds and clears lines, and is told at the line what is wrong with it", async () => {
    const page = await pages.open();
    await page.goto(`${place.quickbooks}/app/invoices/new?nameId=1`);
    await page.getByRole("button", { name: "Add lines" }).click();
    const fourth = page.getByLabel("Product or service, line 4", { exact: true });
    await page.locator("#item-4:focus").waitFor();
    await fillLine(page, 4, { item: "Design", quantity: "2" });
    await eventually(() => shownSum(page, "total")).toBe("$150.00");
    await fillLine(page, 1, { item: "Concrete", quantity: "1", rate: "10" });
    await eventually(() => shownSum(page, "subtotal")).toBe("$160.00");
    await page.getByRole("button", { name: "Clear line 1" }).click();
    await eventually(() => shownSum(page, "subtotal")).toBe("$150.00");
    await page.getByLabel("Product or service, line 2", { exact: true }).fill("Moon dust");
    await page.getByRole("button", { name: "Save" }).click();
    await page
      .getByRole("alert")
      .getByText("There is no product or service “Moon dust”.")
      .waitFor();
    const wrong = page.getByLabel("Product or service, line 2", { exact: true });
    expect(await wrong.getAttribute("aria-invalid")).toBe("true");
    expect(await fourth.inputValue()).toBe("Design");
    await expectAccessible(page, "a refused invoice form");
  });

  it("saves once when the button is pressed twice", async () => {
    const page = await pages.open();
    await page.goto(`${place.quickbooks}/app/customers/new`);
    await fill(page.locator("main form"), { "Display name": "Rowan Twice" });
    await page.getByRole("button", { name: "Save" }).dblclick();
    await page.waitForURL(/customerdetail\?nameId=\w+$/);
    await page.goto(`${place.quickbooks}/app/customers?search=Rowan+Twice&show=all`);
    expect(await page.locator("main tbody a").count()).toBe(1);
  });

  it("works with the keyboard, without a script, on a narrow screen", async () => {
    const first = await pages.open();
    const browser = first.context().browser();
    if (browser === null) throw new Error("The page has no browser.");
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 375, height: 800 },
    });
    try {
      const page = await context.newPage();
      await page.goto(`${place.quickbooks}/app/invoices/new?nameId=1`);
      await page.getByLabel("Product or service, line 1", { exact: true }).fill("Design");
      await page.getByLabel("Qty, line 1", { exact: true }).fill("3");
      await page.getByRole("button", { name: "Update totals" }).click();
      expect(await shownSum(page, "total")).toBe("$225.00");
      await page.getByLabel("Qty, line 1", { exact: true }).press("Enter");
      await page.waitForURL(/\/app\/invoice\?txnId=\w+$/);
      expect(await shownBalance(page)).toBe("$225.00");
    } finally {
      await context.close();
    }
  });
});
