import { fault } from "../../faults/api-fault.ts";
import { lessThanApplied } from "../../faults/transaction-faults.ts";
import { add } from "../../money.ts";
import type { PostingParty } from "../../store/posting.ts";
import type { EntityType, StoredRecord } from "../../store/stored-record.ts";

/** Who settles what stands on a customer's and on a vendor's account. */
const PAYERS: Readonly<Record<PostingParty["type"], EntityType | undefined>> = {
  Customer: "Payment",
  Vendor: "BillPayment",
  Employee: undefined,
};

/**
 * Refuses a change of a journal entry, deposit or expense that leaves less on the accounts of customers
 * or of vendors, or the opposite, than payments have settled of it.
 */
export function refuseLostClaims(
  before: StoredRecord | undefined,
  after: StoredRecord | undefined,
): void {
  if (before === undefined || after === undefined) return;
  for (const type of ["Customer", "Vendor"] as const) {
    const applied = add(
      ...(after.linkedFrom ?? [])
        .filter((link) => link.type === PAYERS[type])
        .map(({ amount }) => amount),
    );
    if (applied === 0) continue;
    const [old, now] = [standing(before, type), standing(after, type)];
    const isKept = [...old].every(
      ([id, amount]) => Math.sign(amount) === Math.sign(now.get(id) ?? 0),
    );
    const left = add(...[...now.values()].map(Math.abs));
    if (!isKept || left < applied) throw fault(lessThanApplied());
  }
}

/** What it has on the account of each. */
function standing(
  { postings = [] }: StoredRecord,
  type: PostingParty["type"],
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { party, amount } of postings) {
    if (party?.type === type) sums.set(party.id, add(sums.get(party.id) ?? 0, amount));
  }
  return sums;
}
