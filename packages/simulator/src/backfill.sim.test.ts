import type { BackfillItemView, BackfillView } from "@accord-sync/engine/backfill-api.ts";
import type { PlanBackfillRequest } from "@accord-sync/engine/backfill-api.ts";
import type { Result } from "@accord-sync/core/records/result.ts";
import { afterEach, describe, expect, it } from "vitest";
import { readLinks } from "./reports.ts";
import { World } from "./world.ts";

/** A first load, from its plan to its end: the real engine, adapters and emulators in virtual time. */

let world: World;

const REQUEST: PlanBackfillRequest = {
  objects: [
    { mapping: "customer-account", direction: "both" },
    { mapping: "item-product", direction: "both" },
  ],
  linkFrom: 80,
  differing: "ask",
  includeInactive: false,
  actor: "Ada",
};

/** What a sweep costs is not the load's. */
const NO_SWEEPS = { quickbooksSweepMs: 1e9, quickbooksSweepLongestMs: 1e9, salesforceSweepMs: 1e9 };

/** `fill` makes what was there before the two were connected; what comes later is real time's. */
async function start(fill: () => void | Promise<void>, company: "demo" | "bare" = "bare") {
  world = new World({ seed: "backfill", company, pacing: NO_SWEEPS });
  await fill();
  await world.run(60_000);
  await world.boot();
  await world.run(20_000); // The directory fills and the feeds open.
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const ask = async <T>(promise: Promise<Result<T>>): Promise<T> =>
  valueOf(await world.until(promise));
const view = (id: string): Promise<BackfillView> => ask(world.engine.viewBackfill(id));

async function reaches(id: string, state: BackfillView["state"]): Promise<BackfillView> {
  await world.runUntil(async () => (await view(id)).state === state, 600_000);
  const now = await view(id);
  expect(now).toMatchObject({ state });
  return now;
}

async function plan(parts: Partial<PlanBackfillRequest> = {}): Promise<BackfillView> {
  const { id } = await ask(world.engine.planBackfill({ ...REQUEST, ...parts }));
  return reaches(id, "ready");
}

const itemsOf = async (id: string): Promise<readonly BackfillItemView[]> =>
  (await ask(world.engine.listBackfillItems(id, { limit: 500 }))).items;

function customer(name: string, more: Record<string, unknown> = {}): string {
  const made = world.quickbooks("POST", "/customer", { DisplayName: name, ...more });
  return (made as { Customer: { Id: string } }).Customer.Id;
}

function account(name: string, more: Record<string, unknown> = {}): string {
  return (world.salesforce("POST", "/sobjects/Account", { Name: name, ...more }) as { id: string })
    .id;
}

const readAccount = (id: string) =>
  world.salesforce("GET", `/sobjects/Account/${id}`) as Record<string, unknown>;

function accountIds(name: string): readonly string[] {
  const statement = encodeURIComponent(`SELECT Id, Name FROM Account`);
  const answer = world.salesforce("GET", `/query?q=${statement}`);
  const { records } = answer as { records: readonly { Id: string; Name: string }[] };
  const plain = (text: string) => text.toLowerCase().replaceAll(/\s+/g, " ");
  return records.filter((each) => plain(each.Name) === plain(name)).map(({ Id }) => Id);
}

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.kill();
});

describe("a first load", () => {
  it("is a plan first: it reads, shows every record, and writes nothing", async () => {
    await start(() => {
      customer("Only in QuickBooks", { PrimaryPhone: { FreeFormNumber: "(415) 555-0100" } });
      account("Only in Salesforce");
    });
    const before = world.traffic.length;
    const planned = await plan();
    expect(planned).toMatchObject({
      counts: [{ createInSalesforce: 1, createInQuickbooks: 1 }, {}],
      items: { planned: 2 },
      calls: { used: { free: 0 }, expected: { free: 1 } },
    });
    const items = await itemsOf(planned.id);
    expect(items.map(({ action, target, name }) => [action, target, name])).toEqual([
      ["create", "salesforce", "Only in QuickBooks"],
      ["create", "quickbooks", "Only in Salesforce"],
    ]);
    expect(items[0]?.fields).toContainEqual({
      field: "phone",
      label: "Phone",
      salesforce: null,
      quickbooks: "(415) 555-0100",
      writes: "salesforce",
      after: "(415) 555-0100",
      isAsked: false,
    });
    const writes = world.traffic
      .slice(before)
      .filter(({ isWrite, path }) => isWrite && !path.includes("/jobs/query"));
    expect(writes).toEqual([]);
  });

  it("marks what is linked by the time that it is cancelled", async () => {
    let id = "";
    await start(() => {
      id = account("Only in Salesforce");
    });
    const planned = await plan();
    await ask(world.engine.applyBackfill(planned.id, "Ada"));
    await world.runUntil(async () => (await readLinks(world.reports)).length === 1, 600_000);
    expect(readAccount(id)).toMatchObject({ Accord_QB_Id__c: null });
    await ask(world.engine.cancelBackfill(planned.id, "Ada"));
    await world.run(60_000);
    expect(await view(planned.id)).toMatchObject({ state: "cancelled" });
    expect(readAccount(id)["Accord_QB_Id__c"]).toContain(":Customer:");
  });

  it("brings each system what only the other one has, links and marks it, and ends", async () => {
    let made = "";
    await start(() => {
      made = account("Harbor Supply", { Phone: "(415) 555-0177" });
    }, "demo");
    const planned = await plan();
    await ask(world.engine.applyBackfill(planned.id, "Ada"));
    const done = await reaches(planned.id, "done");
    expect(done.items).toMatchObject({ planned: 0, waiting: 0, underWay: 0, refused: 0 });
    expect(done.progress.done).toBe(done.progress.of);
    const links = await readLinks(world.reports);
    expect(links).toHaveLength(done.items.done);
    expect(links.length).toBeGreaterThan(30);
    expect(readAccount(made)["Accord_QB_Id__c"]).toMatch(/:Customer:\d+$/);
    const again = await plan();
    expect(again.items).toMatchObject({ planned: 0, waiting: 0 });
  });

  it("costs a handful of calls, and its own echoes none", async () => {
    await start(async () => {
      for (let n = 0; n < 30; n += 1) {
        customer(`Bulk ${n}`);
        await world.run(300);
      }
    });
    const planned = await plan({ objects: [{ mapping: "customer-account", direction: "both" }] });
    const before = world.traffic.length;
    await ask(world.engine.applyBackfill(planned.id, "Ada"));
    const done = await reaches(planned.id, "done");
    expect(done.items.done).toBe(30);
    expect(done.calls.used).toEqual({ metered: 1, free: 0, salesforce: expect.any(Number) });
    await world.run(10_000);
    expect(world.traffic.slice(before).map(({ path }) => path)).toHaveLength(1);
  });

  it("makes no second Account of a name that somebody gave one after the org was read", async () => {
    await start(() => {
      customer("Harbor Supply");
      customer("Pier Nine");
    });
    const planned = await plan();
    expect(planned.items).toMatchObject({ planned: 2 });
    const theirs = account("Harbor  supply");
    await world.run(5_000); // Its event comes.
    await ask(world.engine.applyBackfill(planned.id, "Ada"));
    const left = await reaches(planned.id, "ready");
    expect(left.items).toMatchObject({ done: 1, waiting: 1 });
    const [item] = await itemsOf(planned.id);
    expect(item).toMatchObject({
      name: "Harbor Supply",
      state: "waiting",
      message: expect.stringContaining("Salesforce has a record of the name Harbor Supply by now"),
    });
    expect(accountIds("Harbor Supply")).toEqual([theirs]);

    // It is no other's record: a person may say that it is to be made all the same.
    const chosen = { items: [item?.id ?? ""], choice: { kind: "approve" }, actor: "Ada" } as const;
    await ask(world.engine.decideBackfillItems(planned.id, chosen));
    await ask(world.engine.applyBackfill(planned.id, "Ada"));
    await reaches(planned.id, "done");
    expect(accountIds("Harbor Supply")).toHaveLength(2);
  });
});
