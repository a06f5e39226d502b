/** Rhythm: what runs again and again beside the inbox, each in a loop of its own that only stopping ends. */
import type { Clock } from "@accord-sync/core/ports/clock.ts";
import type { Log } from "@accord-sync/core/ports/log.ts";

/** Made once: each error takes a picture of the stack, which nobody looks at. */
const WOKEN = new Error("woken");

/** Runs `work` until stopped; it answers with how long to rest, in milliseconds. */
export class Rhythm {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #stopping = new AbortController();
  readonly #loops: Promise<void>[] = [];
  readonly #wakers = new Map<string, () => void>();

  constructor(clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
  }

  /** The signal that ends a loop's own waiting. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Starts a loop. A bug in one turn is reported, and the next turn comes after `afterBugMs`. */
  add(name: string, work: () => Promise<number>, afterBugMs = 30_000): void {
    this.#loops.push(this.#loop(name, work, afterBugMs));
  }

  /** Ends the rest of the loop of that name. */
  wake(name: string): void {
    this.#wakers.get(name)?.();
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error("stopping"));
    for (const wake of this.#wakers.values()) wake();
    await Promise.all(this.#loops);
  }

  async #loop(name: string, work: () => Promise<number>, afterBugMs: number): Promise<void> {
    let isWanted = false;
    let rest = new AbortController();
    this.#wakers.set(name, () => {
      isWanted = true;
      rest.abort(WOKEN);
    });
    while (!this.signal.aborted) {
      isWanted = false;
      let restMs = afterBugMs;
      try {
        restMs = await work();
      } catch (error) {
        if (this.signal.aborted) return;
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        this.#log.error("a loop met a bug of ours", { loop: name, error: text });
      }
      if (isWanted || this.signal.aborted) continue;
      rest = new AbortController();
      await this.#clock.sleep(restMs, rest.signal).catch(() => {});
    }
  }
}
