import type { BackfillItemView, BackfillView } from "@accord-sync/engine/backfill-api.ts";
import type { PlanBackfillRequest } from "@accord-sync/engine/backfill-api.ts";
import type { Result } from "@accord-sync/core/records/result.ts";
import { afterEach, describe, expect, it } from "vitest";
import { readLinks } from "./reports.ts";
import { World } from "./world.ts";

/** What a plan promises, and whether it is kept: counts, calls, time, and what it says of changes. */

let world: World;

const REQUEST: PlanBackfillRequest = {
  objects: [{ mapping: "customer-account", direction: "both" }],
  linkFrom: 80,
  differing: "ask",
  includeInactive: false,
  actor: "Ada",
};

const NO_COMPANY_SWEEPS = { quickbooksSweepMs: 1e9, quickbooksSweepLongestMs: 1e9 };

/** `fill` makes what was there before the two were connected. */
async function start(
  fill: () => void | Promise<void>,
  salesforceSweepMs = 1e9,
  restMs = 20_000,
): Promise<void> {
  const pacing = { ...NO_COMPANY_SWEEPS, salesforceSweepMs };
  world = new World({ seed: "backfill-promises", company: "bare", pacing });
  await fill();
  await world.run(60_000);
  await world.boot();
  await world.run(restMs);
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

async function plan(): Promise<BackfillView> {
  const { id } = await ask(world.engine.planBackfill(REQUEST));
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

async function fillSalesforce(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    account(`Only in Salesforce ${n}`);
    await world.run(100);
  }
}

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.kill();
});

describe("what a plan promises", () => {
  it("asks about a customer of whose name there are more Accounts than can be told apart", async () => {
    await start(() => {
      customer("Common Name");
      for (let n = 0; n < 12; n += 1) account("Common Name");
    });
    const { id } = await plan();
    const own = (await itemsOf(id)).find(({ quickbooks }) => quickbooks !== null);
    expect(own).toMatchObject({ action: "ask", state: "waiting" });
  });

  it("takes no other way of writing a name for a new name when something else changed", async () => {
    let id = "";
    const phone = "(415) 555-0100";
    await start(() => {
      customer("Harbor Supply", {
        PrimaryPhone: { FreeFormNumber: phone },
        PrimaryEmailAddr: { Address: "desk@harbor.example" },
      });
      id = account("Harbor, Supply Inc.", { Phone: phone, Accord_Email__c: "desk@harbor.example" });
    });
    const planned = await plan();
    expect(planned.counts[0]).toMatchObject({ link: 1 });
    world.salesforce("PATCH", `/sobjects/Account/${id}`, { Website: "harbor.example" });
    await world.run(20_000);
    expect(await view(planned.id)).toMatchObject({ changedSince: 1 });
    await ask(world.engine.applyBackfill(planned.id, "Ada"));
    await reaches(planned.id, "done");
    expect(await readLinks(world.reports)).toHaveLength(1);
  });

  it("still asks when the Account got another name since it was read", async () => {
    let id = "";
    const phone = "(415) 555-0100";
    await start(() => {
      customer("Harbor Supply", { PrimaryPhone: { FreeFormNumber: phone } });
      id = account("Harbor Supply", { Phone: phone });
    });
    const planned = await plan();
    world.salesforce("PATCH", `/sobjects/Account/${id}`, { Name: "Pier Nine" });
    await world.run(20_000);
    await ask(world.engine.applyBackfill(planned.id, "Ada"));
    await reaches(planned.id, "ready");
    expect(await itemsOf(planned.id)).toMatchObject([{ state: "waiting" }]);
    expect(await readLinks(world.reports)).toEqual([]);
  });

  it("counts no record as changed that a sweep finds as it was read", async () => {
    await start(() => undefined, 420_000);
    await fillSalesforce(3);
    await world.run(400_000);
    const planned = await plan();
    // The first sweep since then.
    await world.run(60_000);
    expect(await view(planned.id)).toMatchObject({ changedSince: 0 });
  });

  it("costs what it said, to the call", async () => {
    const phone = "(415) 555-0100";
    await start(async () => {
      customer("In Both", { PrimaryPhone: { FreeFormNumber: phone } });
      account("In Both", { Phone: phone });
      await fillSalesforce(25);
      for (let n = 0; n < 15; n += 1) {
        customer(`Only in QuickBooks ${n}`);
        await world.run(300);
      }
    }, 30_000);
    const planned = await plan();
    await ask(world.engine.applyBackfill(planned.id, "Ada"));
    const { calls } = await reaches(planned.id, "done");
    expect(calls.used).toEqual(calls.expected);
  });

  it("foresees a name that a vendor has, however soon after the connection it is made", async () => {
    const fill = () => {
      world.quickbooks("POST", "/vendor", { DisplayName: "Books by Bessie" });
      account("Books by Bessie");
    };
    await start(fill, 1e9, 0);
    const { id } = await plan();
    const refusals = (await itemsOf(id)).flatMap((item) => item.refusals.map(({ code }) => code));
    expect(refusals).toEqual(["QBO_NAME_OF_ANOTHER_KIND"]);
  });

  it("says anew what it costs when a person decides", async () => {
    await start(() => {
      customer("Harbor Supply");
      account("Harbor Supply");
    });
    const planned = await plan();
    expect(planned.calls.expected).toMatchObject({ free: 0 });
    const items = await itemsOf(planned.id);
    const own = items.find(({ salesforce, quickbooks }) => salesforce && !quickbooks);
    const { backfill } = await ask(
      world.engine.decideBackfillItems(planned.id, {
        items: [own?.id ?? ""],
        choice: { kind: "create" },
        actor: "Ada",
      }),
    );
    expect(backfill.calls.expected).toMatchObject({ free: 1 });
  });

  it("shows what is done and how long the rest takes, also after a pause", async () => {
    await start(() => fillSalesforce(120));
    const planned = await plan();
    await ask(world.engine.applyBackfill(planned.id, "Ada"));
    const doneMore = async (than: number) =>
      world.runUntil(async () => (await view(planned.id)).progress.done > than, 60_000);
    await doneMore(20);
    await ask(world.engine.pauseBackfill(planned.id, "Ada"));
    await world.run(5_000);
    const paused = (await view(planned.id)).progress;
    expect(paused).toMatchObject({ remainingSeconds: null });
    await ask(world.engine.resumeBackfill(planned.id, "Ada"));
    await doneMore(paused.done + 30);
    const { done, of, perMinute, remainingSeconds } = (await view(planned.id)).progress;
    expect(perMinute).toBeGreaterThan(0);
    // Whatever is left goes at QuickBooks' pace of 500 a minute, and not faster.
    expect(remainingSeconds).toBeGreaterThanOrEqual(((of - done) / 500) * 60);
    expect(remainingSeconds).toBeLessThan(60);
    await reaches(planned.id, "done");
  });
});
