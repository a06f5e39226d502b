/** What a run of many seeds must have met at least once; without it the simulator proves less than it says. */
import { readMarks } from "./marks.ts";

/** Runs of fewer seeds are not held to the floor. */
export const FLOOR_FROM_SEEDS = 500;

export const MARK_FLOOR: readonly string[] = [
  "crash at a commit",
  "crash",
  "decision",
  "entry closed: agreed",
  "entry closed: decided",
  "entry closed: forced",
  "entry: conflict",
  "entry: difference",
  "entry: overridden",
  "error: MATCH_FOUND",
  "error: QBO_DUPLICATE_NAME",
  "error: RECORD_DELETED_IN_SALESFORCE",
  "event came as a gap",
  "event came as an overflow",
  "event came as one that cannot be read",
  "event stream broke",
  "event stream lost its place",
  "event stream refused",
  "event told too early a time",
  "event told too late a time",
  "log: create applied",
  "log: fetch applied",
  "log: link applied",
  "log: mark applied",
  "log: send applied",
  "log: unlink applied",
  "log: update applied",
  "lost answer of a read",
  "lost answer of a write",
  "lost request",
  "notice told too early a time",
  "notice told too late a time",
  "notice: coalesced",
  "notice: echo",
  "notice: held",
  "notice: outOfScope",
  "notice: parked",
  "outage",
  "parked, then re-processed",
  "refused as stale",
  "requestid replayed",
  "server error after a write",
  "server error",
  "the clock of QuickBooks is ahead",
  "the clock of QuickBooks is behind",
  "the clock of Salesforce is ahead",
  "the clock of Salesforce is behind",
  "throttled",
  "webhook came twice",
  "webhook dropped",
  "without event stream",
  "without sweeps",
  "without webhooks",
];

/** Marks of the floor that were never hit. */
export function missingMarks(): readonly string[] {
  const marks = readMarks();
  return MARK_FLOOR.filter((name) => !marks.has(name));
}
