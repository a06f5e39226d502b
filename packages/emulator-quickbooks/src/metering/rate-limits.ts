import { REFUSED_CALLS_COUNT, REPORTS_PER_MINUTE } from "../not-evidenced.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/**
 * How many calls fit into each bucket; null is no limit. The defaults are the published figures (D limits
 * page). Of an app means: of that app in this company.
 */
export interface RateLimitSizes {
  /** Of the company, all apps together. Default 500. */
  readonly requestsPerMinute: number | null;
  /** Of an app; replaced "10 concurrent requests" of 2016. Default 10. */
  readonly requestsPerSecond: number | null;
  /** Of an app. Default 40. A batch is one request in the other buckets. */
  readonly batchesPerMinute: number | null;
  /** Of the company, all apps together. Default 120. */
  readonly batchesPerMinuteOfCompany: number | null;
  /** Of an app, other services of the vendor included; bites here only when the 500 are raised. Default 800. */
  readonly combinedPerMinute: number | null;
  /** Of the company: reports and the like. Default 200, from an older page. */
  readonly reportsPerMinute: number | null;
  /** Mails that the company sends, as a sandbox has it; refused by the application, not here. Default 40. */
  readonly mailsPerDay: number | null;
  /** Metered calls in a calendar month, as the Builder tier has 500,000. Default null. */
  readonly meteredPerMonth: number | null;
}

export const DEFAULT_LIMITS: RateLimitSizes = {
  requestsPerMinute: 500,
  requestsPerSecond: 10,
  batchesPerMinute: 40,
  batchesPerMinuteOfCompany: 120,
  combinedPerMinute: 800,
  reportsPerMinute: REPORTS_PER_MINUTE,
  mailsPerDay: 40,
  meteredPerMonth: null,
};

/** What the buckets look at; `now` is epoch ms, `segments` follow `/v3/company/{realm}/`. */
export interface MeasuredCall {
  readonly now: number;
  readonly clientId: string;
  /** Looked at by the month's quota, which only metered calls use up. */
  readonly method: string;
  readonly segments: readonly string[];
}

/** One bucket that a call falls into. */
interface Share {
  readonly key: string;
  readonly windowMs: number;
  readonly max: number | null;
}

/** Admissions over a sliding window, oldest first. */
class Bucket {
  #admitted: number[] = [];
  /** What stands before has left the window. */
  #head = 0;

  /** How many are inside the window that ends `now`. */
  count(now: number, windowMs: number): number {
    while ((this.#admitted[this.#head] ?? Infinity) <= now - windowMs) this.#head += 1;
    if (this.#head > 1000) {
      this.#admitted = this.#admitted.slice(this.#head);
      this.#head = 0;
    }
    return this.#admitted.length - this.#head;
  }

  admit(now: number): void {
    this.#admitted.push(now);
  }
}

/** Whether a call fits in every bucket it falls into. Held in memory: a restart begins anew. */
export class RateLimits {
  readonly #buckets = new Map<string, Bucket>();

  admit(call: MeasuredCall, sizes: RateLimitSizes): boolean {
    const shares = sharesOf(call, sizes).filter(({ max }) => max !== null);
    const hasRoom = shares.every(
      ({ key, windowMs, max }) => this.#bucket(key).count(call.now, windowMs) < (max ?? Infinity),
    );
    if (hasRoom || REFUSED_CALLS_COUNT) {
      for (const { key } of shares) this.#bucket(key).admit(call.now);
    }
    return hasRoom;
  }

  #bucket(key: string): Bucket {
    const known = this.#buckets.get(key) ?? new Bucket();
    this.#buckets.set(key, known);
    return known;
  }
}

function sharesOf({ clientId, segments }: MeasuredCall, sizes: RateLimitSizes): Share[] {
  const route = segments[0]?.toLowerCase() ?? "";
  const minute = (key: string, max: number | null): Share => ({ key, windowMs: MINUTE_MS, max });
  const shares = [
    minute("requests", sizes.requestsPerMinute),
    { key: `second ${clientId}`, windowMs: SECOND_MS, max: sizes.requestsPerSecond },
    minute(`combined ${clientId}`, sizes.combinedPerMinute),
  ];
  if (route === "batch") {
    shares.push(minute(`batches ${clientId}`, sizes.batchesPerMinute));
    shares.push(minute("batches", sizes.batchesPerMinuteOfCompany));
  }
  if (route === "reports") shares.push(minute("reports", sizes.reportsPerMinute));
  return shares;
}
