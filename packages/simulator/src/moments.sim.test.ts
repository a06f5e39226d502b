import { describe, expect, it } from "vitest";
import { NO_FAULTS } from "./fault-plan.ts";
import { runScenario } from "./run-scenario.ts";
import type { Moment, Operation, Scenario } from "./scenario.ts";
import { QUICKBOOKS_ORIGIN } from "./sim-servers.ts";

/** What happens at a moment of the product's own work happens exactly then. */

const VALUES = { name: "Pier 1", phone: "(415) 555-0101", active: "true" };

function scenarioWith(second: Operation): Scenario {
  const first = { at: 1_000, kind: "edit", system: "salesforce", slot: "r0" } as const;
  return {
    seed: "moments",
    faults: NO_FAULTS,
    initial: [
      { slot: "r0", pair: "customer", salesforce: VALUES, quickbooks: VALUES, isLinked: true },
    ],
    operations: [{ ...first, field: "phone", value: "(415) 555-0102" }, second],
  };
}

/** When the second edit was made, and when the product's first write left and was answered. */
async function meeting(after: Moment) {
  const edit = { kind: "edit", system: "quickbooks", slot: "r0", field: "billingCity" } as const;
  const scenario = scenarioWith({ ...edit, at: 1_000, value: "Alameda", after });
  const { violations, journal, world } = await runScenario(scenario, { isBrief: true });
  world.end();
  expect(violations).toEqual([]);
  const editedAt = journal.writes.find((each) => each.value === "Alameda")?.at ?? 0;
  const write = world.traffic.find(
    ({ isWrite, origin }) => isWrite && origin === QUICKBOOKS_ORIGIN,
  );
  return { editedAt, sentAt: write?.sentAt ?? 0, heardAt: write?.heardAt ?? 0 };
}

describe("an operation after a moment", () => {
  it("comes when the write has left", async () => {
    const { editedAt, sentAt } = await meeting({ on: "sent", what: "write", nth: 1 });
    expect(editedAt).toBe(sentAt);
  });

  it("comes when the write is carried out, before its answer is heard", async () => {
    const { editedAt, sentAt, heardAt } = await meeting({ on: "done", what: "write", nth: 1 });
    expect(editedAt).toBeGreaterThan(sentAt);
    expect(editedAt).toBeLessThan(heardAt);
  });

  it("comes when the answer is heard", async () => {
    const { editedAt, heardAt } = await meeting({ on: "answered", what: "write", nth: 1 });
    expect(editedAt).toBe(heardAt);
  });

  it("comes after ten seconds when there is no such moment", async () => {
    const { editedAt, sentAt } = await meeting({ on: "sent", what: "write", nth: 50 });
    expect(editedAt - sentAt).toBeGreaterThan(9_000);
  });

  it("is a death at that very commit", async () => {
    const after: Moment = { on: "commit", nth: 3 };
    const scenario = scenarioWith({ kind: "crash", at: 1_000, after });
    const { violations, world } = await runScenario(scenario, { isBrief: true });
    world.end();
    expect(violations).toEqual([]);
    expect(world.boots).toBe(2);
  });
});
