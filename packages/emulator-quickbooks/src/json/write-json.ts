import { formatMoney, formatPlain } from "../money.ts";
import type { JsonValue } from "./json-value.ts";

/**
 * Properties that QuickBooks prints as money: two decimals, and a bare `0` for nothing (recorded).
 * Every other number is printed plain (`"UnitPrice":75`, `"Qty":4.5`, `"TaxPercent":8`), without an exponent.
 */
const MONEY_PROPERTIES: ReadonlySet<string> = new Set([
  "Amount",
  "Balance",
  "BalanceWithJobs",
  "CurrentBalance",
  "CurrentBalanceWithSubAccounts",
  "Deposit",
  "DiscountAmt",
  "HomeBalance",
  "HomeTotalAmt",
  "NetAmountTaxable",
  "RemainingCredit",
  "TaxAmount",
  "TaxInclusiveAmt",
  "TotalAmt",
  "TotalTax",
  "UnappliedAmt",
]);

/** Writes JSON text as QuickBooks does: no spaces, money formatted by property. */
export function writeJson(value: JsonValue, property = ""): string {
  if (typeof value === "number") {
    return MONEY_PROPERTIES.has(property) ? formatMoney(value) : formatPlain(value);
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    return `[${value.map((item: JsonValue) => writeJson(item, property)).join(",")}]`;
  }
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}:${writeJson(member, key)}`,
  );
  return `{${members.join(",")}}`;
}
