import { pageOrg } from "@accord-sync/emulator-salesforce/page-org.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HeldDeleteView, RecordView } from "@accord-sync/engine/engine-api.ts";
import { World } from "./world.ts";

/** What becomes of the links of two customers that are merged in QuickBooks: docs/spec/lifecycle.md. */

let world: World;
let accountId: string;
let loser: string;
let survivor: string;
let last: string;

beforeEach(async () => {
  world = new World({ seed: "quickbooks merges", demo: true });
  // There before the connection, so that nothing brings them into Salesforce.
  survivor = customer("Harbour Supply");
  last = customer("Harbour and Sons");
  await world.run(2_000);
  await world.boot();
  await world.run(20_000); // The directory fills and the feeds open.
  accountId = account("Harbour Supply and Co");
  loser = await send(accountId);
});

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.kill();
});

function customer(DisplayName: string): string {
  const body = { DisplayName, PrimaryPhone: { FreeFormNumber: "(415) 555-0101" } };
  const made = world.quickbooks("POST", "/customer", body) as { Customer: { Id: string } };
  return made.Customer.Id;
}

const account = (Name: string): string =>
  (world.salesforce("POST", "/sobjects/Account", { Name }) as { id: string }).id;

async function send(id: string): Promise<string> {
  await world.run(3_000);
  await world.until(world.engine.send("Account", id, { onMatch: "create", actor: "Ada" }));
  await world.run(20_000);
  return (await view(id)).quickbooks?.id ?? "";
}

async function view(id = accountId): Promise<RecordView> {
  const result = await world.until(world.engine.viewRecord("Account", id));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const held = async (): Promise<readonly HeldDeleteView[]> =>
  (await world.until(world.engine.listHeldDeletes({ limit: 100 }))).held;

const markOf = (id: string): unknown =>
  (world.salesforce("GET", `/sobjects/Account/${id}`) as Record<string, unknown>)[
    "Accord_QB_Id__c"
  ];

async function merge(webhooks = true): Promise<void> {
  world.faults = { ...world.faults, webhooks };
  expect(world.mergeInQuickbooks("Customer", survivor, loser)).toBe(true);
  await world.run(20_000);
}

/** An Account that is linked with the survivor. */
async function linkSurvivor(): Promise<string> {
  const other = account("Harbour Supply");
  await world.run(3_000);
  const linked = await world.until(
    world.engine.link("Account", other, { quickbooksId: survivor, actor: "Ada" }),
  );
  expect(linked).toMatchObject({ ok: true });
  await world.run(20_000);
  return other;
}

describe("a linked customer that is merged into one that is not linked", () => {
  it("hands its link on, with a difference for a person where the two differ", async () => {
    await merge();
    const now = await view();
    expect(now).toMatchObject({ status: "needsDecision", quickbooks: { id: survivor } });
    expect(now.decisions.map(({ field }) => field)).toEqual(["name", "phone"]);
    expect(markOf(accountId)).toBe(`9341452700000001:Customer:${survivor}`);
    expect(await held()).toEqual([]);
  });

  it("waits while real time is off, however it is told, and hands its link on once it is on", async () => {
    const realTime = (enabled: boolean) =>
      world.until(world.engine.changeMapping("customer-account", { realTime: enabled }, "Ada"));
    await realTime(false);
    await merge();
    await world.run(200_000); // The sweep tells of it too.
    expect(await view()).toMatchObject({
      status: "newerRecordAvailable",
      quickbooks: { id: loser },
    });
    expect(markOf(accountId)).toBe(`9341452700000001:Customer:${loser}`);
    await realTime(true);
    await world.run(20_000);
    expect(await view()).toMatchObject({ quickbooks: { id: survivor } });
    expect(markOf(accountId)).toBe(`9341452700000001:Customer:${survivor}`);
  });

  it("is asked about while nothing tells into which, and goes on when that is told", async () => {
    await merge(false);
    await world.run(400_000);
    expect(await view()).toMatchObject({ status: "quickbooksRecordDeleted" });
    expect(await held()).toMatchObject([{ reason: "survivorUnknown", system: "quickbooks" }]);
    await world.until(
      world.engine.receiveWebhooks([
        {
          realmId: "9341452700000001",
          type: "Customer",
          id: survivor,
          operation: "merged",
          time: new Date(world.clock.now()).toISOString(),
          deletedId: loser,
        },
      ]),
    );
    await world.run(30_000);
    expect(await view()).toMatchObject({ quickbooks: { id: survivor } });
    expect(await held()).toEqual([]);
  });

  it("goes on from one merge to the next", async () => {
    world.faults = { ...world.faults, webhooks: true };
    world.mergeInQuickbooks("Customer", survivor, loser);
    world.mergeInQuickbooks("Customer", last, survivor);
    await world.run(60_000);
    expect(await view()).toMatchObject({ quickbooks: { id: last } });
  });

  it("hands its link on once, whenever the process dies", async () => {
    world.faults = { ...world.faults, webhooks: true };
    world.mergeInQuickbooks("Customer", survivor, loser);
    for (const ms of [100, 200, 300, 500, 1_000, 2_000, 3_000]) {
      await world.run(ms);
      world.kill();
      await world.boot();
    }
    await world.run(700_000);
    expect(await view()).toMatchObject({ quickbooks: { id: survivor } });
    const { entries } = await world.until(world.engine.log({ filter: "all", limit: 50 }));
    expect(entries.filter(({ action }) => action === "move")).toHaveLength(1);
    expect(markOf(accountId)).toBe(`9341452700000001:Customer:${survivor}`);
  });

  it("is offered another customer of its name on the page of its Account, by Link Record", async () => {
    await merge(false);
    await world.run(400_000);
    world.salesforce("PATCH", `/sobjects/Account/${accountId}`, { Name: "Harbour Supply" });
    await world.run(30_000);
    expect(await view()).toMatchObject({
      status: "quickbooksRecordDeleted",
      quickbooks: { id: loser },
      matches: [{ quickbooksId: survivor, name: "Harbour Supply", linkedTo: null }],
      actions: { link: true, unlink: true },
    });
    await world.until(
      world.engine.link("Account", accountId, { quickbooksId: survivor, actor: "Ada" }),
    );
    await world.run(30_000);
    expect(await view()).toMatchObject({ quickbooks: { id: survivor }, matches: [] });
  });

  it("takes no part in a link that a person made since", async () => {
    await merge(false);
    await world.run(400_000);
    const linked = await world.until(
      world.engine.link("Account", accountId, { quickbooksId: survivor, actor: "Ada" }),
    );
    expect(linked).toMatchObject({ ok: true, value: { quickbooks: { id: survivor } } });
    expect(await held()).toEqual([]);
  });
});

describe("a linked customer that is merged into one that is linked too", () => {
  it("is asked about, naming both, and what is approved is done with its Account alone", async () => {
    const other = await linkSurvivor();
    await merge();
    const [question] = await held();
    expect(question).toMatchObject({
      reason: "merged",
      deleted: { type: "Customer", id: loser },
      counterpart: { type: "Account", id: accountId },
      survivor: { type: "Customer", id: survivor },
      choices: ["deactivate", "delete"],
    });
    await world.until(
      world.engine.decideHeldDeletes({
        ids: [question?.id ?? ""],
        decision: "approve",
        how: "delete",
        actor: "Grace",
      }),
    );
    await world.run(60_000);
    expect(world.org.store.get("Account", accountId)?.["IsDeleted"]).toBe(true);
    const { entries } = await world.until(world.engine.log({ filter: "all", limit: 50 }));
    expect(entries.find(({ action }) => action === "delete")?.message).toBe(
      `Deleted: account ${accountId} in Salesforce, because its QuickBooks record was merged into QuickBooks Customer ${survivor}. Grace approved it.`,
    );
    expect(await view(other)).toMatchObject({ quickbooks: { id: survivor } });
    expect(await held()).toEqual([]);
  });

  it("is over when the two Accounts are merged as well", async () => {
    const other = await linkSurvivor();
    await merge();
    expect(await held()).toHaveLength(1);
    const org = pageOrg(world.org, () => world.clock.now());
    org.merge("Account", { masterId: other, loserIds: [accountId], values: {} });
    await world.run(60_000);
    expect(await held()).toEqual([]);
    expect(await view(other)).toMatchObject({ quickbooks: { id: survivor } });
  });

  it("hands the survivor on when the other Account was merged into this one", async () => {
    const other = await linkSurvivor();
    await merge();
    const org = pageOrg(world.org, () => world.clock.now());
    org.merge("Account", { masterId: accountId, loserIds: [other], values: {} });
    await world.run(60_000);
    expect(await held()).toEqual([]);
    expect(await view()).toMatchObject({ quickbooks: { id: survivor } });
    expect(markOf(accountId)).toBe(`9341452700000001:Customer:${survivor}`);
  });
});

describe("a customer that is made anew under the name of one that is gone", () => {
  it("is neither linked nor doubled, but offered", async () => {
    await merge(false);
    await world.run(400_000);
    world.faults = { ...world.faults, webhooks: true };
    const body = { DisplayName: "Harbour Supply and Co" };
    const { Customer } = world.quickbooks("POST", "/customer", body) as {
      Customer: { Id: string };
    };
    await world.run(60_000);
    const { entries } = await world.until(world.engine.log({ filter: "held", limit: 10 }));
    expect(entries[0]).toMatchObject({ error: { code: "MATCH_IN_SALESFORCE" } });
    expect(await view()).toMatchObject({ status: "quickbooksRecordDeleted" });
    const linked = await world.until(
      world.engine.link("Account", accountId, { quickbooksId: Customer.Id, actor: "Ada" }),
    );
    expect(linked).toMatchObject({ ok: true, value: { quickbooks: { id: Customer.Id } } });
    await world.run(30_000);
    expect(await view()).toMatchObject({ status: "inSync" });
  });
});
