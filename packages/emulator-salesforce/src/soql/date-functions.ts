import type { FieldType } from "../schema/types.ts";
import { parseTime } from "../times.ts";
import type { FiscalYear } from "./locale.ts";

/** Date functions (D SOQL "Date Functions"): numbers and days that a date or a datetime falls into. */

interface DateFunction {
  readonly type: FieldType;
  /** Whether only a datetime will do. */
  readonly needsTime: boolean;
  /** @param local the moment as if its zone were UTC */
  of(local: Date, fiscal: FiscalYear): number | string;
}

const DAY_MS = 86_400_000;

const number = (of: DateFunction["of"], needsTime = false): DateFunction => ({
  type: "int",
  needsTime,
  of,
});

/** Whole months since the fiscal year began. */
const monthsIn = (local: Date, { startMonth }: FiscalYear): number =>
  (local.getUTCMonth() - (startMonth - 1) + 12) % 12;

const dayOfYear = (local: Date): number =>
  Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / DAY_MS) + 1;

/** A year that begins in January is named after it; any other by its start or its end (Setup). */
function fiscalYear(local: Date, fiscal: FiscalYear): number {
  const start = local.getUTCFullYear() - (local.getUTCMonth() + 1 < fiscal.startMonth ? 1 : 0);
  return fiscal.startMonth > 1 && fiscal.isNamedByEnd ? start + 1 : start;
}

export const DATE_FUNCTIONS: ReadonlyMap<string, DateFunction> = new Map([
  ["CALENDAR_MONTH", number((local) => local.getUTCMonth() + 1)],
  ["CALENDAR_QUARTER", number((local) => Math.floor(local.getUTCMonth() / 3) + 1)],
  ["CALENDAR_YEAR", number((local) => local.getUTCFullYear())],
  ["DAY_IN_MONTH", number((local) => local.getUTCDate())],
  ["DAY_IN_WEEK", number((local) => local.getUTCDay() + 1)],
  ["DAY_IN_YEAR", number(dayOfYear)],
  ["DAY_ONLY", { type: "date", needsTime: true, of: (local) => local.toISOString().slice(0, 10) }],
  ["FISCAL_MONTH", number((local, fiscal) => monthsIn(local, fiscal) + 1)],
  ["FISCAL_QUARTER", number((local, fiscal) => Math.floor(monthsIn(local, fiscal) / 3) + 1)],
  ["FISCAL_YEAR", number(fiscalYear)],
  ["HOUR_IN_DAY", number((local) => local.getUTCHours(), true)],
  // Weeks count from the first day of the month or year, not from a Sunday.
  ["WEEK_IN_MONTH", number((local) => Math.ceil(local.getUTCDate() / 7))],
  ["WEEK_IN_YEAR", number((local) => Math.ceil(dayOfYear(local) / 7))],
]);

/** A stored date or datetime as epoch milliseconds. */
export function storedTime(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  return parseTime(value.length === 10 ? `${value}T00:00:00Z` : value);
}
