import { REPLAY_ID_GAP_MAX } from "../not-evidenced.ts";
import type { DocumentStore } from "../store/document-store.ts";
import type { ChangeType } from "./event-schema.ts";

/**
 * The events of the last 72 hours in the order of their commits. The store holds them (so they survive a
 * restart); `#log` is the same list in an order that can be searched.
 */

export type StoredEvent = {
  readonly replayId: number;
  /** Commit time, epoch milliseconds. */
  readonly at: number;
  readonly eventId: string;
  /** `Account`, or `Accord_Request__e` for a platform event. */
  readonly entityName: string;
  /** Null for platform events. */
  readonly changeType: ChangeType | null;
  readonly recordIds: readonly string[];
  readonly schemaId: string;
  /** The Avro binary, in base 64. */
  readonly payload: string;
};

/** How long events can be replayed (S2.1). */
export const RETENTION_MS = 72 * 3_600_000;

const EVENTS = "events";
const STATE = "eventState";

/** The events of one org. */
export class EventLog {
  readonly #store: DocumentStore;
  #log: StoredEvent[] = [];

  constructor(store: DocumentStore) {
    this.#store = store;
    this.#log = [...store.all(EVENTS).values()].map((each) => each as StoredEvent);
  }

  /** The replay id of the newest event; 0 when there was none yet. */
  latest(): number {
    return this.#state("lastReplayId");
  }

  /** The replay id of the newest event that retention has taken; 0 when there is none. */
  purgedThrough(): number {
    return this.#state("purgedThrough");
  }

  /** The number of the newest transaction; 0 when there was none yet. */
  latestTransaction(): number {
    return this.#state("lastCommit");
  }

  /** Numbers transactions from 1, over restarts; it survives in the store. */
  nextTransactionNumber(): number {
    const number = this.latestTransaction() + 1;
    this.#setState({ lastCommit: number });
    return number;
  }

  /** The replay id of the next event: above all before, with gaps that repeat for the same history. */
  nextReplayId(transaction: number): number {
    return this.latest() + 1 + (transaction % REPLAY_ID_GAP_MAX);
  }

  /** Starts over in an emptied store, above every replay id given so far. */
  startAbove(before: { readonly replayId: number; readonly transaction: number }): void {
    const { replayId, transaction } = before;
    this.#setState({ lastReplayId: replayId, purgedThrough: replayId, lastCommit: transaction });
    this.#log = [];
  }

  /** Whether an event that is still kept has this replay id. */
  has(replayId: number): boolean {
    return this.#log[this.#indexAfter(replayId) - 1]?.replayId === replayId;
  }

  /** Events after a replay id, oldest first. */
  *after(replayId: number): Generator<StoredEvent> {
    for (let at = this.#indexAfter(replayId); at < this.#log.length; at += 1) {
      const event = this.#log[at];
      if (event !== undefined) yield event;
    }
  }

  /** The newest events, newest first. */
  newest(limit: number): readonly StoredEvent[] {
    return this.#log.slice(-limit).reverse();
  }

  append(event: StoredEvent): void {
    this.#store.put(EVENTS, String(event.replayId), { ...event });
    this.#setState({ lastReplayId: event.replayId });
    this.#log.push(event);
  }

  /** Drops what is older than the retention. */
  purge(now: number): void {
    const oldest = this.#log[0];
    if (oldest === undefined || oldest.at > now - RETENTION_MS) return;
    const kept = this.#log.findIndex((event) => event.at > now - RETENTION_MS);
    const expired = this.#log.splice(0, kept < 0 ? this.#log.length : kept);
    for (const event of expired) this.#store.remove(EVENTS, String(event.replayId));
    this.#setState({ purgedThrough: expired.at(-1)?.replayId ?? this.purgedThrough() });
  }

  #indexAfter(replayId: number): number {
    let low = 0;
    let high = this.#log.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#log[middle]?.replayId ?? 0) <= replayId) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #state(name: string): number {
    const value = this.#store.get(STATE, "feed")?.[name];
    return typeof value === "number" ? value : 0;
  }

  #setState(change: Readonly<Record<string, number>>): void {
    this.#store.put(STATE, "feed", { ...this.#store.get(STATE, "feed"), ...change });
  }
}
