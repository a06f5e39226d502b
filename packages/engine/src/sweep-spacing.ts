/**
 * How far apart the sweeps of a company are. Each costs one metered call and finds what no webhook told:
 * they come closer together while webhooks are known to be missing or a person looks at a linked record,
 * and further apart when webhooks prove reliable or the month's metered calls run short. Pure.
 */
import type { MonthState } from "@accord-sync/core/metering/month-outlook.ts";

/** What is known of the webhooks. */
export type WebhookTrust = "unknown" | "reliable" | "missing";

export interface SweepFacts {
  readonly usualMs: number;
  readonly shortestMs: number;
  readonly longestMs: number;
  readonly webhooks: WebhookTrust;
  /** A person has the page of a linked record open. */
  readonly isWatched: boolean;
  readonly month: MonthState;
}

export interface SweepSpacing {
  readonly everyMs: number;
  /** A sentence for a person. */
  readonly why: string;
}

type ByKnowledge<T> = Readonly<Record<WebhookTrust, Readonly<Record<"watched" | "alone", T>>>>;

/** Parts of the usual spacing. */
const SPACINGS: ByKnowledge<number> = {
  unknown: { watched: 1 / 2, alone: 1 },
  reliable: { watched: 1, alone: 3 },
  missing: { watched: 1 / 20, alone: 1 / 5 },
};

const REASONS: ByKnowledge<string> = {
  unknown: {
    watched: "somebody looks at a linked record, and it is not known yet whether webhooks arrive",
    alone: "the usual spacing: it is not known yet whether webhooks arrive",
  },
  reliable: {
    watched: "somebody looks at a linked record; webhooks arrive",
    alone: "webhooks tell every change",
  },
  missing: {
    watched: "webhooks do not tell every change, and somebody looks at a linked record",
    alone: "webhooks do not tell every change",
  },
};

/** Times the spacing while the month's metered calls run short. */
const SHORT_TIMES = 3;

export function sweepSpacing(facts: SweepFacts): SweepSpacing {
  const { usualMs, shortestMs, longestMs, webhooks, isWatched, month } = facts;
  const attention = isWatched ? "watched" : "alone";
  const wanted = SPACINGS[webhooks][attention] * usualMs;
  // A usual spacing beyond the bounds is somebody's choice, and is not shortened to them.
  const most = Math.max(longestMs, usualMs);
  const within = (ms: number) => Math.round(Math.max(shortestMs, Math.min(most, ms)));
  if (month === "spent") {
    return { everyMs: most, why: "the month's metered reads are used up" };
  }
  if (month === "short") {
    const everyMs = within(Math.max(wanted, usualMs) * SHORT_TIMES);
    return { everyMs, why: "the month's metered reads run short" };
  }
  return { everyMs: within(wanted), why: REASONS[webhooks][attention] };
}
