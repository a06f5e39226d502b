/** What an edition allows in API calls (S1.9). Licences of users add to the daily number; none here do. */

import type { Edition } from "../feed/allocations.ts";

export interface EditionLimits {
  /** API calls in any 24 hours. */
  readonly dailyApiRequests: number;
  /** Requests that have run for 20 seconds or longer, at one time. */
  readonly longRequestsMax: number;
}

export const EDITIONS = {
  Developer: { dailyApiRequests: 15_000, longRequestsMax: 5 },
  Enterprise: { dailyApiRequests: 100_000, longRequestsMax: 25 },
  Performance: { dailyApiRequests: 100_000, longRequestsMax: 25 },
  Unlimited: { dailyApiRequests: 100_000, longRequestsMax: 25 },
} as const satisfies Readonly<Record<Edition, EditionLimits>>;
