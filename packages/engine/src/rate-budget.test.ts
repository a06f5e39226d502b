import type { CallClass } from "@accord-sync/core/ports/remote.ts";
import { describe, expect, it } from "vitest";
import {
  type BudgetLimits,
  DAILY_PROBE_MS,
  QUICKBOOKS_LIMITS,
  RateBudget,
  SALESFORCE_LIMITS,
  UNWRITTEN_MAX,
} from "./rate-budget.ts";
import { CAUTION_MS, NO_CAUTION, nextCaution, type RateState } from "./rate-memory.ts";
import { VirtualClock } from "./testing/virtual-clock.ts";

async function callsMade(
  clock: VirtualClock,
  budget: RateBudget,
  count: number,
  kind: CallClass = "write",
) {
  const times: number[] = [];
  const all = Array.from({ length: count }, () =>
    budget.run(kind, 1, async () => {
      times.push(clock.now());
      await clock.sleep(200);
    }),
  );
  await clock.runUntil(Promise.all(all));
  return times;
}

const within = (times: readonly number[], from: number, ms: number): number =>
  times.filter((at) => at >= from && at < from + ms).length;

/** One place a second. */
const ONE: BudgetLimits = { buckets: [{ windowMs: 1_000, max: 1 }], inFlightMax: 9 };

describe("RateBudget", () => {
  it("never exceeds ten calls in any second nor the minute's limit, and wastes none of it", async () => {
    const clock = new VirtualClock();
    const times = await callsMade(clock, new RateBudget(clock, QUICKBOOKS_LIMITS), 1_200);
    for (const at of times) {
      expect(within(times, at, 1_000)).toBeLessThanOrEqual(10);
      expect(within(times, at, 60_000)).toBeLessThanOrEqual(497);
    }
    const minutes = (Math.max(...times) - Math.min(...times)) / 60_000;
    expect(1_200 / minutes).toBeGreaterThan(0.97 * 500);
  });

  it("keeps ten in flight, and no more, when answers are slow", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, QUICKBOOKS_LIMITS);
    const start = clock.now();
    let out = 0;
    let most = 0;
    const all = Array.from({ length: 200 }, () =>
      budget.run("write", 1, async () => {
        out += 1;
        most = Math.max(most, out);
        await clock.sleep(2_000);
        out -= 1;
      }),
    );
    await clock.runUntil(Promise.all(all));
    expect(most).toBe(10);
    expect((clock.now() - start) / 1_000).toBeLessThan(42);
  });

  it("lets a person's call go before a backfill's", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, ONE);
    const order: number[] = [];
    const call = (priority: number) =>
      budget.run("read", priority, async () => {
        order.push(priority);
        await Promise.resolve();
      });
    await clock.runUntil(Promise.all([call(3), call(3), call(0)]));
    expect(order).toEqual([3, 0, 3]);
  });

  it("keeps places of each minute for a person, whoever else wants them", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, QUICKBOOKS_LIMITS);
    const flood = Array.from({ length: 600 }, () => budget.run("write", 1, () => clock.sleep(200)));
    await clock.advance(59_700);
    const asked = clock.now();
    await clock.runUntil(budget.run("write", 0, async () => {}));
    expect(clock.now() - asked).toBeLessThanOrEqual(200);
    await clock.runUntil(Promise.all(flood));
  });

  it("lets a person through within two hundred milliseconds at any moment of a flood", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, QUICKBOOKS_LIMITS);
    const flood = Array.from({ length: 1_100 }, () =>
      budget.run("write", 3, () => clock.sleep(200)),
    );
    const waits: number[] = [];
    for (let click = 0; click < 30; click += 1) {
      await clock.advance(3_970);
      const asked = clock.now();
      await clock.runUntil(budget.run("read", 0, async () => {}));
      waits.push(clock.now() - asked);
    }
    expect(Math.max(...waits)).toBeLessThanOrEqual(200);
    await clock.runUntil(Promise.all(flood));
  });

  it("starves neither sweeps and bulk work under a flood of real time, nor real time under them", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, ONE);
    const order: number[] = [];
    for (const priority of [1, 2, 3]) {
      for (let n = 0; n < 100; n += 1) {
        void budget.run("read", priority, async () => void order.push(priority));
      }
    }
    await clock.advance(90_000);
    const share = (priority: number) => order.filter((each) => each === priority).length;
    expect(share(2) + share(3)).toBeGreaterThanOrEqual(10);
    expect(share(2)).toBeGreaterThan(0);
    expect(share(3)).toBeGreaterThan(0);
    expect(share(1)).toBeGreaterThanOrEqual(75);
    expect(Math.abs(share(2) - share(3))).toBeLessThanOrEqual(1);
  });

  it("sends singles while batches wait for a place of their own", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, QUICKBOOKS_LIMITS);
    let batches = 0;
    for (let n = 0; n < 60; n += 1) void budget.run("batch", 3, async () => void (batches += 1));
    await clock.advance(30_000);
    expect(batches).toBe(40);
    await clock.runUntil(budget.run("write", 3, async () => {}));
    await clock.advance(40_000);
    expect(batches).toBe(60);
  });

  it("gives places to all requests of a call that makes several", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, {
      buckets: [{ windowMs: 1_000, max: 3 }],
      inFlightMax: 9,
    });
    const start = clock.now();
    const order: string[] = [];
    const run = (name: string, calls: number) =>
      budget.run("read", 1, async () => void order.push(`${name} ${clock.now() - start}`), calls);
    await clock.runUntil(Promise.all([run("two", 2), run("two", 2), run("one", 1)]));
    expect(order).toEqual(["two 0", "two 1000", "one 1000"]);
  });

  it("holds the place of a request that waits for its token, until it has left", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, QUICKBOOKS_LIMITS);
    const token = clock.sleep(1_250);
    const times: number[] = [];
    const leaves = async () => {
      times.push(clock.now());
      await clock.sleep(50);
    };
    const waiting = Array.from({ length: 8 }, () =>
      budget.runRequests({ callClass: "read", priority: 0, calls: 1 }, async (permit) => {
        await token;
        return permit(leaves);
      }),
    );
    await clock.advance(1_200);
    const others = Array.from({ length: 12 }, () => budget.run("read", 0, leaves));
    await clock.runUntil(Promise.all([...waiting, ...others]));
    expect(times).toHaveLength(20);
    for (const at of times) expect(within(times, at, 1_000)).toBeLessThanOrEqual(10);
  });

  it("permits a request that was not foreseen before it leaves, also when all in flight make one", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, {
      buckets: [{ windowMs: 1_000, max: 3 }],
      inFlightMax: 3,
    });
    const times: number[] = [];
    const request = async () => {
      times.push(clock.now());
      await clock.sleep(10);
    };
    const walks = Array.from({ length: 6 }, () =>
      budget.runRequests({ callClass: "read", priority: 3, calls: 1 }, async (permit) => {
        await permit(request);
        await permit(request);
      }),
    );
    await clock.runUntil(Promise.all(walks));
    expect(times).toHaveLength(12);
    for (const at of times) expect(within(times, at, 1_000)).toBeLessThanOrEqual(3);
  });

  it("lets what is under way wait for the pause that another call was told", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, QUICKBOOKS_LIMITS);
    const start = clock.now();
    let second = 0;
    const walk = budget.runRequests(
      { callClass: "read", priority: 2, calls: 1 },
      async (permit) => {
        await permit(() => clock.sleep(100));
        await permit(async () => void (second = clock.now() - start));
      },
    );
    await clock.advance(50);
    await budget.throttled(start + 60_000);
    await clock.runUntil(walk);
    expect(second).toBe(60_000);
  });

  it("lets what waited for its token wait for that pause too, and holds no place meanwhile", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, ONE);
    const start = clock.now();
    const times: number[] = [];
    const leaves = async () => void times.push(clock.now() - start);
    const waiting = budget.runRequests(
      { callClass: "read", priority: 1, calls: 1 },
      async (permit) => {
        await clock.sleep(100);
        await permit(leaves);
      },
    );
    await clock.advance(50);
    await budget.throttled(start + 60_000);
    await clock.runUntil(Promise.all([waiting, budget.run("read", 0, leaves)]));
    expect(times).toEqual([60_000, 61_000]);
  });

  it("keeps no place longer for a call that ended before it left", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, ONE);
    await budget.runRequests({ callClass: "read", priority: 0, calls: 1 }, async () => {});
    const start = clock.now();
    await clock.runUntil(budget.run("read", 0, async () => {}));
    expect(clock.now() - start).toBe(1_000);
  });

  it("wakes for whoever can go first, not only for whoever waited first", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, ONE);
    budget.tellDaily({ used: 1, max: 1 });
    void budget.run("read", 2, async () => {});
    await clock.runUntil(budget.run("read", 0, async () => {}));
    const asked = clock.now();
    await clock.runUntil(budget.run("read", 0, async () => {}));
    expect(clock.now() - asked).toBe(1_000);
  });

  it("spaces metered calls of bulk work alone when the month runs short", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, SALESFORCE_LIMITS);
    budget.spaceBulk(60_000);
    const made: string[] = [];
    const call = (name: string, callClass: "read" | "write", priority: number) =>
      budget.run(callClass, priority, async () => void made.push(name));
    void call("bulk", "read", 3);
    void call("more bulk", "read", 3);
    void call("bulk write", "write", 3);
    void call("sweep", "read", 2);
    void call("person", "read", 0);
    await clock.advance(59_000);
    expect(made.toSorted()).toEqual(["bulk", "bulk write", "person", "sweep"]);
    budget.spaceBulk(0);
    await clock.advance(1);
    expect(made).toContain("more bulk");
  });
});

describe("after a refusal as too many (I14)", () => {
  it("sends nothing before the pause is over", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, QUICKBOOKS_LIMITS);
    const until = clock.now() + 60_000;
    await budget.throttled(until);
    const [first] = await callsMade(clock, budget, 3);
    expect(first).toBeGreaterThanOrEqual(until);
  });

  it("keeps to what no network can break for an hour, and a little below the limit", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, QUICKBOOKS_LIMITS);
    await budget.throttled(clock.now());
    const times = await callsMade(clock, budget, 900);
    for (const at of times) {
      expect(within(times, at, 1_200)).toBeLessThanOrEqual(9);
      expect(within(times, at, 60_000)).toBeLessThanOrEqual(447);
    }
    await clock.advance(CAUTION_MS);
    const later = await callsMade(clock, budget, 500);
    expect(Math.max(...later) - Math.min(...later)).toBeLessThan(61_000);
  });

  it("learns once from calls that were out together and are refused together", async () => {
    const clock = new VirtualClock();
    const budget = new RateBudget(clock, QUICKBOOKS_LIMITS);
    for (let n = 0; n < 5; n += 1) await budget.throttled(clock.now() + 60_000);
    expect(budget.caution.share).toBe(0.9);
    await clock.advance(60_000);
    await budget.throttled(clock.now() + 60_000);
    expect(budget.caution.share).toBeCloseTo(0.81);
  });

  it("becomes more careful each time, and never stops using half of the limit", () => {
    const once = nextCaution(NO_CAUTION, 0);
    expect(once).toEqual({ until: CAUTION_MS, share: 0.9 });
    let caution = once;
    for (let n = 0; n < 20; n += 1) caution = nextCaution(caution, 1_000);
    expect(caution.share).toBe(0.5);
    expect(nextCaution(caution, CAUTION_MS * 2).share).toBe(0.9);
  });
});

describe("a process after another (I14)", () => {
  /** Budgets that follow one another on one memory. */
  const setUp = (limits = QUICKBOOKS_LIMITS) => {
    const clock = new VirtualClock();
    let held: RateState | null = null;
    let writes = 0;
    let alive: RateBudget | null = null;
    // The one before it is dead: what it would still send or write does not happen.
    const start = () => {
      const budget: RateBudget = new RateBudget(clock, limits, async (state) => {
        if (budget !== alive) return;
        writes += 1;
        held = state;
      });
      alive = budget;
      budget.resume(held);
      return budget;
    };
    const isAlive = (budget: RateBudget) => budget === alive;
    return { clock, start, isAlive, writes: () => writes };
  };

  it("waits as the one before it was told to, and is as careful", async () => {
    const { clock, start } = setUp();
    const until = clock.now() + 60_000;
    await start().throttled(until);
    const next = start();
    const [first] = await callsMade(clock, next, 1);
    expect(first).toBeGreaterThanOrEqual(until);
    expect(next.caution.share).toBe(0.9);
  });

  it("gives calls that were out when it died the time to arrive", async () => {
    const { clock, start } = setUp();
    const before = start();
    await clock.advance(2_000);
    const diedAt = clock.now();
    for (let n = 0; n < 10; n += 1) void before.run("write", 0, () => clock.sleep(200));
    const [first] = await callsMade(clock, start(), 1);
    expect(first).toBe(diedAt + 1_200);
  });

  it("counts what the one before it sent, wherever it died", async () => {
    for (const calls of [3, 10, 19, 137, 480]) {
      const { clock, start } = setUp();
      const before = await callsMade(clock, start(), calls);
      const after = await callsMade(clock, start(), 500);
      const all = [...before, ...after];
      for (const at of all) {
        expect(within(all, at, 1_000)).toBeLessThanOrEqual(10);
        expect(within(all, at, 60_000)).toBeLessThanOrEqual(500);
      }
    }
  });

  it("keeps the minute's limit where nothing else slows calls down, batches apart", async () => {
    const limits: BudgetLimits = {
      buckets: [
        { windowMs: 60_000, max: 100 },
        { windowMs: 60_000, max: 40, only: "batch" },
      ],
      inFlightMax: 10,
    };
    for (const [kind, max] of [
      ["write", 100],
      ["batch", 40],
    ] as const) {
      const { clock, start, isAlive } = setUp(limits);
      const times: number[] = [];
      for (let life = 0; life < 5; life += 1) {
        const budget = start();
        for (let n = 0; n < max; n += 1) {
          void budget.run(kind, 1, async () => {
            if (isAlive(budget)) times.push(clock.now());
          });
        }
        await clock.advance(5_000);
      }
      for (const at of times) expect(within(times, at, 60_000)).toBeLessThanOrEqual(max);
    }
  });

  it("writes once for ten calls, and nothing for a few", async () => {
    const { clock, start, writes } = setUp();
    await callsMade(clock, start(), 9);
    expect(writes()).toBe(0);
    await callsMade(clock, start(), 100);
    expect(writes()).toBe(10);
  });

  it("sends no more than twenty calls that are not written down", async () => {
    const clock = new VirtualClock();
    let store = () => {};
    const budget = new RateBudget(
      clock,
      { buckets: [], inFlightMax: 100 },
      () => new Promise<void>((resolve) => void (store = resolve)),
    );
    let made = 0;
    for (let n = 0; n < 30; n += 1) void budget.run("write", 1, async () => void (made += 1));
    await clock.advance(1_000);
    expect(made).toBe(UNWRITTEN_MAX);
    store();
    await clock.advance(1_000);
    expect(made).toBe(30);
  });

  it("goes on when the ledger did not take what was to be written, once it does", async () => {
    const clock = new VirtualClock();
    let isFull = true;
    const budget = new RateBudget(clock, { buckets: [], inFlightMax: 100 }, async () => {
      if (isFull) throw new Error("disk full");
    });
    let made = 0;
    for (let n = 0; n < 30; n += 1) void budget.run("write", 1, async () => void (made += 1));
    await clock.advance(5_000);
    expect(made).toBe(UNWRITTEN_MAX);
    isFull = false;
    await clock.advance(5_000);
    expect(made).toBe(30);
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
