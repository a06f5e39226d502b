/**
 * Whoever has nothing to do sleeps (I14): a process that wakes again and again within moments, and finds nothing,
 * keeps a processor busy for ever.
 */
const MOMENT_MS = 5;
const WITHIN_MS = 1_000;
/** Many times what the passes and webhooks of a scenario's records come to. */
const MOMENTS_MAX = 150;

export class SleepWatch {
  #from = 0;
  #count = 0;

  /** True when the sleep that begins now is one moment too many. */
  isRestless(ms: number, now: number): boolean {
    if (ms > MOMENT_MS) return false;
    if (now - this.#from > WITHIN_MS) {
      this.#from = now;
      this.#count = 0;
    }
    this.#count += 1;
    return this.#count === MOMENTS_MAX;
  }
}
