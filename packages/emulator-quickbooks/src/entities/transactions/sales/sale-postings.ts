import {
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import { add, subtract } from "../../../money.ts";
import type { Posting } from "../../../store/posting.ts";
import type { Store } from "../../../store/store.ts";
import { rateOf } from "../currency.ts";
import { inHome, type Entry } from "../home-amounts.ts";
import { standardAccount } from "../standard-accounts.ts";
import { isDiscount, isShipping, itemOf, soldLines } from "./lines/line-kinds.ts";

/**
 * A sale in the books: what it earned against `debits`, which say where the money is or who owes it.
 * Rounding of home amounts falls on the first of them. `sign` -1 turns it round: a credit or a refund.
 */
export function postSale(
  fields: JsonObject,
  store: Store,
  debits: readonly Entry[],
  sign: 1 | -1 = 1,
): readonly Posting[] {
  const entries = [...debits, ...earned(fields, store)].map((entry) => ({
    ...entry,
    amount: sign * entry.amount,
  }));
  return inHome(entries, rateOf(fields));
}

/** Where the money of a receipt goes that names no account (recorded: Undeposited Funds). */
export function depositAccount(fields: JsonObject, store: Store): string {
  return referenceOf(fields, "DepositToAccountRef") ?? standardAccount(store, "UndepositedFunds");
}

/**
 * Income of the lines, one entry for each account, and the tax. What is then more than the total was
 * taken off: by discount lines, by discounts of single lines, with the tax that was in them.
 */
function earned(fields: JsonObject, store: Store): Entry[] {
  const byAccount = new Map<string, number>();
  const book = (account: string, amount: number): void => {
    byAccount.set(account, add(byAccount.get(account) ?? 0, amount));
  };
  for (const line of soldLines(fields)) {
    book(incomeAccount(line, store), -(numberOf(line, "Amount") ?? 0));
  }
  const tax = numberOf(objectOf(fields, "TxnTaxDetail") ?? {}, "TotalTax") ?? 0;
  if (tax !== 0) book(standardAccount(store, "SalesTaxPayable"), -tax);
  const total = numberOf(fields, "TotalAmt") ?? 0;
  const off = subtract(0, total, ...byAccount.values());
  if (off !== 0) book(discountAccount(fields, store), off);
  return [...byAccount].map(([account, amount]) => ({ account, amount }));
}

function discountAccount(fields: JsonObject, store: Store): string {
  const line = objectsOf(fields, "Line").find(isDiscount);
  const detail = objectOf(line ?? {}, "DiscountLineDetail") ?? {};
  return (
    referenceOf(detail, "DiscountAccountRef") ?? standardAccount(store, "DiscountsRefundsGiven")
  );
}

function incomeAccount(line: JsonObject, store: Store): string {
  if (isShipping(line)) return standardAccount(store, "ShippingFreightDeliveryIncome");
  const item = store.record("Item", itemOf(line) ?? "");
  return (
    referenceOf(item?.fields ?? {}, "IncomeAccountRef") ??
    standardAccount(store, "ServiceFeeIncome")
  );
}
