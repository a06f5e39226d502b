/**
 * The sweeps of the company, one after the other, as far apart as `sweep-spacing.ts` says. Each turn also
 * looks at the month's metered calls, and slows down bulk work where they run short.
 */
import type { MonthState } from "@accord-sync/core/metering/month-outlook.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type { EngineContext } from "./engine-context.ts";
import { type MonthParts, monthMessage, readOutlook } from "./month-budget.ts";
import type { RateBudget } from "./rate-budget.ts";
import { type SweepSpacing, sweepSpacing } from "./sweep-spacing.ts";
import { sweep } from "./sweeper.ts";

export interface CompanySweepsParts {
  /** Of the priority of sweeps. */
  readonly context: EngineContext;
  readonly budget: RateBudget;
  readonly month: MonthParts;
  /** Ends the rest before the next turn. */
  readonly wake: () => void;
}

/** What the status tells of them. */
export interface SweepFactsNow extends SweepSpacing {
  /** When the last one that succeeded began, ISO 8601; null before the first. */
  readonly lastAt: string | null;
}

export class CompanySweeps {
  readonly #parts: CompanySweepsParts;
  #lastAt: number | null = null;
  #month: MonthState = "ample";
  /** The next turn is there to see whether it is time already. */
  #isLook = false;

  constructor(parts: CompanySweepsParts) {
    this.#parts = parts;
    parts.context.watch.onWatched = () => {
      this.#isLook = true;
      parts.wake();
    };
  }

  /** Sweeps, and answers with how long to rest, milliseconds. */
  async turn(): Promise<number> {
    const { context } = this.#parts;
    const { clock, pacing } = context;
    const isLook = this.#isLook;
    this.#isLook = false;
    if (isLook && this.#lastAt !== null) {
      const restMs = this.#lastAt + this.#spacing().everyMs - clock.now();
      if (restMs > 0) return restMs;
    }
    const startedAt = clock.now();
    const error = await sweep(context, "quickbooks");
    await this.#lookAtMonth();
    this.#lastAt = error === null ? startedAt : null;
    const { everyMs } = this.#spacing();
    return error === null ? everyMs : Math.min(everyMs, pacing.waitLongestMs);
  }

  get now(): SweepFactsNow {
    const lastAt = this.#lastAt === null ? null : isoSeconds(this.#lastAt);
    return { ...this.#spacing(), lastAt };
  }

  #spacing(): SweepSpacing {
    const { pacing, watch } = this.#parts.context;
    return sweepSpacing({
      usualMs: pacing.quickbooksSweepMs,
      shortestMs: pacing.quickbooksSweepShortestMs,
      longestMs: pacing.quickbooksSweepLongestMs,
      webhooks: watch.webhooks,
      isWatched: watch.isWatched,
      month: this.#month,
    });
  }

  /** Told once each time that it changes. */
  async #lookAtMonth(): Promise<void> {
    const { context, budget, month } = this.#parts;
    const outlook = await readOutlook(month, context.clock.now());
    budget.spaceBulk(outlook.bulkGapMs);
    if (outlook.state === this.#month) return;
    this.#month = outlook.state;
    const message = monthMessage(outlook);
    if (message === null) context.log.info("there are metered reads enough for the month again");
    else context.log.warn(message, { used: outlook.used, budget: outlook.budget });
  }
}
