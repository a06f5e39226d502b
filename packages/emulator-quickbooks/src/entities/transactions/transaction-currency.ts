import { fault, type FaultError } from "../../faults/api-fault.ts";
import { invalidCurrency } from "../../faults/list-faults.ts";
import { invalidNumber, missingParameter, otherCurrency } from "../../faults/fault-texts.ts";
import { SCHEMA_TYPES } from "../../generated/properties.ts";
import { numberOf, referenceOf, textOf, type JsonObject } from "../../json/json-value.ts";
import type { StoredRecord } from "../../store/stored-record.ts";
import type { CompanyProfile } from "../company-profile.ts";
import { isCompanyCurrency } from "../lists/currency-codes.ts";
import { currencyName, currencyOf, rateOn, toHome } from "../currencies.ts";
import type { Draft, WriteContext } from "../descriptor.ts";

/** A company with several currencies wants one named on each transaction (documented), and no rate of nothing. */
export function checkCurrency(
  { fields }: Draft,
  errors: FaultError[],
  { isMultiCurrency }: CompanyProfile,
): void {
  if (isMultiCurrency && referenceOf(fields, "CurrencyRef") === undefined) {
    errors.push(missingParameter("CurrencyRef"));
  }
  const rate = numberOf(fields, "ExchangeRate");
  if (isMultiCurrency && rate !== undefined && rate <= 0) {
    errors.push(invalidNumber("ExchangeRate", String(rate)));
  }
}

/**
 * The stored currency and rate: nothing in a company with one currency. The rate that was sent, else that
 * of TxnDate; 1 at home. Refuses another currency than that of the customer or vendor, and one that the
 * company does not have (2220).
 */
export function currencyFields(
  fields: JsonObject,
  party: StoredRecord | undefined,
  { store, profile }: WriteContext,
): JsonObject {
  const { homeCurrency, isMultiCurrency } = profile;
  const currency = currencyOf(fields, profile);
  const own = party === undefined ? currency : currencyOf(party.fields, profile);
  if (own !== currency || (!isMultiCurrency && currency !== homeCurrency)) {
    throw fault(otherCurrency(own));
  }
  if (!isMultiCurrency) return {};
  const isKnown = currency === homeCurrency || party !== undefined;
  if (!isKnown && !isCompanyCurrency(store, currency)) throw fault(invalidCurrency(currency));
  const date = textOf(fields, "TxnDate") ?? "";
  const isHome = currency === homeCurrency;
  const stated = numberOf(fields, "ExchangeRate");
  if (stated !== undefined && stated <= 0)
    throw fault(invalidNumber("ExchangeRate", String(stated)));
  const rate = isHome ? 1 : (stated ?? rateOn(store, currency, date));
  return { CurrencyRef: { value: currency }, ExchangeRate: rate };
}

/**
 * What a read shows of currencies: the reference always, the rate and the sum at home where there are
 * several. Some types have no such sum (payments: the schema), and a client must be able to send back
 * what it read.
 */
export function shownMoney(record: StoredRecord, profile: CompanyProfile): JsonObject {
  const code = currencyOf(record.fields, profile);
  const CurrencyRef = { value: code, name: currencyName(code) };
  if (!profile.isMultiCurrency) return { CurrencyRef };
  const rate = rateOf(record.fields);
  const total = numberOf(record.fields, "TotalAmt");
  const hasSum = SCHEMA_TYPES[record.type]?.["HomeTotalAmt"] !== undefined;
  const home = total === undefined || !hasSum ? {} : { HomeTotalAmt: toHome(total, rate) };
  return { CurrencyRef, ExchangeRate: rate, ...home };
}

/** Home units for one unit of the transaction's currency. */
export function rateOf(fields: JsonObject): number {
  return numberOf(fields, "ExchangeRate") ?? 1;
}

/**
 * Refuses a line on an account, or on that of a customer or vendor, that is kept in another currency than
 * that of the transaction: its balance is in its own. Accounts in the home currency take them all.
 */
export function refuseForeignAccounts(
  { fields, postings = [] }: StoredRecord,
  { store, profile }: WriteContext,
): void {
  if (!profile.isMultiCurrency) return;
  const { homeCurrency } = profile;
  const currency = currencyOf(fields, profile);
  for (const { account, party } of postings) {
    const held = store.record("Account", account);
    const kept = held === undefined ? homeCurrency : currencyOf(held.fields, profile);
    if (kept !== homeCurrency && kept !== currency) throw fault(otherCurrency(kept));
    const record = party === undefined ? undefined : store.record(party.type, party.id);
    const own = record === undefined ? currency : currencyOf(record.fields, profile);
    if (own !== currency) throw fault(otherCurrency(own));
  }
}
