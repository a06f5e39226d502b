import { advanceBulkJobs } from "../bulk/advance.ts";
import type { Org } from "../org.ts";

/** Milliseconds between looks; a look at nothing costs nothing. */
const LOOK_MS = 50;

/**
 * What happens with time while nobody calls: bulk jobs go on, and events that a fault delays go out, so that
 * subscribers see them. A large job runs in small steps, between which calls are answered. @returns what ends it
 */
export function runInTime(org: Org, now: () => number): () => void {
  let next: NodeJS.Timeout | undefined;
  const look = (): void => {
    const hasMore = advanceBulkJobs(org, now());
    if (org.heldEvents.hasDue(now())) {
      org.commit({ userId: org.settings.adminUserId, changeOrigin: "" }, now());
    }
    next = setTimeout(look, hasMore ? 0 : LOOK_MS);
  };
  next = setTimeout(look, LOOK_MS);
  return () => clearTimeout(next);
}
