import { afterEach, describe, expect, it } from "vitest";
import { NO_FAULTS } from "./fault-plan.ts";
import { linkOnePair } from "./linked-pair.ts";
import { SALESFORCE_ORIGIN } from "./sim-servers.ts";
import { World } from "./world.ts";

const HOUR = 3_600_000;

let world: World;
let account: string;
let customer: string;

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.end();
});

/** One linked pair, and every channel open. */
async function setUp(): Promise<void> {
  world = new World({ seed: "refused by Salesforce" });
  ({ account, customer } = await linkOnePair(world));
}

function editInQuickbooks(site: string): void {
  const { Customer } = world.quickbooks("GET", `/customer/${customer}`) as {
    Customer: { Id: string; SyncToken: string };
  };
  const { Id, SyncToken } = Customer;
  const change = { WebAddr: { URI: site } };
  world.quickbooks("POST", "/customer", { Id, SyncToken, sparse: true, ...change });
}

const website = () =>
  (world.salesforce("GET", `/sobjects/Account/${account}`) as { Website: string | null }).Website;

const refused = () =>
  world.traffic.filter(({ origin, status }) => origin === SALESFORCE_ORIGIN && status === 403);

describe("a day of which Salesforce's requests are used up", () => {
  it("is waited for with a call now and then, tells why, and then everything goes on", async () => {
    await setUp();
    world.down.add("requests of salesforce");
    editInQuickbooks("http://tidewater.example");
    await world.run(HOUR);
    expect(website()).toBeNull();
    // One look every five minutes; what was under way as the day ended was refused once each.
    expect(refused().length).toBeGreaterThan(3);
    expect(refused().length).toBeLessThan(24);
    const { connections, inbox } = await world.until(world.engine.status());
    expect(inbox.pending).toBe(1);
    const salesforce = connections.find(({ system }) => system === "salesforce");
    expect(salesforce).toMatchObject({
      state: "waiting",
      detail: "Salesforce's daily limit of API requests is reached",
    });
    world.down.clear();
    expect(await world.runUntil(() => website() !== null, 10 * 60_000)).toBe(true);
    expect(website()).toBe("http://tidewater.example");
    await world.run(60_000);
    const { entries } = await world.until(world.engine.log({ filter: "errors", limit: 50 }));
    expect(entries).toEqual([]);
  });

  it("is waited for by a process that dies and is started again meanwhile", async () => {
    await setUp();
    world.down.add("requests of salesforce");
    editInQuickbooks("http://tidewater.example");
    await world.run(60_000);
    for (let death = 0; death < 3; death += 1) {
      world.kill();
      await world.run(5_000);
      await world.boot();
      await world.run(60_000);
    }
    world.down.clear();
    expect(await world.runUntil(() => website() !== null, 15 * 60_000)).toBe(true);
    expect(website()).toBe("http://tidewater.example");
  });
});

it("a Salesforce that is busy with long requests is asked again in a moment", async () => {
  await setUp();
  world.faults = { ...NO_FAULTS, salesforceBusy: 1 };
  editInQuickbooks("http://tidewater.example");
  await world.run(60_000);
  expect(website()).toBeNull();
  expect(refused().length).toBeGreaterThan(1);
  // The pause grows: one after the other at full speed would be hundreds.
  expect(refused().length).toBeLessThan(40);
  world.faults = NO_FAULTS;
  expect(await world.runUntil(() => website() !== null, 60_000)).toBe(true);
});
