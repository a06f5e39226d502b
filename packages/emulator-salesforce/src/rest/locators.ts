import { refuse } from "../api-error.ts";
import type { PagedRows } from "../soql/select-list.ts";

/**
 * Open cursors of queries and child sets with more than one page. A cursor belongs to the user who
 * opened it and lives for two days (S1.5). Cursors live in memory only: after a restart a client gets
 * INVALID_QUERY_LOCATOR, as it does after two days.
 */
export class LocatorBook {
  readonly #open = new Map<string, Cursor>();

  /** Keeps a result under a new id; the user's oldest cursor makes room. */
  open(locator: string, result: PagedRows, owner: CursorOwner): void {
    const { userId, now } = owner;
    for (const [id, cursor] of this.#open) {
      if (cursor.openedAt + LIFETIME_MS <= now) this.#open.delete(id);
    }
    const own = [...this.#open].filter(([, cursor]) => cursor.userId === userId);
    for (const [id] of own.slice(0, Math.max(0, own.length - OPEN_MAX + 1))) this.#open.delete(id);
    this.#open.set(locator, { result, userId, openedAt: now });
  }

  /** @throws INVALID_QUERY_LOCATOR for cursors that are unknown, too old or another user's */
  find(locator: string, { userId, now }: CursorOwner): PagedRows {
    const cursor = this.#open.get(locator);
    const isValid = cursor?.userId === userId && cursor.openedAt + LIFETIME_MS > now;
    if (cursor !== undefined && isValid) return cursor.result;
    throw refuse(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
  }

  clear(): void {
    this.#open.clear();
  }
}

/** Who asks, and when: epoch milliseconds. */
export interface CursorOwner {
  readonly userId: string;
  readonly now: number;
}

interface Cursor {
  readonly result: PagedRows;
  readonly userId: string;
  readonly openedAt: number;
}

const LIFETIME_MS = 2 * 86_400_000;

/** Cursors of one user at a time; opening one more closes the oldest (D SOAP API `queryMore()`). */
const OPEN_MAX = 10;
