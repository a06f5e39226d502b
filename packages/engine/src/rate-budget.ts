/**
 * Rate budget of one connection: permitted calls per rolling window, and how many may be in flight.
 *
 * Pacing instead of colliding: a call waits here until every window has room (`rate-window.ts`), the
 * most urgent first (`rate-queue.ts`). When the vendor says "slow down" all calls of the connection
 * pause, whoever made the one that was refused (F19), and for a while after it the rules are those that
 * no network and no other program of the company can break.
 *
 * What a next process must know is kept by `rate-memory.ts`: the pause before it is relied on, calls a
 * few at a time. At most `UNWRITTEN_MAX` calls are not written down, which a start takes for made.
 */
import type { Clock } from "@accord-sync/core/ports/clock.ts";
import type { Permit } from "@accord-sync/core/ports/permit.ts";
import type { CallClass } from "@accord-sync/core/ports/remote.ts";
import {
  type Caution,
  nextCaution,
  NO_CAUTION,
  NO_RATE_STATE,
  noteCalls,
  type RateState,
} from "./rate-memory.ts";
import { type Place, RateQueue, type Waiter } from "./rate-queue.ts";
import { type Bucket, RateWindow } from "./rate-window.ts";

export interface BudgetLimits {
  readonly buckets: readonly Bucket[];
  readonly inFlightMax: number;
}

/**
 * QuickBooks' published limits (Q-LIMITS). Three of the minute's 500 are for people alone, and for other
 * programs of the company. The spread of a second's calls is what the minute leaves: ten in 1.2 seconds
 * are 500 in a minute, so that a second's limit never slows down what the minute's lets through.
 */
export const QUICKBOOKS_LIMITS: BudgetLimits = {
  buckets: [
    { windowMs: 60_000, max: 500, personsOnly: 3 },
    { windowMs: 1_000, max: 10, arrivalSpreadMs: 200 },
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

/** Calls are written down for a next process when there are as many. */
const WRITE_EVERY = 10;
/** No more calls than this leave before the earlier ones are written down. */
export const UNWRITTEN_MAX = 20;
/** The ledger did not take what was to be written; milliseconds until it is tried again. */
const WRITE_AGAIN_MS = 1_000;
/** More calls than this that wait are a crowd. */
const CROWD = 10;
/** The priority of bulk work, which alone is slowed down when the month's metered calls run short. */
const BULK = 3;

/** Keeps what a next process must know; resolves when it is durable. */
export type SaveRateState = (state: RateState) => Promise<void>;

/** What asks for places: `calls` requests of one class, with their priority (0 a person … 3 bulk work). */
interface Asked {
  readonly callClass: CallClass;
  readonly priority: number;
  readonly calls: number;
}

export class RateBudget {
  readonly #clock: Clock;
  readonly #inFlightMax: number;
  readonly #windows: readonly RateWindow[];
  /** Null where a next process need know nothing, which is where there is no window. */
  readonly #save: SaveRateState | null;
  readonly #queue = new RateQueue();
  /** Further requests of calls that are under way: they go first, because others wait for their ends. */
  readonly #further = new RateQueue();
  #state: RateState = NO_RATE_STATE;
  #unwritten = 0;
  #isWriting = false;
  #inFlight = 0;
  #alarm: { readonly at: number; readonly stop: AbortController } | null = null;
  /** The part of the day's requests that is used, and when the vendor said so. */
  #daily = { share: 0, toldAt: 0 };
  /** Between two metered calls of bulk work, and when the last one left. */
  #bulk = { gapMs: 0, leftAt: Number.NEGATIVE_INFINITY };

  constructor(clock: Clock, limits: BudgetLimits, save: SaveRateState | null = null) {
    this.#clock = clock;
    this.#inFlightMax = limits.inFlightMax;
    this.#windows = limits.buckets.map((bucket) => new RateWindow(bucket));
    this.#save = save;
  }

  /**
   * Runs `call`, whose `calls` requests leave at once, when there is room for it. A lower `priority` goes
   * first: 0 a person, 1 real time, 2 sweeps, 3 bulk work.
   */
  async run<T>(
    callClass: CallClass,
    priority: number,
    call: () => Promise<T>,
    calls = 1,
  ): Promise<T> {
    return this.#inFlightWith({ callClass, priority, calls }, (places) =>
      this.#exchange(places.flat(), call),
    );
  }

  /**
   * Runs `call` when there is room for the `calls` requests that are foreseen. Each holds a place until it
   * has left, which is when it asks for its permit; one that was not foreseen, or asks while all have to wait, waits
   * for a place of its own.
   * Requests that ask for none hold their places until the end of the call.
   */
  async runRequests<T>(asked: Asked, call: (permit: Permit) => Promise<T>): Promise<T> {
    return this.#inFlightWith(asked, async (places) => {
      const foreseen = [...places];
      const permit: Permit = async (request) => {
        const held = foreseen.shift();
        const isHeld = held !== undefined && !this.#isPaused();
        // It waited for a token, say, and meanwhile another call was refused as too many.
        if (held !== undefined && !isHeld) this.#giveBack([held]);
        const own = isHeld ? held : (await this.#admission({ ...asked, calls: 1 }, true)).flat();
        return this.#exchange(own, request);
      };
      try {
        return await call(permit);
      } finally {
        this.#giveBack(foreseen);
      }
    });
  }

  #isPaused(): boolean {
    return this.#clock.now() < this.#state.pausedUntil;
  }

  /** Places of requests that do not leave. */
  #giveBack(places: readonly Place[]): void {
    const now = this.#clock.now();
    for (const [window, departure] of places.flat()) window.answer(departure, now);
  }

  async #inFlightWith<T>(asked: Asked, use: (places: readonly Place[]) => Promise<T>): Promise<T> {
    const places = await this.#admission(asked, false);
    try {
      return await use(places);
    } finally {
      this.#inFlight -= 1;
      this.#admitReady();
    }
  }

  /** Nobody is admitted when it is answered: the answer may tell that all have to wait. */
  async #exchange<T>(place: Place, request: () => Promise<T>): Promise<T> {
    const leftAt = this.#clock.now();
    for (const [window, departure] of place) window.leave(departure, leftAt);
    // When its place comes free was not known before.
    this.#admitReady();
    try {
      return await request();
    } finally {
      const now = this.#clock.now();
      for (const [window, departure] of place) window.answer(departure, now);
    }
  }

  /** What the vendor tells of the requests of its rolling day. */
  tellDaily({ used, max }: { readonly used: number; readonly max: number }): void {
    this.#daily = { share: max > 0 ? used / max : 0, toldAt: this.#clock.now() };
  }

  /** Metered calls of bulk work leave at least this far apart; 0 for as fast as the limits let them. */
  spaceBulk(gapMs: number): void {
    this.#bulk = { ...this.#bulk, gapMs };
    this.#admitReady();
  }

  /** The vendor refused a call as too many: none leaves before `until`. Resolves when that is durable. */
  async throttled(until: number): Promise<void> {
    const now = this.#clock.now();
    const { pausedUntil, caution } = this.#state;
    // Calls that were out together are refused together: one lesson, not several.
    const isKnown = now < pausedUntil;
    this.#state = {
      ...this.#state,
      pausedUntil: Math.max(pausedUntil, until),
      caution: isKnown ? caution : nextCaution(caution, now),
    };
    await this.#save?.(this.#state);
  }

  /**
   * Takes up what the process before this one left. What it had not written down counts as made just
   * now; `state` is null where there is nothing written at all.
   */
  resume(state: RateState | null): void {
    const now = this.#clock.now();
    this.#state = state ?? NO_RATE_STATE;
    for (const { at, calls, batches } of this.#state.made) {
      for (const window of this.#windows)
        window.assume(at, window.counts("write") ? calls : batches);
    }
    for (const window of this.#windows) window.assume(now, UNWRITTEN_MAX);
  }

  #counting(callClass: CallClass): readonly RateWindow[] {
    return this.#windows.filter((window) => window.counts(callClass));
  }

  #admission(asked: Asked, isUnderWay: boolean): Promise<readonly Place[]> {
    return new Promise((resolve) => {
      const since = this.#clock.now();
      this.#queueOf(isUnderWay).add({ ...asked, since, isUnderWay, admit: resolve });
      this.#admitReady();
    });
  }

  #queueOf(isUnderWay: boolean): RateQueue {
    return isUnderWay ? this.#further : this.#queue;
  }

  /** All that may leave now, as far as those in flight let them. */
  *#inOrder(now: number): Generator<Waiter> {
    yield* this.#further.inOrder(now);
    // The next to finish admits the others.
    if (this.#inFlight < this.#inFlightMax) yield* this.#queue.inOrder(now);
  }

  #admitReady(): void {
    while (this.#admitNext());
  }

  /** True when one was admitted. */
  #admitNext(): boolean {
    const now = this.#clock.now();
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const waiter of this.#inOrder(now)) {
      const own = this.#ownRoomAt(waiter, now);
      if (own <= now) {
        const common = this.#commonRoomAt(waiter, now);
        if (common <= now) {
          this.#admit(waiter, now);
          return true;
        }
        // Whoever is behind waits for the same places.
        wakeAt = Math.min(wakeAt, common);
        break;
      }
      wakeAt = Math.min(wakeAt, own);
    }
    // Where only calls under way take the room, the next one that leaves or is answered admits it.
    if (Number.isFinite(wakeAt)) this.#wakeAt(wakeAt);
    return false;
  }

  #admit(waiter: Waiter, now: number): void {
    this.#queueOf(waiter.isUnderWay).remove(waiter);
    // The next one of those that have to look waits for what this one is told.
    if (this.#isDailyFull(waiter.priority)) this.#daily = { ...this.#daily, toldAt: now };
    if (isMeteredBulk(waiter)) this.#bulk = { ...this.#bulk, leftAt: now };
    if (!waiter.isUnderWay) this.#inFlight += 1;
    waiter.admit(this.#places(now, waiter));
  }

  #places(now: number, { callClass, calls }: Asked): readonly Place[] {
    const windows = this.#counting(callClass);
    const places = Array.from(
      { length: calls },
      (): Place => windows.map((window) => [window, window.take(now)]),
    );
    if (this.#save === null) return places;
    this.#state = noteCalls(this.#state, now, calls, callClass === "batch" ? calls : 0);
    this.#unwritten += calls;
    if (this.#unwritten >= WRITE_EVERY) this.#write(this.#save);
    return places;
  }

  /** What leaves while it is being written is not in it, and counts as unwritten again. */
  #write(save: SaveRateState): void {
    if (this.#isWriting) return;
    this.#isWriting = true;
    const written = this.#unwritten;
    void save(this.#state).then(
      () => {
        this.#isWriting = false;
        this.#unwritten -= written;
        if (this.#unwritten >= WRITE_EVERY) this.#write(save);
        this.#admitReady();
      },
      () => {
        this.#isWriting = false;
        this.#wakeAt(this.#clock.now() + WRITE_AGAIN_MS);
      },
    );
  }

  /** What only calls of its kind wait for. */
  #ownRoomAt(waiter: Waiter, now: number): number {
    let at = now;
    if (this.#isDailyFull(waiter.priority)) at = this.#daily.toldAt + DAILY_PROBE_MS;
    if (isMeteredBulk(waiter)) at = Math.max(at, this.#bulk.leftAt + this.#bulk.gapMs);
    return this.#roomIn(waiter, at, now, ({ bucket }) => bucket.only === waiter.callClass);
  }

  /** What every call waits for. */
  #commonRoomAt(waiter: Waiter, now: number): number {
    const at = Math.max(now, this.#state.pausedUntil);
    if (this.#save !== null && this.#unwritten + waiter.calls > UNWRITTEN_MAX) {
      this.#write(this.#save);
      return Number.POSITIVE_INFINITY;
    }
    return this.#roomIn(waiter, at, now, ({ bucket }) => bucket.only === undefined);
  }

  #roomIn(
    { calls, priority }: Waiter,
    from: number,
    now: number,
    isMeant: (window: RateWindow) => boolean,
  ): number {
    const request = {
      now,
      calls,
      isPerson: priority === 0,
      isCrowd: this.#queue.size > CROWD,
      careful: this.#careful(now),
    };
    return this.#windows
      .filter(isMeant)
      .map((window) => window.roomAt(request))
      .reduce((latest, at) => Math.max(latest, at), from);
  }

  #careful(now: number): number | null {
    const { caution } = this.#state;
    if (caution.until > now) return caution.share;
    if (caution !== NO_CAUTION) this.#state = { ...this.#state, caution: NO_CAUTION };
    return null;
  }

  /** How careful the calls are just now, for whoever wants to know. */
  get caution(): Caution {
    return this.#state.caution;
  }

  #isDailyFull(priority: number): boolean {
    return this.#daily.share >= (DAILY_SHARES[priority] ?? Infinity);
  }

  /** Looks again at `at`, or earlier if that is what somebody else waits for. */
  #wakeAt(at: number): void {
    if (this.#alarm !== null && this.#alarm.at <= at) return;
    this.#alarm?.stop.abort(new Error("somebody goes earlier"));
    const alarm = { at, stop: new AbortController() };
    this.#alarm = alarm;
    void this.#clock.sleep(Math.max(0, at - this.#clock.now()), alarm.stop.signal).then(
      () => {
        if (this.#alarm === alarm) this.#alarm = null;
        this.#admitReady();
      },
      () => {},
    );
  }
}

/** What is under way is not spaced: it would keep others from its place in flight. */
function isMeteredBulk({ callClass, priority, isUnderWay }: Waiter): boolean {
  return priority >= BULK && callClass !== "write" && !isUnderWay;
}
