/**
 * Changes that no channel will ever tell of: made while the service is stopped, after which each feed is made to
 * believe that it has told everything. So a restored copy of the ledger, or a fault of ours, would leave it.
 */
import { NO_FAULTS } from "./fault-plan.ts";
import { SCOPE, type World } from "./world.ts";

/** Longer than any sweep reads again. */
const FORGOTTEN_MS = 120_000;
const SETTLING_MS = 20_000;

/** Stops the service, lets `work` change things, and starts it on feeds that passed over all of it. */
export async function behindItsBack(world: World, work: () => void | Promise<void>): Promise<void> {
  const { faults, restartAfterMs } = world;
  world.restartAfterMs = null;
  world.kill();
  world.faults = { ...NO_FAULTS, webhooks: false, feed: false };
  await world.run(5_000);
  await work();
  await world.run(FORGOTTEN_MS);
  await passOver(world);
  world.faults = { ...faults, webhooks: true, feed: true };
  world.restartAfterMs = restartAfterMs;
  await world.boot();
  await world.run(SETTLING_MS);
}

async function passOver(world: World): Promise<void> {
  const cursors = await world.reports
    .selectFrom("cursors")
    .select(["accountId", "value"])
    .where("tenant", "=", SCOPE.tenant)
    .where("feed", "=", "sweep")
    .execute();
  for (const { accountId, value } of cursors) {
    const system = accountId === SCOPE.org ? "salesforce" : "quickbooks";
    const now = new Date(world.timeIn(system)).toISOString().replace(/\.\d+Z/, "Z");
    const moved = value.replaceAll(/2026-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, now);
    world.tamperLedger("update cursors set value = ? where account_id = ? and feed = 'sweep'", [
      moved,
      accountId,
    ]);
  }
  // Without a place the stream is followed from its end.
  world.tamperLedger("delete from cursors where feed = 'change-events'", []);
}
