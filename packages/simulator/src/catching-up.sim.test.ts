/**
 * After an outage of either system, of the network or of the service, however long, nobody has to do anything: all
 * channels catch up by themselves, and what no channel can tell any more is compared.
 */
import { afterEach, describe, expect, it } from "vitest";
import { NO_FAULTS } from "./fault-plan.ts";
import { World } from "./world.ts";
import type { WorldOptions } from "./world-options.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let world: World;
let ids: string[];
let customers: string[];

/** Two linked pairs, and every channel open. */
async function setUp(options: Partial<WorldOptions> = {}): Promise<void> {
  world = new World({ seed: "catching up", demo: true, ...options });
  await world.boot();
  await world.run(20_000);
  ids = [];
  customers = [];
  for (const name of ["Tidewater Supply", "Gulf Pumps"]) {
    const made = world.salesforce("POST", "/sobjects/Account", { Name: name }) as { id: string };
    await world.run(2_000);
    await world.until(world.engine.send("Account", made.id, { onMatch: "create", actor: "Ada" }));
    await world.run(20_000);
    const seen = await world.until(world.engine.viewRecord("Account", made.id));
    ids.push(made.id);
    customers.push(seen.ok ? (seen.value.quickbooks?.id ?? "") : "");
  }
}

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.end();
});

const account = (at: number) =>
  world.salesforce("GET", `/sobjects/Account/${ids[at]}`) as Record<string, unknown>;

const customer = (at: number) =>
  (world.quickbooks("GET", `/customer/${customers[at]}`) as { Customer: Record<string, unknown> })
    .Customer;

/** Without a request: there is a limit of them, and this is asked at each step. */
const phoneOf = (at: number) => {
  const record = world.company.store.record("Customer", customers[at] ?? "");
  return (record?.fields["PrimaryPhone"] as { FreeFormNumber: string } | undefined)?.FreeFormNumber;
};

/** One edit on each side, of two pairs and of one. */
function peopleGoOn(): void {
  world.salesforce("PATCH", `/sobjects/Account/${ids[0]}`, { Phone: "(415) 555-0100" });
  const { Id, SyncToken } = customer(1);
  const change = { WebAddr: { URI: "http://gulf.example" } };
  world.quickbooks("POST", "/customer", { Id, SyncToken, sparse: true, ...change });
}

async function expectCaughtUp(withinMs: number): Promise<void> {
  const isThrough = () =>
    phoneOf(0) === "(415) 555-0100" && account(1)["Website"] === "http://gulf.example";
  expect(await world.runUntil(isThrough, withinMs)).toBe(true);
  await world.run(60_000);
  const { inbox } = await world.until(world.engine.status());
  expect(inbox.pending).toBe(0);
}

const runs = () => world.until(world.engine.listIntegrity());

/** Everything that both hold, compared: the last word. */
async function expectAgreement(): Promise<void> {
  const order = { objects: [], repair: false, actor: "Ada" };
  const started = await world.until(world.engine.startIntegrity(order));
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  const { id } = started.value;
  const seen = async () => (await runs()).find((run) => run.id === id);
  await world.runUntil(async () => (await seen())?.finishedAt !== null, HOUR);
  expect(await seen()).toMatchObject({ state: "done", agrees: true });
}

describe("an outage of", () => {
  it.each([
    ["QuickBooks", ["quickbooks"]],
    ["Salesforce", ["salesforce"]],
    ["the network", ["salesforce", "quickbooks"]],
  ] as const)("%s for hours is caught up with by itself", async (_name, systems) => {
    await setUp();
    for (const system of systems) world.down.add(system);
    await world.run(HOUR);
    peopleGoOn();
    await world.run(2 * HOUR);
    world.down.clear();
    await expectCaughtUp(10 * 60_000);
    await expectAgreement();
  });

  it("the webhooks alone for hours leaves the company to its sweeps, and their late return changes nothing", async () => {
    await setUp();
    world.down.add("webhooks");
    await world.run(HOUR);
    peopleGoOn();
    await expectCaughtUp(10 * 60_000);
    await world.run(4 * HOUR);
    const writes = () => world.traffic.filter(({ isWrite }) => isWrite).length;
    const before = writes();
    world.down.clear();
    await world.runUntil(() => !world.owesWebhook, 8 * HOUR);
    await world.run(10 * 60_000);
    expect(writes()).toBe(before);
    await expectAgreement();
  });

  it("the webhooks and the event stream together leaves everything to the sweeps", async () => {
    await setUp();
    world.faults = { ...NO_FAULTS, webhooks: false, feed: false };
    peopleGoOn();
    await expectCaughtUp(10 * 60_000);
    await expectAgreement();
  });
});

describe("the service stopped", () => {
  async function stoppedFor(ms: number, work: () => void): Promise<void> {
    world.kill();
    await world.run(60_000);
    work();
    await world.run(ms);
    // Webhooks that nobody took in are given up, and events are not kept so long.
    world.faults = { ...NO_FAULTS, feedLost: 1 };
    await world.boot();
    await world.run(5_000);
    world.faults = NO_FAULTS;
  }

  it("for longer than events are kept goes on from the earliest, and sweeps the rest", async () => {
    await setUp();
    await stoppedFor(4 * DAY, peopleGoOn);
    await expectCaughtUp(10 * 60_000);
    // Nothing was out of the sweeps' reach, so nothing more is read.
    expect(await runs()).toEqual([]);
    await expectAgreement();
  });

  it("for longer than deletions are kept says so, compares everything, and mends it", async () => {
    await setUp();
    await stoppedFor(40 * DAY, peopleGoOn);
    await expectCaughtUp(30 * 60_000);
    await world.runUntil(async () => (await runs()).some((run) => run.finishedAt !== null), HOUR);
    const [run, ...others] = await runs();
    expect(others).toEqual([]);
    expect(run).toMatchObject({ why: "gap", repair: true, state: "done", agrees: true });
    expect(run?.reason).toMatch(
      /was not looked at for 40 days, which is longer than it keeps what was deleted/,
    );
  });

  it("for longer than the recycle bin finds a record that was purged meanwhile", async () => {
    await setUp();
    await stoppedFor(20 * DAY, () => {
      world.salesforce("DELETE", `/sobjects/Account/${ids[0]}`);
    });
    await world.runUntil(async () => (await runs()).some((run) => run.finishedAt !== null), HOUR);
    const [run] = await runs();
    expect(run).toMatchObject({ why: "gap", state: "done" });
    const { entries } = await world.until(world.engine.log({ filter: "all", limit: 50 }));
    const told = entries.filter(({ error }) => error?.code === "RECORD_DELETED_IN_SALESFORCE");
    expect(told).toHaveLength(1);
    expect(customer(0)["Active"]).toBe(true);
  });
});

describe("a clock that is wrong", () => {
  it.each([
    ["ahead", 3 * HOUR],
    ["behind", -3 * HOUR],
  ])("ours %s by hours misses nothing", async (_name, ms) => {
    const skewed = { ...NO_FAULTS, salesforceAheadMs: -ms, quickbooksAheadMs: -ms };
    await setUp({ faults: skewed });
    world.faults = { ...skewed, webhooks: false, feed: false };
    peopleGoOn();
    await expectCaughtUp(20 * 60_000);
    await expectAgreement();
  });
});
