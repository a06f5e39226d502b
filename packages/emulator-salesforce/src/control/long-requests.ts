/** Requests that take their time: the platform limits how many may run for 20 seconds or longer (S1.9). */

const LONG_MS = 20_000;
/** The platform ends a request after ten minutes. */
const TIMEOUT_MS = 600_000;

/** When each slow request began and will end; times are epoch milliseconds. */
export class LongRequests {
  #running: { readonly from: number; readonly to: number }[] = [];

  /** Notes a request that a fault keeps waiting. */
  add(from: number, delayMs: number): void {
    if (delayMs < LONG_MS) return;
    this.#running.push({ from, to: from + Math.min(delayMs, TIMEOUT_MS) });
  }

  /** How many have been running for 20 seconds at this moment. */
  countAt(now: number): number {
    this.#running = this.#running.filter(({ to }) => to > now);
    return this.#running.filter(({ from }) => now - from >= LONG_MS).length;
  }

  clear(): void {
    this.#running = [];
  }
}
