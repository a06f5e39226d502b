import { afterEach, describe, expect, it } from "vitest";
import { FirstLoad } from "./first-load-steps.ts";
import { readLinks } from "./reports.ts";
import type { World } from "./world.ts";

/** A first load, from its plan to its end: the real engine, adapters and emulators in virtual time. */

let load: FirstLoad;
let world: World;

async function start(
  fill: () => void | Promise<void>,
  company: "demo" | "bare" = "bare",
): Promise<void> {
  load = new FirstLoad("backfill", company);
  ({ world } = load);
  await load.start(fill);
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
      load.customer("Only in QuickBooks", { PrimaryPhone: { FreeFormNumber: "(415) 555-0100" } });
      load.account("Only in Salesforce");
    });
    const before = world.traffic.length;
    const planned = await load.plan();
    expect(planned).toMatchObject({
      counts: [{ createInSalesforce: 1, createInQuickbooks: 1 }, {}],
      items: { planned: 2 },
      calls: { used: { free: 0 }, expected: { free: 1 } },
    });
    const items = await load.itemsOf(planned.id);
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
      id = load.account("Only in Salesforce");
    });
    const planned = await load.plan();
    await load.ask(world.engine.applyBackfill(planned.id, "Ada"));
    await world.runUntil(async () => (await readLinks(world.reports)).length === 1, 600_000);
    expect(readAccount(id)).toMatchObject({ Accord_QB_Id__c: null });
    await load.ask(world.engine.cancelBackfill(planned.id, "Ada"));
    await world.run(60_000);
    expect(await load.view(planned.id)).toMatchObject({ state: "cancelled" });
    expect(readAccount(id)["Accord_QB_Id__c"]).toContain(":Customer:");
  });

  it("brings each system what only the other one has, links and marks it, and ends", async () => {
    let made = "";
    await start(() => {
      made = load.account("Harbor Supply", { Phone: "(415) 555-0177" });
    }, "demo");
    const planned = await load.plan();
    await load.ask(world.engine.applyBackfill(planned.id, "Ada"));
    const done = await load.reaches(planned.id, "done");
    expect(done.items).toMatchObject({ planned: 0, waiting: 0, underWay: 0, refused: 0 });
    expect(done.progress.done).toBe(done.progress.of);
    const links = await readLinks(world.reports);
    expect(links).toHaveLength(done.items.done);
    expect(links.length).toBeGreaterThan(30);
    expect(readAccount(made)["Accord_QB_Id__c"]).toMatch(/:Customer:\d+$/);
    const again = await load.plan();
    expect(again.items).toMatchObject({ planned: 0, waiting: 0 });
  });

  it("costs a handful of calls, and its own echoes none", async () => {
    await start(async () => {
      for (let n = 0; n < 30; n += 1) {
        load.customer(`Bulk ${n}`);
        await world.run(300);
      }
    });
    const planned = await load.plan({
      objects: [{ mapping: "customer-account", direction: "both" }],
    });
    const before = world.traffic.length;
    await load.ask(world.engine.applyBackfill(planned.id, "Ada"));
    const done = await load.reaches(planned.id, "done");
    expect(done.items.done).toBe(30);
    expect(done.calls.used).toEqual({ metered: 1, free: 0, salesforce: expect.any(Number) });
    await world.run(10_000);
    expect(world.traffic.slice(before).map(({ path }) => path)).toHaveLength(1);
  });

  it("makes no second Account of a name that somebody gave one after the org was read", async () => {
    await start(() => {
      load.customer("Harbor Supply");
      load.customer("Pier Nine");
    });
    const planned = await load.plan();
    expect(planned.items).toMatchObject({ planned: 2 });
    const theirs = load.account("Harbor  supply");
    await world.run(5_000); // Its event comes.
    await load.ask(world.engine.applyBackfill(planned.id, "Ada"));
    const left = await load.reaches(planned.id, "ready");
    expect(left.items).toMatchObject({ done: 1, waiting: 1 });
    const [item] = await load.itemsOf(planned.id);
    expect(item).toMatchObject({
      name: "Harbor Supply",
      state: "waiting",
      message: expect.stringContaining("Salesforce has a record of the name Harbor Supply by now"),
    });
    expect(accountIds("Harbor Supply")).toEqual([theirs]);

    // It is no other's record: a person may say that it is to be made all the same.
    const chosen = { items: [item?.id ?? ""], choice: { kind: "approve" }, actor: "Ada" } as const;
    await load.ask(world.engine.decideBackfillItems(planned.id, chosen));
    await load.ask(world.engine.applyBackfill(planned.id, "Ada"));
    await load.reaches(planned.id, "done");
    expect(accountIds("Harbor Supply")).toHaveLength(2);
  });
});
