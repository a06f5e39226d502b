/**
 * Lanes: serial execution for everything that is connected through a shared record.
 *
 * A lane is the set of record refs that a pass holds. A pass takes all of them at once or waits, so
 * two passes never hold parts of each other's sets. The set of an unlinked record is itself, that of a
 * linked one its whole link: a lock on "the record before linking, the pair afterwards" would be two
 * locks (F7). Lanes live in memory: they vanish with the process, and the fence guards the commit.
 */
import { refKey, type RecordRef } from "@accord-sync/core/records/record-ref.ts";

interface Waiter {
  readonly keys: readonly string[];
  enter(): void;
}

export class Lanes {
  readonly #held = new Set<string>();
  readonly #waiting: Waiter[] = [];

  /** True when no pass holds any of `refs`. */
  isFree(refs: readonly RecordRef[]): boolean {
    return refs.every((ref) => !this.#held.has(refKey(ref)));
  }

  /** Runs `work` while holding all of `refs`, in the order of arrival. */
  async run<T>(refs: readonly RecordRef[], work: () => Promise<T>): Promise<T> {
    const keys = [...new Set(refs.map(refKey))];
    await this.#enter(keys);
    try {
      return await work();
    } finally {
      this.#leave(keys);
    }
  }

  async #enter(keys: readonly string[]): Promise<void> {
    if (this.#canEnter(keys)) {
      this.#hold(keys);
      return;
    }
    await new Promise<void>((resolve) => {
      this.#waiting.push({ keys, enter: resolve });
    });
  }

  /** First come, first served: whoever waits for one of the keys goes before a newcomer. */
  #canEnter(keys: readonly string[]): boolean {
    const isWanted = (key: string) => this.#waiting.some((waiter) => waiter.keys.includes(key));
    return keys.every((key) => !this.#held.has(key) && !isWanted(key));
  }

  #hold(keys: readonly string[]): void {
    for (const key of keys) this.#held.add(key);
  }

  #leave(keys: readonly string[]): void {
    for (const key of keys) this.#held.delete(key);
    const wantedBefore = new Set<string>();
    for (const waiter of this.#waiting.splice(0)) {
      const isBlocked = waiter.keys.some((key) => this.#held.has(key) || wantedBefore.has(key));
      if (isBlocked) {
        this.#waiting.push(waiter);
        for (const key of waiter.keys) wantedBefore.add(key);
      } else {
        this.#hold(waiter.keys);
        waiter.enter();
      }
    }
  }
}
