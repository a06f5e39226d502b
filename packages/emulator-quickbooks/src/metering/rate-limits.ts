const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

/** The published limits of one app in one company (reference section 7). */
export const REQUESTS_PER_MINUTE = 500;
/** Replaced "10 concurrent requests" of 2016. */
export const REQUESTS_PER_SECOND = 10;
/** A batch counts against the other two limits as one request. */
export const BATCHES_PER_MINUTE = 40;

/** Counts admissions over a sliding window. */
class Bucket {
  readonly #windowMs: number;
  readonly #max: number;
  #admitted: number[] = [];

  constructor(windowMs: number, max: number) {
    this.#windowMs = windowMs;
    this.#max = max;
  }

  /** Also forgets what has left the window, so the list stays short. */
  hasRoom(now: number): boolean {
    const from = now - this.#windowMs;
    const firstInside = this.#admitted.findIndex((at) => at > from);
    this.#admitted = firstInside < 0 ? [] : this.#admitted.slice(firstInside);
    return this.#admitted.length < this.#max;
  }

  admit(now: number): void {
    this.#admitted.push(now);
  }
}

/** Whether a request fits in every bucket it falls into; a refused one takes no room. */
export class RateLimits {
  readonly #minute = new Bucket(MINUTE_MS, REQUESTS_PER_MINUTE);
  readonly #second = new Bucket(SECOND_MS, REQUESTS_PER_SECOND);
  readonly #batches = new Bucket(MINUTE_MS, BATCHES_PER_MINUTE);

  admit(now: number, isBatch: boolean): boolean {
    const buckets = isBatch
      ? [this.#minute, this.#second, this.#batches]
      : [this.#minute, this.#second];
    if (!buckets.map((bucket) => bucket.hasRoom(now)).every(Boolean)) return false;
    for (const bucket of buckets) bucket.admit(now);
    return true;
  }
}
