import { formatDate } from "../../../company-time.ts";
import { fault, type FaultError } from "../../../faults/api-fault.ts";
import { missingParameter, otherCurrency } from "../../../faults/fault-texts.ts";
import { lessThanApplied, paidBillVendor } from "../../../faults/transaction-faults.ts";
import { compact, numberOf, referenceOf, type JsonObject } from "../../../json/json-value.ts";
import { subtract } from "../../../money.ts";
import type { Posting, PostingParty } from "../../../store/posting.ts";
import type { EntityType, StoredRecord } from "../../../store/stored-record.ts";
import type { CompanyProfile } from "../../company-profile.ts";
import { currencyOf, toHome } from "../../currencies.ts";
import type { Draft, PreparedFields, ReadContext, WriteContext } from "../../descriptor.ts";
import { requireAccountType } from "../account-kinds.ts";
import { checkCurrency, currencyFields, rateOf } from "../transaction-currency.ts";
import { documentNumber } from "../document-number.ts";
import { inHome, reversed } from "../home-amounts.ts";
import { appliedTo } from "../links.ts";
import { openForeignAccount, standardAccount } from "../standard-accounts.ts";
import { checkExpenseLines } from "./expense-lines.ts";
import { costEntries } from "./expense-postings.ts";
import { expenseSums } from "./expense-sums.ts";

/** What bills, vendor credits and purchase orders have in common: a vendor, a payable, expense lines. */

/** A vendor, a currency where there are several, and lines. */
export function checkVendorDocument(
  draft: Draft,
  errors: FaultError[],
  profile: CompanyProfile,
): void {
  if (referenceOf(draft.fields, "VendorRef") === undefined) {
    errors.push(missingParameter("VendorRef"));
  }
  checkCurrency(draft, errors, profile);
  checkExpenseLines(draft, errors, profile);
}

/** The vendor that a document or a payment names. */
export function vendorParty(fields: JsonObject): PostingParty {
  return { type: "Vendor", id: referenceOf(fields, "VendorRef") ?? "" };
}

/** The stored form: date, number, lines, payable account, currency and total. */
export function prepareVendorDocument(
  type: EntityType,
  draft: Draft,
  defaults: JsonObject,
  context: WriteContext,
): PreparedFields {
  const { store, settings, now } = context;
  const dated: JsonObject = {
    TxnDate: formatDate(now, settings.timeZone),
    ...defaults,
    ...draft.fields,
  };
  const vendor = store.record("Vendor", vendorParty(dated).id);
  const currency = currencyFields(dated, vendor, context);
  const { fields, lastLineId } = expenseSums(draft, dated, context);
  const { CurrencyRef: _currency, ExchangeRate: _rate, ...content } = fields;
  return {
    fields: compact({
      ...content,
      ...currency,
      APAccountRef: { value: payableAccount(dated, currency, context) },
      DocNumber: documentNumber(type, draft, context),
    }),
    lastLineId,
  };
}

/**
 * The payable that was named, else the company's own in that currency, opened with its first use.
 * Refuses an account of another kind (6430) or currency.
 */
function payableAccount(fields: JsonObject, currency: JsonObject, context: WriteContext): string {
  const { store, profile } = context;
  const code = currencyOf(currency, profile);
  requireAccountType(fields, "APAccountRef", ["Accounts Payable"], store);
  const named = referenceOf(fields, "APAccountRef");
  if (named !== undefined) {
    const account = store.record("Account", named)?.fields ?? {};
    const own = currencyOf(account, profile);
    if (own !== code) throw fault(otherCurrency(own));
    return named;
  }
  openForeignAccount("AccountsPayable", currency, context);
  return standardAccount(store, "AccountsPayable", code);
}

/** Refuses a new total below what payments have taken of the old one. */
export function refuseLessThanApplied(draft: Draft, total: number): void {
  const applied = draft.existing === undefined ? 0 : appliedTo(draft.existing);
  if (total < applied) throw fault(lessThanApplied());
}

/** Refuses another vendor while the old one's payments are applied. */
export function refuseNewVendor({ existing, fields }: Draft): void {
  if (existing === undefined || appliedTo(existing) === 0) return;
  if (vendorParty(existing.fields).id !== vendorParty(fields).id) throw fault(paidBillVendor());
}

/** The books of a bill (`owes` 1: the payable grows) or of a credit (`owes` -1: it shrinks). */
export function postVendorDocument(
  { fields }: StoredRecord,
  { store }: ReadContext,
  owes: 1 | -1,
): readonly Posting[] {
  const party = vendorParty(fields);
  const total = numberOf(fields, "TotalAmt") ?? 0;
  const payable = {
    account: referenceOf(fields, "APAccountRef") ?? standardAccount(store, "AccountsPayable"),
    amount: subtract(0, total),
    party,
  };
  const entries = [payable, ...costEntries(fields, store, party)];
  return inHome(owes === 1 ? entries : reversed(entries), rateOf(fields));
}

/** The open amount at home, where there are several currencies. */
export function homeBalance(
  record: StoredRecord,
  balance: number,
  { isMultiCurrency }: CompanyProfile,
): JsonObject {
  return isMultiCurrency ? { HomeBalance: toHome(balance, rateOf(record.fields)) } : {};
}
