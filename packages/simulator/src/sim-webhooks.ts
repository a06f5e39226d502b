/** Carries the company's webhooks to whichever process is alive, with what a network does to them. */
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type { WebhookNotice } from "@accord-sync/engine/engine-api.ts";
import type { Company } from "@accord-sync/emulator-quickbooks/company.ts";
import { readNotices } from "@accord-sync/quickbooks/webhooks/read-notices.ts";
import type { FaultPlan } from "./fault-plan.ts";
import type { KeyedRandom } from "./keyed-random.ts";
import { mark } from "./marks.ts";
import type { SimClock } from "./sim-clock.ts";

interface WebhookParts {
  readonly clock: SimClock;
  readonly random: KeyedRandom;
  readonly company: Company;
  faults(): FaultPlan;
  /** How far the company's clock is ahead of the world's. */
  readonly aheadMs: number;
  /** Hands notices to the process; null when none is alive. */
  receive(notices: readonly WebhookNotice[]): Promise<void> | null;
}

export class SimWebhooks {
  readonly #parts: WebhookParts;
  #wakeAt = Number.POSITIVE_INFINITY;

  constructor(parts: WebhookParts) {
    this.#parts = parts;
  }

  /** Looks again when the company's next delivery is due. Call it after whatever may have made one. */
  schedule(): void {
    const { clock, company, aheadMs } = this.#parts;
    const at = company.nextDeliveryAt();
    const due = at === undefined ? undefined : at - aheadMs;
    if (due === undefined || due >= this.#wakeAt) return;
    this.#wakeAt = Math.max(due, clock.now());
    clock.at(this.#wakeAt, "webhooks", null, () => this.#deliver());
  }

  /** True while the company still owes a webhook: it repeats one that found nobody, minutes later. */
  get isOwing(): boolean {
    return this.#parts.company.outbox.counts().pending > 0;
  }

  #deliver(): void {
    const { clock, company, aheadMs } = this.#parts;
    if (this.#wakeAt > clock.now()) return; // An earlier one was scheduled since.
    this.#wakeAt = Number.POSITIVE_INFINITY;
    for (const { id, body } of company.takeDueDeliveries(clock.now() + aheadMs))
      this.#carry(id, body);
    this.schedule();
  }

  #carry(id: string, body: string): void {
    const { clock, random } = this.#parts;
    const { webhooks, dropNotice, doubleNotice, noticeDelayMs } = this.#parts.faults();
    if (!webhooks || random.happens(dropNotice, "drop notice")) {
      mark("webhook dropped");
      this.#settle(id, true);
      return;
    }
    const copies = random.happens(doubleNotice, "double notice") ? 2 : 1;
    if (copies === 2) mark("webhook came twice");
    for (let copy = 0; copy < copies; copy += 1) {
      const delay = Math.round(random.fraction("notice delay") * noticeDelayMs);
      clock.at(clock.now() + delay, `deliver ${id}`, null, () => this.#hand(id, body));
    }
  }

  #hand(id: string, body: string): void {
    const { notices, unreadable } = readNotices(Buffer.from(body));
    if (unreadable > 0) throw new Error("a webhook that its own reader refuses");
    const taken = this.#parts.receive(notices.map((notice) => this.#skewed(notice)));
    if (taken === null) {
      this.#settle(id, false);
      return;
    }
    // A process that dies meanwhile acknowledges nothing, and the company delivers again.
    const { clock } = this.#parts;
    let isTaken = false;
    void taken.then(() => {
      isTaken = true;
      this.#settle(id, true);
    });
    clock.at(clock.now() + ACKNOWLEDGE_WITHIN_MS, `unanswered ${id}`, null, () => {
      if (!isTaken) this.#settle(id, false);
    });
  }

  /** With a time that is off from what the record was stamped with. */
  #skewed(notice: WebhookNotice): WebhookNotice {
    const { random } = this.#parts;
    const { noticeTimeSkewMs: most } = this.#parts.faults();
    if (most === 0) return notice;
    const ms = random.between(-most, most, "notice time", notice.id);
    mark(ms < 0 ? "notice told too early a time" : "notice told too late a time");
    return { ...notice, time: isoSeconds(Date.parse(notice.time) + ms) };
  }

  #settle(id: string, isAcknowledged: boolean): void {
    const { clock, company, aheadMs } = this.#parts;
    company.settleDelivery(id, isAcknowledged, clock.now() + aheadMs);
    this.schedule();
  }
}

/** The vendor waits three seconds for an answer. */
const ACKNOWLEDGE_WITHIN_MS = 3_000;
