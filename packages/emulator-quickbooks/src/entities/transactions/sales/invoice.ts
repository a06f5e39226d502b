import { fault } from "../../../faults/api-fault.ts";
import { featureOff } from "../../../faults/sales-faults.ts";
import { negativeTotal } from "../../../faults/transaction-faults.ts";
import { compact, numberOf, referenceOf, type JsonObject } from "../../../json/json-value.ts";
import { subtract, toCents } from "../../../money.ts";
import {
  DUE_DATE_FOLLOWS_CHANGES,
  INVOICE_TAKES_CUSTOMER_TERMS,
  LOWERED_INVOICE_RELEASES_PAYMENTS,
} from "../../../not-evidenced.ts";
import type { Posting } from "../../../store/posting.ts";
import { openBalance } from "../../balances.ts";
import type { Draft, PreparedFields, ReadContext, WriteContext } from "../../descriptor.ts";
import { shownLinks } from "../links.ts";
import { openForeignAccount } from "../standard-accounts.ts";
import { refuseLowered, refuseStrangePayers, releasePayments } from "./applied-sales.ts";
import { customerAccount } from "./customer-account.ts";
import { withDepositAccount } from "./deposit-account.ts";
import { billedLinks, refuseBadLinks, withOwnLinks } from "./invoice-links.ts";
import { dueDate } from "./sale-dates.ts";
import { saleForm } from "./sale-form.ts";
import { depositAccount, postSale } from "./sale-postings.ts";
import { shownSale } from "./sale-view.ts";

/** Online payment is off unless the company has set it up (recorded). */
const PAYMENT_LINKS_OFF = {
  AllowIPNPayment: false,
  AllowOnlinePayment: false,
  AllowOnlineCreditCardPayment: false,
  AllowOnlineACHPayment: false,
} as const;

/**
 * Invoices. Key order, defaults and what the server adds as recorded (create/invoice). There is no
 * `InvoiceLink`: a company without online payments has none to show.
 */
export const INVOICE = saleForm({
  type: "Invoice",
  operations: "create read query update delete void",
  required: ["CustomerRef"],
  wireOrder: `
    Deposit AllowIPNPayment AllowOnlinePayment AllowOnlineCreditCardPayment AllowOnlineACHPayment
    domain sparse Id SyncToken MetaData CustomField DocNumber TxnDate DepartmentRef CurrencyRef
    ExchangeRate PrivateNote LinkedTxn Line TxnTaxDetail CustomerRef CustomerMemo BillAddr ShipAddr
    ShipFromAddr ClassRef SalesTermRef DueDate ShipMethodRef ShipDate TrackingNum
    GlobalTaxCalculation TotalAmt HomeTotalAmt ApplyTaxAfterDiscount PrintStatus EmailStatus BillEmail
    BillEmailCc BillEmailBcc Balance HomeBalance DepositToAccountRef DeliveryInfo`,
  computed: "Balance",
  readOnly: "Balance InvoiceLink",
  defaults: PAYMENT_LINKS_OFF,
  complete: completeInvoice,
  view: (record, context) => ({
    ...shownSale(record, openBalance(record), context),
    LinkedTxn: shownLinks(record),
  }),
  settle: releasePayments,
  transaction: {
    txnType: () => "Invoice",
    linksOf: billedLinks,
    postings: ({ fields }, context) => postInvoice(fields, context),
  },
});

function completeInvoice(
  prepared: PreparedFields,
  draft: Draft,
  context: WriteContext,
): PreparedFields {
  const linked = withOwnLinks(prepared.fields);
  refuseBadLinks(draft, linked, context.store);
  refuseStrangePayers(draft, context.store);
  if (!LOWERED_INVOICE_RELEASES_PAYMENTS) refuseLowered(draft, linked);
  openForeignAccount("AccountsReceivable", linked, context);
  return { ...prepared, fields: withDeposit(withDueDate(linked, draft, context), context) };
}

/** With the terms that count, and the day that follows from them where none was sent or held. */
function withDueDate(fields: JsonObject, draft: Draft, context: WriteContext): JsonObject {
  const customer = context.store.record("Customer", referenceOf(fields, "CustomerRef") ?? "");
  const theirs = INVOICE_TAKES_CUSTOMER_TERMS ? customer?.fields["SalesTermRef"] : undefined;
  const termed = compact({ SalesTermRef: theirs, ...fields });
  const { sent } = draft;
  const isMoved = sent["SalesTermRef"] !== undefined || sent["TxnDate"] !== undefined;
  const isStale = draft.isSparse === true && isMoved && sent["DueDate"] === undefined;
  const due = dueDate(termed, context);
  if (isStale && DUE_DATE_FOLLOWS_CHANGES) return { ...termed, DueDate: due };
  return { DueDate: due, ...termed };
}

/** A deposit is money that came with the order: it goes to its account and is not owed. */
function withDeposit(fields: JsonObject, context: WriteContext): JsonObject {
  const { Deposit: _deposit, ...rest } = fields;
  const deposit = toCents(numberOf(fields, "Deposit") ?? 0);
  if (deposit === 0) return rest;
  if (!context.profile.allowsDeposit) throw fault(featureOff("AllowDeposit"));
  if (deposit < 0 || deposit > (numberOf(fields, "TotalAmt") ?? 0)) throw fault(negativeTotal());
  return withDepositAccount({ ...fields, Deposit: deposit }, context);
}

function postInvoice(fields: JsonObject, context: ReadContext): readonly Posting[] {
  const deposit = numberOf(fields, "Deposit") ?? 0;
  const owed = subtract(numberOf(fields, "TotalAmt") ?? 0, deposit);
  return postSale(fields, context, [
    { ...customerAccount(fields, context), amount: owed },
    { account: depositAccount(fields, context.store), amount: deposit },
  ]);
}
