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
import { rateOf } from "../transaction-currency.ts";
import { inHome, type Entry } from "../home-amounts.ts";
import type { ReadContext } from "../../descriptor.ts";
import { standardAccount } from "../standard-accounts.ts";
import { prorated } from "../tax/tax-sums.ts";
import { chargeOf, lineDiscount } from "./lines/item-line.ts";
import { isDiscount, isShipping, itemOf, soldLines } from "./lines/line-kinds.ts";
import type { TaxMode } from "./lines/line-rules.ts";
import { discountOfWhole } from "./lines/sale-lines.ts";
import { taxModeOf } from "./sale-tax-checks.ts";

/**
 * A sale in the books: what it earned against `debits`, which say where the money is or who owes it.
 * Rounding of home amounts falls on the first of them. `sign` -1 turns it round: a credit or a refund.
 */
export function postSale(
  fields: JsonObject,
  context: ReadContext,
  debits: readonly Entry[],
  sign: 1 | -1 = 1,
): readonly Posting[] {
  const entries = [...debits, ...earned(fields, context)].map((entry) => ({
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
 * What was earned: income of the lines, the tax, and what each discount took off. Each is worked out by
 * itself: a total that is not their sum leaves the books out of balance, and the sale is not saved (`book`).
 */
function earned(fields: JsonObject, { store, profile }: ReadContext): Entry[] {
  const mode = taxModeOf(fields, profile);
  const income = soldLines(fields).map((line) => ({
    account: incomeAccount(line, store),
    amount: -(numberOf(line, "Amount") ?? 0),
  }));
  const tax = numberOf(objectOf(fields, "TxnTaxDetail") ?? {}, "TotalTax") ?? 0;
  const off = reductionsOf(fields, mode, store);
  const taxes =
    tax === 0 ? [] : [{ account: standardAccount(store, "SalesTaxPayable"), amount: -tax }];
  const inside = mode === "inside" ? untaxedInside(fields, tax, off, income) : [];
  return byAccount([...income, ...taxes, ...off, ...inside]);
}

/** Discount lines on their accounts; discounts of single lines and of the whole on the company's. */
function reductionsOf(fields: JsonObject, taxMode: TaxMode, store: Store): Entry[] {
  const standard = standardAccount(store, "DiscountsRefundsGiven");
  const ofLines = objectsOf(fields, "Line")
    .filter(isDiscount)
    .map((line) => {
      const detail = objectOf(line, "DiscountLineDetail") ?? {};
      const account = referenceOf(detail, "DiscountAccountRef") ?? standard;
      return { account, amount: numberOf(line, "Amount") ?? 0 };
    });
  const sold = soldLines(fields);
  const items = sold.filter((line) => !isShipping(line));
  const charged = add(...items.map((line) => chargeOf(line, { taxMode })));
  const whole = add(discountOfWhole(fields, charged), ...sold.map(lineDiscount));
  return [...ofLines, { account: standard, amount: whole }].filter(({ amount }) => amount !== 0);
}

/**
 * Where tax is inside, it is inside discounts too: what was taken out of the lines as tax and is none,
 * because a discount lowered it, is no cost of that discount. Without discounts (a client stated another
 * tax) it is income.
 */
function untaxedInside(
  fields: JsonObject,
  tax: number,
  off: readonly Entry[],
  income: readonly Entry[],
): Entry[] {
  const takenOut = soldLines(fields).map((line) => {
    const net = numberOf(line, "Amount") ?? 0;
    const detail = objectOf(line, "SalesItemLineDetail") ?? {};
    return subtract(numberOf(detail, "TaxInclusiveAmt") ?? net, net);
  });
  const rest = subtract(add(...takenOut), tax);
  const bearers = off.length > 0 ? off : income.slice(0, 1);
  const parts = prorated(
    rest,
    bearers.map(({ amount }) => amount),
  );
  return bearers.map(({ account }, place) => ({
    account,
    amount: subtract(0, parts[place] ?? 0),
  }));
}

function byAccount(entries: readonly Entry[]): Entry[] {
  return [...Map.groupBy(entries, ({ account }) => account)].map(([account, each]) => ({
    account,
    amount: add(...each.map(({ amount }) => amount)),
  }));
}

function incomeAccount(line: JsonObject, store: Store): string {
  if (isShipping(line)) return standardAccount(store, "ShippingFreightDeliveryIncome");
  const item = store.record("Item", itemOf(line) ?? "");
  return (
    referenceOf(item?.fields ?? {}, "IncomeAccountRef") ??
    standardAccount(store, "ServiceFeeIncome")
  );
}
