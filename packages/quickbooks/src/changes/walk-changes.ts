/**
 * Changes of a company as an async iterator: pages up to the present, each with the cursor that follows
 * it. Keep both in one transaction: a crash then repeats a page and leaves none out.
 */
import type { Result } from "@accord-sync/core/records/result.ts";
import { succeed } from "@accord-sync/core/records/result.ts";
import type { ChangeCursor } from "./change-cursor.ts";
import {
  type Change,
  type ChangeWalk,
  startAt,
  stepChanges,
  type UnseenDeletions,
} from "./step-changes.ts";

/** Steps of one walk; the cursor of its last page goes on from there. 10 million records. */
const STEPS_MAX = 10_000;

export interface ChangePage {
  /** Each at least once; one may come again, in the same version, where windows overlap. */
  readonly changes: readonly Change[];
  readonly cursor: ChangeCursor;
  /** True while the walk goes on without waiting. */
  readonly isCatchingUp: boolean;
  readonly unseenDeletions: readonly UnseenDeletions[];
  readonly calls: number;
}

/**
 * Goes on from `cursor` (null: from now on, which takes no call) to the present. Calls: 1 when at most
 * 999 objects changed, whatever the number of types; else about 2 a type and one for each 1,000 records.
 * A failure is the last thing that comes.
 */
export async function* walkChanges(
  walk: ChangeWalk,
  cursor: ChangeCursor | null,
): AsyncGenerator<Result<ChangePage>, void, void> {
  if (cursor === null) {
    const start = startAt(walk.now);
    yield succeed({
      changes: [],
      cursor: start,
      isCatchingUp: false,
      unseenDeletions: [],
      calls: 0,
    });
    return;
  }
  let at = cursor;
  for (let steps = 0; steps < STEPS_MAX; steps += 1) {
    const step = await stepChanges(walk, at);
    if (!step.ok) {
      yield step;
      return;
    }
    at = step.value.cursor;
    const isCatchingUp = at.state === "catching-up";
    yield succeed({ ...step.value, isCatchingUp });
    if (!isCatchingUp) return;
  }
}
