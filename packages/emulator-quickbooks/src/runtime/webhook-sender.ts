import type { Company } from "../company.ts";
import { WEBHOOK_ANSWER_WITHIN_MS } from "../webhooks/outbox.ts";
import type { WebhookDelivery } from "../webhooks/delivery.ts";

/** Wakes at least this often, so that a clock set forward is noticed. */
const WAIT_MAX_MS = 60_000;

/** After an error of the emulator's own (a full disk); sooner, it would do nothing else. */
const WAIT_AFTER_ERROR_MS = 1000;

/** Posts due deliveries to the app, one timer at a time. */
export class WebhookSender {
  readonly #company: Company;
  readonly #url: string;
  readonly #now: () => number;
  readonly #onCrash: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  readonly #attempts = new Set<Promise<void>>();

  constructor(company: Company, url: string, now: () => number, onCrash: (error: unknown) => void) {
    this.#company = company;
    this.#url = url;
    this.#now = now;
    this.#onCrash = onCrash;
  }

  /** Sets the timer for whatever is due next; call after each request, which may have left notices. */
  wake(): void {
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    const dueAt = this.#company.nextDeliveryAt();
    if (dueAt === undefined) return;
    const wait = Math.min(Math.max(dueAt - this.#now(), 0), WAIT_MAX_MS);
    this.#timer = setTimeout(() => this.#sendDue(), wait);
  }

  /** Lets running attempts end; unsettled ones are made again at the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await Promise.allSettled(this.#attempts);
  }

  /** Runs from a timer, where a thrown error would end the process. */
  #sendDue(): void {
    let due: readonly WebhookDelivery[];
    try {
      due = this.#company.takeDueDeliveries(this.#now());
    } catch (error) {
      this.#onCrash(error);
      this.#timer = setTimeout(() => this.#sendDue(), WAIT_AFTER_ERROR_MS);
      return;
    }
    for (const delivery of due) {
      const attempt = this.#attempt(delivery).catch(this.#onCrash);
      this.#attempts.add(attempt);
      void attempt.finally(() => this.#attempts.delete(attempt));
    }
    this.wake();
  }

  async #attempt(delivery: WebhookDelivery): Promise<void> {
    const isAcknowledged = await post(this.#url, delivery);
    this.#company.settleDelivery(delivery.id, isAcknowledged, this.#now());
    this.wake();
  }
}

/** A redirect is no acknowledgement; nor is silence beyond three seconds. */
async function post(url: string, delivery: WebhookDelivery): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(WEBHOOK_ANSWER_WITHIN_MS);
    const response = await fetch(url, {
      method: "POST",
      headers: delivery.headers,
      body: delivery.body,
      redirect: "manual",
      signal,
    });
    await response.body?.cancel();
    return response.status >= 200 && response.status <= 299;
  } catch {
    return false;
  }
}
