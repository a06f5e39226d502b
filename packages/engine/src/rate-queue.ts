/**
 * Who leaves next: a person before all others; then real time, sweeps, bulk work. So that a flood of one
 * kind does not shut out the others, one place in eight goes to whoever of those behind has waited longest.
 */
import type { CallClass } from "@accord-sync/core/ports/remote.ts";
import type { Departure, RateWindow } from "./rate-window.ts";

/** The places of one request: one in each window that counts it. */
export type Place = readonly (readonly [RateWindow, Departure])[];

export interface Waiter {
  readonly callClass: CallClass;
  /** 0 a person, 1 real time, 2 sweeps, 3 bulk work. */
  readonly priority: number;
  /** Requests that it makes. */
  readonly calls: number;
  /** Since when it waits, milliseconds since 1970. */
  readonly since: number;
  /** It belongs to a call that is under way, which has its place in flight already. */
  readonly isUnderWay: boolean;
  /** One place for each request. */
  admit(places: readonly Place[]): void;
}

/** One place in so many goes to whoever has waited longest. */
export const FAIR_EVERY = 8;
/** Nobody who has waited for less is shut out, milliseconds. */
export const FAIR_AFTER_MS = 5_000;

const KINDS = 4;

export class RateQueue {
  readonly #kinds: Waiter[][] = Array.from({ length: KINDS }, () => []);
  #sinceFair = 0;
  /** The kind that the last fair place went to: of two that waited as long the other one is next. */
  #lastFair = 0;

  /** How many wait, persons included. */
  get size(): number {
    return this.#kinds.reduce((sum, kind) => sum + kind.length, 0);
  }

  add(waiter: Waiter): void {
    this.#kind(waiter.priority).push(waiter);
  }

  /** All that wait, in the order in which they may leave. */
  *inOrder(now: number): Generator<Waiter> {
    const [persons = [], ...others] = this.#kinds;
    yield* persons;
    const longest = this.#isFairTurn() ? this.#longestBehind(now) : null;
    if (longest !== null) yield longest;
    for (const kind of others) yield* kind;
  }

  /** `waiter` leaves. */
  remove(waiter: Waiter): void {
    const kind = this.#kind(waiter.priority);
    kind.splice(kind.indexOf(waiter), 1);
    if (waiter.priority === 0) return;
    if (this.#isFairTurn()) this.#lastFair = waiter.priority;
    this.#sinceFair = this.#isFairTurn() ? 0 : this.#sinceFair + 1;
  }

  #isFairTurn(): boolean {
    return this.#sinceFair >= FAIR_EVERY - 1;
  }

  /** Of the kinds behind the most urgent one that waits: whose turn would not come while it lasts. */
  #longestBehind(now: number): Waiter | null {
    const heads = this.#kinds.slice(1).flatMap(([head]) => (head === undefined ? [] : [head]));
    const [first] = heads
      .slice(1)
      .toSorted((a, b) => a.since - b.since || this.#rank(a) - this.#rank(b));
    return first !== undefined && now - first.since >= FAIR_AFTER_MS ? first : null;
  }

  #rank({ priority }: Waiter): number {
    return priority === this.#lastFair ? 1 : 0;
  }

  #kind(priority: number): Waiter[] {
    const index = Math.max(0, Math.min(KINDS - 1, priority));
    return this.#kinds[index] ?? [];
  }
}
