import { describe, expect, it } from "vitest";
import { refKey } from "@accord-sync/core/records/record-ref.ts";
import { type FaultPlan, NO_FAULTS } from "./fault-plan.ts";
import { InvoiceUsers } from "./invoice-users.ts";
import { isQuiet, readLinks, readReports } from "./reports.ts";
import { QUICKBOOKS_ORIGIN } from "./sim-servers.ts";
import { World } from "./world.ts";

/**
 * I9 and I11 for a record that brings others along: the process dies at every commit in turn, or one answer
 * of a write is lost, and the customer, the items and the invoice are all made, once each, and in order.
 */

const CHANNELS: Readonly<Record<string, Partial<FaultPlan>>> = {
  "all channels": {},
  "webhooks alone": { feed: false, sweeps: false },
  "sweeps alone": { webhooks: false, feed: false },
};

interface Trouble {
  readonly crashAtPoint?: number;
  /** The write whose answer is lost, counted from the press. */
  readonly lostAnswer?: number;
}

/** What came of a Send of an opportunity of which QuickBooks knows nothing. */
async function sent(channels: Partial<FaultPlan>, { crashAtPoint, lostAnswer }: Trouble) {
  const faults = { ...NO_FAULTS, ...channels, latencyMs: 120 };
  const world = new World({
    seed: "invoice crashes",
    company: "bare",
    invoices: true,
    faults,
    pacing: { idleMs: 180_000 },
  });
  const users = new InvoiceUsers(world);
  await world.boot();
  await world.run(15_000);
  const { opportunity } = users.sale();
  world.restartAfterMs = () => 2_000;
  world.commitPoints = 0;
  world.crashAtPoint = crashAtPoint ?? null;
  let answers = 0;
  world.losesAnswer = ({ origin, isWrite }) => {
    if (!isWrite || origin !== QUICKBOOKS_ORIGIN) return false;
    answers += 1;
    return answers === lostAnswer;
  };
  // People press again when nothing came of it: the process may have died before it heard them.
  for (let press = 0; press < 2; press += 1) {
    if (world.isAlive) {
      void world.engine.send("Opportunity", opportunity, { onMatch: "ask", actor: "Ada" });
    }
    await world.run(15_000);
  }
  const points = world.commitPoints;
  const isAtRest = await world.runUntil(() => isQuiet(world.reports), 600_000);
  await world.run(16_000);
  const found = {
    isAtRest,
    bugs: [...world.bugs],
    links: (await readLinks(world.reports)).map(({ mapping }) => mapping).toSorted(),
    parked: [...(await readReports(world.reports)).parked.values()].map(({ ref }) => refKey(ref)),
    made: made(world),
  };
  const writes = world.traffic.filter(
    ({ origin, isWrite }) => isWrite && origin === QUICKBOOKS_ORIGIN,
  ).length;
  world.end();
  return { found, points, writes };
}

/** What QuickBooks was given, and in which order: the last type of record that was new to it. */
function made({ company, traffic }: World) {
  const [customers, items, invoices] = (["Customer", "Item", "Invoice"] as const).map((type) => [
    ...company.store.records(type),
  ]);
  const invoice = JSON.stringify(invoices?.[0]?.fields ?? {});
  const types = traffic
    .filter(
      ({ origin, isWrite, status }) => origin === QUICKBOOKS_ORIGIN && isWrite && status === 200,
    )
    .map(({ path }) => /\/(\w+)\?/.exec(path)?.[1] ?? "");
  return {
    counts: [customers?.length, items?.length, invoices?.length],
    isOfCustomer: invoice.includes(`"CustomerRef":{"value":"${customers?.[0]?.id}"`),
    lines: items?.map(({ id }) => invoice.includes(`"ItemRef":{"value":"${id}"`)),
    last: [...new Set(types)].at(-1),
  };
}

const WHOLE = {
  isAtRest: true,
  bugs: [],
  links: ["customer-account", "invoice-opportunity", "item-product", "item-product"],
  parked: [],
  made: { counts: [1, 2, 1], isOfCustomer: true, lines: [true, true], last: "invoice" },
};

describe.each(Object.entries(CHANNELS))("Send of an opportunity, with %s", (_name, channels) => {
  it("makes each record once, wherever the process dies", async () => {
    const whole = await sent(channels, {});
    expect(whole.found).toEqual(WHOLE);
    expect(whole.points).toBeGreaterThan(40);
    for (let point = 1; point <= whole.points; point += 1) {
      const { found } = await sent(channels, { crashAtPoint: point });
      expect({ point, found }).toEqual({ point, found: WHOLE });
    }
  }, 240_000);

  it("makes each record once, whichever answer is lost", async () => {
    const { writes } = await sent(channels, {});
    expect(writes).toBeGreaterThanOrEqual(4);
    for (let write = 1; write <= writes; write += 1) {
      const { found } = await sent(channels, { lostAnswer: write });
      expect({ write, found }).toEqual({ write, found: WHOLE });
    }
  }, 120_000);
});
