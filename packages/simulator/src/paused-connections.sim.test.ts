import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { RecordView } from "@accord-sync/engine/engine-api.ts";
import { Journal } from "./journal.ts";
import { PAIRS } from "./shared-fields.ts";
import { Users } from "./users.ts";
import { World } from "./world.ts";

/** A person pauses a connection: docs/spec/lifecycle.md. */

const OLD = "(415) 555-0100";
const NEW = "(650) 555-0199";
const HOUR_MS = 3_600_000;

let world: World;
let users: Users;
let accountId: string;
let customerId: string;

beforeEach(async () => {
  world = new World({ seed: "paused connections", company: "bare" });
  users = new Users(world, new Journal());
  await world.boot();
  await world.run(20_000); // The directory fills and the feeds open.
  const { id } = world.salesforce("POST", "/sobjects/Account", {
    Name: "Quay",
    Phone: OLD,
  }) as { id: string };
  accountId = id;
  await world.run(3_000);
  await world.until(world.engine.send("Account", id, { onMatch: "create", actor: "Ada" }));
  await world.run(20_000);
  customerId = (await view()).quickbooks?.id ?? "";
});

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.kill();
});

async function view(): Promise<RecordView> {
  const result = await world.until(world.engine.viewRecord("Account", accountId));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const pause = (system: SystemName) => world.until(world.engine.pauseConnection(system, "Ada"));
const resume = (system: SystemName) => world.until(world.engine.resumeConnection(system, "Grace"));

const phoneOf = (system: SystemName): unknown =>
  system === "salesforce"
    ? world.org.store.get("Account", accountId)?.["Phone"]
    : (
        world.quickbooks("GET", `/customer/${customerId}`) as {
          Customer: { PrimaryPhone?: { FreeFormNumber: string } };
        }
      ).Customer.PrimaryPhone?.FreeFormNumber;

/** Requests that left for a system, apart from the first so many of all: one may leave in the moment of a pause. */
const leftFor = (system: SystemName, from: number): number =>
  world.traffic.slice(from).filter(({ origin }) => origin.includes(system)).length;

const editIn = (system: SystemName, phone: string) =>
  users.edit(system, PAIRS.customer, system === "salesforce" ? accountId : customerId, [
    "phone",
    phone,
  ]);

describe.each<[SystemName, SystemName]>([
  ["quickbooks", "salesforce"],
  ["salesforce", "quickbooks"],
])("a paused connection with %s", (paused, other) => {
  it("is asked nothing and written nothing, also after a restart, and says who paused it (I26)", async () => {
    expect(await pause(paused)).toMatchObject({ ok: true, value: { paused: { by: "Ada" } } });
    const from = world.traffic.length;
    expect(leftFor(paused, 0)).toBeGreaterThan(0);
    editIn(other, NEW);
    await world.run(HOUR_MS);
    world.kill();
    await world.boot();
    await world.until(world.engine.send("Account", accountId, { onMatch: "ask", actor: "Ada" }));
    await world.run(HOUR_MS);
    expect(leftFor(paused, from)).toBe(0);
    expect(phoneOf(paused)).toBe(OLD);
    const shown = await view();
    expect(shown).toMatchObject({ paused: [{ system: paused, by: "Ada" }], status: "waiting" });
    expect(shown.waitingFor).toContain("Accord Admin > Connections");
    const { connections, counts } = await world.until(world.engine.status());
    expect(connections.find(({ system }) => system === paused)?.paused).toMatchObject({
      by: "Ada",
    });
    expect(counts.errors).toBe(0);
  });

  it("goes on by itself when it is resumed, with all that came meanwhile", async () => {
    await pause(paused);
    editIn(other, NEW);
    await world.run(HOUR_MS);
    expect(await resume(paused)).toMatchObject({ ok: true, value: { paused: null } });
    await world.run(60_000);
    expect([phoneOf(paused), phoneOf(other)]).toEqual([NEW, NEW]);
    expect((await view()).status).toBe("inSync");
  });

  it("brings what was changed there while it was paused", async () => {
    await pause(paused);
    const from = world.traffic.length;
    await world.run(5_000); // What was on its way arrives.
    editIn(paused, NEW);
    await world.run(HOUR_MS);
    expect(leftFor(paused, from)).toBe(0);
    expect(phoneOf(other)).toBe(OLD);
    await resume(paused);
    await world.run(60_000);
    expect(phoneOf(other)).toBe(NEW);
  });

  it("is resumed by a press that comes before a start is over", async () => {
    await pause(paused);
    editIn(other, NEW);
    await world.run(60_000);
    world.kill();
    const started = world.boot();
    // The start has come so far that clicks are taken, and has not read who is paused.
    while (!world.isAlive) await Promise.resolve();
    await resume(paused);
    await started;
    await world.run(120_000);
    expect(phoneOf(paused)).toBe(NEW);
  });

  it("goes on after a death right behind the word that resumes it", async () => {
    await pause(paused);
    editIn(other, NEW);
    await world.run(60_000);
    world.crashAtPoint = world.commitPoints + 2;
    void world.engine.resumeConnection(paused, "Grace");
    await world.run(2_000);
    expect(world.isAlive).toBe(false);
    world.crashAtPoint = null;
    await world.boot();
    await world.run(120_000);
    expect(phoneOf(paused)).toBe(NEW);
  });
});

describe("pausing", () => {
  it("is logged once with its person, however often it is pressed", async () => {
    await pause("quickbooks");
    await pause("quickbooks");
    await resume("quickbooks");
    await resume("quickbooks");
    const { entries } = await world.until(world.engine.log({ filter: "all", limit: 50 }));
    const told = entries.filter(({ action }) => action === "setting");
    expect(told.map(({ actor, message }) => [actor, message])).toEqual([
      ["Grace", "Syncing with QuickBooks goes on."],
      ["Ada", "Syncing with QuickBooks is paused."],
    ]);
  });

  it("of what is not there is refused", async () => {
    expect(await world.until(world.engine.pauseConnection("none", "Ada"))).toMatchObject({
      error: { code: "CONNECTION_UNKNOWN" },
    });
  });
});
