import { addDays } from "../company-time.ts";
import { missingParameter } from "../faults/fault-texts.ts";
import { numberOf, referenceOf, textOf, type JsonObject } from "../json/json-value.ts";
import { appliedPayments, invoiceBalance, touchCustomer } from "./balances.ts";
import {
  listOf,
  operations,
  setOf,
  type EntityDescriptor,
  type WriteContext,
} from "./descriptor.ts";
import { HOME_CURRENCY } from "./references.ts";
import { checkSaleLines } from "./sale-lines.ts";
import { prepareSale } from "./sale.ts";

/** Online payment is off unless the company has set it up (recorded). */
const PAYMENT_LINKS_OFF = {
  AllowIPNPayment: false,
  AllowOnlinePayment: false,
  AllowOnlineCreditCardPayment: false,
  AllowOnlineACHPayment: false,
} as const;

/** Invoices. Key order, defaults and what the server adds as recorded (create/invoice). */
export const INVOICE: EntityDescriptor = {
  type: "Invoice",
  operations: operations("create read query update delete void"),
  counter: "transaction",
  wireOrder: listOf(`
    Deposit AllowIPNPayment AllowOnlinePayment AllowOnlineCreditCardPayment AllowOnlineACHPayment
    domain sparse Id SyncToken MetaData CustomField DocNumber TxnDate DepartmentRef CurrencyRef
    PrivateNote LinkedTxn Line TxnTaxDetail CustomerRef CustomerMemo BillAddr ShipAddr ClassRef
    SalesTermRef DueDate ShipMethodRef ShipDate TrackingNum TotalAmt ApplyTaxAfterDiscount
    PrintStatus EmailStatus BillEmail Balance DepositToAccountRef DeliveryInfo`),
  computed: setOf("Balance CurrencyRef LinkedTxn"),
  readOnly: setOf(`
    Balance CurrencyRef LinkedTxn TotalAmt HomeTotalAmt HomeBalance DeliveryInfo InvoiceLink
    RecurDataRef`),
  isInChangeData: true,
  raisesEvents: true,
  check: (draft, errors) => {
    if (referenceOf(draft.fields, "CustomerRef") === undefined)
      errors.push(missingParameter("CustomerRef"));
    checkSaleLines(draft, errors);
  },
  prepare: (draft, context) => {
    const prepared = prepareSale("Invoice", draft, PAYMENT_LINKS_OFF, context);
    return {
      ...prepared,
      fields: { DueDate: dueDate(prepared.fields, context), ...prepared.fields },
    };
  },
  view: (record, { store }) => ({
    CurrencyRef: HOME_CURRENCY,
    LinkedTxn: appliedPayments(store, record.id).map(({ payment }) => ({
      TxnId: payment.id,
      TxnType: "Payment",
    })),
    Balance: invoiceBalance(store, record),
  }),
  settle: (before, after, context) => {
    touchCustomer(before, context);
    touchCustomer(after, context);
  },
};

/** TxnDate plus the days of the terms, or of the company's default terms. */
function dueDate(fields: JsonObject, { store, settings }: WriteContext): string {
  const term = store.record("Term", referenceOf(fields, "SalesTermRef") ?? "");
  const days = numberOf(term?.fields ?? {}, "DueDays") ?? settings.defaultTermDays;
  return addDays(textOf(fields, "TxnDate") ?? "", days);
}
