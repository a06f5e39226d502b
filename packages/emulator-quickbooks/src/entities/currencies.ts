import { referenceOf, textOf, type JsonObject } from "../json/json-value.ts";
import { Decimal } from "decimal.js";
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

/** The reference that a read shows: a record without a currency of its own is in the home currency. */
export function shownCurrency(fields: JsonObject, profile: CompanyProfile): JsonObject {
  const code = referenceOf(fields, "CurrencyRef") ?? profile.homeCurrency;
  return { value: code, name: currencyName(code) };
}

/** Home units for one unit of `code` on `date`: the latest rate stated for that day or before it, else 1. */
export function rateOn(store: Store, code: string, date: string): number {
  let best: { readonly date: string; readonly rate: unknown } | undefined;
  for (const { fields } of store.indexes.find(`rate:${code}`)) {
    const asOf = textOf(fields, "AsOfDate") ?? "";
    if (asOf <= date && (best === undefined || asOf > best.date)) {
      best = { date: asOf, rate: fields["Rate"] };
    }
  }
  return typeof best?.rate === "number" ? best.rate : 1;
}

/** An amount in home currency, rounded half up to cents. */
export function toHome(amount: number, rate: number): number {
  if (rate === 1) return amount;
  return new Decimal(amount).times(rate).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toNumber();
}
