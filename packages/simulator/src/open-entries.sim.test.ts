import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { describe, expect, it } from "vitest";
import { NO_FAULTS } from "./fault-plan.ts";
import { World } from "./world.ts";

/** What happens to a conflict that waits for its person while the world goes on. */

const PHONES = { salesforce: "(415) 555-0001", quickbooks: "(415) 555-0002" };

/** An Account and a customer whose phones were changed in both systems, far apart in time. */
async function waitingConflict(seed: string) {
  const world = new World({ seed, demo: true, faults: { ...NO_FAULTS } });
  await world.boot();
  await world.run(20_000);
  const made = world.salesforce("POST", "/sobjects/Account", { Name: "Tidewater Supply" });
  const { id } = made as { id: string };
  await world.run(3_000);
  await world.until(world.engine.send("Account", id, { onMatch: "ask", actor: "Ada" }));
  await world.run(20_000);
  const view = async () => {
    const result = await world.until(world.engine.viewRecord("Account", id));
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return result.value;
  };
  const customerId = (await view()).quickbooks?.id ?? "";
  const customer = () =>
    (
      world.quickbooks("GET", `/customer/${customerId}`) as {
        Customer: { SyncToken: string; PrimaryPhone?: { FreeFormNumber: string } };
      }
    ).Customer;
  const write = (system: SystemName, phone: string) => {
    if (system === "salesforce") {
      world.salesforce("PATCH", `/sobjects/Account/${id}`, { Phone: phone });
      return;
    }
    const { SyncToken } = customer();
    const PrimaryPhone = { FreeFormNumber: phone };
    world.quickbooks("POST", "/customer", {
      Id: customerId,
      SyncToken,
      sparse: true,
      PrimaryPhone,
    });
  };
  const phones = () => {
    const account = world.salesforce("GET", `/sobjects/Account/${id}`) as { Phone: string };
    return [account.Phone, customer().PrimaryPhone?.FreeFormNumber];
  };
  world.down.add("salesforce");
  write("quickbooks", PHONES.quickbooks);
  await world.run(30_000);
  write("salesforce", PHONES.salesforce);
  await world.run(5_000);
  world.down.delete("salesforce");
  await world.run(60_000);
  const decide = async (entry: string, keep: SystemName, seen?: string) =>
    world.until(world.engine.decide("Account", id, { entry, keep, actor: "Bo", seen }));
  const end = () => {
    expect(world.bugs).toEqual([]);
    world.kill();
    world.end();
  };
  return { world, id, view, write, phones, decide, end };
}

describe("a conflict that waits for its person", () => {
  it("is not decided by a policy that is set meanwhile, which counts for the next one", async () => {
    const { world, view, write, phones, decide, end } = await waitingConflict("policy meanwhile");
    const mapping = (await view()).mapping?.id ?? "";
    const set = world.engine.changeMapping(mapping, { policies: { phone: "quickbooks" } }, "Ada");
    expect((await world.until(set)).ok).toBe(true);
    await world.run(60_000);
    expect(phones()).toEqual([PHONES.salesforce, PHONES.quickbooks]);
    // Not by a further edit either: the person is told of the new value.
    write("quickbooks", "(415) 555-0003");
    await world.run(60_000);
    const [waiting, ...others] = (await view()).decisions;
    expect(others).toEqual([]);
    expect(waiting).toMatchObject({
      field: "phone",
      salesforce: PHONES.salesforce,
      quickbooks: "(415) 555-0003",
    });
    expect((await decide(waiting?.entry ?? "", "salesforce")).ok).toBe(true);
    await world.run(30_000);
    expect(phones()).toEqual([PHONES.salesforce, PHONES.salesforce]);

    world.down.add("salesforce");
    write("quickbooks", "(415) 555-0004");
    write("salesforce", "(415) 555-0005");
    await world.run(10_000);
    world.down.delete("salesforce");
    await world.run(90_000);
    expect(phones()).toEqual(["(415) 555-0004", "(415) 555-0004"]);
    expect((await view()).decisions).toEqual([]);
    end();
  });

  it("is not decided from a screen that shows values of before", async () => {
    const { world, view, write, phones, decide, end } = await waitingConflict("stale screen");
    const [shown] = (await view()).decisions;
    write("quickbooks", "(415) 555-0007");
    await world.run(60_000);
    const [now] = (await view()).decisions;
    expect(now).toMatchObject({ entry: shown?.entry, quickbooks: "(415) 555-0007" });
    expect(await decide(shown?.entry ?? "", "quickbooks", shown?.seen)).toMatchObject({
      error: { code: "DECISION_OUT_OF_DATE", params: { field: "Phone" } },
    });
    await world.run(30_000);
    expect(phones()).toEqual([PHONES.salesforce, "(415) 555-0007"]);
    expect((await view()).decisions).toEqual([now]);
    expect((await decide(now?.entry ?? "", "quickbooks", now?.seen)).ok).toBe(true);
    await world.run(30_000);
    expect(phones()).toEqual(["(415) 555-0007", "(415) 555-0007"]);
    end();
  });

  it("is asked about again when a value moved before the decision was carried out", async () => {
    const { world, view, write, phones, decide, end } = await waitingConflict("decided too late");
    const [first] = (await view()).decisions;
    // Nothing has told the product of this edit when the person decides for the other value.
    write("quickbooks", "(415) 555-0006");
    expect((await decide(first?.entry ?? "", "salesforce")).ok).toBe(true);
    await world.run(60_000);
    expect(phones()).toEqual([PHONES.salesforce, "(415) 555-0006"]);
    const [again, ...others] = (await view()).decisions;
    expect(others).toEqual([]);
    expect(again).toMatchObject({ salesforce: PHONES.salesforce, quickbooks: "(415) 555-0006" });
    // Who decided what stays on record, and the same entry cannot be decided twice.
    expect((await decide(first?.entry ?? "", "salesforce")).ok).toBe(false);
    expect((await decide(again?.entry ?? "", "quickbooks")).ok).toBe(true);
    await world.run(30_000);
    expect(phones()).toEqual(["(415) 555-0006", "(415) 555-0006"]);
    expect((await view()).decisions).toEqual([]);
    end();
  });
});
