/**
 * One emulated company: its store and what goes on around it. Pure: time comes with each call, ids
 * from a source, durability through `onCommit`. The HTTP shell and the simulator drive the same object.
 */

import type { KeyObject } from "node:crypto";

import { DEFAULT_SETTINGS, type CompanySettings } from "./company-settings.ts";
import { profileOf } from "./entities/company-profile.ts";
import type { ReadContext, WriteContext } from "./entities/descriptor.ts";
import type { EmulatorAnswer, EmulatorRequest, IdSource } from "./emulator-request.ts";
import { handle } from "./handle.ts";
import { MemoryBlobs, type Blobs } from "./documents/blobs.ts";
import { originOf } from "./documents/origin.ts";
import { FaultRules } from "./injection/fault-rules.ts";
import { RateLimits } from "./metering/rate-limits.ts";
import { Usage } from "./metering/usage.ts";
import { seedChanges } from "./seed/seed-company.ts";
import { Store, type Change } from "./store/store.ts";
import type { WebhookDelivery } from "./webhooks/delivery.ts";
import { Outbox } from "./webhooks/outbox.ts";

/**
 * What a company is made of. Only `ids` has no default: a test wants predictable ones, a server not.
 */
export interface CompanyOptions {
  readonly ids: IdSource;
  readonly settings?: Partial<CompanySettings>;
  /** Called with each request's changes before its answer is returned. Default: nothing is kept. */
  readonly onCommit?: (changes: readonly Change[]) => void;
  /** The values of an earlier run; absent: the seed company. */
  readonly changes?: Iterable<Change>;
  /** Where the bytes of attachments and sent mails are kept. Default: in memory, up to 256 MB. */
  readonly blobs?: Blobs;
  /** The RSA key that signs ID tokens, asked for when one is needed. Absent: none are issued. */
  readonly identityKey?: () => KeyObject;
}

/** Use `createCompany`. One object serves one process; it holds no timers and opens nothing. */
export class Company {
  #settings: CompanySettings;
  readonly ids: IdSource;
  readonly store: Store;
  readonly faults: FaultRules = new FaultRules();
  readonly usage: Usage = new Usage();
  readonly limits: RateLimits = new RateLimits();
  readonly outbox: Outbox;
  readonly blobs: Blobs;
  readonly identityKey: () => KeyObject | undefined;
  /** Of the request in hand; requests are answered one at a time. */
  #now = 0;
  #origin = originOf({});

  constructor(options: CompanyOptions) {
    this.#settings = { ...DEFAULT_SETTINGS, ...options.settings };
    this.ids = options.ids;
    this.identityKey = options.identityKey ?? (() => undefined);
    this.blobs = options.blobs ?? new MemoryBlobs();
    this.store = new Store(options.onCommit);
    this.outbox = new Outbox(this.store, () => this.settings);
    if (options.changes === undefined) this.store.reset(seedChanges(this.settings.start));
    else this.store.load(options.changes);
  }

  /** As they are now; each request asks anew. */
  get settings(): CompanySettings {
    return this.#settings;
  }

  /** Takes effect with the next request. Nothing that is stored changes. */
  changeSettings(changes: Partial<CompanySettings>): void {
    this.#settings = { ...this.#settings, ...changes };
  }

  /** Answers one request at `now` (epoch ms); never throws for anything a client may send. */
  handle(request: EmulatorRequest, now: number): EmulatorAnswer {
    this.#now = now;
    this.#origin = originOf(request.headers);
    return handle(request, this, now, this.ids);
  }

  /** Webhook deliveries due at `now`; tell the fate of each with `settleDelivery`. */
  takeDueDeliveries(now: number): WebhookDelivery[] {
    return this.outbox.takeDue(now, this.ids, this.faults);
  }

  /** `isAcknowledged`: the app answered 2xx within 3 seconds. Otherwise the delivery is tried again later. */
  settleDelivery(id: string, isAcknowledged: boolean, now: number): void {
    this.outbox.settle(id, isAcknowledged, now);
  }

  /** Epoch ms of the next due delivery; undefined when nothing waits. */
  nextDeliveryAt(): number | undefined {
    return this.outbox.nextDueAt();
  }

  /**
   * Back to the seed company; tokens, remembered answers and pending deliveries are gone too. New
   * records get ids above all that were ever given out, as in QuickBooks.
   */
  reset(): void {
    this.store.reset(seedChanges(this.settings.start));
  }

  readContext(): ReadContext {
    const { store, settings } = this;
    const profile = profileOf(store);
    return { store, settings, profile, now: this.#now, origin: this.#origin };
  }

  /** For work inside `store.transact`. */
  writeContext(now: number, include: readonly string[] = []): WriteContext {
    return {
      ...this.readContext(),
      now: Math.floor(now / 1000) * 1000,
      include: new Set(include),
      notify: (type, id, operation, deletedId) =>
        this.outbox.record({
          type,
          id,
          operation,
          at: now,
          ...(deletedId === undefined ? {} : { deletedId }),
        }),
    };
  }
}

/** A seeded company in memory, or one loaded from `options.changes`. */
export function createCompany(options: CompanyOptions): Company {
  return new Company(options);
}
