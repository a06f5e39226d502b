import { refuse } from "../api-error.ts";
import type { DmlContext } from "./context.ts";

/**
 * Rows that something else is writing at the moment. The emulator runs one call after the other, so a lock
 * is held by whoever says so, until a time: a test by command. The chunk of a bulk job takes milliseconds
 * between two calls; nobody would wait for it as long as the platform lets writers wait.
 */
export class LockBook {
  /** Epoch milliseconds until which a row is held, by id. */
  readonly #until = new Map<string, number>();

  /** Holds rows until a time; a longer hold stays. */
  hold(ids: readonly string[], until: number): void {
    for (const id of ids) this.#until.set(id, Math.max(until, this.#until.get(id) ?? 0));
  }

  /** Lets rows go before their time. */
  release(ids: readonly string[]): void {
    for (const id of ids) this.#until.delete(id);
  }

  /** Lets all rows go. */
  clear(): void {
    this.#until.clear();
  }

  isHeld(id: string, now: number): boolean {
    const until = this.#until.get(id);
    if (until === undefined) return false;
    if (until > now) return true;
    this.#until.delete(id);
    return false;
  }

  get isEmpty(): boolean {
    return this.#until.size === 0;
  }
}

/**
 * Refuses to write while one of the rows is held. A save locks its row and, for a row that belongs to
 * another, the owner too (D: "Record locking cheat sheet").
 */
export function checkLocks(context: DmlContext, ids: Iterable<unknown>): void {
  const { locks, now } = context;
  if (locks === undefined || locks.isEmpty) return;
  for (const id of ids) {
    if (typeof id !== "string" || !locks.isHeld(id, now)) continue;
    throw refuse(
      400,
      "UNABLE_TO_LOCK_ROW",
      `unable to obtain exclusive access to this record or 1 records: ${id}`,
      [],
    );
  }
}
