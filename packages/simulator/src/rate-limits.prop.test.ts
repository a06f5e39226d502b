/**
 * The rate budget against the emulator's own limiter, over drawn networks (I14). Two hypotheses:
 * while requests arrive within the spread that Q-LIMITS assumes of one another, none is ever refused,
 * whatever the answers take and wherever processes die; on any other network a refusal teaches it.
 */
import {
  type Arbitrary,
  array,
  assert,
  asyncProperty,
  constantFrom,
  integer,
  oneof,
  record,
  tuple,
} from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DEFAULT_LIMITS,
  RateLimits,
} from "@accord-sync/emulator-quickbooks/metering/rate-limits.ts";
import { QUICKBOOKS_LIMITS, RateBudget } from "@accord-sync/engine/rate-budget.ts";
import type { RateState } from "@accord-sync/engine/rate-memory.ts";
import { VirtualClock } from "@accord-sync/engine/testing/virtual-clock.ts";

const PAUSE_MS = 60_000;

/** Milliseconds: on the way there, and from the arrival to the answer. */
type Trip = readonly [number, number];

/** A vendor behind a network whose trips are drawn, and the processes that call it. */
class Vendor {
  readonly clock = new VirtualClock();
  readonly #limits = new RateLimits();
  readonly #trips: readonly Trip[];
  #state: RateState | null = null;
  #isAlive = { now: true };
  #out = 0;
  arrived = 0;
  refused = 0;
  mostOut = 0;

  constructor(trips: readonly Trip[]) {
    this.#trips = trips;
  }

  /** The process dies with all that it had not heard, and another one starts. */
  boot(): RateBudget {
    this.#isAlive.now = false;
    const alive = { now: true };
    this.#isAlive = alive;
    this.#out = 0;
    const budget = new RateBudget(this.clock, QUICKBOOKS_LIMITS, async (state) => {
      await this.clock.sleep(3);
      if (alive.now) this.#state = state;
    });
    budget.resume(this.#state);
    return budget;
  }

  /** Calls until it is not refused; a call of a process that died is never heard of again. */
  async call(budget: RateBudget, kind: "write" | "batch", priority: number): Promise<void> {
    const alive = this.#isAlive;
    const once = async (): Promise<boolean> => {
      if (!alive.now) return new Promise<boolean>(() => {});
      const isDone = await this.#exchange(kind);
      if (!alive.now) return new Promise<boolean>(() => {});
      if (!isDone) await budget.throttled(this.clock.now() + PAUSE_MS);
      return isDone;
    };
    while (!(await budget.run(kind, priority, once)));
  }

  async #exchange(kind: "write" | "batch"): Promise<boolean> {
    const [there, back] = this.#trips[this.arrived % this.#trips.length] ?? [1, 1];
    this.#out += 1;
    this.mostOut = Math.max(this.mostOut, this.#out);
    await this.clock.sleep(there);
    this.arrived += 1;
    const call = {
      now: this.clock.now(),
      clientId: "app",
      method: "POST",
      segments: [kind === "batch" ? "batch" : "customer"],
    };
    const isTaken = this.#limits.admit(call, DEFAULT_LIMITS);
    if (!isTaken) this.refused += 1;
    await this.clock.sleep(back);
    this.#out -= 1;
    return isTaken;
  }
}

const kinds = array(
  record({
    kind: constantFrom("write" as const, "write" as const, "write" as const, "batch" as const),
    priority: integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 12 },
);

const trips = (there: Arbitrary<number>) =>
  array(tuple(there, integer({ min: 1, max: 3_000 })), { minLength: 1, maxLength: 40 });

/** Requests that arrive within the assumed spread of one another, however far the vendor is. */
const keptTogether = integer({ min: 1, max: 1_500 }).chain((least) =>
  trips(integer({ min: least, max: least + 200 })),
);

const seeds = { numRuns: 40 };

describe("the rate budget against QuickBooks' limiter (I14)", () => {
  it("is never refused while requests keep together, whatever the answers take", async () => {
    await assert(
      asyncProperty(keptTogether, kinds, async (drawn, mix) => {
        const vendor = new Vendor(drawn);
        const budget = vendor.boot();
        const calls = Array.from({ length: 700 }, (_, n) => mix[n % mix.length]);
        await vendor.clock.runUntil(
          Promise.all(
            calls.map((one) => vendor.call(budget, one?.kind ?? "write", one?.priority ?? 1)),
          ),
        );
        expect(vendor.refused).toBe(0);
        expect(vendor.mostOut).toBeLessThanOrEqual(10);
      }),
      seeds,
    );
  });

  it("is never refused when processes die and start again at any moment", async () => {
    const lives = array(integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 5 });
    await assert(
      asyncProperty(keptTogether, lives, constantFrom(0, 1), async (drawn, times, priority) => {
        const vendor = new Vendor(drawn);
        for (const time of times) {
          const budget = vendor.boot();
          for (let n = 0; n < 600; n += 1) void vendor.call(budget, "write", priority);
          await vendor.clock.advance(time);
        }
        expect(vendor.refused).toBe(0);
      }),
      seeds,
    );
  });

  it("learns from a refusal on a network that keeps nothing together", async () => {
    const hostile = trips(
      oneof(integer({ min: 1, max: 2_000 }), constantFrom(1, 900, 1_000, 5_000)),
    );
    await assert(
      asyncProperty(hostile, async (drawn) => {
        const vendor = new Vendor(drawn);
        const budget = vendor.boot();
        const calls = Array.from({ length: 1_500 }, () => vendor.call(budget, "write", 1));
        await vendor.clock.runUntil(Promise.all(calls));
        expect(vendor.refused / vendor.arrived).toBeLessThanOrEqual(0.005);
      }),
      seeds,
    );
  });
});
