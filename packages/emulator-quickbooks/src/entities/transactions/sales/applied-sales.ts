import { fault } from "../../../faults/api-fault.ts";
import { paidInvoiceCustomer } from "../../../faults/sales-fault-texts.ts";
import { numberOf, objectsOf, textOf, type JsonObject } from "../../../json/json-value.ts";
import { add, subtract } from "../../../money.ts";
import type { IncomingLink, StoredRecord } from "../../../store/stored-record.ts";
import type { Store } from "../../../store/store.ts";
import { openBalance } from "../../balances.ts";
import type { Draft, WriteContext } from "../../descriptor.ts";
import { book } from "../book.ts";
import { familyOf } from "./family.ts";
import { PAYMENT } from "./payment.ts";

/** Refuses a new customer outside the family of those who paid. */
export function refuseStrangePayers({ existing, fields }: Draft, store: Store): void {
  if (existing === undefined || paymentsOf(existing).length === 0) return;
  if (familyOf(existing.fields, store) !== familyOf(fields, store)) {
    throw fault(paidInvoiceCustomer());
  }
}

/**
 * When less is owed than was paid, the payments get the rest back, the latest first: it is unapplied
 * money of theirs from then on.
 */
export function releasePayments(
  _before: StoredRecord | undefined,
  after: StoredRecord | undefined,
  context: WriteContext,
): void {
  if (after === undefined) return;
  let excess = subtract(0, openBalance(after));
  if (excess <= 0) return;
  const kept = new Map<IncomingLink, number>();
  for (const link of paymentsOf(after).toReversed()) {
    const taken = Math.min(excess, link.amount);
    excess = subtract(excess, taken);
    kept.set(link, subtract(link.amount, taken));
  }
  const linkedFrom = (after.linkedFrom ?? []).map((link) => ({
    ...link,
    amount: kept.get(link) ?? link.amount,
  }));
  context.store.putRecord({
    ...after,
    linkedFrom: linkedFrom.filter(({ amount, type }) => amount > 0 || type !== "Payment"),
  });
  const payments = new Set([...kept.keys()].map(({ id }) => id));
  for (const id of payments) {
    const left = linkedFrom.filter((link) => link.type === "Payment" && link.id === id);
    lower(id, after, add(...left.map(({ amount }) => amount)), context);
  }
}

function paymentsOf({ linkedFrom = [] }: StoredRecord): IncomingLink[] {
  return linkedFrom.filter(({ type, amount }) => type === "Payment" && amount > 0);
}

/** The payment applies `amount` to the sale and no more. */
function lower(id: string, sale: StoredRecord, amount: number, context: WriteContext): void {
  const { store, now, notify } = context;
  const payment = store.record("Payment", id);
  if (payment === undefined || PAYMENT.transaction === undefined) return;
  let rest = amount;
  const Line = objectsOf(payment.fields, "Line").flatMap((line): JsonObject[] => {
    const isHere = objectsOf(line, "LinkedTxn").some(
      (link) => textOf(link, "TxnId") === sale.id && textOf(link, "TxnType") === sale.type,
    );
    if (!isHere) return [line];
    const part = Math.min(rest, numberOf(line, "Amount") ?? 0);
    rest = subtract(rest, part);
    return part === 0 ? [] : [{ ...line, Amount: part }];
  });
  const changed = { ...payment, fields: { ...payment.fields, Line } };
  const booked = book(changed, PAYMENT.transaction, context);
  store.putRecord({ ...booked, syncToken: payment.syncToken + 1, updatedAt: now });
  notify("Payment", id, "updated");
}
