import {
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import { add, subtract } from "../../../money.ts";
import type { Posting } from "../../../store/posting.ts";
import type { Store } from "../../../store/store.ts";
import { toHome } from "../../currencies.ts";
import { standardAccount } from "../standard-accounts.ts";

/** A posting whose home amount is still to be worked out. */
export type Entry = Omit<Posting, "home">;

/**
 * A sale in the books: what it earned against `debits`, which say where the money is or who owes it.
 * Rounding of home amounts falls on the first of them.
 */
export function postSale(
  fields: JsonObject,
  store: Store,
  debits: readonly Entry[],
): readonly Posting[] {
  const rate = numberOf(fields, "ExchangeRate") ?? 1;
  const tax = numberOf(objectOf(fields, "TxnTaxDetail") ?? {}, "TotalTax") ?? 0;
  const taxed = tax === 0 ? [] : [{ account: taxAccount(store), amount: -tax }];
  const [first, ...others] = [...debits, ...earned(fields, store), ...taxed];
  if (first === undefined) return [];
  const rest = others.map((entry) => ({ ...entry, home: toHome(entry.amount, rate) }));
  return [{ ...first, home: subtract(0, ...rest.map(({ home }) => home)) }, ...rest];
}

/** Where the money of a receipt goes that names no account (recorded: Undeposited Funds). */
export function depositAccount(fields: JsonObject, store: Store): string {
  return referenceOf(fields, "DepositToAccountRef") ?? standardAccount(store, "UndepositedFunds");
}

function taxAccount(store: Store): string {
  return standardAccount(store, "SalesTaxPayable");
}

/** Income of the lines, one entry for each account; discounts go against it. */
function earned(fields: JsonObject, store: Store): Entry[] {
  const byAccount = new Map<string, number>();
  for (const line of objectsOf(fields, "Line")) {
    const amount = numberOf(line, "Amount") ?? 0;
    const account = incomeAccount(line, store);
    if (account === undefined) continue;
    const isDiscount = textOf(line, "DetailType") === "DiscountLineDetail";
    byAccount.set(account, add(byAccount.get(account) ?? 0, isDiscount ? amount : -amount));
  }
  return [...byAccount].map(([account, amount]) => ({ account, amount }));
}

/** Undefined for a line that earns nothing, such as a subtotal. */
function incomeAccount(line: JsonObject, store: Store): string | undefined {
  const discount = objectOf(line, "DiscountLineDetail");
  if (discount !== undefined) {
    return (
      referenceOf(discount, "DiscountAccountRef") ?? standardAccount(store, "DiscountsRefundsGiven")
    );
  }
  const detail = objectOf(line, "SalesItemLineDetail");
  if (detail === undefined) return undefined;
  const item = store.record("Item", referenceOf(detail, "ItemRef") ?? "");
  return (
    referenceOf(item?.fields ?? {}, "IncomeAccountRef") ??
    standardAccount(store, "ServiceFeeIncome")
  );
}
