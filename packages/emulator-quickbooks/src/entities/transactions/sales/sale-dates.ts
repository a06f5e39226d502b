import { addDays } from "../../../company-time.ts";
import { numberOf, referenceOf, textOf, type JsonObject } from "../../../json/json-value.ts";
import type { WriteContext } from "../../descriptor.ts";

/**
 * When a sale is due: as its terms say, else the company's default terms (recorded), else so many days
 * after its date as the emulator is set to.
 */
export function dueDate(fields: JsonObject, { store, settings, profile }: WriteContext): string {
  const date = textOf(fields, "TxnDate") ?? "";
  const terms = referenceOf(fields, "SalesTermRef") ?? profile.defaultTerms ?? "";
  const term = store.record("Term", terms)?.fields ?? {};
  const day = numberOf(term, "DayOfMonthDue");
  const days = numberOf(term, "DueDays");
  if (days !== undefined || day === undefined)
    return addDays(date, days ?? settings.defaultTermDays);
  return dateDriven(date, day, numberOf(term, "DueNextMonthDays") ?? 0);
}

/**
 * The given day of this month; of the next one when it is past or fewer than `nextMonthDays` days off
 * (documented: "due next month if issued that many days before"). A month without that day is due on its last.
 */
function dateDriven(date: string, day: number, nextMonthDays: number): string {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7)) - 1;
  const due = dayOfMonth(year, month, day);
  const limit = nextMonthDays === 0 ? date : addDays(date, nextMonthDays + 1);
  return due >= limit ? due : dayOfMonth(year, month + 1, day);
}

function dayOfMonth(year: number, month: number, day: number): string {
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(day, last))).toISOString().slice(0, 10);
}
