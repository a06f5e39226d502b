import { fault } from "../../faults/api-fault.ts";
import { lessThanApplied } from "../../faults/transaction-faults.ts";
import { referenceOf } from "../../json/json-value.ts";
import { add } from "../../money.ts";
import type { PostingParty } from "../../store/posting.ts";
import type { EntityType, StoredRecord } from "../../store/stored-record.ts";
import type { Store } from "../../store/store.ts";
import type { WriteContext } from "../descriptor.ts";
import { rootOf } from "./sales/family.ts";

/** Who settles what stands on a customer's and on a vendor's account. */
const PAYERS: Readonly<Record<PostingParty["type"], EntityType | undefined>> = {
  Customer: "Payment",
  Vendor: "BillPayment",
  Employee: undefined,
};

/**
 * Refuses a change of a journal entry, deposit or expense that leaves less on the account of a customer's
 * family or of a vendor, or the opposite, than payments have settled of it.
 */
export function refuseLostClaims(
  before: StoredRecord | undefined,
  after: StoredRecord | undefined,
  { store }: WriteContext,
): void {
  if (before === undefined || after === undefined) return;
  for (const type of ["Customer", "Vendor"] as const) {
    const links = (after.linkedFrom ?? []).filter((link) => link.type === PAYERS[type]);
    if (links.length === 0) continue;
    const [old, now] = [standing(before, type, store), standing(after, type, store)];
    const isKept = [...old].every(
      ([id, amount]) => Math.sign(amount) === Math.sign(now.get(id) ?? 0),
    );
    if (!isKept) throw fault(lessThanApplied());
    const [only] = now.size === 1 ? now.keys() : [];
    // What one owes alone was settled by whoever paid it: a job may have moved since.
    const byOwner = Map.groupBy(links, ({ type: payer, id }) => {
      const payment = store.record(payer, id)?.fields ?? {};
      return only ?? ownerOf(type, referenceOf(payment, `${type}Ref`) ?? "", store);
    });
    for (const [owner, applied] of byOwner) {
      const left = Math.abs(now.get(owner) ?? 0);
      if (left < add(...applied.map(({ amount }) => amount))) throw fault(lessThanApplied());
    }
  }
}

/** Whose payments settle it: a vendor's own, a customer's those of its family. */
function ownerOf(type: PostingParty["type"], id: string, store: Store): string {
  return type === "Customer" ? rootOf(id, store) : id;
}

/** What it has on the accounts of each family or vendor. */
function standing(
  { postings = [] }: StoredRecord,
  type: PostingParty["type"],
  store: Store,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { party, amount } of postings) {
    if (party?.type !== type) continue;
    const owner = ownerOf(type, party.id, store);
    sums.set(owner, add(sums.get(owner) ?? 0, amount));
  }
  return sums;
}
