import { numberOf, objectsOf, referenceOf, textOf } from "../json/json-value.ts";
import { BALANCE_CHANGE_RAISES_WEBHOOK } from "../not-evidenced.ts";
import { add, subtract } from "../money.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";
import type { WriteContext } from "./descriptor.ts";

/** What payments have been applied to an invoice, by payment. */
export function appliedPayments(
  store: Store,
  invoiceId: string,
): { readonly payment: StoredRecord; readonly amount: number }[] {
  return store.indexes.find(`paid:${invoiceId}`).map((payment) => ({
    payment,
    amount: add(
      ...objectsOf(payment.fields, "Line")
        .filter((line) =>
          objectsOf(line, "LinkedTxn").some(
            (link) => textOf(link, "TxnId") === invoiceId && textOf(link, "TxnType") === "Invoice",
          ),
        )
        .map((line) => numberOf(line, "Amount") ?? 0),
    ),
  }));
}

/** TotalAmt less deposit and applied payments. */
export function invoiceBalance(store: Store, invoice: StoredRecord): number {
  const total = numberOf(invoice.fields, "TotalAmt") ?? 0;
  const deposit = numberOf(invoice.fields, "Deposit") ?? 0;
  return subtract(
    total,
    deposit,
    ...appliedPayments(store, invoice.id).map((applied) => applied.amount),
  );
}

/** TotalAmt less what its lines apply. */
export function unappliedAmount(payment: StoredRecord): number {
  const applied = objectsOf(payment.fields, "Line").map((line) => numberOf(line, "Amount") ?? 0);
  return subtract(numberOf(payment.fields, "TotalAmt") ?? 0, ...applied);
}

/** Open invoices less unapplied payments. */
export function customerBalance(store: Store, customerId: string): number {
  return add(
    ...store.indexes.find(`party:Customer:${customerId}`).map((transaction) => {
      if (transaction.type === "Invoice") return invoiceBalance(store, transaction);
      return transaction.type === "Payment" ? -unappliedAmount(transaction) : 0;
    }),
  );
}

/** The customer's balance and those of its jobs and sub-customers, at every depth. */
export function balanceWithJobs(store: Store, customerId: string): number {
  const children = store.indexes.find(`child:Customer:${customerId}`);
  return add(
    customerBalance(store, customerId),
    ...children.map((child) => balanceWithJobs(store, child.id)),
  );
}

/** Bills not yet paid. */
export function vendorBalance(store: Store, vendorId: string): number {
  const bills = store.indexes
    .find(`party:Vendor:${vendorId}`)
    .filter((record) => record.type === "Bill");
  return add(...bills.map((bill) => numberOf(bill.fields, "TotalAmt") ?? 0));
}

/** A transaction moves its customer's LastUpdatedTime, with no new SyncToken (recorded). */
export function touchCustomer(
  transaction: StoredRecord | undefined,
  { store, now, notify }: WriteContext,
): void {
  const id = transaction === undefined ? undefined : referenceOf(transaction.fields, "CustomerRef");
  const customer = id === undefined ? undefined : store.record("Customer", id);
  if (customer === undefined) return;
  store.putRecord({ ...customer, updatedAt: now });
  if (BALANCE_CHANGE_RAISES_WEBHOOK) notify("Customer", customer.id, "updated");
}
