import { fault } from "../../faults/api-fault.ts";
import { billingIsFixed, hasUnbilledCharges } from "../../faults/list-faults.ts";
import { referenceOf, type JsonObject } from "../../json/json-value.ts";
import type { Store } from "../../store/store.ts";
import type { Draft } from "../descriptor.ts";

/** What ties a customer to its transactions. */

/**
 * Refuses another payer for a sub-customer (6130, documented) while a payment of someone else is applied to
 * one of its invoices.
 */
export function refuseOtherPayer(draft: Draft, fields: JsonObject, store: Store): void {
  const { id, existing } = draft;
  if (existing === undefined) return;
  if (payerOf(id, existing.fields, store) === payerOf(id, fields, store)) return;
  const sales = store.indexes.find(`party:Customer:${id}`);
  const isPaidByOther = sales.some(({ linkedFrom = [] }) =>
    linkedFrom.some(({ type, id: payment }) => {
      const payer = referenceOf(store.record(type, payment)?.fields ?? {}, "CustomerRef");
      return type === "Payment" && payer !== undefined && payer !== id;
    }),
  );
  if (isPaidByOther) throw fault(billingIsFixed());
}

/** The customer itself, or the first one above it that is not billed with its own parent. */
function payerOf(id: string, fields: JsonObject, store: Store): string {
  const parent = referenceOf(fields, "ParentRef");
  if (parent === undefined || fields["BillWithParent"] !== true) return id;
  return payerOf(parent, store.record("Customer", parent)?.fields ?? {}, store);
}

/** Refuses to deactivate a customer with costs or time that no invoice has billed (6280, documented). */
export function refuseUnbilled(draft: Draft, fields: JsonObject, store: Store): void {
  const isLeaving = draft.existing?.fields["Active"] === true && fields["Active"] === false;
  if (isLeaving && store.indexes.count(`billable:${draft.id}`) > 0) {
    throw fault(hasUnbilledCharges());
  }
}
