import { describe, expect, it } from "vitest";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail, succeed } from "@accord-sync/core/records/result.ts";
import { addCalls } from "@accord-sync/ledger/metering.ts";
import { saveCursor } from "@accord-sync/ledger/cursors.ts";
import { CompanySweeps } from "./company-sweeps.ts";
import { quickbooksRef } from "./engine-context.ts";
import { SWEEP_FEED } from "./feeds.ts";
import { RateBudget, SALESFORCE_LIMITS } from "./rate-budget.ts";
import { testContext } from "./testing/test-context.ts";

const MINUTE = 60_000;

async function setUp() {
  const company = { isDown: false, sweeps: 0 };
  const base = await testContext();
  const told: string[] = [];
  const context = await testContext({
    log: { info: (text) => told.push(text), warn: (text) => told.push(text), error: () => {} },
    quickbooks: {
      ...base.quickbooks,
      sweep: async (_mappings, cursor) => {
        company.sweeps += 1;
        if (company.isDown) return fail(operationalError("REMOTE_UNREACHABLE"));
        return succeed({ changes: [], cursor: cursor ?? "0", isFull: false });
      },
    },
  });
  const { clock, ledger, scope } = context;
  await ledger.transaction((tx) => saveCursor(tx, scope.tenant, "1", SWEEP_FEED, "0"));
  const budget = new RateBudget(clock, SALESFORCE_LIMITS);
  let woken = 0;
  const sweeps = new CompanySweeps({
    context,
    budget,
    month: { ledger, scope, connectionId: "quickbooks", meteredPerMonth: 1_000, mappings: [] },
    wake: () => {
      woken += 1;
    },
  });
  const use = (calls: number) =>
    ledger.transaction((tx) =>
      addCalls(tx, scope.tenant, scope.company, "2026-01-05", "read", calls),
    );
  const { watch } = context;
  return { clock, company, sweeps, use, told, watch, budget, woken: () => woken };
}

describe("the sweeps of the company", () => {
  it("rest for the usual time, and say when the last one was", async () => {
    const { sweeps } = await setUp();
    expect(sweeps.now.lastAt).toBeNull();
    expect(await sweeps.turn()).toBe(5 * MINUTE);
    expect(sweeps.now).toMatchObject({ everyMs: 5 * MINUTE, lastAt: "2026-01-05T09:00:00Z" });
  });

  it("come again soon after one that failed, whoever opens a page", async () => {
    const { sweeps, company, watch } = await setUp();
    company.isDown = true;
    expect(await sweeps.turn()).toBe(30_000);
    expect(sweeps.now.lastAt).toBeNull();
    watch.pageSeen();
    await sweeps.turn();
    expect(company.sweeps).toBe(2);
  });

  it("cost nothing more for a page that opens before it is time, and come earlier", async () => {
    const { clock, sweeps, company, watch, woken } = await setUp();
    await sweeps.turn();
    await clock.advance(MINUTE);
    watch.pageSeen();
    expect(woken()).toBe(1);
    expect(await sweeps.turn()).toBe(1.5 * MINUTE);
    expect(company.sweeps).toBe(1);
    // A wake for another reason sweeps at once.
    await sweeps.turn();
    expect(company.sweeps).toBe(2);
  });

  it("sweep at once for a page that opens when they were long ago", async () => {
    const { clock, sweeps, company, watch } = await setUp();
    await sweeps.turn();
    await clock.advance(4 * MINUTE);
    watch.pageSeen();
    await sweeps.turn();
    expect(company.sweeps).toBe(2);
  });

  it("spread out, and slow down bulk reads, when the month runs short, and tell it once", async () => {
    const { clock, sweeps, use, told, budget } = await setUp();
    await sweeps.turn();
    expect(told).toEqual([]);
    await use(950);
    expect(await sweeps.turn()).toBe(15 * MINUTE);
    await sweeps.turn();
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("950 of the month's 1,000 metered reads are used");
    let reads = 0;
    for (let n = 0; n < 3; n += 1) void budget.run("read", 3, async () => void (reads += 1));
    await clock.advance(MINUTE);
    expect(reads).toBe(1);
    await use(50);
    expect(await sweeps.turn()).toBe(60 * MINUTE);
    expect(told).toHaveLength(2);
  });

  it("return to the usual time with the next month", async () => {
    const { clock, sweeps, use, told } = await setUp();
    await use(1_000);
    expect(await sweeps.turn()).toBe(60 * MINUTE);
    await clock.advance(27 * 24 * 60 * MINUTE);
    expect(await sweeps.turn()).toBe(5 * MINUTE);
    expect(told.at(-1)).toBe("there are metered reads enough for the month again");
  });

  it("hear of a webhook that never came", async () => {
    const { clock, sweeps, watch } = await setUp();
    await sweeps.turn();
    await clock.advance(MINUTE);
    watch.foundFirst(quickbooksRef("Customer", "1"), new Date(clock.now()).toISOString());
    await clock.advance(6 * MINUTE);
    expect(await sweeps.turn()).toBe(MINUTE);
    expect(sweeps.now.why).toBe("webhooks do not tell every change");
  });
});
