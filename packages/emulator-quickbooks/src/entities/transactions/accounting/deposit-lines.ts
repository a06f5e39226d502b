import { fault, type FaultError } from "../../../faults/api-fault.ts";
import {
  depositedTransaction,
  invalidEnumeration,
  linkedDoesNotExist,
  missingParameter,
} from "../../../faults/fault-texts.ts";
import { cannotLink, depositAmountDiffers } from "../../../faults/transaction-faults.ts";
import {
  inOrder,
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import { add } from "../../../money.ts";
import type { EntityType, StoredRecord } from "../../../store/stored-record.ts";
import type { Store } from "../../../store/store.ts";
import type { Draft } from "../../descriptor.ts";
import { checkLineCount, numberLines, type NumberedLines } from "../lines.ts";
import { requireName, shownNameReference } from "../name-references.ts";
import { typeOfTxnType } from "../txn-types.ts";

/** Lines of a deposit: money that waits in Undeposited Funds, and money that comes straight to the bank. */

/** What can lie in Undeposited Funds (documented). */
const DEPOSITABLE: ReadonlySet<EntityType> = new Set([
  "BillPayment",
  "JournalEntry",
  "Payment",
  "RefundReceipt",
  "SalesReceipt",
  "Transfer",
]);
/** Key order as recorded in 2015. */
const DETAIL_ORDER = [
  "Entity",
  "ClassRef",
  "AccountRef",
  "PaymentMethodRef",
  "CheckNum",
  "TxnType",
];

/** True for a line that deposits another transaction. */
export function isLinkedLine(line: JsonObject): boolean {
  return objectsOf(line, "LinkedTxn").length > 0;
}

/** A direct line has an amount and an account; a linked one has what its transaction says. */
export function checkDepositLines({ fields }: Draft, errors: FaultError[]): void {
  const lines = objectsOf(fields, "Line");
  checkLineCount(lines, errors);
  for (const line of lines) {
    const kind = textOf(line, "DetailType");
    if (kind !== undefined && kind !== "DepositLineDetail") errors.push(invalidEnumeration(kind));
    if (isLinkedLine(line)) continue;
    if (kind === undefined) errors.push(missingParameter("DetailType"));
    if (numberOf(line, "Amount") === undefined) errors.push(missingParameter("Amount"));
    const detail = objectOf(line, "DepositLineDetail") ?? {};
    if (referenceOf(detail, "AccountRef") === undefined) {
      errors.push(missingParameter("AccountRef"));
    }
  }
}

/**
 * The lines completed. Direct lines are numbered, linked ones have no Id (recorded). Refuses what is not
 * there, does not wait in Undeposited Funds, or lies in a deposit already.
 */
export function prepareDepositLines(draft: Draft, store: Store): NumberedLines {
  const lines = objectsOf(draft.fields, "Line");
  const named = new Set<string>();
  const linked = new Map<JsonObject, JsonObject>();
  for (const line of lines.filter(isLinkedLine)) {
    const [link = {}] = objectsOf(line, "LinkedTxn");
    const target = depositable(link, draft.id, store);
    const key = `${target.type}/${target.id}`;
    if (named.has(key)) throw fault(cannotLink(target.id));
    named.add(key);
    linked.set(line, linkedLine(line, link, target, store));
  }
  const direct = lines.filter((line) => !linked.has(line));
  if (draft.sent["Line"] !== undefined) {
    for (const line of direct) {
      requireName(store, objectOf(objectOf(line, "DepositLineDetail") ?? {}, "Entity"));
    }
  }
  const numbered = numberLines(draft, direct.map(inWireOrder));
  const rest = numbered.lines.values();
  const all = lines.map((line) => linked.get(line) ?? rest.next().value ?? line);
  return { lines: all, lastLineId: numbered.lastLineId };
}

function inWireOrder(line: JsonObject): JsonObject {
  const detail = objectOf(line, "DepositLineDetail") ?? {};
  return { ...line, DepositLineDetail: inOrder(detail, DETAIL_ORDER) };
}

/** A linked line takes the amount of what it deposits, and must not state another. */
function linkedLine(
  line: JsonObject,
  link: JsonObject,
  target: StoredRecord,
  store: Store,
): JsonObject {
  const { Id: _id, LineNum: _number, ...rest } = line;
  const waiting = undeposited(target, store).amount;
  const stated = numberOf(line, "Amount");
  if (stated !== undefined && stated !== waiting) throw fault(depositAmountDiffers());
  const TxnLineId = textOf(link, "TxnLineId") ?? "0";
  return { ...rest, Amount: waiting, LinkedTxn: [{ ...link, TxnLineId }] };
}

function depositable(link: JsonObject, deposit: string, store: Store): StoredRecord {
  const txnType = textOf(link, "TxnType") ?? "";
  const id = textOf(link, "TxnId") ?? "";
  const type = typeOfTxnType(txnType);
  const target = type === undefined ? undefined : store.record(type, id);
  if (target === undefined) throw fault(linkedDoesNotExist(txnType, id));
  const isElsewhere = (target.linkedFrom ?? []).some(
    (from) => from.type === "Deposit" && from.id !== deposit,
  );
  if (isElsewhere) throw fault(depositedTransaction());
  const { amount, home } = undeposited(target, store);
  if (!DEPOSITABLE.has(target.type) || (amount === 0 && home === 0)) throw fault(cannotLink(id));
  return target;
}

/** What a transaction put into Undeposited Funds (below 0: took out of it). */
export function undeposited(
  { postings = [] }: StoredRecord,
  store: Store,
): { readonly amount: number; readonly home: number } {
  const funds = new Set(store.indexes.find("subtype:UndepositedFunds").map(({ id }) => id));
  const there = postings.filter(({ account }) => funds.has(account));
  return {
    amount: add(...there.map(({ amount }) => amount)),
    home: add(...there.map(({ home }) => home)),
  };
}

/** The lines as a read shows them; the name's type stands in capitals (recorded in 2015). */
export function shownDepositLines(fields: JsonObject, store: Store): readonly JsonObject[] {
  return objectsOf(fields, "Line").map((line) => {
    const detail = objectOf(line, "DepositLineDetail");
    const entity = shownNameReference(detail ?? {}, "Entity", store);
    if (detail === undefined || entity === undefined) return line;
    const type = (textOf(entity, "type") ?? "").toUpperCase();
    return { ...line, DepositLineDetail: { ...detail, Entity: { ...entity, type } } };
  });
}
