import type { FiscalYear } from "./locale.ts";

/**
 * Date literals as half-open ranges of days (D SOQL "Date Formats and Date Literals"). Days are epoch
 * milliseconds of midnight as if the user's zone were UTC; the caller turns them into moments.
 */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;

const UNITS = ["DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "FISCAL_QUARTER", "FISCAL_YEAR"] as const;
type Unit = (typeof UNITS)[number];

/** Midnight of the first day of the unit that holds the moment, moved by whole units. */
function startOf(unit: Unit, local: number, shift: number, fiscal: FiscalYear): number {
  const today = Math.floor(local / DAY_MS) * DAY_MS;
  const date = new Date(today);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const intoYear = (month - (fiscal.startMonth - 1) + 12) % 12;
  const starts: Readonly<Record<Unit, number>> = {
    DAY: today + shift * DAY_MS,
    WEEK: today - date.getUTCDay() * DAY_MS + shift * 7 * DAY_MS,
    MONTH: Date.UTC(year, month + shift, 1),
    QUARTER: Date.UTC(year, month - (month % 3) + shift * 3, 1),
    YEAR: Date.UTC(year + shift, 0, 1),
    FISCAL_QUARTER: Date.UTC(year, month - (intoYear % 3) + shift * 3, 1),
    FISCAL_YEAR: Date.UTC(year, month - intoYear + shift * 12, 1),
  };
  return starts[unit];
}

const SINGLE: ReadonlyMap<string, readonly [unit: Unit, from: number, to: number]> = new Map([
  ["TODAY", ["DAY", 0, 1]],
  ["YESTERDAY", ["DAY", -1, 0]],
  ["TOMORROW", ["DAY", 1, 2]],
  // Today counts, so it is 91 days.
  ["LAST_90_DAYS", ["DAY", -90, 1]],
  ["NEXT_90_DAYS", ["DAY", 1, 91]],
]);

const UNIT = UNITS.join("|");
const RELATIVE = new RegExp(`^(THIS|LAST|NEXT)_(${UNIT})$`);
const COUNTED = new RegExp(`^(LAST|NEXT)_N_(${UNIT})S$`);
const AGO = new RegExp(`^N_(${UNIT})S_AGO$`);

/**
 * The range of a literal such as `TODAY` or `LAST_N_DAYS:7`; undefined for one that does not exist.
 * @param local the present moment as the user's clocks show it
 */
export function dateLiteralRange(
  literal: string,
  local: number,
  fiscal: FiscalYear,
): DayRange | undefined {
  const [name = "", amount] = literal.toUpperCase().replace(/\s/g, "").split(":");
  const range = (unit: Unit, from: number, to: number): DayRange => ({
    from: startOf(unit, local, from, fiscal),
    to: startOf(unit, local, to, fiscal),
  });
  const single = SINGLE.get(name);
  if (single !== undefined) return range(...single);
  const relative = RELATIVE.exec(name);
  if (relative !== null) {
    const shift = relative[1] === "LAST" ? -1 : relative[1] === "NEXT" ? 1 : 0;
    return range(relative[2] as Unit, shift, shift + 1);
  }
  const count = Number(amount);
  if (!Number.isInteger(count)) return undefined;
  const counted = COUNTED.exec(name);
  if (counted !== null) {
    const unit = counted[2] as Unit;
    if (counted[1] === "NEXT") return range(unit, 1, count + 1);
    // LAST_N_DAYS ends with today; the longer units end before the current one.
    return range(unit, -count, unit === "DAY" ? 1 : 0);
  }
  const ago = AGO.exec(name);
  return ago === null ? undefined : range(ago[1] as Unit, -count, 1 - count);
}
