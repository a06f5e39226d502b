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
      const at = this.#roomAt(next.callClass, now);
      if (at > now) {
        // Where only calls under way take the room, the next answer admits it.
        if (Number.isFinite(at)) this.#admitLater(at - now);
        return;
      }
      this.#waiting.shift();
      const spent: Spent = { answeredAt: null, callClass: next.callClass };
      this.#spent.push(spent);
      this.#inFlight += 1;
      next.admit(spent);
    }
  }

  /** The earliest time at which every bucket has room for one more call; infinite while none is known. */
  #roomAt(callClass: CallClass, now: number): number {
    let at = Math.max(now, this.#pausedUntil);
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
