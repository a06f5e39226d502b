import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RecordView } from "@accord-sync/engine/engine-api.ts";
import { NO_FAULTS } from "./fault-plan.ts";
import type { Exchange } from "./sim-network.ts";
import { REALM, World } from "./world.ts";

/** What QuickBooks' changes do while a mapping's real-time updates are off, in virtual time. */

const MAPPING = "customer-account";
const PIER = "pier@tidewater.example";

let world: World;
let id: string;
let customerId: string;

beforeEach(async () => {
  world = new World({ seed: "real time off", demo: true });
  await world.boot();
  await world.run(20_000); // The directory fills and the feeds open.
  const made = world.salesforce("POST", "/sobjects/Account", { Name: "Tidewater Supply" });
  ({ id } = made as { id: string });
  await world.run(3_000);
  const asked = await world.until(
    world.engine.send("Account", id, { onMatch: "ask", actor: "Ada" }),
  );
  expect(asked).toMatchObject({ ok: true });
  await world.run(20_000); // The echoes of the create have passed.
  const { status, quickbooks } = await view();
  expect(status).toBe("inSync");
  customerId = quickbooks?.id ?? "";
});

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.kill();
});

async function view(): Promise<RecordView> {
  const result = await world.until(world.engine.viewRecord("Account", id));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function switchRealTime(enabled: boolean): Promise<void> {
  expect(
    await world.until(world.engine.changeMapping(MAPPING, { realTime: enabled }, "Ada")),
  ).toMatchObject({ ok: true });
}

async function fetchNow(): Promise<void> {
  const asked = await world.until(world.engine.fetch("Account", id, "Ada"));
  expect(asked).toMatchObject({ ok: true });
}

const customer = () =>
  (world.quickbooks("GET", `/customer/${customerId}`) as { Customer: Record<string, unknown> })
    .Customer;

const account = () => world.salesforce("GET", `/sobjects/Account/${id}`) as Record<string, unknown>;

function editCustomer(fields: Record<string, unknown>): void {
  const { Id, SyncToken } = customer();
  world.quickbooks("POST", "/customer", { Id, SyncToken, sparse: true, ...fields });
}

const editEmail = (address: string) => editCustomer({ PrimaryEmailAddr: { Address: address } });

const editAccount = (fields: Record<string, unknown>) =>
  world.salesforce("PATCH", `/sobjects/Account/${id}`, fields);

const loseWebhooks = () => {
  world.faults = { ...NO_FAULTS, webhooks: false };
};

/** Ends just after a sweep, so that the next one is far. */
async function passSweep(): Promise<void> {
  const sweeps = () => world.traffic.filter(({ path }) => path.includes("/cdc?")).length;
  const before = sweeps();
  expect(await world.runUntil(() => sweeps() > before, 120_000)).toBe(true);
  await world.run(2_000);
}

/** The webhook of the customer's latest edit, late or once more; its time may be ahead of the record's. */
async function deliverWebhook(aheadMs = 0): Promise<void> {
  const { LastUpdatedTime } = customer()["MetaData"] as { LastUpdatedTime: string };
  const time = new Date(Date.parse(LastUpdatedTime) + aheadMs).toISOString();
  const notice = { realmId: REALM, type: "Customer", id: customerId, time } as const;
  await world.until(world.engine.receiveWebhooks([{ ...notice, operation: "updated" }]));
}

describe("a change in QuickBooks while real time is off", () => {
  it("waits, shows as a newer record, and comes in by Sync From QuickBooks", async () => {
    await switchRealTime(false);
    editEmail(PIER);
    await world.run(120_000);
    expect(await view()).toMatchObject({ status: "newerRecordAvailable", busy: false });
    expect(account()["Accord_Email__c"]).toBeNull();

    await fetchNow();
    await world.run(10_000);
    expect(account()["Accord_Email__c"]).toBe(PIER);
    expect(await view()).toMatchObject({ status: "inSync", busy: false });
  });

  it("flows when real time is switched on again", async () => {
    await switchRealTime(false);
    editEmail(PIER);
    await world.run(120_000);
    expect(account()["Accord_Email__c"]).toBeNull();
    await switchRealTime(true);
    await world.run(10_000);
    expect(account()["Accord_Email__c"]).toBe(PIER);
    expect(await view()).toMatchObject({ status: "inSync" });
  });

  it("is not lost where its webhook is and a pass of the account saw it first", async () => {
    loseWebhooks();
    await switchRealTime(false);
    await passSweep();
    editEmail(PIER);
    editAccount({ Phone: "(415) 555-0177" });
    await world.run(180_000);
    expect(customer()["PrimaryPhone"]).toEqual({ FreeFormNumber: "(415) 555-0177" });
    expect(await view()).toMatchObject({ status: "newerRecordAvailable" });
    await switchRealTime(true);
    await world.run(10_000);
    expect(account()["Accord_Email__c"]).toBe(PIER);
    expect(await view()).toMatchObject({ status: "inSync" });
  });

  it("is not lost where the pass that saw it ended by an earlier refusal", async () => {
    loseWebhooks();
    await switchRealTime(false);
    editAccount({ Phone: "5".repeat(35) });
    await world.run(10_000);
    editEmail(PIER);
    await passSweep();
    await deliverWebhook(); // On top of what the sweep found: now somebody has to look.
    await world.run(10_000);
    expect(await view()).toMatchObject({ status: "error" });
    await switchRealTime(true);
    await world.run(10_000);
    expect(account()["Accord_Email__c"]).toBe(PIER);
    expect(await view()).toMatchObject({ status: "error" });
  });

  it("waits no longer once Salesforce holds the same by hand", async () => {
    await switchRealTime(false);
    editEmail(PIER);
    await world.run(10_000);
    expect(await view()).toMatchObject({ status: "newerRecordAvailable" });
    editAccount({ Accord_Email__c: PIER });
    await world.run(10_000);
    expect(await view()).toMatchObject({ status: "inSync" });
  });

  it("waits no longer once a person decided for it", async () => {
    await switchRealTime(false);
    editEmail(PIER);
    editAccount({ Accord_Email__c: "quay@tidewater.example" });
    await world.run(60_000);
    const { status, decisions } = await view();
    expect(status).toBe("needsDecision");
    const choice = { entry: decisions[0]?.entry ?? "", keep: "quickbooks", actor: "Ada" } as const;
    await world.until(world.engine.decide("Account", id, choice));
    await world.run(10_000);
    expect(account()["Accord_Email__c"]).toBe(PIER);
    expect(await view()).toMatchObject({ status: "inSync" });
  });

  it("comes in as decided, and nothing else with it, where the decision joined a change", async () => {
    await switchRealTime(false);
    editEmail(PIER);
    editAccount({ Accord_Email__c: "quay@tidewater.example" });
    await world.run(60_000);
    const [decision] = (await view()).decisions;
    world.down.add("salesforce");
    editCustomer({ PrimaryPhone: { FreeFormNumber: "(415) 555-0188" } });
    await world.run(5_000);
    editAccount({ BillingCity: "Bayshore" });
    const choice = { entry: decision?.entry ?? "", keep: "quickbooks", actor: "Ada" } as const;
    await world.until(world.engine.decide("Account", id, choice));
    await world.run(5_000);
    world.down.delete("salesforce");
    await world.run(120_000);
    expect(account()).toMatchObject({ Accord_Email__c: PIER, Phone: null });
    expect(await view()).toMatchObject({ status: "newerRecordAvailable", decisions: [] });
  });
});

describe("a late webhook of a version that is known, while real time is off", () => {
  it("leaves the record in step when it joins Sync Now at work", async () => {
    await switchRealTime(false);
    editEmail(PIER);
    await world.run(10_000);
    const run = await world.until(world.engine.startRun("Customer", "", "Ada"));
    expect(run).toMatchObject({ ok: true });
    const isWriting = ({ path, isWrite, heardAt }: Exchange) =>
      isWrite && heardAt === null && path.startsWith("/services/data/");
    expect(await world.runUntil(() => world.traffic.some(isWriting), 60_000)).toBe(true);
    await deliverWebhook();
    expect(account()["Accord_Email__c"]).toBeNull();
    await world.run(30_000);
    expect(account()["Accord_Email__c"]).toBe(PIER);
    expect(await view()).toMatchObject({ status: "inSync", busy: false });
  });

  it("leaves the record in step after Sync From QuickBooks when it joined what a sweep found", async () => {
    loseWebhooks();
    await switchRealTime(false);
    editEmail(PIER);
    await passSweep();
    await deliverWebhook();
    await world.run(10_000);
    expect(await view()).toMatchObject({ status: "newerRecordAvailable", busy: false });
    await fetchNow();
    await world.run(30_000);
    expect(account()["Accord_Email__c"]).toBe(PIER);
    expect(await view()).toMatchObject({ status: "inSync", busy: false });
  });

  it("leaves the record in step after Sync From QuickBooks though its time is ahead", async () => {
    loseWebhooks();
    await switchRealTime(false);
    editEmail(PIER);
    await fetchNow();
    await world.run(10_000);
    await deliverWebhook(5_000);
    await world.run(10_000);
    expect(account()["Accord_Email__c"]).toBe(PIER);
    expect(await view()).toMatchObject({ status: "inSync", busy: false });
  });

  it("is no newer version where it tells of our own write", async () => {
    loseWebhooks();
    await switchRealTime(false);
    editAccount({ Phone: "(415) 555-0177" });
    await world.run(10_000);
    expect(customer()["PrimaryPhone"]).toEqual({ FreeFormNumber: "(415) 555-0177" });
    await deliverWebhook(5_000);
    await world.run(10_000);
    expect(await view()).toMatchObject({ status: "inSync", busy: false });
  });
});
