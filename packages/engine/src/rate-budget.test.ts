import { describe, expect, it } from "vitest";
import { DAILY_PROBE_MS, QUICKBOOKS_LIMITS, RateBudget, SALESFORCE_LIMITS } from "./rate-budget.ts";
import { VirtualClock } from "./testing/virtual-clock.ts";

async function callsMade(clock: VirtualClock, budget: RateBudget, count: number) {
  const times: number[] = [];
  const all = Array.from({ length: count }, () =>
    budget.run("write", 1, async () => {
      times.push(clock.now());
      await clock.sleep(200);
    }),
  );
  await clock.runUntil(Promise.all(all));
  return times;
}

describe("RateBudget", () => {
  it("keeps the limits where the calls arrive, however long each was on its way", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, QUICKBOOKS_LIMITS);
    const arrivals: number[] = [];
    const all = Array.from({ length: 300 }, (_, index) =>
      budget.run("write", 1, async () => {
        await clock.sleep((index * 37) % 400);
        arrivals.push(clock.now());
        await clock.sleep((index * 53) % 400);
      }),
    );
    await clock.runUntil(Promise.all(all));
    for (const at of arrivals) {
      const second = arrivals.filter((other) => other >= at && other < at + 1_000);
      expect(second.length).toBeLessThanOrEqual(10);
    }
  });

  it("never exceeds ten calls in any second nor the minute's limit, and wastes none of it", async () => {
    const clock = new VirtualClock();
    const times = await callsMade(clock, new RateBudget(clock, QUICKBOOKS_LIMITS), 1_200);
    const within = (from: number, ms: number) =>
      times.filter((at) => at >= from && at < from + ms).length;
    for (const at of times) {
      expect(within(at, 1_000)).toBeLessThanOrEqual(10);
      expect(within(at, 60_000)).toBeLessThanOrEqual(490);
    }
    const minutes = (Math.max(...times) - Math.min(...times)) / 60_000;
    expect(1_200 / minutes).toBeGreaterThan(0.95 * 490);
  });

  it("lets a person's call go before a backfill's", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, {
      buckets: [{ windowMs: 1_000, max: 1 }],
      inFlightMax: 9,
    });
    const order: number[] = [];
    const call = (priority: number) =>
      budget.run("read", priority, async () => {
        order.push(priority);
        await Promise.resolve();
      });
    await clock.runUntil(Promise.all([call(3), call(3), call(0)]));
    expect(order).toEqual([3, 0, 3]);
  });

  it("sends nothing before a pause is over", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, QUICKBOOKS_LIMITS);
    const until = clock.now() + 60_000;
    budget.pauseUntil(until);
    const [first] = await callsMade(clock, budget, 3);
    expect(first).toBeGreaterThanOrEqual(until);
  });
});

describe("near the end of a day's requests", () => {
  const setUp = () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, SALESFORCE_LIMITS);
    const made: number[] = [];
    const call = (priority: number) =>
      budget.run("read", priority, async () => void made.push(priority));
    const callAll = () => Promise.all([3, 2, 1, 0].map(call));
    return { clock, budget, made, call, callAll };
  };

  it.each([
    [0.79, [0, 1, 2, 3]],
    [0.8, [0, 1, 2]],
    [0.9, [0, 1]],
    [0.95, [0]],
    [1, [0]],
  ])("at %s of them these priorities go on: %s", async (share, goOn) => {
    const { clock, budget, made, callAll } = setUp();
    budget.tellDaily({ used: share * 1_000, max: 1_000 });
    void callAll();
    await clock.advance(1_000);
    expect(made.toSorted((a, b) => a - b)).toEqual(goOn);
  });

  it("one call looks again every few minutes, and the rest go on when there is room", async () => {
    const { clock, budget, made, call } = setUp();
    budget.tellDaily({ used: 1, max: 1 });
    const all = [2, 2, 2].map(call);
    await clock.advance(DAILY_PROBE_MS - 1);
    expect(made).toEqual([]);
    await clock.advance(1);
    expect(made).toEqual([2]);
    await clock.advance(DAILY_PROBE_MS);
    expect(made).toEqual([2, 2]);
    budget.tellDaily({ used: 0, max: 1 });
    await clock.advance(DAILY_PROBE_MS);
    await Promise.all(all);
    expect(made).toEqual([2, 2, 2]);
  });

  it("an org without a limit is never full", async () => {
    const { budget, made, callAll } = setUp();
    budget.tellDaily({ used: 5, max: 0 });
    await callAll();
    expect(made).toHaveLength(4);
  });
});
