import { setImmediate as nextMacrotask } from "node:timers/promises";
import type { Clock } from "@accord-sync/core/ports/clock.ts";

interface Sleeper {
  readonly at: number;
  readonly order: number;
  wake(): void;
}

/** A clock for tests: time moves only when everything that could run has run. */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  #sleepers: Sleeper[] = [];

  constructor(start = Date.UTC(2026, 0, 5, 9)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = { at: this.#now + ms, order: this.#order++, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal.reason as Error);
      });
    });
  }

  /** Runs until `done` settles; fails when nothing is left that could settle it. */
  async runUntil<T>(done: Promise<T>): Promise<T> {
    let isDone = false;
    const finished = done.finally(() => {
      isDone = true;
    });
    finished.catch(() => {}); // Reported by the await below.
    while (true) {
      await nextMacrotask();
      if (isDone) return finished;
      if (!this.step()) {
        await nextMacrotask();
        if (isDone) return finished;
        if (this.#sleepers.length === 0) throw new Error("nothing left to run, and not done");
      }
    }
  }

  /** Runs everything that is due within the next `ms`, then stands there. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await nextMacrotask();
    while (this.#sleepers.some((sleeper) => sleeper.at <= until)) {
      this.step();
      await nextMacrotask();
    }
    this.#now = until;
  }

  /** Moves to the next sleeper and wakes it; false when nobody sleeps. */
  step(): boolean {
    const next = this.#sleepers.toSorted((a, b) => a.at - b.at || a.order - b.order)[0];
    if (next === undefined) return false;
    this.#sleepers = this.#sleepers.filter((other) => other !== next);
    this.#now = Math.max(this.#now, next.at);
    next.wake();
    return true;
  }
}
