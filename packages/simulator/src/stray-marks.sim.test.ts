import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NO_FAULTS } from "./fault-plan.ts";
import { REALM, World } from "./world.ts";

/** A QuickBooks id on a record that is not linked is cleared, with whatever else the pass was told of. */

let world: World;
let id: string;

beforeEach(async () => {
  const faults = { ...NO_FAULTS, webhooks: false, sweeps: false };
  world = new World({ seed: "stray marks", company: "bare", faults });
  await world.boot();
  await world.run(20_000);
  ({ id } = world.salesforce("POST", "/sobjects/Account", { Name: "Loner" }) as { id: string });
  await world.run(20_000);
});

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.end();
});

function change(values: Readonly<Record<string, string>>): void {
  world.salesforce("PATCH", `/sobjects/Account/${id}`, values);
}

const shown = () => world.org.store.get("Account", id)?.["Accord_QB_Id__c"];

describe("a mark that somebody typed on a record that is not linked", () => {
  it("is cleared", async () => {
    change({ Accord_QB_Id__c: `${REALM}:Customer:1` });
    await world.run(10_000);
    expect(shown()).toBeNull();
  });

  it("is cleared when another change of the record was told on top of it", async () => {
    change({ Accord_QB_Id__c: `${REALM}:Customer:1` });
    change({ Phone: "(415) 555-0101" });
    await world.run(10_000);
    expect(shown()).toBeNull();
  });
});
