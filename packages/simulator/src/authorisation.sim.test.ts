import { afterEach, describe, expect, it } from "vitest";
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import { NO_FAULTS } from "./fault-plan.ts";
import { linkOnePair } from "./linked-pair.ts";
import { endSessions, takeConsentBack } from "./sim-tokens.ts";
import { World } from "./world.ts";

const MINUTE = 60_000;

let world: World;
let account: string;
let customer: string;

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.end();
});

/** One linked pair, every channel open, and tokens as a person's consent gives them. */
async function setUp(): Promise<void> {
  world = new World({ seed: "authorisation", faults: { ...NO_FAULTS, realTokens: true } });
  ({ account, customer } = await linkOnePair(world));
}

const site = (system: SystemName) =>
  system === "salesforce"
    ? (world.salesforce("GET", `/sobjects/Account/${account}`) as { Website: string | null })
        .Website
    : ((
        world.company.store.record("Customer", customer)?.fields["WebAddr"] as
          | { URI: string }
          | undefined
      )?.URI ?? null);

/** A person changes the record in `system`. */
function edit(system: SystemName): void {
  const url = `http://${system}.example`;
  if (system === "salesforce") {
    world.salesforce("PATCH", `/sobjects/Account/${account}`, { Website: url });
    return;
  }
  const { Customer } = world.quickbooks("GET", `/customer/${customer}`) as {
    Customer: { Id: string; SyncToken: string };
  };
  const { Id, SyncToken } = Customer;
  world.quickbooks("POST", "/customer", { Id, SyncToken, sparse: true, WebAddr: { URI: url } });
}

const state = async (system: SystemName) =>
  (await world.until(world.engine.status())).connections.find((each) => each.system === system)
    ?.state;

/** As a copy of yesterday's data folder has them: the refresh token is one that was given away since. */
async function breakTokens(system: SystemName): Promise<void> {
  world.kill();
  const sql =
    "update secrets set sealed = 'sealed ' || json_set(substr(sealed, 8), '$.refreshToken', 'of-yesterday') where connection_id = ?";
  world.tamperLedger(sql, [system]);
  endSessions(world, system);
  await world.boot();
  await world.run(1_000);
}

const ENDS: Readonly<Record<string, (system: SystemName) => Promise<void> | void>> = {
  "taken back by a person": (system) => takeConsentBack(world, system),
  "broken, as a copy of an older data folder has it,": breakTokens,
};

describe.each(["salesforce", "quickbooks"] as const)("the authorisation of %s", (system) => {
  it("whose sessions ended is renewed by itself", async () => {
    await setUp();
    endSessions(world, system);
    edit(otherSystem(system));
    expect(await world.runUntil(() => site(system) !== null, MINUTE)).toBe(true);
    expect(await state(system)).toBe("connected");
  });

  it.each(Object.keys(ENDS))(
    "%s parks the work, tells a person, and loses nothing",
    async (how) => {
      await setUp();
      await ENDS[how]?.(system);
      edit(otherSystem(system));
      await world.run(30 * MINUTE);
      expect(site(system)).toBeNull();
      expect(await state(system)).toBe("needsReconnect");
      const { entries } = await world.until(world.engine.log({ filter: "errors", limit: 50 }));
      expect(entries).toEqual([]);
      expect(await world.until(world.reconnect(system))).toBe(true);
      expect(await world.runUntil(() => site(system) !== null, 5 * MINUTE)).toBe(true);
      expect(site(system)).toBe(`http://${otherSystem(system)}.example`);
      expect(await state(system)).toBe("connected");
      await world.run(MINUTE);
      expect((await world.until(world.engine.status())).inbox.pending).toBe(0);
    },
  );
});
