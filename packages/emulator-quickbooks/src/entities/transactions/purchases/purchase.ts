import { formatDate } from "../../../company-time.ts";
import type { FaultError } from "../../../faults/api-fault.ts";
import { invalidEnumeration, missingParameter } from "../../../faults/fault-texts.ts";
import {
  compact,
  numberOf,
  objectOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import {
  CARD_REFUND_TXN_CODE,
  PURCHASE_UPDATE_NEEDS_PAYMENT_TYPE,
} from "../../../not-evidenced.ts";
import { subtract } from "../../../money.ts";
import {
  listOf,
  operations,
  setOf,
  type Draft,
  type EntityDescriptor,
  type WriteContext,
} from "../../descriptor.ts";
import { requireAccountType } from "../account-kinds.ts";
import { checkCurrency, currencyFields, rateOf, shownMoney } from "../transaction-currency.ts";
import { documentNumber } from "../document-number.ts";
import { inHome, reversed } from "../home-amounts.ts";
import { nameValues } from "../name-values.ts";
import { linksFromOthers } from "../links.ts";
import { nameRecord, partyOf, requireName, shownNameReference } from "../name-references.ts";
import { refuseLostClaims } from "../party-claims.ts";
import { checkExpenseLines } from "./expense-lines.ts";
import { expenseSums } from "./expense-sums.ts";
import { costEntries } from "./expense-postings.ts";

/** The accounts that each way of paying takes money from (documented; a cheque on a card: 6430, observed). */
const PAYING_ACCOUNTS: Readonly<Record<string, readonly string[]>> = {
  Cash: ["Bank", "Other Current Asset"],
  Check: ["Bank"],
  CreditCard: ["Credit Card"],
};

/** Money spent at once: an expense, a cheque, a card charge or (`Credit`) a card refund. */
export const PURCHASE: EntityDescriptor = {
  type: "Purchase",
  operations: operations("create read query update delete"),
  counter: "transaction",
  wireOrder: listOf(`
    AccountRef PaymentMethodRef PaymentRefNum PaymentType CheckPayment CreditCardPayment EntityRef Credit
    RemitToAddr TotalAmt Memo PrintStatus GlobalTaxCalculation PurchaseEx domain sparse Id SyncToken
    MetaData CustomField DocNumber TxnDate DepartmentRef CurrencyRef ExchangeRate PrivateNote LinkedTxn
    Line TxnTaxDetail`),
  computed: setOf("PurchaseEx"),
  readOnly: setOf("TotalAmt RecurDataRef PurchaseEx LinkedTxn"),
  isInChangeData: true,
  check: checkPurchase,
  prepare: (draft, context) => {
    const { store, settings, now } = context;
    const dated: JsonObject = { TxnDate: formatDate(now, settings.timeZone), ...draft.fields };
    const type = textOf(dated, "PaymentType") ?? "";
    requireAccountType(dated, "AccountRef", PAYING_ACCOUNTS[type] ?? [], store);
    if (draft.sent["EntityRef"] !== undefined) requireName(store, objectOf(dated, "EntityRef"));
    const { fields, lastLineId } = expenseSums(draft, dated, context);
    const {
      CurrencyRef: _currency,
      ExchangeRate: _rate,
      Credit: refund = false,
      ...content
    } = fields;
    return {
      lastLineId,
      fields: compact({
        // Only a card gives money back.
        ...(type === "CreditCard" ? { Credit: refund } : {}),
        ...(type === "Check" ? { PrintStatus: "NotSet" } : {}),
        CustomField: [],
        ...content,
        ...moneyOf(dated, context),
        DocNumber: documentNumber("Purchase", draft, context),
      }),
    };
  },
  view: (record, { store, profile }) =>
    compact({
      EntityRef: shownNameReference(record.fields, "EntityRef", store),
      PurchaseEx: nameValues({ TxnType: txnCode(record.fields) }),
      LinkedTxn: linksFromOthers(record),
      ...shownMoney(record, profile),
    }),
  settle: refuseLostClaims,
  transaction: {
    txnType: purchaseTxnType,
    linksOf: () => [],
    postings: ({ fields }, { store }) => {
      const paid = {
        account: referenceOf(fields, "AccountRef") ?? "",
        amount: subtract(0, numberOf(fields, "TotalAmt") ?? 0),
      };
      const payee = partyOf(store, referenceOf(fields, "EntityRef"));
      const entries = [paid, ...costEntries(fields, store, payee)];
      return inHome(isCredit(fields) ? reversed(entries) : entries, rateOf(fields));
    },
  },
};

function checkPurchase(draft: Draft, errors: FaultError[], profile: WriteContext["profile"]): void {
  const { fields, sent } = draft;
  const type = textOf(fields, "PaymentType");
  const isLeftOut = PURCHASE_UPDATE_NEEDS_PAYMENT_TYPE && textOf(sent, "PaymentType") === undefined;
  if (type === undefined || isLeftOut) errors.push(missingParameter("PaymentType"));
  else if (PAYING_ACCOUNTS[type] === undefined) errors.push(invalidEnumeration(type));
  if (referenceOf(fields, "AccountRef") === undefined) errors.push(missingParameter("AccountRef"));
  checkCurrency(draft, errors, profile);
  checkExpenseLines(draft, errors, profile);
}

/** The currency: that of the payee where it is a customer or vendor. */
function moneyOf(fields: JsonObject, context: WriteContext): JsonObject {
  const payee = nameRecord(context.store, referenceOf(fields, "EntityRef"));
  return currencyFields(fields, payee?.type === "Employee" ? undefined : payee, context);
}

function isCredit(fields: JsonObject): boolean {
  return fields["Credit"] === true && textOf(fields, "PaymentType") === "CreditCard";
}

/** What payments that are applied to it call it (documented). */
function purchaseTxnType(fields: JsonObject): string {
  if (isCredit(fields)) return "CreditCardCredit";
  return textOf(fields, "PaymentType") === "Check" ? "Check" : "Expense";
}

/** The vendor's own number of the kind: 3 a cheque, 54 an expense (both recorded). */
function txnCode(fields: JsonObject): string {
  if (isCredit(fields)) return CARD_REFUND_TXN_CODE;
  return textOf(fields, "PaymentType") === "Check" ? "3" : "54";
}
