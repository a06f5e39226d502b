import { referenceOf, textOf } from "../../json/json-value.ts";
import type { StoredRecord } from "../../store/stored-record.ts";
import type { Store } from "../../store/store.ts";
import { profileOf } from "../company-profile.ts";
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
  const home = profileOf(store).homeCurrency;
  const wanted = currency ?? home;
  const found = store.indexes
    .find(`subtype:${kind}`)
    .filter((account) => currencyOf(account, home) === wanted)
    .toSorted((a, b) => Number(a.id) - Number(b.id))[0];
  if (found === undefined) throw new Error(`the company has no ${kind} account in ${wanted}`);
  return found.id;
}

/** Receivables and payables of a foreign currency get an account of their own with its first transaction. */
export function openForeignAccount(
  kind: "AccountsReceivable" | "AccountsPayable",
  currency: string,
  { store, now, profile, notify }: WriteContext,
): void {
  if (currency === profile.homeCurrency) return;
  const accounts = store.indexes.find(`subtype:${kind}`);
  if (accounts.some((account) => currencyOf(account, profile.homeCurrency) === currency)) return;
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

function currencyOf(account: StoredRecord, home: string): string {
  return referenceOf(account.fields, "CurrencyRef") ?? home;
}

/** True for receivables and payables, whose postings name a party. */
export function hasParties(account: StoredRecord): boolean {
  const type = textOf(account.fields, "AccountType");
  return type === "Accounts Receivable" || type === "Accounts Payable";
}
