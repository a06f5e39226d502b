import type { FaultError } from "../../faults/api-fault.ts";
import { missingParameter } from "../../faults/fault-texts.ts";
import type { JsonObject, JsonValue } from "../../json/json-value.ts";
import { listOf, setOf, type EntityDescriptor } from "../descriptor.ts";
import { namedList } from "./named-list.ts";
import { checkRange } from "./number-range.ts";

/** Documented ranges; days are whole days, the discount a percentage. */
const RANGES: readonly [property: string, min: number, max: number][] = [
  ["DueDays", 0, 999],
  ["DiscountDays", 0, 999],
  ["DiscountPercent", 0, 100],
  ["DayOfMonthDue", 1, 31],
  ["DueNextMonthDays", 0, 999],
  ["DiscountDayOfMonth", 0, 31],
];
const DAYS_OF_MONTH = ["DayOfMonthDue", "DueNextMonthDays", "DiscountDayOfMonth"] as const;

/**
 * Payment terms: a number of days after the sale, or else a day of the month. `Type` says which and
 * is worked out (documented).
 */
export const TERM: EntityDescriptor = namedList({
  type: "Term",
  counter: "term",
  wireOrder: listOf(`
    Name Active Type DiscountPercent DueDays DiscountDays DayOfMonthDue DueNextMonthDays
    DiscountDayOfMonth domain sparse Id SyncToken MetaData`),
  readOnly: setOf("Type"),
  checkMore: ({ fields }, errors) => checkDays(fields, errors),
  complete: (fields) => {
    const isStandard = fields["DueDays"] !== undefined;
    const kept = isStandard ? without(fields, DAYS_OF_MONTH) : fields;
    return { DiscountPercent: 0, ...kept, Type: isStandard ? "STANDARD" : "DATE_DRIVEN" };
  },
});

/** One of the two ways to name a day is required. */
function checkDays(fields: JsonObject, errors: FaultError[]): void {
  if (fields["DueDays"] === undefined && fields["DayOfMonthDue"] === undefined) {
    errors.push(missingParameter("DueDays"));
  }
  for (const [property, min, max] of RANGES) checkRange(fields, property, { min, max }, errors);
}

/** Days of the month are used only where no number of days is given (documented). */
function without(fields: JsonObject, names: readonly string[]): JsonObject {
  const entries: [string, JsonValue][] = Object.entries(fields).filter(
    ([name]) => !names.includes(name),
  );
  return Object.fromEntries(entries);
}
