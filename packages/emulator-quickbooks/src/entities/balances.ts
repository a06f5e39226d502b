import { numberOf, referenceOf, type JsonObject } from "../json/json-value.ts";
import { add, subtract } from "../money.ts";
import { BALANCE_CHANGE_RAISES_WEBHOOK } from "../not-evidenced.ts";
import type { PostingParty } from "../store/posting.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";
import type { WriteContext } from "./descriptor.ts";
import { appliedTo } from "./transactions/links.ts";

/** TotalAmt less deposit and what others applied. */
export function openBalance(transaction: StoredRecord): number {
  const total = numberOf(transaction.fields, "TotalAmt") ?? 0;
  const deposit = numberOf(transaction.fields, "Deposit") ?? 0;
  return subtract(total, deposit, appliedTo(transaction));
}

/** What a customer owes: open invoices less unapplied payments and credits. */
export function customerBalance(store: Store, id: string): number {
  return store.sums.partyBalance({ type: "Customer", id });
}

/** The customer's balance and those of its jobs and sub-customers, at every depth. */
export function balanceWithJobs(store: Store, customerId: string): number {
  const children = store.indexes.find(`child:Customer:${customerId}`);
  return add(
    customerBalance(store, customerId),
    ...children.map((child) => balanceWithJobs(store, child.id)),
  );
}

/** What a vendor is owed: open bills less unapplied payments and credits. */
export function vendorBalance(store: Store, id: string): number {
  return subtract(0, store.sums.partyBalance({ type: "Vendor", id }));
}

/**
 * A transaction moves the LastUpdatedTime of its customer or vendor, and of everyone whose balance it
 * moves, with no new SyncToken (recorded for customers).
 */
export function touchParties(
  transactions: readonly (StoredRecord | undefined)[],
  { store, now, notify }: WriteContext,
): void {
  const parties = transactions.flatMap((each) => (each === undefined ? [] : partiesOf(each)));
  const touched = new Set<string>();
  for (const { type, id } of parties) {
    const party = store.record(type, id);
    if (party === undefined || touched.has(`${type}/${id}`)) continue;
    touched.add(`${type}/${id}`);
    store.putRecord({ ...party, updatedAt: now });
    if (BALANCE_CHANGE_RAISES_WEBHOOK) notify(type, id, "updated");
  }
}

function partiesOf({ fields, postings = [] }: StoredRecord): PostingParty[] {
  const booked = postings.flatMap(({ party }) => (party === undefined ? [] : [party]));
  return [...named("Customer", fields), ...named("Vendor", fields), ...booked];
}

function named(type: "Customer" | "Vendor", fields: JsonObject): PostingParty[] {
  const id = referenceOf(fields, `${type}Ref`);
  return id === undefined ? [] : [{ type, id }];
}
