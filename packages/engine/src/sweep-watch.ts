/**
 * Sweep watch: whether webhooks tell what sweeps find, and whether a person looks at a linked record. A
 * change that a sweep found first is waited for: the webhook that tells it may be held back by QuickBooks
 * for minutes. Kept in memory: a new process starts from not knowing.
 */
import type { Clock } from "@accord-sync/core/ports/clock.ts";
import { type RecordRef, refKey } from "@accord-sync/core/records/record-ref.ts";
import type { WebhookTrust } from "./sweep-spacing.ts";

/** QuickBooks gathers webhooks for up to five minutes (Q-LIMITS), and one more on the way. */
export const WEBHOOK_LATEST_MS = 360_000;
/** A page that is open asks every few seconds; one that has not asked for so long is closed. */
export const PAGE_OPEN_MS = 60_000;
/** So many of the last changes are judged by. */
const JUDGED = 10;
/** Webhooks are called reliable after so many changes that each was told. */
const RELIABLE_AFTER = 5;
/** Records that are remembered; beyond, the oldest is forgotten. */
const REMEMBERED_MAX = 1_000;
/** QuickBooks' clock and ours. */
const CLOCKS_APART_MS = 5_000;

export class SweepWatch {
  readonly #clock: Clock;
  readonly #startedAt: number;
  /** By record, until when its webhook may come. */
  readonly #awaited = new Map<string, number>();
  /** By record, when its last webhook came. */
  readonly #heard = new Map<string, number>();
  /** Of the last changes, whether a webhook told each. */
  #told: readonly boolean[] = [];
  #pageSeenAt = Number.NEGATIVE_INFINITY;
  /** Called when somebody opens a page after nobody had one open. */
  onWatched: () => void = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock.now();
  }

  webhookCame(ref: RecordRef): void {
    const key = refKey(ref);
    this.#awaited.delete(key);
    this.#heard.delete(key);
    this.#heard.set(key, this.#clock.now());
    forgetOldest(this.#heard);
    this.#judge(true);
  }

  /** A sweep found a change that nothing had told. What changed before the start may have been told then. */
  foundFirst(ref: RecordRef, modifiedAt: string): void {
    if (Date.parse(modifiedAt) < this.#startedAt) return;
    const key = refKey(ref);
    const heardAt = this.#heard.get(key) ?? Number.NEGATIVE_INFINITY;
    // A record that is held for a person is found by one sweep after another, long after it was told.
    const isTold = heardAt >= Date.parse(modifiedAt) - CLOCKS_APART_MS;
    if (isTold || this.#awaited.has(key)) return;
    this.#awaited.set(key, this.#clock.now() + WEBHOOK_LATEST_MS);
    forgetOldest(this.#awaited);
  }

  /** Somebody looks at a linked record. */
  pageSeen(): void {
    const wasWatched = this.isWatched;
    this.#pageSeenAt = this.#clock.now();
    if (!wasWatched) this.onWatched();
  }

  get isWatched(): boolean {
    return this.#clock.now() - this.#pageSeenAt < PAGE_OPEN_MS;
  }

  /** Missing from a change that was not told until one that was; reliable after several that were. */
  get webhooks(): WebhookTrust {
    this.#giveUpWaiting();
    if (this.#told.at(-1) === false) return "missing";
    const isReliable = this.#told.length >= RELIABLE_AFTER && this.#told.every((told) => told);
    return isReliable ? "reliable" : "unknown";
  }

  #giveUpWaiting(): void {
    const now = this.#clock.now();
    for (const [key, until] of this.#awaited) {
      if (until > now) break;
      this.#awaited.delete(key);
      this.#judge(false);
    }
  }

  #judge(told: boolean): void {
    this.#told = [...this.#told, told].slice(-JUDGED);
  }
}

function forgetOldest(records: Map<string, number>): void {
  const [oldest] = records.keys();
  if (records.size > REMEMBERED_MAX && oldest !== undefined) records.delete(oldest);
}
