import { afterEach, describe, expect, it } from "vitest";
import type { RecordView } from "@accord-sync/engine/engine-api.ts";
import { World } from "./world.ts";

/** The procedures of the main job in virtual time: the real engine, adapters and emulators. */

let world: World;

async function start(seed = "main job"): Promise<World> {
  world = new World({ seed, demo: true });
  await world.boot();
  await world.run(20_000); // The directory fills and the feeds open.
  return world;
}

async function createAccount(fields: Record<string, unknown>): Promise<string> {
  const made = world.salesforce("POST", "/sobjects/Account", fields) as { id: string };
  await world.run(3_000);
  return made.id;
}

async function view(id: string): Promise<RecordView> {
  const result = await world.until(world.engine.viewRecord("Account", id));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function settled(id: string): Promise<RecordView> {
  await world.runUntil(async () => !(await view(id)).busy, 60_000);
  return view(id);
}

async function send(id: string, onMatch: "ask" | "create" = "ask"): Promise<RecordView> {
  const asked = await world.until(world.engine.send("Account", id, { onMatch, actor: "Ada" }));
  if (!asked.ok) throw new Error(JSON.stringify(asked.error));
  return settled(id);
}

const customer = (id: string) =>
  (world.quickbooks("GET", `/customer/${id}`) as { Customer: Record<string, unknown> }).Customer;

const account = (id: string) =>
  world.salesforce("GET", `/sobjects/Account/${id}`) as Record<string, unknown>;

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.kill();
});

describe("Send to QuickBooks", () => {
  it("creates the customer once and links it", async () => {
    await start();
    const id = await createAccount({
      Name: "Tidewater Supply",
      Phone: "(415) 555-0100",
      BillingStreet: "1 Pier\nUnit 2",
      BillingCity: "Alameda",
    });
    const done = await send(id);
    expect(done).toMatchObject({ status: "inSync", busy: false });
    expect(done.lastSyncAt).not.toBeNull();
    const made = customer(done.quickbooks?.id ?? "");
    expect(made).toMatchObject({
      DisplayName: "Tidewater Supply",
      BillAddr: { Line1: "1 Pier", Line2: "Unit 2" },
    });
    expect(account(id)["Accord_QB_Id__c"]).toBe(`9341452700000001:Customer:${done.quickbooks?.id}`);
  });

  it("turns red with the vendor's words when a vendor has the name, and green after a correction", async () => {
    await start();
    const id = await createAccount({ Name: "Books by Bessie" });
    const refused = await send(id);
    expect(refused).toMatchObject({
      status: "error",
      error: { code: "QBO_NAME_OF_ANOTHER_KIND", vendor: { code: "6240" } },
    });
    world.salesforce("PATCH", `/sobjects/Account/${id}`, { Name: "Books by Bessie (Account)" });
    await world.run(3_000);
    expect(await send(id)).toMatchObject({ status: "inSync", error: null });
  });

  it("turns red for a colon in the name", async () => {
    await start();
    const id = await createAccount({ Name: "North: South" });
    expect(await send(id)).toMatchObject({ status: "error", error: { code: "QBO_NAME_INVALID" } });
  });
});

describe("in real time", () => {
  it("carries a change both ways within seconds, with no echo", async () => {
    await start();
    const id = await createAccount({ Name: "Tidewater Supply" });
    const { quickbooks } = await send(id);
    await world.run(10_000);
    const writes = () => {
      const { byOperation } = world.company.usage.report();
      const { rowsWritten } = world.org.usage.report();
      return { customers: byOperation["POST customer"], rowsWritten };
    };
    world.salesforce("PATCH", `/sobjects/Account/${id}`, { Phone: "(415) 555-0177" });
    await world.run(6_000);
    const own = customer(quickbooks?.id ?? "");
    expect(own["PrimaryPhone"]).toEqual({ FreeFormNumber: "(415) 555-0177" });
    world.quickbooks("POST", "/customer", {
      Id: own["Id"],
      SyncToken: own["SyncToken"],
      sparse: true,
      PrimaryEmailAddr: { Address: "pier@tidewater.example" },
    });
    await world.run(6_000);
    expect(account(id)["Accord_Email__c"]).toBe("pier@tidewater.example");
    await world.run(20_000);
    const before = writes();
    await world.run(120_000);
    expect(writes()).toEqual(before);
  });
});

describe("Link Record and Unlink", () => {
  it("links without overwriting, asks about what differs, and carries out the decision", async () => {
    await start();
    const rows = world.salesforce(
      "GET",
      `/query?q=${encodeURIComponent("SELECT Id FROM Account WHERE Name = 'Cool Cars'")}`,
    ) as { records: { Id: string }[] };
    const [first, second] = rows.records.map((row) => row.Id);
    const offered = await view(first ?? "");
    expect(offered.matches).toHaveLength(1);
    const match = offered.matches[0];
    const linked = await world.until(
      world.engine.link("Account", first ?? "", {
        quickbooksId: match?.quickbooksId ?? "",
        actor: "Ada",
      }),
    );
    expect(linked.ok).toBe(true);
    const after = await settled(first ?? "");
    expect(["inSync", "needsDecision"]).toContain(after.status);
    const other = await view(second ?? "");
    expect(other.matches[0]?.linkedTo).toMatchObject({ id: first });
    const unlinked = await world.until(world.engine.unlink("Account", first ?? "", "Ada"));
    expect(unlinked.ok).toBe(true);
    expect(account(first ?? "")["Accord_QB_Id__c"]).toBeNull();
  });
});

describe("a value that QuickBooks refuses", () => {
  it("is tried once, holds up no other field, and goes through once corrected", async () => {
    await start();
    const id = await createAccount({ Name: "Tidewater Supply" });
    const { quickbooks } = await send(id);
    const tooLong = "5".repeat(35);
    world.salesforce("PATCH", `/sobjects/Account/${id}`, { Phone: tooLong });
    await world.run(5_000);
    expect(await view(id)).toMatchObject({
      status: "error",
      error: { code: "QBO_VALUE_TOO_LONG" },
    });

    const own = customer(quickbooks?.id ?? "");
    const email = { Address: "pier@tidewater.example" };
    world.quickbooks("POST", "/customer", { ...pick(own), sparse: true, PrimaryEmailAddr: email });
    await world.run(5_000);
    expect(account(id)["Accord_Email__c"]).toBe(email.Address);
    expect(await view(id)).toMatchObject({ status: "error" });
    expect(await rejections(id)).toBe(1);

    world.salesforce("PATCH", `/sobjects/Account/${id}`, { Phone: "(415) 555-0199" });
    await world.run(5_000);
    expect(await view(id)).toMatchObject({ status: "inSync", error: null });
    expect(customer(quickbooks?.id ?? "")["PrimaryPhone"]).toEqual({
      FreeFormNumber: "(415) 555-0199",
    });
  });
});

const pick = ({ Id, SyncToken }: Record<string, unknown>) => ({ Id, SyncToken });

async function rejections(id: string): Promise<number> {
  const log = await world.until(world.engine.recordLog("Account", id, 50));
  return log.ok ? log.value.filter((entry) => entry.outcome === "rejected").length : Number.NaN;
}

describe("the income account of new products", () => {
  it("is the company's first until a person chooses another of its accounts", async () => {
    await start();
    const status = await world.engine.status();
    const { incomeAccount } = status.connections.find((each) => each.system === "quickbooks") ?? {};
    const [first, second] = incomeAccount?.choices ?? [];
    expect(incomeAccount?.chosen).toBe(first?.id);
    expect(await world.engine.chooseIncomeAccount("quickbooks", "999")).toMatchObject({
      ok: false,
    });
    await world.engine.chooseIncomeAccount("quickbooks", second?.id ?? "");

    const made = world.salesforce("POST", "/sobjects/Product2", { Name: "Garden Rake" }) as {
      id: string;
    };
    await world.run(3_000);
    const wish = { onMatch: "ask", actor: "Ada" } as const;
    await world.until(world.engine.send("Product2", made.id, wish));
    await world.run(10_000);
    const shown = await world.until(world.engine.viewRecord("Product2", made.id));
    const itemId = shown.ok ? (shown.value.quickbooks?.id ?? "") : "";
    const { Item } = world.quickbooks("GET", `/item/${itemId}`) as {
      Item: Record<string, unknown>;
    };
    expect(Item).toMatchObject({ Type: "Service", IncomeAccountRef: { value: second?.id } });
  });
});
