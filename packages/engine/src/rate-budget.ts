/**
 * Rate budget of one connection: permitted calls per rolling window, and how many may be in flight.
 *
 * Pacing instead of colliding: a call waits here until every bucket has room, the most urgent first. A call
 * takes its room from when it leaves until a window after its answer: when it arrives is not known, and
 * calls that left apart may arrive together.
 * When the vendor says "slow down" all calls of the connection pause, whoever made the one that was
 * refused (F19).
 */
import type { Clock } from "@accord-sync/core/ports/clock.ts";
import type { CallClass } from "@accord-sync/core/ports/remote.ts";

export interface Bucket {
  readonly windowMs: number;
  readonly max: number;
  /** Which calls count; undefined counts all. */
  readonly only?: CallClass;
}

export interface BudgetLimits {
  readonly buckets: readonly Bucket[];
  readonly inFlightMax: number;
}

/** QuickBooks' published limits, each a little below its figure (Q-LIMITS). */
export const QUICKBOOKS_LIMITS: BudgetLimits = {
  buckets: [
    { windowMs: 60_000, max: 490 },
    { windowMs: 1_000, max: 10 },
    { windowMs: 60_000, max: 40, only: "batch" },
  ],
  inFlightMax: 10,
};

/** Salesforce limits only long requests; this bound is ours, out of courtesy (S-CONCURRENT). */
export const SALESFORCE_LIMITS: BudgetLimits = { buckets: [], inFlightMax: 20 };

/**
 * Near the end of a day's requests the less urgent stops first, by priority: a person's click never (the
 * vendor itself says when there is nothing left), real time at 95%, sweeps at 90%, bulk work at 80%.
 */
export const DAILY_SHARES: readonly number[] = [Infinity, 0.95, 0.9, 0.8];
/** What waits for the day's requests looks again after this time, with one call; milliseconds. */
export const DAILY_PROBE_MS = 300_000;

interface Waiter {
  readonly callClass: CallClass;
  readonly priority: number;
  admit(spent: Spent): void;
}

/** One call's room: taken while it is under way, and for a window after its answer. */
interface Spent {
  answeredAt: number | null;
  readonly callClass: CallClass;
}

export class RateBudget {
  readonly #clock: Clock;
  readonly #limits: BudgetLimits;
  readonly #longestWindowMs: number;
  #spent: Spent[] = [];
  #inFlight = 0;
  #pausedUntil = 0;
  #isSleeping = false;
  /** The part of the day's requests that is used, and when the vendor said so. */
  #daily = { share: 0, toldAt: 0 };
  readonly #waiting: Waiter[] = [];

  constructor(clock: Clock, limits: BudgetLimits) {
    this.#clock = clock;
    this.#limits = limits;
    this.#longestWindowMs = Math.max(0, ...limits.buckets.map((bucket) => bucket.windowMs));
  }

  /** Runs `call` when there is room for it. A lower `priority` goes first. */
  async run<T>(callClass: CallClass, priority: number, call: () => Promise<T>): Promise<T> {
    const spent = await this.#admission(callClass, priority);
    try {
      return await call();
    } finally {
      spent.answeredAt = this.#clock.now();
      this.#inFlight -= 1;
      this.#admitReady();
    }
  }

  /** What the vendor tells of the requests of its rolling day. */
  tellDaily({ used, max }: { readonly used: number; readonly max: number }): void {
    this.#daily = { share: max > 0 ? used / max : 0, toldAt: this.#clock.now() };
  }

  /** No call leaves before `until` (milliseconds since 1970). */
  pauseUntil(until: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
  }

  #admission(callClass: CallClass, priority: number): Promise<Spent> {
    return new Promise<Spent>((resolve) => {
      const waiter = { callClass, priority, admit: resolve };
      const later = this.#waiting.findIndex((other) => other.priority > priority);
      this.#waiting.splice(later === -1 ? this.#waiting.length : later, 0, waiter);
      this.#admitReady();
    });
  }

  #admitReady(): void {
    const now = this.#clock.now();
    this.#spent = this.#spent.filter((spent) => isWithin(spent, now, this.#longestWindowMs));
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#inFlight >= this.#limits.inFlightMax) return; // The next to finish admits it.
      const at = this.#roomAt(next, now);
      if (at > now) {
        // Where only calls under way take the room, the next answer admits it.
        if (Number.isFinite(at)) this.#admitLater(at - now);
        return;
      }
      this.#waiting.shift();
      // The next one of those that have to look waits for what this one is told.
      if (this.#isDailyFull(next.priority)) this.#daily = { ...this.#daily, toldAt: now };
      const spent: Spent = { answeredAt: null, callClass: next.callClass };
      this.#spent.push(spent);
      this.#inFlight += 1;
      next.admit(spent);
    }
  }

  /** The earliest time at which every bucket has room for one more call; infinite while none is known. */
  #roomAt({ callClass, priority }: Waiter, now: number): number {
    let at = Math.max(now, this.#pausedUntil);
    if (this.#isDailyFull(priority)) at = Math.max(at, this.#daily.toldAt + DAILY_PROBE_MS);
    for (const { windowMs, max, only } of this.#limits.buckets) {
      if (only !== undefined && only !== callClass) continue;
      const freeAt = this.#spent
        .filter((spent) => only === undefined || spent.callClass === only)
        .filter((spent) => isWithin(spent, now, windowMs))
        .map(({ answeredAt }) => (answeredAt === null ? Infinity : answeredAt + windowMs))
        .toSorted((a, b) => a - b);
      // One place must be free: as many must end as there are more than `max - 1`.
      const next = freeAt[freeAt.length - max];
      if (next !== undefined) at = Math.max(at, next);
    }
    return at;
  }

  #isDailyFull(priority: number): boolean {
    return this.#daily.share >= (DAILY_SHARES[priority] ?? Infinity);
  }

  #admitLater(ms: number): void {
    if (this.#isSleeping) return;
    this.#isSleeping = true;
    void this.#clock.sleep(ms).then(
      () => {
        this.#isSleeping = false;
        this.#admitReady();
      },
      () => {
        this.#isSleeping = false;
      },
    );
  }
}

function isWithin({ answeredAt }: Spent, now: number, windowMs: number): boolean {
  return answeredAt === null || answeredAt > now - windowMs;
}
