import { add } from "../../money.ts";
import type { StoredRecord } from "../../store/stored-record.ts";
import type { ReadContext } from "../descriptor.ts";
import type { TransactionTraits } from "./traits.ts";

/** A transaction whose postings do not add up to nothing. */
export class UnbalancedBooks extends Error {}

/** The record with its lines in the general ledger. Books that do not balance are a bug of ours. */
export function book(
  record: StoredRecord,
  traits: TransactionTraits,
  context: ReadContext,
): StoredRecord {
  const { postings: _old, ...rest } = record;
  const postings = traits
    .postings(rest, context)
    .filter(({ amount, home }) => amount !== 0 || home !== 0);
  const difference = add(...postings.map(({ home }) => home));
  const inItsCurrency = add(...postings.map(({ amount }) => amount));
  if (difference !== 0 || inItsCurrency !== 0) {
    throw new UnbalancedBooks(
      `${record.type} ${record.id} leaves the books out of balance by ${inItsCurrency} (${difference} at home)`,
    );
  }
  return postings.length === 0 ? rest : { ...rest, postings };
}
