import { Decimal } from "decimal.js";
import type { Row } from "../store/row.ts";
import { userRow } from "./locale.ts";
import type { QueryWorld } from "./scope.ts";

/**
 * Amounts in orgs with several currencies: the rows of `CurrencyType` hold the rates to the corporate
 * currency. An org without that object, or without rows in it, has one currency.
 */
export interface Currencies {
  /** Units of a currency for one of the corporate currency, by ISO code. */
  readonly rates: ReadonlyMap<string, number>;
  readonly corporate: string;
  /** The asking user's. */
  readonly own: string;
}

/** Undefined in an org with one currency. */
export function currenciesOf(world: Pick<QueryWorld, "store" | "userId">): Currencies | undefined {
  const rates = new Map<string, number>();
  let corporate: string | undefined;
  for (const document of world.store.all("CurrencyType").values()) {
    const row = document as Row;
    const { IsoCode: code, ConversionRate: rate } = row;
    if (typeof code !== "string" || typeof rate !== "number" || row["IsActive"] === false) continue;
    rates.set(code.toUpperCase(), rate);
    if (row["IsCorporate"] === true) corporate = code.toUpperCase();
  }
  if (corporate === undefined) return undefined;
  const own = userRow(world)?.["DefaultCurrencyIsoCode"];
  const isKnown = typeof own === "string" && rates.has(own);
  return { rates, corporate, own: isKnown ? own : corporate };
}

/** An amount in another currency; null when there is no rate for one of the two. */
export function convert(
  currencies: Currencies,
  amount: number,
  from: string,
  to: string,
): number | null {
  const [rateFrom, rateTo] = [currencies.rates.get(from), currencies.rates.get(to)];
  if (rateFrom === undefined || rateTo === undefined || rateFrom === 0) return null;
  if (from === to) return amount;
  return new Decimal(amount).div(rateFrom).mul(rateTo).toNumber();
}

/** The currency of a row's amounts. */
export function currencyOf(currencies: Currencies, row: Row): string {
  const code = row["CurrencyIsoCode"];
  return typeof code === "string" ? code : currencies.corporate;
}
