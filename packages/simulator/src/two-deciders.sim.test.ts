import { expect, it } from "vitest";
import { World } from "./world.ts";

/** Two people who decide the same difference at the same moment, each for the other value. */

it("tells one of two contradictory deciders that the other was first, and keeps that one's choice", async () => {
  const world = new World({ seed: "two deciders", demo: true });
  await world.boot();
  await world.run(20_000);
  const made = world.salesforce("POST", "/sobjects/Account", { Name: "Tidewater Supply" });
  const { id } = made as { id: string };
  await world.run(3_000);
  await world.until(world.engine.send("Account", id, { onMatch: "ask", actor: "Ada" }));
  await world.run(20_000);
  const viewed = async () => {
    const result = await world.until(world.engine.viewRecord("Account", id));
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return result.value;
  };
  const customerId = (await viewed()).quickbooks?.id ?? "";
  const { Customer } = world.quickbooks("GET", `/customer/${customerId}`) as {
    Customer: { Id: string; SyncToken: string };
  };
  world.quickbooks("POST", "/customer", {
    Id: Customer.Id,
    SyncToken: Customer.SyncToken,
    sparse: true,
    PrimaryEmailAddr: { Address: "pier@tidewater.example" },
  });
  world.salesforce("PATCH", `/sobjects/Account/${id}`, {
    Accord_Email__c: "quay@tidewater.example",
  });
  await world.run(60_000);
  const entry = (await viewed()).decisions[0]?.entry ?? "";
  const answers = await world.until(
    Promise.all([
      world.engine.decide("Account", id, { entry, keep: "salesforce", actor: "Ada" }),
      world.engine.decide("Account", id, { entry, keep: "quickbooks", actor: "Bo" }),
    ]),
  );
  expect(answers.map(({ ok }) => ok)).toEqual([true, false]);
  expect(JSON.stringify(answers[1])).toContain("Ada decided for the other value before you");
  await world.run(20_000);
  const account = world.salesforce("GET", `/sobjects/Account/${id}`) as Record<string, unknown>;
  expect(account["Accord_Email__c"]).toBe("quay@tidewater.example");
  expect((await viewed()).status).toBe("inSync");
  expect(world.bugs).toEqual([]);
  world.kill();
});
