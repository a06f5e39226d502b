/**
 * From changes to deliveries. A change leaves a notice in the same transaction; notices of one short
 * window become one signed delivery; a delivery is attempted on the vendor's schedule until the app
 * answers 2xx within 3 seconds. Notices and deliveries live in the store and survive a restart; only
 * the mark that an attempt is on its way does not, so after a crash the attempt is simply made again.
 */

import type { CompanySettings } from "../company-settings.ts";
import type { IdSource } from "../emulator-request.ts";
import type { FaultRules } from "../injection/fault-rules.ts";
import { HOLD_EVENTS_DURING_RETRY } from "../not-evidenced.ts";
import type { Store } from "../store/store.ts";
import { composeDeliveries } from "./compose-deliveries.ts";
import type { Notice, WebhookDelivery } from "./delivery.ts";
import { hasEvent } from "./event-table.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Waits after the first, second, … failed attempt; the last one repeats (published in October 2025). */
const RETRY_WAITS: readonly number[] = [
  10 * SECOND,
  20 * SECOND,
  30 * SECOND,
  5 * MINUTE,
  20 * MINUTE,
  2 * HOUR,
  4 * HOUR,
  6 * HOUR,
];
/** An attempt without an answer after this long counts as failed. */
export const WEBHOOK_ANSWER_WITHIN_MS = 3 * SECOND;

/** Attempts since the start, and what still waits. */
export interface WebhookCounts {
  readonly sent: number;
  readonly acknowledged: number;
  readonly failed: number;
  readonly pending: number;
}

/** Time and ids come with each call; nothing here waits. */
export class Outbox {
  readonly #store: Store;
  /** Asked anew each time: control may change the settings while the emulator runs. */
  readonly #settings: () => CompanySettings;
  readonly #inFlight = new Set<string>();
  #sent = 0;
  #acknowledged = 0;
  #failed = 0;

  constructor(store: Store, settings: () => CompanySettings) {
    this.#store = store;
    this.#settings = settings;
  }

  /**
   * Leaves a notice; must run inside the transaction of the change itself. What the vendor has no event
   * for, and everything while no app listens, is passed over.
   */
  record(notice: Notice): void {
    if (this.#settings().webhooks === undefined || !hasEvent(notice.type, notice.operation)) return;
    // Several edits in one window are one event (documented). The first says when the window ends, the last
    // what time the event tells: a listener that compares it with what it wrote itself must not take a
    // later edit for its own.
    const key = `${notice.type}/${notice.id}/${notice.operation}/${notice.deletedId ?? ""}`;
    const earlier = this.#store.state("notice", key);
    this.#store.putState(
      "notice",
      key,
      earlier === undefined ? notice : { ...notice, at: earlier.at, changedAt: notice.at },
    );
  }

  /** When the next delivery will be due, for a timer; undefined when nothing waits. */
  nextDueAt(): number | undefined {
    const times = this.#waiting().map((delivery) => delivery.dueAt);
    const opensAt = this.#firstNoticeAt();
    if (opensAt !== undefined) times.push(opensAt + this.#aggregateMs());
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Closes the window if it is over and hands out every delivery that is due; each must be settled. */
  takeDue(now: number, ids: IdSource, faults: FaultRules): WebhookDelivery[] {
    this.#gather(now, ids, faults);
    const due = this.#waiting()
      .filter((delivery) => delivery.dueAt <= now)
      .sort((a, b) => a.dueAt - b.dueAt);
    for (const delivery of due) this.#inFlight.add(delivery.id);
    this.#sent += due.length;
    return due;
  }

  /** What became of an attempt. An unknown id (settled before) is ignored. */
  settle(id: string, isAcknowledged: boolean, now: number): void {
    const delivery = this.#store.state("delivery", id);
    this.#inFlight.delete(id);
    if (delivery === undefined) return;
    if (isAcknowledged) this.#acknowledged += 1;
    else this.#failed += 1;
    this.#store.transact(() => {
      if (isAcknowledged) return this.#store.removeState("delivery", id);
      const wait = RETRY_WAITS[Math.min(delivery.attempts, RETRY_WAITS.length - 1)] ?? 6 * HOUR;
      this.#store.putState("delivery", id, {
        ...delivery,
        attempts: delivery.attempts + 1,
        dueAt: now + wait,
      });
    });
  }

  counts(): WebhookCounts {
    const pending = this.#store.count("notice") + this.#store.count("delivery");
    return { sent: this.#sent, acknowledged: this.#acknowledged, failed: this.#failed, pending };
  }

  resetCounts(): void {
    this.#sent = 0;
    this.#acknowledged = 0;
    this.#failed = 0;
  }

  /** Deliveries that may be attempted; while one waits for its retry, later ones may be held back. */
  #waiting(): WebhookDelivery[] {
    const all = [...this.#store.states("delivery")].map(([, delivery]) => delivery);
    const holds = this.#settings().webhooks?.holdDuringRetry ?? HOLD_EVENTS_DURING_RETRY;
    const failed = holds ? all.filter((delivery) => delivery.attempts > 0) : [];
    return (failed.length > 0 ? failed : all).filter(({ id }) => !this.#inFlight.has(id));
  }

  /** The oldest notice stands first: a repeated one keeps its place. */
  #firstNoticeAt(): number | undefined {
    for (const [, notice] of this.#store.states("notice")) return notice.at;
    return undefined;
  }

  #aggregateMs(): number {
    return this.#settings().webhooks?.aggregateMs ?? 0;
  }

  #gather(now: number, ids: IdSource, faults: FaultRules): void {
    const settings = this.#settings();
    const { webhooks } = settings;
    const opensAt = this.#firstNoticeAt();
    if (webhooks === undefined || opensAt === undefined || opensAt + webhooks.aggregateMs > now)
      return;
    this.#store.transact(() => {
      const notices = [...this.#store.states("notice")];
      for (const [key] of notices) this.#store.removeState("notice", key);
      const deliveries = composeDeliveries(
        notices.map(([, notice]) => notice),
        { settings, webhooks, ids, now },
        faults,
      );
      for (const delivery of deliveries) this.#store.putState("delivery", delivery.id, delivery);
    });
  }
}
