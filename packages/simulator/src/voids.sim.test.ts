import { pageOrg } from "@accord-sync/emulator-salesforce/page-org.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HeldDeleteView, LogEntryView } from "@accord-sync/engine/engine-api.ts";
import { InvoiceUsers, type Sale } from "./invoice-users.ts";
import { QUICKBOOKS_ORIGIN, SALESFORCE_ORIGIN } from "./sim-servers.ts";
import { World } from "./world.ts";

/** What becomes of an opportunity and its invoice when one of them is voided or deleted: docs/spec/lifecycle.md. */

let world: World;
let users: InvoiceUsers;
let sale: Sale;
let invoiceId: string;

beforeEach(async () => {
  world = new World({ seed: "voids", company: "bare", invoices: true });
  users = new InvoiceUsers(world);
  await world.boot();
  await world.run(20_000); // The directory fills and the feeds open.
  sale = users.sale();
  users.edit("Opportunity", sale.opportunity, { Description: "By truck" });
  await users.send("Opportunity", sale.opportunity);
  await world.run(30_000);
  invoiceId = (await users.view("Opportunity", sale.opportunity)).quickbooks?.id ?? "";
});

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.end();
});

type Invoice = Readonly<Record<string, unknown>> & { readonly SyncToken: string };

const invoice = (): Invoice =>
  (world.quickbooks("GET", `/invoice/${invoiceId}`) as { Invoice: Invoice }).Invoice;

function voidInvoice(): void {
  const { SyncToken } = invoice();
  world.quickbooks("POST", "/invoice?operation=void", { Id: invoiceId, SyncToken });
}

const opportunity = () => world.org.store.get("Opportunity", sale.opportunity) ?? {};

async function log(action: string): Promise<readonly LogEntryView[]> {
  const { entries } = await world.until(world.engine.log({ filter: "all", limit: 200 }));
  return entries.filter((entry) => entry.action === action);
}

const held = async (): Promise<readonly HeldDeleteView[]> =>
  (await world.until(world.engine.listHeldDeletes({ limit: 100 }))).held;

const writesTo = (origin: string): number =>
  world.traffic.filter((each) => each.isWrite && each.origin === origin).length;

describe("an invoice that a person voids", () => {
  it("is told of once, gives its note to the opportunity, and leaves the sale's amounts", async () => {
    const before = opportunity();
    const toQuickbooks = writesTo(QUICKBOOKS_ORIGIN);
    voidInvoice();
    await world.run(300_000);
    expect(invoice()).toMatchObject({ TotalAmt: 0, PrivateNote: "Voided - By truck" });
    expect(opportunity()).toMatchObject({
      Description: "Voided - By truck",
      Name: before["Name"],
      CloseDate: before["CloseDate"],
      Amount: before["Amount"],
    });
    expect(await users.view("Opportunity", sale.opportunity)).toMatchObject({ status: "inSync" });
    const [line, ...others] = await log("void");
    expect(others).toEqual([]);
    expect(line).toMatchObject({ outcome: "noted", name: "INV-1" });
    expect(line?.message).toContain("Voided in QuickBooks: invoice INV-1.");
    expect(line?.message).toContain("The opportunity in Salesforce keeps");
    expect(writesTo(QUICKBOOKS_ORIGIN)).toBe(toQuickbooks);
    expect(await held()).toEqual([]);
  });

  it("stays void whatever is sent or edited afterwards, and is not told of again", async () => {
    voidInvoice();
    await world.run(60_000);
    users.edit("Opportunity", sale.opportunity, { CloseDate: "2026-07-01" });
    await world.run(60_000);
    await users.send("Opportunity", sale.opportunity);
    await world.run(60_000);
    expect(invoice()).toMatchObject({ TotalAmt: 0, TxnDate: "2026-07-01" });
    expect(invoice()["PrivateNote"]).toBe("Voided - By truck");
    expect(await log("void")).toHaveLength(1);
  });

  it("is told of once wherever the process dies", async () => {
    voidInvoice();
    for (const ms of [200, 300, 400, 500, 700, 900, 1_200]) {
      await world.run(ms);
      world.kill();
      await world.boot();
    }
    await world.run(200_000);
    expect(await log("void")).toHaveLength(1);
    expect(opportunity()["Description"]).toBe("Voided - By truck");
    const toSalesforce = writesTo(SALESFORCE_ORIGIN);
    await world.run(300_000);
    expect(writesTo(SALESFORCE_ORIGIN)).toBe(toSalesforce);
  });

  it("asks a person where the opportunity's note was changed at the same time", async () => {
    world.down.add("quickbooks");
    users.edit("Opportunity", sale.opportunity, { Description: "By ship" });
    world.down.clear();
    voidInvoice();
    await world.run(120_000);
    const view = await users.view("Opportunity", sale.opportunity);
    expect(view.decisions.map(({ field }) => field)).toEqual(["note"]);
    expect(await log("void")).toHaveLength(1);
  });
});

describe("an opportunity that is deleted, where the mapping voids its invoice", () => {
  beforeEach(async () => {
    const change = { whenDeleted: { salesforce: "void" as const } };
    const changed = await world.until(
      world.engine.changeMapping("invoice-opportunity", change, "Ada"),
    );
    expect(changed).toMatchObject({ ok: true });
  });

  const remove = () => world.salesforce("DELETE", `/sobjects/Opportunity/${sale.opportunity}`);

  it("has it voided after the grace, once, and the log says why", async () => {
    remove();
    await world.run(30_000);
    expect(invoice()["TotalAmt"]).toBe(65.5);
    await world.run(200_000);
    expect(invoice()).toMatchObject({ TotalAmt: 0, DocNumber: "INV-1" });
    expect(invoice()["PrivateNote"]).toBe("Voided - By truck");
    const [line, ...others] = await log("void");
    expect(others).toEqual([]);
    expect(line).toMatchObject({ outcome: "applied" });
    expect(line?.message).toContain("because its Salesforce record was deleted");
    const writes = writesTo(QUICKBOOKS_ORIGIN);
    await world.run(300_000);
    expect(writesTo(QUICKBOOKS_ORIGIN)).toBe(writes);
  });

  it("has it voided once wherever the process dies", async () => {
    remove();
    await world.run(60_000);
    for (const ms of [1_000, 2_000, 500, 300, 300, 500, 800, 1_000, 1_500]) {
      await world.run(ms);
      world.kill();
      await world.boot();
    }
    await world.run(700_000);
    expect(invoice()).toMatchObject({ TotalAmt: 0, PrivateNote: "Voided - By truck" });
    expect(await log("void")).toHaveLength(1);
  });

  it("is asked about when the invoice was changed since", async () => {
    world.faults = { ...world.faults, webhooks: false };
    const { SyncToken } = invoice();
    const edit = { Id: invoiceId, SyncToken, sparse: true, TxnDate: "2026-08-01" };
    remove();
    world.quickbooks("POST", "/invoice", edit);
    await world.run(200_000);
    expect(invoice()["TotalAmt"]).toBe(65.5);
    expect(await held()).toMatchObject([
      { reason: "changed", choices: expect.arrayContaining(["void"]) },
    ]);
  });

  it("finds it voided by a person already", async () => {
    voidInvoice();
    await world.run(60_000);
    const writes = writesTo(QUICKBOOKS_ORIGIN);
    remove();
    await world.run(200_000);
    expect(writesTo(QUICKBOOKS_ORIGIN)).toBe(writes);
    expect(await held()).toEqual([]);
    expect(invoice()["TotalAmt"]).toBe(0);
  });

  it("is a record of its own when it is restored: nothing makes the invoice anew", async () => {
    remove();
    await world.run(200_000);
    pageOrg(world.org, () => world.clock.now()).undelete(sale.opportunity);
    await world.run(60_000);
    expect(invoice()["TotalAmt"]).toBe(0);
    const view = await users.view("Opportunity", sale.opportunity);
    expect(view).toMatchObject({ status: "notLinked", quickbooks: null });
    expect([...world.company.store.records("Invoice")]).toHaveLength(1);
  });
});
