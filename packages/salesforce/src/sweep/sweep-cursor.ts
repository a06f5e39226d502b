/** Where the sweep of each stream of an org stands. */

export interface StreamPosition {
  /** Rows that changed at this time or later, ISO 8601 in UTC. */
  readonly from: string;
  /** Within a window of several pages: the last row read; null at a window's start. */
  readonly after: { readonly time: string; readonly id: string } | null;
  /**
   * Within a window of several pages: where the next window begins, a little before the first of its pages
   * was answered. A row that changed behind a page which was read already is found there.
   */
  readonly next?: string;
}

/** By stream: an object's API name, or that name with `/prices` for changes of its price entries. */
export type SweepCursor = Readonly<Record<string, StreamPosition>>;

export function writeCursor(cursor: SweepCursor): string {
  return JSON.stringify(cursor);
}

/** Null for text that is no cursor of ours. */
export function readCursor(text: string): SweepCursor | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null ? (value as SweepCursor) : null;
  } catch {
    return null;
  }
}
