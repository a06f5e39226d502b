import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LogEntryView, RecordView } from "@accord-sync/engine/engine-api.ts";
import { Journal } from "./journal.ts";
import { PAIRS } from "./shared-fields.ts";
import { Users } from "./users.ts";
import { World } from "./world.ts";

/** What the log says of a linked record that is deleted in Salesforce, in virtual time (I21). */

let world: World;
let users: Users;
let id: string;

beforeEach(async () => {
  world = new World({ seed: "deletions", demo: true });
  users = new Users(world, new Journal());
  await world.boot();
  await world.run(20_000); // The directory fills and the feeds open.
  const made = world.salesforce("POST", "/sobjects/Account", { Name: "Tidewater Supply" });
  ({ id } = made as { id: string });
  await world.run(3_000);
  await world.until(world.engine.send("Account", id, { onMatch: "ask", actor: "Ada" }));
  await world.run(20_000);
  expect(await view()).toMatchObject({ status: "inSync" });
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

/** Entries that tell of a deletion, oldest first. */
async function told(): Promise<readonly LogEntryView[]> {
  const { entries } = await world.until(world.engine.log({ filter: "errors", limit: 100 }));
  return entries.filter(({ error }) => error?.code === "RECORD_DELETED_IN_SALESFORCE").toReversed();
}

const remove = () => users.remove(PAIRS.customer, id);
const restore = () => users.undelete(PAIRS.customer, id);

describe("a linked record that is deleted in Salesforce", () => {
  it("is told of once, however often sweeps, late events and restarts come by", async () => {
    remove();
    await world.run(200_000);
    expect(await told()).toHaveLength(1);
    expect(await view()).toMatchObject({
      status: "error",
      error: { code: "RECORD_DELETED_IN_SALESFORCE", logId: (await told())[0]?.id },
    });
    world.kill();
    await world.boot();
    await world.run(120_000);
    expect(await told()).toHaveLength(1);
  });

  it("is told of once where no event tells of it and sweeps alone find it", async () => {
    world.faults = { ...world.faults, feed: false };
    remove();
    await world.run(120_000);
    expect(await told()).toHaveLength(1);
  });

  it("is told of again after it was restored, and is in step in between", async () => {
    remove();
    await world.run(60_000);
    restore();
    await world.run(60_000);
    expect(await view()).toMatchObject({ status: "inSync", error: null });
    remove();
    await world.run(120_000);
    const entries = await told();
    expect(entries).toHaveLength(2);
    expect(await view()).toMatchObject({ error: { logId: entries[1]?.id } });
  });

  it("stays told while the other system's record goes on changing", async () => {
    remove();
    await world.run(30_000);
    const customerId = (await view()).quickbooks?.id ?? "";
    for (const line of ["1 Pier", "2 Pier", "3 Pier"]) {
      const { Customer } = world.quickbooks("GET", `/customer/${customerId}`) as {
        Customer: { Id: string; SyncToken: string };
      };
      const { Id, SyncToken } = Customer;
      world.quickbooks("POST", "/customer", {
        Id,
        SyncToken,
        sparse: true,
        BillAddr: { Line1: line },
      });
      await world.run(70_000);
    }
    expect(await told()).toHaveLength(1);
  });

  it("answers each press of a button, and a re-processed entry by one new one", async () => {
    remove();
    await world.run(30_000);
    await world.until(world.engine.fetch("Account", id, "Ada"));
    await world.run(120_000);
    const pressed = await told();
    expect(pressed.map(({ action, actor }) => [action, actor])).toEqual([
      ["update", null],
      ["fetch", "Ada"],
    ]);
    await world.until(
      world.engine.reprocess(
        pressed.map((entry) => entry.id),
        "Grace",
      ),
    );
    await world.run(120_000);
    expect((await told()).map(({ actor, reprocessed }) => [actor, reprocessed])).toEqual([
      [null, true],
      ["Ada", true],
      ["Grace", false],
    ]);
  });

  it("is unlinked from its entry, which then offers it no more, and stays apart when it is restored", async () => {
    remove();
    await world.run(60_000);
    expect((await told()).map(({ canUnlink }) => canUnlink)).toEqual([true]);
    expect(await world.until(world.engine.unlink("Account", id, "Ada"))).toMatchObject({
      ok: true,
      value: { status: "notLinked" },
    });
    expect((await told()).map(({ canUnlink }) => canUnlink)).toEqual([false]);
    restore();
    await world.run(120_000);
    expect(await view()).toMatchObject({ status: "notLinked", quickbooks: null });
    expect(world.salesforce("GET", `/sobjects/Account/${id}`)).toMatchObject({
      Accord_QB_Id__c: null,
    });
    expect(await told()).toHaveLength(1);
  });

  it("is not to be unlinked from its entry once it is restored", async () => {
    remove();
    await world.run(60_000);
    restore();
    await world.run(60_000);
    expect((await told()).map(({ canUnlink }) => canUnlink)).toEqual([false]);
  });
});
