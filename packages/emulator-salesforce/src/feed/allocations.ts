/**
 * Allocations of the event bus (S2.1, S2.3): deliveries in a rolling day, over all subscribers and shared by
 * change and platform events; publications of platform events in an hour. Change events cost nothing to
 * publish. The counts are not kept over a restart.
 */

export type Edition = "Developer" | "Enterprise" | "Performance" | "Unlimited";

/** What can be set of the event bus. */
export interface EventSettings {
  /** Sets the allocations that are not given. Default Enterprise. */
  readonly edition: Edition;
  /** Deliveries in 24 hours; default by edition. */
  readonly deliveriesPerDay?: number;
  /** Platform events published in an hour; default by edition. */
  readonly publishesPerHour?: number;
  /** Entities selected for change events; default 5, Infinity with the add-on. */
  readonly selectedEntitiesMax: number;
  /** Channels of a released managed package; their selections do not count. Default none. */
  readonly exemptChannels: readonly string[];
  /** Bytes of an event after which it is a gap, or refused when published; default 1 MB. */
  readonly eventBytesMax: number;
  /** Changes of one transaction before overflow events begin; default 100,000. */
  readonly changesPerTransactionMax: number;
}

export const DEFAULT_EVENT_SETTINGS: EventSettings = {
  edition: "Enterprise",
  selectedEntitiesMax: 5,
  exemptChannels: [],
  eventBytesMax: 1_048_576,
  changesPerTransactionMax: 100_000,
};

const DELIVERIES: Readonly<Record<Edition, number>> = {
  Developer: 10_000,
  Enterprise: 25_000,
  Performance: 50_000,
  Unlimited: 50_000,
};
const PUBLISHES: Readonly<Record<Edition, number>> = {
  Developer: 50_000,
  Enterprise: 250_000,
  Performance: 250_000,
  Unlimited: 250_000,
};

const HOUR_MS = 3_600_000;
/** A window is counted in this many parts; what is older than the window goes part by part. */
const PARTS = 24;

/** A count over a window that moves with the time. */
export class RollingCount {
  readonly max: number;
  readonly #partMs: number;
  #counts = new Map<number, number>();

  constructor(max: number, windowMs: number) {
    this.max = max;
    this.#partMs = windowMs / PARTS;
  }

  add(count: number, now: number): void {
    const part = Math.floor(now / this.#partMs);
    this.#counts.set(part, (this.#counts.get(part) ?? 0) + count);
    for (const old of this.#counts.keys()) if (old <= part - PARTS) this.#counts.delete(old);
  }

  used(now: number): number {
    const part = Math.floor(now / this.#partMs);
    let used = 0;
    for (const [each, count] of this.#counts) if (each > part - PARTS) used += count;
    return used;
  }

  room(now: number): number {
    return Math.max(0, this.max - this.used(now));
  }

  reset(): void {
    this.#counts = new Map();
  }
}

/** The allocations of one org. */
export class Allocations {
  readonly delivered: RollingCount;
  readonly published: RollingCount;

  constructor(settings: EventSettings) {
    const { edition, deliveriesPerDay, publishesPerHour } = settings;
    this.delivered = new RollingCount(deliveriesPerDay ?? DELIVERIES[edition], 24 * HOUR_MS);
    this.published = new RollingCount(publishesPerHour ?? PUBLISHES[edition], HOUR_MS);
  }

  /** As in `limits`. */
  report(now: number) {
    const pair = (count: RollingCount) => ({ Max: count.max, Remaining: count.room(now) });
    return {
      DailyDeliveredPlatformEvents: pair(this.delivered),
      HourlyPublishedPlatformEvents: pair(this.published),
    };
  }

  reset(): void {
    this.delivered.reset();
    this.published.reset();
  }
}
