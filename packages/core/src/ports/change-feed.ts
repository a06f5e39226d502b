import type { OperationalError } from "../errors/operational-error.ts";
import type { Image } from "../records/image.ts";

/** One change event of Salesforce, decoded. Its values are compared with what was seen, never merged. */
export interface ChangeNotice {
  readonly type: string;
  readonly recordIds: readonly string[];
  readonly changeType: "create" | "update" | "delete" | "undelete" | "gap" | "overflow";
  readonly replayId: string;
  readonly committedAt: string;
  /** The client name given in `Sforce-Call-Options`, or null. */
  readonly client: string | null;
  readonly userId: string;
  /** The link mark that the event sets on the record; null where it sets none. */
  readonly linkMark: string | null;
  /** The values that changed, by field path; null where the event carries none (gap). */
  readonly changed: Image | null;
}

/** A change event that says nothing: its bytes, its schema or its header are not what they should be. */
export interface UnreadableEvent {
  /** The object that it is about; null where nothing tells, and it may be any. */
  readonly type: string | null;
  /** Committed about this time or later, ISO 8601; null where nothing tells. */
  readonly since: string | null;
  /** What is wrong with it, for the operator. */
  readonly reason: string;
}

export interface FeedPage {
  readonly notices: readonly ChangeNotice[];
  /** Events that are passed over: what they may have told is found by a sweep. */
  readonly unreadable: readonly UnreadableEvent[];
  /** The position after these notices, stored in the transaction that stores them (I10). */
  readonly replayId: string;
}

/** Where a stream begins: behind a page that was stored, at all that is kept, or at what comes next. */
export type FeedStart =
  | { readonly kind: "after"; readonly replayId: string }
  | { readonly kind: "earliest" }
  | { readonly kind: "tip" };

export type FeedEnd =
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly reason: string; readonly needsNewToken: boolean }
  /** Salesforce gives no events for now, and asking again soon is of no use: poll, and ask again later. */
  | { readonly kind: "refused"; readonly error: OperationalError }
  /** The replay id is too old or broken: start at the earliest and sweep. */
  | { readonly kind: "replay-lost" };

export interface ChangeFeed {
  /**
   * Delivers pages in order until `signal` aborts or the stream ends. The next page comes only after
   * `onPage` resolved, so a page that cannot be stored is never passed over.
   */
  follow(
    from: FeedStart,
    onPage: (page: FeedPage) => Promise<void>,
    signal: AbortSignal,
  ): Promise<FeedEnd>;
}
