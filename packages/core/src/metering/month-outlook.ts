/**
 * The month's metered calls: how many are used, how many the month will need at this pace, and how
 * sparing the work should be that nobody waits for. Pure; days and months are UTC.
 */

const DAY_MS = 24 * 3_600_000;
/** Weekdays are compared over the four weeks before today, and only when two of them are known. */
const HABIT_DAYS = 28;
const HABIT_DAYS_LEAST = 14;
/** Used, as a share of the budget: bulk work becomes sparing, then sweeps. */
export const WATCH_USED = 0.8;
export const SHORT_USED = 0.9;
/** Expected, as a share of the budget: the same. */
export const WATCH_EXPECTED = 0.9;
export const SHORT_EXPECTED = 1;
/** An expectation that rests on less than this share of the budget worries nobody. */
const SMALL = 0.05;
/** Bounds of the time between two metered calls of bulk work that is sparing. */
const GAP_SHORTEST_MS = 1_000;
const GAP_LONGEST_MS = 3_600_000;
/** Bulk work may always use this share of what is left. */
const LEAST_SHARE_OF_REST = 0.1;

export interface MonthFacts {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Metered calls permitted in a month. */
  readonly budget: number;
  /** Metered calls by day, `2026-11-23`, of this month and of the four weeks before today. */
  readonly days: ReadonlyMap<string, number>;
  /** Calls of this month of which the day is not known. Default 0. */
  readonly undated?: number;
  /** Calls that are scheduled for the rest of the month. Default 0. */
  readonly planned?: number;
  /** The first moment at which a call could be counted, milliseconds since 1970. */
  readonly since: number;
}

/** `ample`: nothing to do; `watch`: bulk work is sparing; `short`: sweeps too; `spent`: nothing is left. */
export type MonthState = "ample" | "watch" | "short" | "spent";

export interface MonthOutlook {
  readonly used: number;
  readonly budget: number;
  /** Calls of the whole month, as is to be expected. */
  readonly expected: number;
  /** What that rests on: each weekday's habit, or the average of the days so far. */
  readonly expectedBy: "weekdays" | "average";
  readonly state: MonthState;
  /** Between two metered calls of bulk work, milliseconds; 0 for as fast as may be. */
  readonly bulkGapMs: number;
  /** Used on each day of the month so far, in order. */
  readonly days: readonly { readonly day: string; readonly used: number }[];
  /** When the next month begins, ISO 8601. */
  readonly endsAt: string;
}

export function monthOutlook(facts: MonthFacts): MonthOutlook {
  const { now, budget } = facts;
  const month = monthOf(now);
  const days = daysBetween(month.from, now).map((day) => ({ day, used: facts.days.get(day) ?? 0 }));
  const used = days.reduce((sum, each) => sum + each.used, facts.undated ?? 0);
  const byWeekday = expectedByWeekday(facts, used);
  const usual = byWeekday ?? expectedByAverage(facts, used);
  const expected = Math.round(usual + (facts.planned ?? 0));
  const state = stateOf(used, expected, budget);
  return {
    used,
    budget,
    expected,
    expectedBy: byWeekday === null ? "average" : "weekdays",
    state,
    bulkGapMs: bulkGapMs(state, { used, expected, budget, restMs: month.to - now }),
    days,
    endsAt: new Date(month.to).toISOString().replace(".000Z", "Z"),
  };
}

/** As many each day as so far. A part of a first day counts as a whole one: a first load is no habit. */
export function expectedByAverage({ now, since }: MonthFacts, used: number): number {
  const { from, to } = monthOf(now);
  const elapsedMs = Math.max(DAY_MS, now - Math.max(from, since));
  return used + (used / elapsedMs) * Math.max(0, to - now);
}

/**
 * What each weekday usually needs; null before two weeks are known. The middle of each weekday's days is
 * taken, so that one load of many records is not expected every week.
 */
export function expectedByWeekday({ now, since, days }: MonthFacts, used: number): number | null {
  const today = startOfDay(now);
  const first = Math.max(startOfDay(since) + DAY_MS, today - HABIT_DAYS * DAY_MS);
  if (today - first < HABIT_DAYS_LEAST * DAY_MS) return null;
  const samples = new Map<number, number[]>();
  for (let at = first; at < today; at += DAY_MS) {
    const weekday = new Date(at).getUTCDay();
    samples.set(weekday, [...(samples.get(weekday) ?? []), days.get(dayOf(at)) ?? 0]);
  }
  const usual = (at: number) => middle(samples.get(new Date(at).getUTCDay()) ?? []);
  let expected = used + Math.max(0, usual(today) - (days.get(dayOf(today)) ?? 0));
  for (let at = today + DAY_MS; at < monthOf(now).to; at += DAY_MS) expected += usual(at);
  return expected;
}

function stateOf(used: number, expected: number, budget: number): MonthState {
  if (used >= budget) return "spent";
  const isExpected = (share: number) => used >= SMALL * budget && expected > share * budget;
  if (used >= SHORT_USED * budget || isExpected(SHORT_EXPECTED)) return "short";
  if (used >= WATCH_USED * budget || isExpected(WATCH_EXPECTED)) return "watch";
  return "ample";
}

interface Rest {
  readonly used: number;
  readonly expected: number;
  readonly budget: number;
  readonly restMs: number;
}

/** What is not expected to be needed otherwise is spread over the rest of the month. */
function bulkGapMs(state: MonthState, { used, expected, budget, restMs }: Rest): number {
  if (state === "ample") return 0;
  if (state === "spent") return GAP_LONGEST_MS;
  const spare = Math.max(budget - expected, (budget - used) * LEAST_SHARE_OF_REST, 1);
  return Math.round(Math.max(GAP_SHORTEST_MS, Math.min(GAP_LONGEST_MS, restMs / spare)));
}

function middle(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const [low = 0] = sorted.slice(Math.ceil(half) - 1);
  const [high = low] = sorted.slice(Math.floor(half));
  return (low + high) / 2;
}

/** The UTC day, `2026-11-23`. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function startOfDay(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}

function daysBetween(from: number, through: number): readonly string[] {
  const days: string[] = [];
  for (let at = startOfDay(from); at <= through; at += DAY_MS) days.push(dayOf(at));
  return days;
}

function monthOf(at: number): { readonly from: number; readonly to: number } {
  const date = new Date(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { from: Date.UTC(year, month), to: Date.UTC(year, month + 1) };
}

/** When the month of `now` ends, milliseconds since 1970. */
export function monthEnd(now: number): number {
  return monthOf(now).to;
}

/** The first day that an outlook at `now` looks at. */
export function firstDayOfInterest(now: number): string {
  return dayOf(Math.min(monthOf(now).from, startOfDay(now) - HABIT_DAYS * DAY_MS));
}
