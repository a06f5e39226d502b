import { addDays } from "../../../company-time.ts";
import { referenceOf, textOf, type JsonObject } from "../../../json/json-value.ts";
import type { WriteContext } from "../../descriptor.ts";
import { dueDateOf } from "../due-date.ts";

/**
 * When a sale is due: as its terms say, else the company's default terms (recorded), else so many days
 * after its date as the emulator is set to.
 */
export function dueDate(fields: JsonObject, { store, settings, profile }: WriteContext): string {
  const date = textOf(fields, "TxnDate") ?? "";
  const terms = referenceOf(fields, "SalesTermRef") ?? profile.defaultTerms ?? "";
  const due = dueDateOf(date, store.record("Term", terms)?.fields ?? {});
  return due ?? addDays(date, settings.defaultTermDays);
}
