import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RecordView } from "@accord-sync/engine/engine-api.ts";
import { World } from "./world.ts";

/** I12. Names that QuickBooks takes once: who waits for one goes on by itself (docs/spec/lifecycle.md, Renamed). */

let world: World;
let one: string;
let two: string;

beforeEach(async () => {
  world = new World({ seed: "names", demo: true });
  await world.boot();
  await world.run(20_000);
  one = await linked("Pier One");
  two = await linked("Pier Two");
});

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.kill();
});

async function linked(Name: string): Promise<string> {
  const { id } = world.salesforce("POST", "/sobjects/Account", { Name }) as { id: string };
  await world.run(3_000);
  await world.until(world.engine.send("Account", id, { onMatch: "create", actor: "Ada" }));
  await world.run(20_000);
  return id;
}

async function view(id: string): Promise<RecordView> {
  const result = await world.until(world.engine.viewRecord("Account", id));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const customerOf = async (id: string): Promise<string> => (await view(id)).quickbooks?.id ?? "";

function rename(id: string, Name: string): void {
  world.salesforce("PATCH", `/sobjects/Account/${id}`, { Name });
}

type Customer = { readonly Id: string; readonly SyncToken: string; readonly DisplayName: string };

function customer(id: string): Customer {
  return (world.quickbooks("GET", `/customer/${id}`) as { Customer: Customer }).Customer;
}

function change(type: "customer" | "vendor", id: string, change: Record<string, unknown>): void {
  const read = world.quickbooks("GET", `/${type}/${id}`) as Record<string, Customer>;
  const { SyncToken } = Object.values(read)[0] as Customer;
  world.quickbooks("POST", `/${type}`, { Id: id, SyncToken, sparse: true, ...change });
}

function made(type: "customer" | "vendor", DisplayName: string): string {
  const answer = world.quickbooks("POST", `/${type}`, { DisplayName }) as Record<string, Customer>;
  return (Object.values(answer)[0] as Customer).Id;
}

async function names(): Promise<readonly string[]> {
  const ids = [await customerOf(one), await customerOf(two)];
  return ids.map((id) => customer(id).DisplayName);
}

async function messages(): Promise<readonly string[]> {
  const { entries } = await world.until(world.engine.log({ filter: "all", limit: 100 }));
  return entries.map(({ message }) => message);
}

describe("a new name that another record has in QuickBooks", () => {
  it.each([
    ["renamed", { DisplayName: "Pier Three" }],
    ["made inactive", { Active: false }],
  ])("goes over by itself when that record is %s", async (_how, freed) => {
    const holder = made("customer", "Harbour Supply");
    await world.run(20_000);
    rename(one, "Harbour Supply");
    await world.run(20_000);
    expect(await view(one)).toMatchObject({
      status: "error",
      error: { code: "QBO_NAME_IN_USE", action: expect.stringContaining(`customer ${holder} is`) },
    });
    change("customer", holder, freed);
    await world.run(30_000);
    expect(await view(one)).toMatchObject({ status: "inSync", error: null });
    expect((await names())[0]).toBe("Harbour Supply");
  });

  it("goes over by itself when that record goes into another", async () => {
    const holder = made("customer", "Harbour Supply");
    const survivor = made("customer", "Harbour and Sons");
    await world.run(20_000);
    rename(one, "Harbour Supply");
    await world.run(20_000);
    expect(await view(one)).toMatchObject({ error: { code: "QBO_NAME_IN_USE" } });
    expect(world.mergeInQuickbooks("Customer", survivor, holder)).toBe(true);
    await world.run(400_000);
    expect(await view(one)).toMatchObject({ status: "inSync", error: null });
  });

  it("names a vendor that has it, and goes over when the vendor is renamed", async () => {
    const vendor = made("vendor", "Harbour Supply");
    await world.run(400_000);
    rename(one, "Harbour Supply");
    await world.run(20_000);
    const { error } = await view(one);
    expect(error?.message).toContain(`vendor ${vendor} there has the name 'Harbour Supply'`);
    change("vendor", vendor, { DisplayName: "Harbour Goods" });
    await world.run(400_000);
    expect(await view(one)).toMatchObject({ status: "inSync", error: null });
  });

  it("is found by a look where nobody told of the record that has it", async () => {
    world.faults = { ...world.faults, webhooks: false };
    const holder = made("customer", "Harbour Supply");
    rename(one, "Harbour Supply");
    await world.run(20_000);
    expect((await view(one)).error?.message).toContain(`customer ${holder} there`);
  });

  it("is tried once for each time it gets free", async () => {
    const first = made("customer", "Harbour Supply");
    await world.run(20_000);
    rename(one, "Harbour Supply");
    await world.run(20_000);
    change("customer", first, { DisplayName: "Harbour 1" });
    made("customer", "Harbour Supply");
    await world.run(100_000);
    const refusals = (await messages()).filter((text) => text.includes("takes no name twice"));
    expect(refusals.length).toBeLessThanOrEqual(2);
    expect(await view(one)).toMatchObject({ error: { code: "QBO_NAME_IN_USE" } });
  });
});

describe("two records that exchange their names in Salesforce", () => {
  it.each([
    ["at once", 0],
    ["one after the other", 20_000],
  ])("agree with QuickBooks by themselves, %s", async (_when, gap) => {
    rename(one, "Pier Two");
    await world.run(gap);
    rename(two, "Pier One");
    await world.run(60_000);
    expect(await names()).toEqual(["Pier Two", "Pier One"]);
    expect(await view(one)).toMatchObject({ status: "inSync", error: null });
    expect(await view(two)).toMatchObject({ status: "inSync", error: null });
    const steps = (await messages()).filter((text) => text.includes("a name for a moment"));
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatch(/Pier (One|Two) and Pier (One|Two) exchange their names/);
  });

  it("agree wherever the process dies", async () => {
    rename(one, "Pier Two");
    rename(two, "Pier One");
    for (const ms of [400, 300, 200, 200, 300, 400, 200, 300, 500, 700, 900, 1_100, 1_300]) {
      await world.run(ms);
      world.kill();
      await world.boot();
    }
    await world.run(200_000);
    expect(await names()).toEqual(["Pier Two", "Pier One"]);
    expect(await view(one)).toMatchObject({ status: "inSync" });
    expect(await view(two)).toMatchObject({ status: "inSync" });
  });

  it("agree when a third one takes part", async () => {
    const three = await linked("Pier Three");
    rename(one, "Pier Two");
    rename(two, "Pier Three");
    rename(three, "Pier One");
    await world.run(100_000);
    expect([...(await names()), customer(await customerOf(three)).DisplayName]).toEqual([
      "Pier Two",
      "Pier Three",
      "Pier One",
    ]);
  });
});
