import { formatDate } from "../../../company-time.ts";
import { fault, type FaultError } from "../../../faults/api-fault.ts";
import { missingParameter, noAmount } from "../../../faults/fault-texts.ts";
import {
  compact,
  numberOf,
  objectsOf,
  referenceOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import { toCents } from "../../../money.ts";
import type { StoredRecord } from "../../../store/stored-record.ts";
import type { CompanyProfile } from "../../company-profile.ts";
import {
  listOf,
  operations,
  setOf,
  type Draft,
  type EntityDescriptor,
  type PreparedFields,
  type ReadContext,
  type WriteContext,
} from "../../descriptor.ts";
import { requireAccountType } from "../account-kinds.ts";
import { checkCurrency, currencyFields, shownMoney } from "../transaction-currency.ts";
import { checkLineLimit } from "../lines.ts";
import { lineLinks, linksFromOthers } from "../links.ts";
import { openForeignAccount } from "../standard-accounts.ts";
import { refuseExcess } from "../amount-limit.ts";
import { withDepositAccount } from "./deposit-account.ts";
import { checkApplicationLines, refuseBadApplications, unapplied } from "./payment-applications.ts";
import { withLineExtras } from "./payment-line-extras.ts";
import { postPayment } from "./payment-postings.ts";

/**
 * Money received. Its lines are the only way to pay an invoice, to use up a credit memo or to settle what
 * a journal entry left open.
 */
export const PAYMENT: EntityDescriptor = {
  type: "Payment",
  operations: operations("create read query update delete void"),
  counter: "transaction",
  wireOrder: listOf(`
    CustomerRef ARAccountRef DepositToAccountRef PaymentMethodRef PaymentRefNum TotalAmt
    UnappliedAmt ProcessPayment domain sparse Id SyncToken MetaData TxnDate CurrencyRef ExchangeRate
    PrivateNote LinkedTxn Line`),
  computed: setOf("UnappliedAmt CurrencyRef"),
  readOnly: setOf("UnappliedAmt LinkedTxn RecurDataRef"),
  isInChangeData: true,
  check: checkPayment,
  prepare: preparePayment,
  view: viewPayment,
  transaction: {
    txnType: () => "Payment",
    linksOf: lineLinks,
    postings: postPayment,
  },
};

function checkPayment(draft: Draft, errors: FaultError[], profile: CompanyProfile): void {
  const { fields } = draft;
  if (referenceOf(fields, "CustomerRef") === undefined)
    errors.push(missingParameter("CustomerRef"));
  if (numberOf(fields, "TotalAmt") === undefined) errors.push(missingParameter("TotalAmt"));
  checkCurrency(draft, errors, profile);
  checkLineLimit(objectsOf(fields, "Line"), errors);
  checkApplicationLines(fields, errors);
}

/** Lines that name no transaction say nothing and are left out. */
function preparePayment(draft: Draft, context: WriteContext): PreparedFields {
  const { store, now, settings } = context;
  const { CurrencyRef: _currency, ExchangeRate: _rate, ...sent } = draft.fields;
  const Line = objectsOf(sent, "Line")
    .filter((line) => objectsOf(line, "LinkedTxn").length > 0)
    .map(({ LineEx: _shown, ...line }) => ({
      ...line,
      Amount: toCents(numberOf(line, "Amount") ?? 0),
    }));
  const total = toCents(numberOf(sent, "TotalAmt") ?? 0);
  refuseExcess([total, ...Line.map(({ Amount }) => Amount)]);
  if (total < 0 || (total === 0 && Line.length === 0 && draft.existing === undefined)) {
    throw fault(noAmount());
  }
  const dated = { TxnDate: formatDate(now, settings.timeZone), ...draft.fields };
  const customer = store.record("Customer", referenceOf(sent, "CustomerRef") ?? "");
  const currency = currencyFields(dated, customer, context);
  const fields = {
    ProcessPayment: false,
    TxnDate: dated.TxnDate,
    ...sent,
    ...currency,
    TotalAmt: total,
    Line,
  };
  requireAccountType(fields, "ARAccountRef", ["Accounts Receivable"], store);
  refuseBadApplications(draft, fields, store);
  openForeignAccount("AccountsReceivable", currency, context);
  return { fields: withDepositAccount(fields, context) };
}

function viewPayment(record: StoredRecord, { store, profile }: ReadContext): JsonObject {
  return compact({
    ...shownMoney(record, profile),
    UnappliedAmt: unapplied(record.fields, store),
    LinkedTxn: linksFromOthers(record),
    Line: withLineExtras(record.fields, store),
  });
}
