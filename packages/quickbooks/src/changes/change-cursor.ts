/**
 * Where a walk of a company's changes stands. Two states:
 *
 *   following     since T: one CDC call finds what changed after T
 *      │  the answer is full (it may have left changes out), or T is older than CDC looks back
 *      ▼
 *   catching-up   a list of tasks, the first of which is next:
 *      │            ask   CDC for fewer types. Full again: half of the types each; one type alone: scan
 *      │            scan  queries of one type in the order of LastUpdatedTime, which have pages
 *      │  no task is left
 *      ▼
 *   following     since the moment up to which the first answer looked
 *
 * CDC has no end of its window and no pages, so a window is made smaller by type first: that keeps
 * deletions, which no query finds. Only a type that is full alone is scanned.
 */
import type { TimeCursor } from "../query/walk-by-time.ts";

export interface Following {
  readonly state: "following";
  /** ISO 8601 in UTC, by QuickBooks' clock. */
  readonly since: string;
  /** `since` is by our own clock: no answer has told QuickBooks' yet. */
  readonly isByOurClock?: true;
}

export interface AskTask {
  readonly kind: "ask";
  readonly types: readonly string[];
  readonly since: string;
  /** What is left out is known already: a full answer is not split again. */
  readonly isLast: boolean;
}

export interface ScanTask {
  readonly kind: "scan";
  readonly type: string;
  /** Where the scan began. */
  readonly since: string;
  /** Where it ends; null at the tip. */
  readonly until: string | null;
  readonly at: TimeCursor;
  /** Deletions after `since` still have to be asked for. */
  readonly asksAfter: boolean;
}

export type Task = AskTask | ScanTask;

export interface CatchingUp {
  readonly state: "catching-up";
  readonly tasks: readonly Task[];
  /** Where following goes on after the last task. */
  readonly thenSince: string;
  /** `thenSince` lies far back: without a task left, the walk asks from there before it rests. */
  readonly isBehind: boolean;
}

export type ChangeCursor = Following | CatchingUp;

export function writeCursor(cursor: ChangeCursor): string {
  return JSON.stringify(cursor);
}

/** Null for text that is no cursor of ours. One of the form before tasks begins its window anew. */
export function readCursor(text: string): ChangeCursor | null {
  try {
    const value = JSON.parse(text) as (Partial<CatchingUp> & Partial<Following>) | null;
    if (value?.state === "catching-up" && Array.isArray(value.tasks)) return value as CatchingUp;
    const since = value?.since;
    if (typeof since !== "string") return null;
    return value?.isByOurClock === true
      ? { state: "following", since, isByOurClock: true }
      : { state: "following", since };
  } catch {
    return null;
  }
}
