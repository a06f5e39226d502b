/**
 * Change follower: keeps the org's event stream open and stores what it delivers. Whatever ends it, sweeps
 * go on meanwhile, so an end costs seconds and never a change.
 *
 *   failed        opened again, after a pause that doubles while nothing comes of it
 *   refused       Salesforce gives none for now (its day's allocation, the set-up): people are told, the
 *                 sweeps do the work, and it is asked for again every few minutes
 *   replay-lost   followed from the earliest event that is kept; the sweep closes what was lost before that
 */
import { messageOf } from "@accord-sync/core/errors/operational-error.ts";
import type {
  ChangeFeed,
  FeedEnd,
  FeedPage,
  FeedStart,
} from "@accord-sync/core/ports/change-feed.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import { findConnection } from "@accord-sync/ledger/connections.ts";
import { readCursor, saveCursor } from "@accord-sync/ledger/cursors.ts";
import { type EngineContext, salesforceRef } from "./engine-context.ts";
import { CHANGE_FEED, FROM_EARLIEST } from "./feeds.ts";
import { receiveChanges } from "./notices/intake.ts";
import { SentBack } from "./notices/sent-back.ts";
import type { RecordGlances } from "./views/record-glances.ts";

export interface FollowerParts {
  readonly feed: ChangeFeed;
  readonly context: EngineContext;
  readonly connectionId: string;
  readonly glances: RecordGlances;
  /** Ends the following. */
  readonly signal: AbortSignal;
  /** Has the org swept now. */
  readonly wakeSweep: () => void;
  /** Whether the org is being swept now. */
  readonly isSweeping: () => boolean;
}

/** How changes in Salesforce are found, for screens. */
export interface ChangesFound {
  readonly by: "events" | "polling";
  /** Why it is polling; null while it follows. */
  readonly detail: string | null;
}

/** When the newest of its changes was committed, in milliseconds. */
function newestOf({ notices }: FeedPage): number {
  return Math.max(...notices.map(({ committedAt }) => Date.parse(committedAt)));
}

export class ChangeFollower {
  readonly #parts: FollowerParts;
  #found: ChangesFound = { by: "events", detail: null };
  /** Ends in a row that brought no page. */
  #fruitless = 0;
  readonly #sentBack = new SentBack();
  /** The newest of the many changes at once that a sweep was last asked for. */
  #sweptForManyOf = 0;

  constructor(parts: FollowerParts) {
    this.#parts = parts;
  }

  get found(): ChangesFound {
    return this.#found;
  }

  /** Follows the stream until it ends; what it delivers is stored before it delivers more. */
  async follow(): Promise<number> {
    const { feed, signal } = this.#parts;
    const end = await feed.follow(await this.#start(), (page) => this.#take(page), signal);
    return this.#restAfter(end);
  }

  async #start(): Promise<FeedStart> {
    const { ledger, scope } = this.#parts.context;
    const at = await readCursor(ledger.db, scope.tenant, scope.org, CHANGE_FEED);
    if (at === null) return { kind: "tip" };
    return at === FROM_EARLIEST ? { kind: "earliest" } : { kind: "after", replayId: at };
  }

  async #take(page: FeedPage): Promise<void> {
    const { context, connectionId, glances, wakeSweep } = this.#parts;
    // Read anew for each page: at the first start the feed is open before the org was described.
    const connection = await findConnection(context.ledger.db, connectionId);
    const unreadable = page.unreadable.map((event) => this.#sentBack.after(event));
    const at = isoSeconds(context.clock.now());
    const told = { ...page, unreadable };
    const isCovered = this.#isCovered(page);
    const userId = connection?.userId ?? null;
    const { isMany } = await receiveChanges(context, told, userId, isCovered);
    this.#sentBack.note(unreadable, at);
    this.#found = { by: "events", detail: null };
    this.#fruitless = 0;
    for (const { type, recordIds } of page.notices) {
      for (const id of recordIds) glances.forget(salesforceRef(type, id));
    }
    const isOverflow = page.notices.some(({ changeType }) => changeType === "overflow");
    const isSwept = isOverflow || page.unreadable.length > 0 || (isMany && !isCovered);
    if (isMany && !isCovered) this.#sweptForManyOf = newestOf(page);
    if (isSwept) wakeSweep();
  }

  /**
   * One sweep finds all that was changed before it: while it is under way, a page that tells of no later second
   * than the one that it was asked for waits for it, however few changes it has.
   */
  #isCovered(page: FeedPage): boolean {
    if (page.notices.length === 0) return false;
    return newestOf(page) <= this.#sweptForManyOf && this.#parts.isSweeping();
  }

  async #restAfter(end: FeedEnd): Promise<number> {
    const { context, wakeSweep } = this.#parts;
    const { pacing, log } = context;
    switch (end.kind) {
      case "stopped":
        return 0;
      case "refused": {
        const detail = messageOf(end.error);
        if (this.#found.detail !== detail)
          log.warn("no change events: polling", { reason: detail });
        this.#found = { by: "polling", detail };
        wakeSweep();
        return pacing.feedRefusedMs;
      }
      case "replay-lost":
        log.warn("the place in the event stream is lost: following from the earliest event kept");
        await this.#loseStart();
        wakeSweep();
        return pacing.feedRestartMs;
      case "failed":
      default:
        log.warn("the event stream ended", { reason: end.reason });
        this.#fruitless += 1;
        // Once is a broken connection; again and again is a stream that does not come.
        if (this.#fruitless > 3) this.#found = { by: "polling", detail: end.reason };
        return Math.min(
          pacing.feedRestartMs * 2 ** Math.min(this.#fruitless - 1, 10),
          pacing.feedRestartLongestMs,
        );
    }
  }

  async #loseStart(): Promise<void> {
    const { ledger, scope } = this.#parts.context;
    await ledger.transaction((tx) =>
      saveCursor(tx, scope.tenant, scope.org, CHANGE_FEED, FROM_EARLIEST),
    );
  }
}
