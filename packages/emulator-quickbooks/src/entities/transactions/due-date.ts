import { addDays } from "../../company-time.ts";
import { numberOf, type JsonObject } from "../../json/json-value.ts";

/**
 * When a document of `date` is due under `terms`: after a number of days, or else on a day of a month,
 * the next month's when the document comes within `DueNextMonthDays` of it (documented). Undefined for
 * terms that say neither.
 */
export function dueDateOf(date: string, terms: JsonObject): string | undefined {
  const days = numberOf(terms, "DueDays");
  if (days !== undefined) return addDays(date, days);
  const day = numberOf(terms, "DayOfMonthDue");
  if (day === undefined) return undefined;
  const margin = numberOf(terms, "DueNextMonthDays") ?? 0;
  const [year = 1970, month = 1] = date.split("-").map(Number);
  const earliest = addDays(date, margin);
  const candidates = [0, 1, 2].map((ahead) => dayOfMonth(year, month - 1 + ahead, day));
  return candidates.find((due) => due >= earliest) ?? candidates.at(-1);
}

/** The day of a month, or its last day where the month is shorter. `month` counts from 0. */
function dayOfMonth(year: number, month: number, day: number): string {
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(day, last))).toISOString().slice(0, 10);
}
