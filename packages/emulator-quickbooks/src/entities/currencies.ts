import { numberOf, referenceOf, textOf, type JsonObject } from "../json/json-value.ts";
import { Decimal } from "decimal.js";
import type { StoredRecord } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";
import type { CompanyProfile } from "./company-profile.ts";

/** Names as QuickBooks writes them where they differ from the usual English ones (USD: recorded). */
const NAMES: Readonly<Record<string, string>> = {
  USD: "United States Dollar",
  GBP: "British Pound Sterling",
};

const english = new Intl.DisplayNames("en-US", { type: "currency", fallback: "code" });

/** `United States Dollar` for `USD`; the code itself where it has no name. */
export function currencyName(code: string): string {
  return NAMES[code] ?? english.of(code) ?? code;
}

/** The code of a record's currency: without one of its own it is in the home currency. */
export function currencyOf(
  fields: JsonObject,
  { homeCurrency }: Pick<CompanyProfile, "homeCurrency">,
): string {
  return referenceOf(fields, "CurrencyRef") ?? homeCurrency;
}

/** The reference that a read shows. */
export function shownCurrency(fields: JsonObject, profile: CompanyProfile): JsonObject {
  const code = currencyOf(fields, profile);
  return { value: code, name: currencyName(code) };
}

/** Home units for one unit of `code` on `date`: the latest rate stated for that day or before it, else 1. */
export function rateOn(store: Store, code: string, date: string): number {
  return numberOf(rateRecordOn(store, code, date)?.fields ?? {}, "Rate") ?? 1;
}

/** The ExchangeRate that holds on a day: the latest of that day or before it. */
export function rateRecordOn(store: Store, code: string, date: string): StoredRecord | undefined {
  let best: StoredRecord | undefined;
  for (const record of store.indexes.find(`rate:${code}`)) {
    const asOf = asOfDate(record);
    if (asOf <= date && (best === undefined || asOf > asOfDate(best))) best = record;
  }
  return best;
}

function asOfDate({ fields }: StoredRecord): string {
  return textOf(fields, "AsOfDate") ?? "";
}

/** An amount in home currency, rounded half up to cents. */
export function toHome(amount: number, rate: number): number {
  if (rate === 1) return amount;
  return new Decimal(amount).times(rate).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toNumber();
}
