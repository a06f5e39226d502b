/**
 * Where a sweep of a company stands. Two states:
 *
 *   following   since T: one CDC call finds what changed after T
 *      │  the answer is full (it may have left changes out), or T is older than CDC looks back
 *      ▼
 *   scanning    query by query, type by type, in the order of LastUpdatedTime from T on
 *      │  the last page of the last type
 *      ▼
 *   following   since the moment at which the scan began
 *
 * CDC has no end of its window and no pages, so a full one cannot be halved: what it left out is found
 * by queries, which have both.
 */

export interface Following {
  readonly state: "following";
  /** ISO 8601 in UTC. */
  readonly since: string;
}

export interface Scanning {
  readonly state: "scanning";
  /** Index of the type being scanned, in the sweep's own order of types. */
  readonly type: number;
  /** Records that changed at this time or later, ISO 8601 in UTC. */
  readonly from: string;
  /** Position of the next page among them, from 1. */
  readonly start: number;
  /** Where each type's scan begins. */
  readonly since: string;
  /** Where following goes on after the last type. */
  readonly thenSince: string;
}

export type SweepCursor = Following | Scanning;

export function writeCursor(cursor: SweepCursor): string {
  return JSON.stringify(cursor);
}

/** Null for text that is no cursor of ours. */
export function readCursor(text: string): SweepCursor | null {
  try {
    const value = JSON.parse(text) as Partial<SweepCursor> | null;
    return value?.state === "following" || value?.state === "scanning"
      ? (value as SweepCursor)
      : null;
  } catch {
    return null;
  }
}
