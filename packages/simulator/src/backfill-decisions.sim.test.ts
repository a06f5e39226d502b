import type { BackfillItemView, BackfillView } from "@accord-sync/engine/backfill-api.ts";
import type { BackfillChoice, PlanBackfillRequest } from "@accord-sync/engine/backfill-api.ts";
import type { Result } from "@accord-sync/core/records/result.ts";
import { afterEach, describe, expect, it } from "vitest";
import { readLinks } from "./reports.ts";
import { World } from "./world.ts";

/** What a person may decide about a first load: the real engine, adapters and emulators in virtual time. */

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
async function start(fill: () => void) {
  world = new World({ seed: "backfill-decisions", company: "bare", pacing: NO_SWEEPS });
  fill();
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

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.kill();
});

describe("what a person decides about a first load", () => {
  it("never brings one record into two links, whichever is decided first", async () => {
    let known = "";
    await start(() => {
      const contact = { Phone: "(415) 555-0100", Accord_Email__c: "hello@alpha.example" };
      known = account("Alpha Works", contact);
      const same = {
        PrimaryPhone: { FreeFormNumber: "(415) 555-0100" },
        PrimaryEmailAddr: { Address: "hello@alpha.example" },
      };
      customer("Alpha Works", same);
      customer("Alfa Works of Bayshore", same);
    });
    const { id } = await plan();
    const items = await itemsOf(id);
    const match = items.find(({ action }) => action === "link");
    const rival = items.find(({ name }) => name === "Alfa Works of Bayshore");
    expect(match).toMatchObject({ name: "Alpha Works", salesforce: { id: known } });
    expect(rival).toMatchObject({ action: "ask", candidates: [{ id: known }] });
    const decide = (item: string, choice: BackfillChoice) =>
      ask(world.engine.decideBackfillItems(id, { items: [item], choice, actor: "Ada" }));
    const link: BackfillChoice = { kind: "link", to: known };

    const early = await decide(rival?.id ?? "", link);
    expect(early).toMatchObject({
      decided: 0,
      refused: [{ reason: expect.stringContaining("clear match of another, Alpha Works") }],
    });
    expect(await decide(match?.id ?? "", { kind: "skip" })).toMatchObject({ decided: 1 });
    expect(await decide(rival?.id ?? "", link)).toMatchObject({ decided: 1 });
    expect(await decide(match?.id ?? "", { kind: "approve" })).toMatchObject({ decided: 0 });

    await ask(world.engine.applyBackfill(id, "Ada"));
    await reaches(id, "done");
    const links = await readLinks(world.reports);
    expect(
      links.map(({ salesforceRef, quickbooksRef }) => [salesforceRef.id, quickbooksRef.id]),
    ).toEqual([[known, rival?.quickbooks?.id]]);
  });
});
