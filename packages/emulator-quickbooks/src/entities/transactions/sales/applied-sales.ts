import { fault } from "../../../faults/api-fault.ts";
import { paidInvoiceCustomer } from "../../../faults/sales-faults.ts";
import { lessThanApplied } from "../../../faults/transaction-faults.ts";
import { numberOf, type JsonObject } from "../../../json/json-value.ts";
import { subtract } from "../../../money.ts";
import type { StoredRecord } from "../../../store/stored-record.ts";
import type { Store } from "../../../store/store.ts";
import type { Draft, WriteContext } from "../../descriptor.ts";
import { appliedTo } from "../links.ts";
import { releaseApplications } from "../release-applications.ts";
import { familyOf } from "./family.ts";
import { PAYMENT } from "./payment.ts";

/** Refuses a new customer outside the family of those who paid. */
export function refuseStrangePayers({ existing, fields }: Draft, store: Store): void {
  const isPaid = (existing?.linkedFrom ?? []).some(({ type }) => type === "Payment");
  if (existing === undefined || !isPaid) return;
  if (familyOf(existing.fields, store) !== familyOf(fields, store)) {
    throw fault(paidInvoiceCustomer());
  }
}

/** Refuses a sale that comes to less than what was applied of it. */
export function refuseLowered({ existing }: Draft, fields: JsonObject): void {
  const applied = existing === undefined ? 0 : appliedTo(existing);
  const left = subtract(numberOf(fields, "TotalAmt") ?? 0, numberOf(fields, "Deposit") ?? 0);
  if (left < applied) throw fault(lessThanApplied());
}

/** A sale that becomes smaller than what was paid for it gives the payments the rest back. */
export function releasePayments(
  _before: StoredRecord | undefined,
  after: StoredRecord | undefined,
  context: WriteContext,
): void {
  releaseApplications(after, PAYMENT, context);
}
