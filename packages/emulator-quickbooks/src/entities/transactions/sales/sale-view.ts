import type { JsonObject } from "../../../json/json-value.ts";
import type { StoredRecord } from "../../../store/stored-record.ts";
import { toHome } from "../../currencies.ts";
import type { ReadContext } from "../../descriptor.ts";
import { rateOf, shownMoney } from "../transaction-currency.ts";

/** Currency, open balance and, where there are several currencies, both sums at home. */
export function shownSale(
  record: StoredRecord,
  balance: number,
  { profile }: ReadContext,
): JsonObject {
  const money = shownMoney(record, profile);
  const home = profile.isMultiCurrency
    ? { HomeBalance: toHome(balance, rateOf(record.fields)) }
    : {};
  return { ...money, Balance: balance, ...home };
}
