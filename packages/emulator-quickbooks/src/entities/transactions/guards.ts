import { fault } from "../../faults/api-fault.ts";
import { closedPeriod, depositedTransaction } from "../../faults/fault-texts.ts";
import { textOf } from "../../json/json-value.ts";
import type { StoredRecord } from "../../store/stored-record.ts";
import type { WriteContext } from "../descriptor.ts";

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
  { profile }: WriteContext,
): void {
  const closed = profile.bookCloseDate;
  if (closed === undefined) return;
  for (const record of [before, after]) {
    if (record === undefined || OUTSIDE_THE_BOOKS.has(record.type)) continue;
    const date = textOf(record.fields, "TxnDate");
    if (date !== undefined && date <= closed) throw fault(closedPeriod());
  }
}

/** Money that lies in a deposit can only be changed on the deposit (documented). */
export function refuseDeposited(existing: StoredRecord): void {
  const isDeposited = (existing.linkedFrom ?? []).some(({ type }) => type === "Deposit");
  if (isDeposited) throw fault(depositedTransaction());
}
