import { pageOrg } from "@accord-sync/emulator-salesforce/page-org.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LogEntryView, RecordView } from "@accord-sync/engine/engine-api.ts";
import { World } from "./world.ts";

/** What becomes of the links of two Accounts that are merged in Salesforce: docs/spec/lifecycle.md. */

let world: World;
let masterId: string;
let loserId: string;

beforeEach(async () => {
  world = new World({ seed: "merges", demo: true });
  await world.boot();
  await world.run(20_000); // The directory fills and the feeds open.
  masterId = await create("Harbour Supply");
  loserId = await create("Harbour Supply and Co");
  await link(loserId);
});

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.kill();
});

async function create(Name: string): Promise<string> {
  const { id } = world.salesforce("POST", "/sobjects/Account", { Name }) as { id: string };
  await world.run(3_000);
  return id;
}

/** Links an Account with a customer of its own. */
async function link(id: string): Promise<string> {
  await world.until(world.engine.send("Account", id, { onMatch: "create", actor: "Ada" }));
  await world.run(20_000);
  return (await view(id)).quickbooks?.id ?? "";
}

async function view(id: string): Promise<RecordView> {
  const result = await world.until(world.engine.viewRecord("Account", id));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function merge(): Promise<void> {
  const org = pageOrg(world.org, () => world.clock.now());
  const values = { Phone: "(415) 555-0199" };
  expect(org.merge("Account", { masterId, loserIds: [loserId], values })).toMatchObject({
    ok: true,
  });
  await world.run(200_000);
}

async function errors(): Promise<readonly LogEntryView[]> {
  const { entries } = await world.until(world.engine.log({ filter: "errors", limit: 100 }));
  return entries;
}

const customer = (id: string) =>
  (world.quickbooks("GET", `/customer/${id}`) as { Customer: Record<string, unknown> }).Customer;

describe("two linked Accounts that are merged in Salesforce", () => {
  it("are told of once, with the one that stays, from which Unlink is offered", async () => {
    await link(masterId);
    await merge();
    expect(await errors()).toMatchObject([
      {
        salesforce: { id: loserId },
        message: "The linked Salesforce record was merged into Harbour Supply.",
        mergedInto: { type: "Account", id: masterId, name: "Harbour Supply" },
        canUnlink: true,
      },
    ]);
  });

  it("are told of where no event tells of it and sweeps alone find it", async () => {
    await link(masterId);
    world.faults = { ...world.faults, feed: false };
    await merge();
    expect(await errors()).toMatchObject([{ mergedInto: { id: masterId } }]);
  });

  it("keep the survivor's link, which takes its new values along; the other customer stays", async () => {
    const customerId = await link(masterId);
    const other = (await view(loserId)).quickbooks?.id ?? "";
    const before = customer(other);
    await merge();
    expect(await view(masterId)).toMatchObject({
      status: "inSync",
      quickbooks: { id: customerId },
    });
    expect(customer(customerId)["PrimaryPhone"]).toEqual({ FreeFormNumber: "(415) 555-0199" });
    expect(customer(other)).toEqual(before);
    expect(await view(loserId)).toMatchObject({
      status: "error",
      error: { code: "RECORD_MERGED_IN_SALESFORCE" },
      quickbooks: { id: other },
    });
  });

  it("ask what becomes of the other customer, which a person makes inactive", async () => {
    await link(masterId);
    const other = (await view(loserId)).quickbooks?.id ?? "";
    await merge();
    const { held } = await world.until(world.engine.listHeldDeletes({ limit: 10 }));
    expect(held).toMatchObject([
      {
        reason: "merged",
        message: "The Salesforce account was merged into Harbour Supply.",
        deleted: { id: loserId },
        counterpart: { type: "Customer", id: other },
        survivor: { id: masterId },
        choices: ["deactivate"],
      },
    ]);
    const ids = held.map(({ id }) => id);
    await world.until(world.engine.decideHeldDeletes({ ids, decision: "approve", actor: "Ada" }));
    await world.run(30_000);
    expect(customer(other)["Active"]).toBe(false);
    expect(await view(masterId)).toMatchObject({ status: "inSync" });
  });

  it("leave the customer of the one that is gone to a survivor that is not linked", async () => {
    const { quickbooks } = await view(loserId);
    await merge();
    expect(await view(masterId)).toMatchObject({
      status: "needsDecision",
      quickbooks: { id: quickbooks?.id },
    });
    const row = world.salesforce("GET", `/sobjects/Account/${masterId}`);
    expect(row).toMatchObject({ Accord_QB_Id__c: `9341452700000001:Customer:${quickbooks?.id}` });
    expect(await errors()).toEqual([]);
    const { entries } = await world.until(world.engine.log({ filter: "all", limit: 50 }));
    const moves = entries.filter(({ action }) => action === "move");
    expect(moves.map(({ message }) => message)).toEqual([
      `Salesforce Account ${loserId} was merged into Salesforce Account Harbour Supply in Salesforce, so the link went on to it. To be decided: Name, Phone.`,
    ]);
  });

  it("leave it to a person when the survivor was unlinked by one", async () => {
    await link(masterId);
    await world.until(world.engine.unlink("Account", masterId, "Ada"));
    await world.run(10_000);
    await merge();
    expect(await view(masterId)).toMatchObject({ status: "notLinked" });
    const { held } = await world.until(world.engine.listHeldDeletes({ limit: 10 }));
    expect(held).toMatchObject([{ reason: "keptApart", survivor: { id: masterId } }]);
  });

  it("are a deletion like any other when the survivor is deleted as well", async () => {
    world.down.add("salesforce");
    const org = pageOrg(world.org, () => world.clock.now());
    org.merge("Account", { masterId, loserIds: [loserId], values: {} });
    org.remove("Account", masterId);
    await world.run(5_000);
    world.down.delete("salesforce");
    await world.run(200_000);
    const { held } = await world.until(world.engine.listHeldDeletes({ limit: 10 }));
    expect(held).toMatchObject([{ reason: "policy", survivor: null, deleted: { id: loserId } }]);
    expect((await world.until(world.engine.status())).inbox.pending).toBe(0);
  });

  it("move the link once, whenever the process dies", async () => {
    const org = pageOrg(world.org, () => world.clock.now());
    org.merge("Account", { masterId, loserIds: [loserId], values: {} });
    for (const ms of [100, 200, 300, 500, 1_000, 2_000, 3_000]) {
      await world.run(ms);
      world.kill();
      await world.boot();
    }
    await world.run(120_000);
    expect((await view(masterId)).quickbooks).not.toBeNull();
    const { entries } = await world.until(world.engine.log({ filter: "all", limit: 50 }));
    expect(entries.filter(({ action }) => action === "move")).toHaveLength(1);
  });
});
