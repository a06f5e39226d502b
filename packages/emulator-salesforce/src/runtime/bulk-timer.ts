import { advanceBulkJobs } from "../bulk/advance.ts";
import type { Org } from "../org.ts";

/** Milliseconds between looks at the queue; a look at an empty queue costs nothing. */
const LOOK_MS = 50;

/**
 * Keeps bulk jobs going while nobody calls, so that subscribers see their change events. A large job runs
 * in small steps, between which calls are answered. @returns what ends it
 */
export function runBulkJobs(org: Org, now: () => number): () => void {
  let next: NodeJS.Timeout | undefined;
  const look = (): void => {
    const hasMore = advanceBulkJobs(org, now());
    next = setTimeout(look, hasMore ? 0 : LOOK_MS);
  };
  next = setTimeout(look, LOOK_MS);
  return () => clearTimeout(next);
}
