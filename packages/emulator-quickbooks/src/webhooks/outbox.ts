/**
 * From changes to deliveries. A change leaves a notice in the same transaction; notices of one short
 * window become one signed delivery; a delivery is attempted on the vendor's schedule until the app
 * answers 2xx within 3 seconds. Notices and deliveries live in the store and survive a restart; only
 * the mark that an attempt is on its way does not, so after a crash the attempt is simply made again.
 */

import type { WebhookSettings } from "../company-settings.ts";
import type { IdSource } from "../emulator-request.ts";
import type { FaultRules } from "../injection/fault-rules.ts";
import { HOLD_EVENTS_DURING_RETRY } from "../not-evidenced.ts";
import type { Store } from "../store/store.ts";
import { cloudEvents } from "./cloud-events.ts";
import type { Notice, WebhookDelivery } from "./delivery.ts";
import { signBody } from "./signature.ts";

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
/** Events of one POST (documented). */
const EVENTS_MAX = 100;
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
  readonly #settings: WebhookSettings | undefined;
  readonly #realmId: string;
  readonly #inFlight = new Set<string>();
  #sent = 0;
  #acknowledged = 0;
  #failed = 0;

  constructor(store: Store, settings: WebhookSettings | undefined, realmId: string) {
    this.#store = store;
    this.#settings = settings;
    this.#realmId = realmId;
  }

  /** Leaves a notice; must run inside the transaction of the change itself. */
  record(notice: Notice): void {
    if (this.#settings === undefined) return;
    // Several edits in one window are one event (documented): the first notice keeps its place in time.
    const key = `${notice.type}/${notice.id}/${notice.operation}`;
    const earlier = this.#store.state("notice", key);
    this.#store.putState(
      "notice",
      key,
      earlier === undefined ? notice : { ...notice, at: earlier.at },
    );
  }

  /** When the next delivery will be due, for a timer; undefined when nothing waits. */
  nextDueAt(): number | undefined {
    const times = [...this.#store.states("delivery")]
      .filter(([id]) => !this.#inFlight.has(id))
      .map(([, delivery]) => delivery.dueAt);
    const opensAt = this.#firstNoticeAt();
    if (opensAt !== undefined) times.push(opensAt + (this.#settings?.aggregateMs ?? 0));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Closes the window if it is over and hands out every delivery that is due; each must be settled. */
  takeDue(now: number, ids: IdSource, faults: FaultRules): WebhookDelivery[] {
    this.#gather(now, ids, faults);
    if (HOLD_EVENTS_DURING_RETRY && this.#isRetrying(now)) return [];
    const due = [...this.#store.states("delivery")]
      .filter(([id, delivery]) => delivery.dueAt <= now && !this.#inFlight.has(id))
      .map(([, delivery]) => delivery);
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

  #firstNoticeAt(): number | undefined {
    let first: number | undefined;
    for (const [, notice] of this.#store.states("notice"))
      first = Math.min(first ?? notice.at, notice.at);
    return first;
  }

  #isRetrying(now: number): boolean {
    const deliveries = [...this.#store.states("delivery")];
    return deliveries.some(([, delivery]) => delivery.attempts > 0 && delivery.dueAt > now);
  }

  #gather(now: number, ids: IdSource, faults: FaultRules): void {
    const settings = this.#settings;
    const opensAt = this.#firstNoticeAt();
    if (settings === undefined || opensAt === undefined || opensAt + settings.aggregateMs > now)
      return;
    this.#store.transact(() => {
      const notices = [...this.#store.states("notice")];
      for (const [key] of notices) this.#store.removeState("notice", key);
      for (let at = 0; at < notices.length; at += EVENTS_MAX) {
        const page = notices.slice(at, at + EVENTS_MAX).map(([, notice]) => notice);
        this.#enqueue(cloudEvents(page, this.#realmId, ids), now, ids, faults);
      }
    });
  }

  /** Stores the delivery; an injected fault drops, doubles or delays it here. */
  #enqueue(body: string, now: number, ids: IdSource, faults: FaultRules): void {
    const rule = faults.takeWebhookRule(body, ids);
    const copies = rule?.fault === "drop-webhook" ? 0 : rule?.fault === "duplicate-webhook" ? 2 : 1;
    const delay = rule?.fault === "delay-webhook" ? (rule.delayMs ?? 0) : 0;
    for (let copy = 0; copy < copies; copy += 1) {
      const id = ids.uuid();
      const headers = {
        "content-type": "application/cloudevents+json",
        "intuit-signature": signBody(body, this.#settings?.verifierToken ?? ""),
        "intuit-created-time": new Date(now).toISOString(),
        "intuit-t-id": ids.uuid(),
        "intuit-notification-schema-version": "1.0",
        "user-agent": "intuit_notification_server/0.1",
      };
      this.#store.putState("delivery", id, {
        id,
        createdAt: now,
        body,
        headers,
        attempts: 0,
        dueAt: now + delay,
      });
    }
  }
}
