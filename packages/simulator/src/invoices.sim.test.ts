import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InvoiceUsers } from "./invoice-users.ts";
import { QUICKBOOKS_ORIGIN } from "./sim-servers.ts";
import { World } from "./world.ts";

/** An invoice brings its customer and its items along, or waits and says for what. */

let world: World;
let users: InvoiceUsers;

beforeEach(async () => {
  world = new World({ seed: "invoices", company: "bare", invoices: true });
  users = new InvoiceUsers(world);
  // From before the connection, so that nobody brings it into Salesforce.
  world.quickbooks("POST", "/customer", { DisplayName: "Harbour Inc" });
  await world.run(5_000);
  await world.boot();
  await world.run(20_000); // The directory fills and the feeds open.
});

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.end();
});

type Held = Readonly<Record<string, unknown>> & { readonly Id: string };

/** What QuickBooks holds, but for the customer from before. */
const records = (type: "Customer" | "Item" | "Invoice"): readonly Held[] =>
  [...world.company.store.records(type)]
    .map(({ id, fields }): Held => ({ ...fields, Id: id }))
    .filter((each) => each["DisplayName"] !== "Harbour Inc");

const harbour = (): string =>
  [...world.company.store.records("Customer")].find(
    ({ fields }) => fields["DisplayName"] === "Harbour Inc",
  )?.id ?? "";

const status = async (type: string, id: string) => (await users.view(type, id)).status;

/** Writes that went to QuickBooks so far. */
const posted = (): number =>
  world.traffic.filter(({ origin, isWrite }) => isWrite && origin === QUICKBOOKS_ORIGIN).length;

async function log(): Promise<readonly string[]> {
  const { entries } = await world.until(world.engine.log({ filter: "all", limit: 100 }));
  return entries.map(({ message }) => message).toReversed();
}

describe("Send of an opportunity", () => {
  it("makes the customer, the items, and then the invoice", async () => {
    const { opportunity } = users.sale();
    await users.send("Opportunity", opportunity);
    await world.run(20_000);
    expect(await status("Opportunity", opportunity)).toBe("inSync");
    const [customer] = records("Customer");
    const items = records("Item");
    expect(items).toHaveLength(2);
    expect(records("Invoice")).toMatchObject([
      {
        DocNumber: "INV-1",
        TxnDate: "2026-06-20",
        CustomerRef: { value: customer?.Id },
        TotalAmt: 65.5,
      },
    ]);
    const made = (await log()).filter((message) => message.startsWith("Created"));
    expect(made.slice(0, 3).toSorted()).toEqual([
      `Created customer ${customer?.Id} in QuickBooks.`,
      ...items.map(({ Id }) => `Created product or service ${Id} in QuickBooks.`).toSorted(),
    ]);
    expect(made[3]).toMatch(/^Created invoice \d+ in QuickBooks\.$/);
  });

  it("says meanwhile what it waits for, and asks for it as urgently as for itself", async () => {
    const { opportunity, account } = users.sale();
    world.down.add("quickbooks");
    await users.send("Opportunity", opportunity);
    await world.run(5_000);
    const view = await users.view("Opportunity", opportunity);
    expect(view).toMatchObject({
      status: "waiting",
      waitingFor: "account Tidewater Supply, product Rope, product Anchor to be in QuickBooks",
      busy: true,
    });
    expect(await status("Account", account)).toBe("waiting");
    world.down.clear();
    await world.run(60_000);
    expect(await status("Opportunity", opportunity)).toBe("inSync");
  });

  it("sends what is in QuickBooks already no second time", async () => {
    const { opportunity, account, products } = users.sale();
    await users.send("Account", account);
    for (const { id } of products) await users.send("Product2", id);
    await world.run(20_000);
    const before = posted();
    await users.send("Opportunity", opportunity);
    await world.run(10_000);
    expect(posted() - before).toBe(1);
    expect(await status("Opportunity", opportunity)).toBe("inSync");
  });
});

describe("a customer that cannot come by itself", () => {
  it("holds the invoice, which goes on when the two are linked", async () => {
    const { opportunity, account } = users.sale();
    users.edit("Account", account, { Name: "Harbour Inc" });
    await users.send("Opportunity", opportunity);
    await world.run(20_000);
    expect(await users.view("Opportunity", opportunity)).toMatchObject({
      status: "waiting",
      waitingFor: "account Harbour Inc to be in QuickBooks",
      detail:
        "This record names account Harbour Inc, which is not linked: QuickBooks already has a record that looks the same: Harbour Inc.",
    });
    expect(records("Invoice")).toEqual([]);
    const quickbooksId = harbour();
    await world.until(world.engine.link("Account", account, { quickbooksId, actor: "Ada" }));
    await world.run(20_000);
    expect(await status("Opportunity", opportunity)).toBe("inSync");
    expect(records("Customer")).toEqual([]);
    expect(records("Invoice")).toMatchObject([{ CustomerRef: { value: quickbooksId } }]);
  });

  it("which QuickBooks refuses holds it until it is corrected", async () => {
    const { opportunity, account } = users.sale();
    users.edit("Account", account, { Name: "Tidewater: Supply" });
    await users.send("Opportunity", opportunity);
    await world.run(20_000);
    expect(await users.view("Opportunity", opportunity)).toMatchObject({ status: "waiting" });
    const lines = (await log()).length;
    await world.run(300_000);
    expect(await log()).toHaveLength(lines);
    users.edit("Account", account, { Name: "Tidewater Supply" });
    await world.run(20_000);
    expect(await status("Opportunity", opportunity)).toBe("inSync");
    expect(records("Customer")).toHaveLength(1);
  });

  it("is asked for again by another press", async () => {
    const { opportunity, account } = users.sale();
    users.edit("Account", account, { Name: "Tidewater: Supply" });
    await users.send("Opportunity", opportunity);
    await world.run(20_000);
    await users.send("Opportunity", opportunity);
    await world.run(20_000);
    const refusals = (await log()).filter((message) => message.startsWith("QuickBooks does not"));
    expect(refusals).toHaveLength(2);
    expect(await status("Opportunity", opportunity)).toBe("waiting");
  });

  it("and was unlinked by a person is left alone until a person takes it up", async () => {
    const { opportunity, account } = users.sale();
    await users.send("Account", account);
    await world.run(20_000);
    await world.until(world.engine.unlink("Account", account, "Ada"));
    await world.run(5_000);
    await users.send("Opportunity", opportunity);
    await world.run(20_000);
    expect(await users.view("Opportunity", opportunity)).toMatchObject({
      status: "waiting",
      detail:
        "This record names account Tidewater Supply, which is not linked: A person unlinked it, and it is kept apart since.",
    });
    expect(records("Customer")).toHaveLength(1);
    const quickbooksId = records("Customer")[0]?.Id ?? "";
    await world.until(world.engine.link("Account", account, { quickbooksId, actor: "Ada" }));
    await world.run(20_000);
    expect(await status("Opportunity", opportunity)).toBe("inSync");
  });

  it("because it was deleted holds the invoice", async () => {
    const { opportunity, account } = users.sale();
    world.down.add("quickbooks");
    await users.send("Opportunity", opportunity);
    await world.run(3_000);
    world.salesforce("DELETE", `/sobjects/Account/${account}`);
    world.down.clear();
    await world.run(60_000);
    expect(records("Customer")).toEqual([]);
    expect(records("Invoice")).toEqual([]);
  });
});

describe("a linked invoice", () => {
  async function invoiced() {
    const sale = users.sale();
    await users.send("Opportunity", sale.opportunity);
    await world.run(20_000);
    return sale;
  }

  it("follows its opportunity to another customer, which is made first", async () => {
    const { opportunity } = await invoiced();
    const other = users.create("Account", { Name: "Pier Nine" });
    users.edit("Opportunity", opportunity, { AccountId: other });
    await world.run(60_000);
    expect(await status("Opportunity", opportunity)).toBe("inSync");
    const customer = records("Customer").find((each) => each["DisplayName"] === "Pier Nine");
    expect(records("Invoice")).toMatchObject([{ CustomerRef: { value: customer?.Id } }]);
  });

  it("lets the rest of it go on while the customer is held", async () => {
    const { opportunity } = await invoiced();
    const other = users.create("Account", { Name: "Harbour Inc" });
    users.edit("Opportunity", opportunity, { AccountId: other, Description: "By truck" });
    await world.run(60_000);
    expect(await status("Opportunity", opportunity)).toBe("waiting");
    expect(records("Invoice")).toMatchObject([{ PrivateNote: "By truck" }]);
  });

  it("takes its opportunity along to another customer, which is made in Salesforce", async () => {
    const { opportunity } = await invoiced();
    const [invoice] = records("Invoice");
    const made = world.quickbooks("POST", "/customer", { DisplayName: "Quay Ltd" });
    const { Id } = (made as { Customer: { Id: string } }).Customer;
    const { SyncToken } = (
      world.quickbooks("GET", `/invoice/${invoice?.Id}`) as { Invoice: { SyncToken: string } }
    ).Invoice;
    world.quickbooks("POST", "/invoice", {
      Id: invoice?.Id,
      SyncToken,
      sparse: true,
      CustomerRef: { value: Id },
    });
    await world.run(120_000);
    const accounts = [...world.org.store.all("Account").values()];
    const account = accounts.find((row) => row["Name"] === "Quay Ltd");
    expect(world.org.store.get("Opportunity", opportunity)?.["AccountId"]).toBe(account?.["Id"]);
    expect(await status("Opportunity", opportunity)).toBe("inSync");
  });

  it("is sent again though its customer is unlinked, which nobody asked to be made anew", async () => {
    const { opportunity, account } = await invoiced();
    await world.until(world.engine.unlink("Account", account, "Ada"));
    await world.run(5_000);
    await users.send("Opportunity", opportunity);
    await world.run(20_000);
    expect(await status("Opportunity", opportunity)).toBe("inSync");
    expect(records("Customer")).toHaveLength(1);
  });
});
