import { fault, type FaultError } from "../../../faults/api-fault.ts";
import {
  linkedDoesNotExist,
  missingParameter,
  overappliedPayment,
  overpaidInvoice,
} from "../../../faults/fault-texts.ts";
import { negativeAmount } from "../../../faults/sales-fault-texts.ts";
import { numberOf, objectsOf, textOf, type JsonObject } from "../../../json/json-value.ts";
import { add, subtract } from "../../../money.ts";
import { PAYMENTS_STAY_IN_THE_FAMILY } from "../../../not-evidenced.ts";
import type { Posting } from "../../../store/posting.ts";
import type { StoredRecord } from "../../../store/stored-record.ts";
import type { Store } from "../../../store/store.ts";
import type { Draft } from "../../descriptor.ts";
import { lineLinks } from "../links.ts";
import type { Link } from "../traits.ts";
import { typeOfTxnType } from "../txn-types.ts";
import { familyOf, rootOf } from "./family.ts";

/** What a transaction claims from a family of customers, or owes it, in its currency and at home. */
export interface Claim {
  readonly record: StoredRecord;
  /** Id of the top-level customer. */
  readonly family: string;
  /** Its line on receivables, several taken together. Debit: an invoice; credit: a credit memo. */
  readonly posting: Posting;
}

/** Each line that names a transaction has an amount, and not a negative one (2290). */
export function checkApplicationLines(fields: JsonObject, errors: FaultError[]): void {
  for (const line of objectsOf(fields, "Line")) {
    if (objectsOf(line, "LinkedTxn").length === 0) continue;
    const amount = numberOf(line, "Amount");
    if (amount === undefined) errors.push(missingParameter("Amount"));
    else if (amount < 0) errors.push(negativeAmount());
  }
}

/**
 * The claim behind a link, as the books hold it: what an invoice, credit memo, journal entry, deposit or
 * expense has on receivables of the family. Undefined where there is none.
 */
export function claimOf(
  link: Pick<Link, "type" | "id">,
  family: string,
  store: Store,
): Claim | undefined {
  const record = store.record(link.type, link.id);
  const all = (record?.postings ?? []).filter(({ party }) => party?.type === "Customer");
  const own = all.filter(({ party }) => rootOf(party?.id ?? "", store) === family);
  const postings = own.length === 0 && !PAYMENTS_STAY_IN_THE_FAMILY ? all : own;
  const [first] = postings;
  if (record === undefined || first === undefined) return undefined;
  const amount = add(...postings.map((posting) => posting.amount));
  const home = add(...postings.map((posting) => posting.home));
  return { record, family, posting: { ...first, amount, home } };
}

/** What payments have taken of a claim; `payment`'s own part is not counted. */
export function appliedByOthers(
  { record, family }: Claim,
  store: Store,
  payment: string | undefined,
): number {
  const links = (record.linkedFrom ?? []).filter(
    ({ type, id }) =>
      type === "Payment" &&
      id !== payment &&
      familyOf(store.record(type, id)?.fields ?? {}, store) === family,
  );
  return add(...links.map(({ amount }) => amount));
}

/** What is left to apply of a claim, `payment`'s own applications not counted. */
export function openClaim(claim: Claim, store: Store, payment?: string): number {
  return subtract(Math.abs(claim.posting.amount), appliedByOthers(claim, store, payment));
}

/** TotalAmt and the credits it uses, less what it pays. */
export function unapplied(fields: JsonObject, store: Store): number {
  const family = familyOf(fields, store);
  const parts = lineLinks(fields).map((link) => {
    const claim = claimOf(link, family, store);
    const isCredit = claim === undefined ? link.type === "CreditMemo" : claim.posting.amount < 0;
    return isCredit ? link.amount : -link.amount;
  });
  return add(numberOf(fields, "TotalAmt") ?? 0, ...parts);
}

/**
 * Refuses a line that names what is not there or is a stranger's (6000, recorded), more than is open
 * there, and more in all than the payment and its credits are.
 */
export function refuseBadApplications(draft: Draft, fields: JsonObject, store: Store): void {
  const family = familyOf(fields, store);
  for (const line of objectsOf(fields, "Line")) {
    for (const linked of objectsOf(line, "LinkedTxn")) {
      const txnType = textOf(linked, "TxnType") ?? "";
      const id = textOf(linked, "TxnId") ?? "";
      const type = typeOfTxnType(txnType);
      if (type === undefined || !isPayable(type, id, family, store)) {
        throw fault(linkedDoesNotExist(txnType, id));
      }
    }
  }
  const byTarget = Map.groupBy(lineLinks(fields), ({ type, id }) => `${type}/${id}`);
  for (const links of byTarget.values()) {
    const [link] = links;
    if (link === undefined) continue;
    const claim = claimOf(link, family, store);
    const open = claim === undefined ? 0 : openClaim(claim, store, draft.id);
    if (add(...links.map(({ amount }) => amount)) > open) throw fault(overpaidInvoice());
  }
  if (unapplied(fields, store) < 0) throw fault(overappliedPayment());
}

/** A voided invoice is there, though nothing is open on it. */
function isPayable(type: Link["type"], id: string, family: string, store: Store): boolean {
  const record = store.record(type, id);
  if (record === undefined) return false;
  if (claimOf({ type, id }, family, store) !== undefined) return true;
  const isSale = type === "Invoice" || type === "CreditMemo";
  const isOfFamily = familyOf(record.fields, store) === family || !PAYMENTS_STAY_IN_THE_FAMILY;
  return isSale && isOfFamily;
}
