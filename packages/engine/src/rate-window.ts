/**
 * One limit of a vendor: at most so many calls may reach it in any rolling window.
 *
 * When a call arrives is not known, only when it left and when its answer came. Two rules follow:
 *
 *   held    a call takes its place from when it leaves until a window after its answer. No network can
 *           break that, and it costs a round trip of each window: next to nothing of a minute, half of
 *           a second.
 *   spread  a call holds its place until a window and `arrivalSpreadMs` after it left, or as above, which
 *           is the shorter where answers come quickly. Safe while no request is on its way for longer
 *           than the fastest one and that spread (Q-LIMITS). Many calls leave evenly then, so that a
 *           single one that is late meets a free place too.
 *
 * A window with a spread falls back on the first rule while the caller says that it must be careful.
 */
import type { CallClass } from "@accord-sync/core/ports/remote.ts";
import { must } from "@accord-sync/core/errors/assert.ts";

export interface Bucket {
  readonly windowMs: number;
  readonly max: number;
  /** Which calls count; undefined counts all. */
  readonly only?: CallClass;
  /** Places of `max` that only a person's call may take. Default 0. */
  readonly personsOnly?: number;
  /** Places are counted from leaving too, this much longer than the window. Default: only held. */
  readonly arrivalSpreadMs?: number;
}

/** A call that left. */
export interface Departure {
  readonly calls: number;
  /** When its places come free by the rule of the spread; infinite until it has left. */
  freeAt: number;
}

/** Who asks for places, and under which circumstances. */
export interface PlaceRequest {
  readonly now: number;
  readonly calls: number;
  readonly isPerson: boolean;
  /** Many more wait. */
  readonly isCrowd: boolean;
  /** The part of `max` to use, with the rule that no network can break; null uses all. */
  readonly careful: number | null;
}

/** As many calls leave at once, and the next ones evenly; fewer in a crowd, which would use every place. */
const AT_ONCE = 8;
const AT_ONCE_IN_CROWD = 4;

export class RateWindow {
  readonly bucket: Bucket;
  #underWay = 0;
  /** When the places of answered calls come free. */
  readonly #answered = new Times();
  /** Calls that hold places by the rule of the spread, those that have not left included. */
  #left: Departure[] = [];
  #lastLeftAt = Number.NEGATIVE_INFINITY;

  constructor(bucket: Bucket) {
    this.bucket = bucket;
  }

  counts(callClass: CallClass): boolean {
    return this.bucket.only === undefined || this.bucket.only === callClass;
  }

  /** Gives a place to a request that may leave from now on: it is held until that has left. */
  take(now: number): Departure {
    const departure: Departure = { calls: 1, freeAt: Number.POSITIVE_INFINITY };
    this.#underWay += 1;
    this.#lastLeftAt = now;
    if (this.bucket.arrivalSpreadMs !== undefined) this.#left.push(departure);
    return departure;
  }

  /** The request leaves now. */
  leave(departure: Departure, now: number): void {
    const { windowMs, arrivalSpreadMs = 0 } = this.bucket;
    this.#lastLeftAt = now;
    departure.freeAt = now + windowMs + arrivalSpreadMs;
  }

  answer(departure: Departure, now: number): void {
    const freeAt = now + this.bucket.windowMs;
    this.#underWay -= departure.calls;
    this.#answered.add(freeAt, departure.calls);
    departure.freeAt = Math.min(departure.freeAt, freeAt);
  }

  /** Calls of an earlier process, the last of which left at `at`; their answers are not known. */
  assume(at: number, calls: number): void {
    const { windowMs, arrivalSpreadMs } = this.bucket;
    this.#answered.add(at + LONGEST_TRIP_MS + windowMs, calls);
    if (arrivalSpreadMs === undefined) return;
    this.#left.push({ calls, freeAt: at + windowMs + arrivalSpreadMs });
  }

  /** The earliest time at which there is room; infinite while only an answer can make it. */
  roomAt(request: PlaceRequest): number {
    const { now, careful } = request;
    this.#answered.dropUntil(now);
    this.#left = this.#left.filter(({ freeAt }) => freeAt > now);
    const isSpread = this.bucket.arrivalSpreadMs !== undefined;
    const at =
      isSpread && careful === null ? this.#roomBySpread(request) : this.#roomByHold(request);
    return isSpread && !request.isPerson ? Math.max(at, this.#evenly(request.isCrowd)) : at;
  }

  #roomByHold({ now, calls, isPerson, careful }: PlaceRequest): number {
    const places = this.#places(isPerson, careful);
    const tooMany = this.#underWay + this.#answered.size + Math.min(calls, places) - places;
    if (tooMany <= 0) return now;
    return tooMany > this.#answered.size
      ? Number.POSITIVE_INFINITY
      : this.#answered.at(tooMany - 1);
  }

  #roomBySpread({ now, calls, isPerson, careful }: PlaceRequest): number {
    const places = this.#places(isPerson, careful);
    const held = this.#left.reduce((sum, each) => sum + each.calls, 0);
    const tooMany = held + Math.min(calls, places) - places;
    if (tooMany <= 0) return now;
    const freeAt = this.#left.flatMap((each) => Array<number>(each.calls).fill(each.freeAt));
    return must(
      freeAt.toSorted((a, b) => (a < b ? -1 : Number(a > b)))[tooMany - 1],
      "as many calls hold places",
    );
  }

  #places(isPerson: boolean, careful: number | null): number {
    const { max, personsOnly = 0 } = this.bucket;
    return Math.max(1, Math.floor(max * (careful ?? 1)) - (isPerson ? 0 : personsOnly));
  }

  #evenly(isCrowd: boolean): number {
    const { windowMs, max, arrivalSpreadMs = 0 } = this.bucket;
    if (this.#left.length < (isCrowd ? AT_ONCE_IN_CROWD : AT_ONCE)) return Number.NEGATIVE_INFINITY;
    return this.#lastLeftAt + (windowMs + arrivalSpreadMs) / max;
  }
}

/** A call of which nothing more is heard has arrived at the latest so long after it left, milliseconds. */
const LONGEST_TRIP_MS = 10_000;

/** Entries that are dropped from the front are cleared away when there are as many. */
const CLEAR_AT = 1_024;

/** Times in ascending order. */
class Times {
  #times: number[] = [];
  #first = 0;

  get size(): number {
    return this.#times.length - this.#first;
  }

  /** The time of that number, counted from 0. */
  at(index: number): number {
    return must(this.#times[this.#first + index], "only times that are there are asked for");
  }

  /** Nearly always the last; calls of an earlier process are held for longer than the first of this one. */
  add(time: number, count: number): void {
    const before = this.#times.findLastIndex((other) => other <= time);
    const index = Math.max(before + 1, this.#first);
    this.#times.splice(index, 0, ...Array<number>(count).fill(time));
  }

  dropUntil(now: number): void {
    while ((this.#times[this.#first] ?? Number.POSITIVE_INFINITY) <= now) this.#first += 1;
    if (this.#first < CLEAR_AT) return;
    this.#times = this.#times.slice(this.#first);
    this.#first = 0;
  }
}
