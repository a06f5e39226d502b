import type { JsonObject } from "../../json/json-value.ts";
import type { Store } from "../../store/store.ts";
import { profileOf } from "../company-profile.ts";
import { currencyOf } from "../currencies.ts";
import type { WriteContext } from "../descriptor.ts";

/** Sub-types of the accounts that the company itself posts to. */
export type StandardAccount =
  | "AccountsReceivable"
  | "AccountsPayable"
  | "UndepositedFunds"
  | "DiscountsRefundsGiven"
  | "SalesTaxPayable"
  | "ShippingFreightDeliveryIncome"
  | "ExchangeGainOrLoss"
  | "OpeningBalanceEquity"
  | "ServiceFeeIncome"
  | "SuppliesMaterialsCogs";

/**
 * Id of the company's account of that kind, in `currency` (default: the home currency). The oldest one
 * counts. Every seed company has them all; foreign receivables and payables are opened by
 * `openForeignAccount`.
 */
export function standardAccount(store: Store, kind: StandardAccount, currency?: string): string {
  const profile = profileOf(store);
  const wanted = currency ?? profile.homeCurrency;
  const found = store.indexes
    .find(`subtype:${kind}`)
    .filter((account) => currencyOf(account.fields, profile) === wanted)
    .toSorted((a, b) => Number(a.id) - Number(b.id))[0];
  if (found === undefined) throw new Error(`the company has no ${kind} account in ${wanted}`);
  return found.id;
}

/**
 * Receivables and payables of a foreign currency get an account of their own with its first transaction,
 * of which `fields` name the currency.
 */
export function openForeignAccount(
  kind: "AccountsReceivable" | "AccountsPayable",
  fields: JsonObject,
  { store, now, profile, notify }: WriteContext,
): void {
  const currency = currencyOf(fields, profile);
  if (currency === profile.homeCurrency) return;
  const accounts = store.indexes.find(`subtype:${kind}`);
  if (accounts.some((account) => currencyOf(account.fields, profile) === currency)) return;
  const isReceivable = kind === "AccountsReceivable";
  const id = String(store.next("account"));
  store.putRecord({
    type: "Account",
    id,
    syncToken: 0,
    createdAt: now,
    updatedAt: now,
    fields: {
      Name: `${isReceivable ? "Accounts Receivable (A/R)" : "Accounts Payable (A/P)"} - ${currency}`,
      Active: true,
      Classification: isReceivable ? "Asset" : "Liability",
      AccountType: isReceivable ? "Accounts Receivable" : "Accounts Payable",
      AccountSubType: kind,
      CurrencyRef: { value: currency },
    },
  });
  notify("Account", id, "created");
}
