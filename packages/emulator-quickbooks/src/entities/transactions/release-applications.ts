import { numberOf, objectsOf, textOf, type JsonObject } from "../../json/json-value.ts";
import { add, subtract } from "../../money.ts";
import type { IncomingLink, StoredRecord } from "../../store/stored-record.ts";
import { openBalance } from "../balances.ts";
import type { EntityDescriptor, WriteContext } from "../descriptor.ts";
import { book } from "./book.ts";
import { typeOfTxnType } from "./txn-types.ts";

/**
 * When a document comes to less than was paid for it, the payments (of the type `payer`) get the rest
 * back, the latest first: it is theirs and unapplied from then on. Their SyncToken moves.
 */
export function releaseApplications(
  document: StoredRecord | undefined,
  payer: EntityDescriptor,
  context: WriteContext,
): void {
  if (document === undefined) return;
  let excess = subtract(0, openBalance(document));
  if (excess <= 0) return;
  const lowered = new Set<string>();
  const linkedFrom = (document.linkedFrom ?? [])
    .toReversed()
    .map((link): IncomingLink => {
      if (link.type !== payer.type || excess <= 0) return link;
      const taken = Math.min(excess, link.amount);
      excess = subtract(excess, taken);
      if (taken > 0) lowered.add(link.id);
      return { ...link, amount: subtract(link.amount, taken) };
    })
    .toReversed()
    .filter(({ type, amount }) => type !== payer.type || amount > 0);
  context.store.putRecord({ ...document, linkedFrom });
  for (const id of lowered) {
    const left = linkedFrom.filter((link) => link.type === payer.type && link.id === id);
    lower(id, document, add(...left.map(({ amount }) => amount)), { payer, context });
  }
}

/** The payment applies `amount` to the document and no more. */
function lower(
  id: string,
  document: StoredRecord,
  amount: number,
  { payer, context }: { readonly payer: EntityDescriptor; readonly context: WriteContext },
): void {
  const { store, now, notify } = context;
  const payment = store.record(payer.type, id);
  if (payment === undefined || payer.transaction === undefined) return;
  let rest = amount;
  const Line = objectsOf(payment.fields, "Line").flatMap((line): JsonObject[] => {
    const isHere = objectsOf(line, "LinkedTxn").some(
      (link) =>
        textOf(link, "TxnId") === document.id &&
        typeOfTxnType(textOf(link, "TxnType") ?? "") === document.type,
    );
    if (!isHere) return [line];
    const part = Math.min(rest, numberOf(line, "Amount") ?? 0);
    rest = subtract(rest, part);
    return part === 0 ? [] : [{ ...line, Amount: part }];
  });
  const changed = { ...payment, fields: { ...payment.fields, Line } };
  const booked = book(changed, payer.transaction, context);
  store.putRecord({ ...booked, syncToken: payment.syncToken + 1, updatedAt: now });
  notify(payer.type, id, "updated");
}
