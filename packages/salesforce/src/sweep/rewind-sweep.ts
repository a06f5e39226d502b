/**
 * A sweep that goes back: for an object whose changes were too many to be told one by one (an overflow
 * event), everything that may have changed with them is read again.
 */
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import { must } from "@accord-sync/core/errors/assert.ts";
import { readCursor, type StreamPosition, writeCursor } from "./sweep-cursor.ts";

/**
 * How far before an overflow's commit its first rows may have been stamped, milliseconds. A transaction
 * may last ten minutes (S1.9); an hour costs some reading of what is known, and nothing else.
 */
export const OVERFLOW_LASTS_MS = 3_600_000;

export function rewindSweep(cursor: string | null, type: string, time: string): string | null {
  // Nothing was swept yet: the first sweep begins now, and what is older is not ours to take.
  if (cursor === null) return null;
  const held = must(readCursor(cursor), "the sweep cursor is one that this adapter wrote");
  const from = isoSeconds(Date.parse(time) - OVERFLOW_LASTS_MS);
  const rewound = Object.entries(held).map(([name, position]): [string, StreamPosition] => {
    const isOfType = name === type || name.startsWith(`${type}/`);
    return [name, isOfType ? sentBack(position, from) : position];
  });
  return writeCursor(Object.fromEntries(rewound));
}

function sentBack(position: StreamPosition, from: string): StreamPosition {
  if (from < position.from) return { from, after: null };
  const { after, next = from } = position;
  // Within a window of several pages: its first ones may have been read before those rows could be seen.
  return after === null ? position : { ...position, next: next < from ? next : from };
}
