import { fault } from "../../faults/api-fault.ts";
import { closedPeriod, depositedTransaction } from "../../faults/fault-texts.ts";
import { billedPurchase } from "../../faults/transaction-faults.ts";
import { objectsOf, textOf } from "../../json/json-value.ts";
import type { StoredRecord } from "../../store/stored-record.ts";
import type { WriteContext } from "../descriptor.ts";
import { expenseDetail } from "./purchases/expense-detail.ts";

/** Quotations, orders and time move no books, so no closing date holds them. */
const OUTSIDE_THE_BOOKS: ReadonlySet<string> = new Set([
  "Estimate",
  "PurchaseOrder",
  "TimeActivity",
]);

/** Refuses a change of the books up to the closing date; both the old and the new date count. */
export function refuseClosedPeriod(
  before: StoredRecord | undefined,
  after: StoredRecord | undefined,
  { profile, settings }: WriteContext,
): void {
  const closed = profile.bookCloseDate;
  if (closed === undefined) return;
  for (const record of [before, after]) {
    if (record === undefined || OUTSIDE_THE_BOOKS.has(record.type)) continue;
    const date = textOf(record.fields, "TxnDate");
    if (date !== undefined && date <= closed) throw fault(closedPeriod(settings.closedPeriodCode));
  }
}

/** Money that lies in a deposit can only be changed on the deposit (documented). */
export function refuseDeposited(existing: StoredRecord): void {
  const isDeposited = (existing.linkedFrom ?? []).some(({ type }) => type === "Deposit");
  if (isDeposited) throw fault(depositedTransaction());
}

/** A cost that an invoice has passed on to a customer stays where it is (documented: 6400). */
export function refuseBilled({ fields }: StoredRecord): void {
  const isBilled = objectsOf(fields, "Line").some(
    (line) => textOf(expenseDetail(line) ?? {}, "BillableStatus") === "HasBeenBilled",
  );
  if (isBilled) throw fault(billedPurchase());
}
