import { startOfDay } from "../times.ts";

/** Date literals as half-open ranges of epoch milliseconds, in UTC (the emulated org's time zone). */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;

type Unit = "DAY" | "WEEK" | "MONTH" | "QUARTER" | "YEAR";

/** Midnight of the first day of the unit that holds the moment, moved by whole units. */
function startOf(unit: Unit, now: number, shift: number): number {
  const day = new Date(startOfDay(now));
  const year = day.getUTCFullYear();
  const month = day.getUTCMonth();
  const starts: Readonly<Record<Unit, number>> = {
    DAY: startOfDay(now) + shift * DAY_MS,
    WEEK: startOfDay(now) - day.getUTCDay() * DAY_MS + shift * 7 * DAY_MS,
    MONTH: Date.UTC(year, month + shift, 1),
    QUARTER: Date.UTC(year, Math.floor(month / 3) * 3 + shift * 3, 1),
    YEAR: Date.UTC(year + shift, 0, 1),
  };
  return starts[unit];
}

const unitRange = (unit: Unit, now: number, from: number, to: number): TimeRange => ({
  from: startOf(unit, now, from),
  to: startOf(unit, now, to),
});

/**
 * The range of a literal such as `TODAY`, `LAST_MONTH` or `LAST_N_DAYS:7`; undefined for one that is
 * not known (fiscal periods).
 */
export function dateLiteralRange(literal: string, now: number): TimeRange | undefined {
  const [name = "", amount] = literal.toUpperCase().split(":");
  if (name === "TODAY") return unitRange("DAY", now, 0, 1);
  if (name === "YESTERDAY") return unitRange("DAY", now, -1, 0);
  if (name === "TOMORROW") return unitRange("DAY", now, 1, 2);
  if (name === "LAST_90_DAYS") return unitRange("DAY", now, -90, 1);
  if (name === "NEXT_90_DAYS") return unitRange("DAY", now, 1, 91);
  const relative = /^(THIS|LAST|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(name);
  if (relative !== null) {
    const shift = relative[1] === "LAST" ? -1 : relative[1] === "NEXT" ? 1 : 0;
    return unitRange(relative[2] as Unit, now, shift, shift + 1);
  }
  const count = Number(amount);
  const counted = /^(LAST|NEXT)_N_(DAY|WEEK|MONTH|QUARTER|YEAR)S$/.exec(name);
  if (counted !== null && Number.isInteger(count)) {
    const unit = counted[2] as Unit;
    if (counted[1] === "NEXT") return unitRange(unit, now, 1, count + 1);
    // LAST_N_DAYS ends with today; the longer units end before the current one.
    return unitRange(unit, now, -count, unit === "DAY" ? 1 : 0);
  }
  const ago = /^N_(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO$/.exec(name);
  if (ago !== null && Number.isInteger(count)) {
    return unitRange(ago[1] as Unit, now, -count, -count + 1);
  }
  return undefined;
}
