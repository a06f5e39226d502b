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

  it("leave the customer of the one that is gone to a survivor that is not linked", async () => {
    const { quickbooks } = await view(loserId);
    await merge();
    expect(await view(masterId)).toMatchObject({ status: "notLinked" });
    const linked = await world.until(
      world.engine.link("Account", masterId, {
        quickbooksId: quickbooks?.id ?? "",
        actor: "Ada",
      }),
    );
    expect(linked).toMatchObject({ ok: true, value: { quickbooks: { id: quickbooks?.id } } });
    expect((await errors())[0]).toMatchObject({ canUnlink: false });
  });
});
