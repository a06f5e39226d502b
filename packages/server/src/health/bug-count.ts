/**
 * How often Accord Sync has met a bug of its own since it started. What it logs as an error is one, by the
 * rule of the registry: everything expected is an operational error and is told elsewhere. The service
 * goes on, and `/healthz` with it; whoever looks after it must still see that something keeps failing.
 */
import type { Log } from "@accord-sync/core/ports/log.ts";
import type { StatusView } from "@accord-sync/engine/engine-api.ts";

export interface BugsView {
  readonly sinceStart: number;
  /** ISO 8601 in UTC; null while there was none. */
  readonly lastAt: string | null;
  /** What failed, as in the service's own log, which has the details; null while there was none. */
  readonly last: string | null;
}

/** What `GET /status` answers: the engine's view and what only the service knows. */
export interface ServiceStatusView extends StatusView {
  readonly bugs: BugsView;
  /** What an operator should look at in the settings, one sentence each. */
  readonly warnings: readonly string[];
}

export interface BugCount {
  /** Writes to the log that was given, and counts. */
  readonly log: Log;
  view(): BugsView;
}

/** `now` is the clock, in epoch milliseconds. */
export function countBugs(log: Log, now: () => number): BugCount {
  let bugs: BugsView = { sinceStart: 0, lastAt: null, last: null };
  return {
    log: {
      info: (message, fields) => log.info(message, fields),
      warn: (message, fields) => log.warn(message, fields),
      error: (message, fields) => {
        const lastAt = new Date(now()).toISOString();
        bugs = { sinceStart: bugs.sinceStart + 1, lastAt, last: message };
        log.error(message, fields);
      },
    },
    view: () => bugs,
  };
}
