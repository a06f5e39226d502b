import { fault, type FaultError } from "../../../faults/api-fault.ts";
import {
  linkedDoesNotExist,
  missingParameter,
  overappliedPayment,
  overpaidInvoice,
} from "../../../faults/fault-texts.ts";
import { negativeAmount } from "../../../faults/sales-faults.ts";
import {
  numberOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import { add, subtract } from "../../../money.ts";
import { PAYMENTS_STAY_IN_THE_FAMILY } from "../../../not-evidenced.ts";
import type { Posting } from "../../../store/posting.ts";
import type { IncomingLink, StoredRecord } from "../../../store/stored-record.ts";
import type { Store } from "../../../store/store.ts";
import type { Draft } from "../../descriptor.ts";
import { lineLinks, linksBefore } from "../links.ts";
import type { Link } from "../traits.ts";
import { typeOfTxnType } from "../txn-types.ts";
import { familyOf, rootOf } from "./family.ts";

/** What a transaction claims from a family of customers, or owes it, in its currency and at home. */
export interface Claim {
  readonly record: StoredRecord;
  /** Id of the top-level customer who settles it. */
  readonly family: string;
  /** Its line on receivables, several taken together. Debit: an invoice; credit: a credit memo. */
  readonly posting: Posting;
  /** False: its customer belongs to another family, perhaps since it was moved there. */
  readonly isOfFamily: boolean;
  /** Several customers have a part of it, each family its own. */
  readonly isShared: boolean;
}

/** Looks up the claims of one family, each of them once. */
export type ClaimFinder = (link: Pick<Link, "type" | "id">) => Claim | undefined;

/** Each line that names a transaction has an amount, and not a negative one (2290). */
export function checkApplicationLines(fields: JsonObject, errors: FaultError[]): void {
  for (const line of objectsOf(fields, "Line")) {
    if (objectsOf(line, "LinkedTxn").length === 0) continue;
    const amount = numberOf(line, "Amount");
    if (amount === undefined) errors.push(missingParameter("Amount"));
    else if (amount < 0) errors.push(negativeAmount());
  }
}

/** A finder for payments of a family: lines that name one transaction again cost no second look. */
export function claimFinder(family: string, store: Store): ClaimFinder {
  const found = new Map<string, Claim | undefined>();
  return (link) => {
    const key = `${link.type}/${link.id}`;
    if (!found.has(key)) found.set(key, claimOf(link, family, store));
    return found.get(key);
  };
}

/**
 * The claim behind a link, as the books hold it: what an invoice, credit memo, journal entry, deposit or
 * expense has on receivables of the family. What a single customer owes is the same claim whoever settles
 * it: a job may have moved to another family since it was paid. Undefined where there is none.
 */
function claimOf(link: Pick<Link, "type" | "id">, family: string, store: Store): Claim | undefined {
  const record = store.record(link.type, link.id);
  const all = (record?.postings ?? []).filter(({ party }) => party?.type === "Customer");
  const customers = [...new Set(all.map(({ party }) => party?.id ?? ""))];
  const members = new Set(customers.filter((id) => rootOf(id, store) === family));
  const isShared = customers.length > 1;
  const own = isShared ? all.filter(({ party }) => members.has(party?.id ?? "")) : all;
  const postings = own.length === 0 && !PAYMENTS_STAY_IN_THE_FAMILY ? all : own;
  const [first] = postings;
  if (record === undefined || first === undefined) return undefined;
  const amount = add(...postings.map((posting) => posting.amount));
  const home = add(...postings.map((posting) => posting.home));
  const isOfFamily = members.size > 0 || !PAYMENTS_STAY_IN_THE_FAMILY;
  return { record, family, posting: { ...first, amount, home }, isOfFamily, isShared };
}

/** What payments have taken of a claim; `payment`'s own part is not counted. */
function appliedByOthers(claim: Claim, store: Store, payment: string | undefined): number {
  const links = (claim.record.linkedFrom ?? []).filter(({ id }) => id !== payment);
  return settledBy(links, claim, store);
}

/** What payments had taken of a claim before `payment`. */
export function appliedBefore(claim: Claim, store: Store, payment: string): number {
  return settledBy(linksBefore(claim.record.linkedFrom ?? [], payment), claim, store);
}

function settledBy(
  links: readonly IncomingLink[],
  { family, isShared }: Claim,
  store: Store,
): number {
  const own = links.filter(
    ({ type, id }) =>
      type === "Payment" &&
      (!isShared || familyOf(store.record(type, id)?.fields ?? {}, store) === family),
  );
  return add(...own.map(({ amount }) => amount));
}

/** What is left to apply of a claim, `payment`'s own applications not counted. */
export function openClaim(claim: Claim, store: Store, payment?: string): number {
  return subtract(Math.abs(claim.posting.amount), appliedByOthers(claim, store, payment));
}

/** TotalAmt and the credits it uses, less what it pays. */
export function unapplied(fields: JsonObject, store: Store): number {
  const find = claimFinder(familyOf(fields, store), store);
  const parts = lineLinks(fields).map((link) => {
    const claim = find(link);
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
  const find = claimFinder(familyOf(fields, store), store);
  for (const line of objectsOf(fields, "Line")) {
    for (const linked of objectsOf(line, "LinkedTxn")) {
      const txnType = textOf(linked, "TxnType") ?? "";
      const id = textOf(linked, "TxnId") ?? "";
      const type = typeOfTxnType(txnType);
      if (type === undefined || !isPayable({ type, id }, draft, fields, { find, store })) {
        throw fault(linkedDoesNotExist(txnType, id));
      }
    }
  }
  const byTarget = Map.groupBy(lineLinks(fields), ({ type, id }) => `${type}/${id}`);
  for (const links of byTarget.values()) {
    const [link] = links;
    if (link === undefined) continue;
    const claim = find(link);
    const open = claim === undefined ? 0 : openClaim(claim, store, draft.id);
    if (add(...links.map(({ amount }) => amount)) > open) throw fault(overpaidInvoice());
  }
  if (unapplied(fields, store) < 0) throw fault(overappliedPayment());
}

/** Where claims and records are looked up. */
interface Books {
  readonly find: ClaimFinder;
  readonly store: Store;
}

/**
 * Another family's is payable to whoever paid it before: its customer was moved. A voided invoice is there,
 * though nothing is open on it.
 */
function isPayable(
  { type, id }: Pick<Link, "type" | "id">,
  draft: Draft,
  fields: JsonObject,
  { find, store }: Books,
): boolean {
  const record = store.record(type, id);
  if (record === undefined) return false;
  const claim = find({ type, id });
  if (claim !== undefined) return claim.isOfFamily || isHeld(record, draft, fields);
  const isSale = type === "Invoice" || type === "CreditMemo";
  const isOfFamily = familyOf(record.fields, store) === familyOf(fields, store);
  return isSale && (isOfFamily || !PAYMENTS_STAY_IN_THE_FAMILY);
}

/** The same payment of the same payer applies to it already. */
function isHeld(record: StoredRecord, { id, existing }: Draft, fields: JsonObject): boolean {
  const isLinked = (record.linkedFrom ?? []).some(
    (link) => link.type === "Payment" && link.id === id,
  );
  const payer = referenceOf(existing?.fields ?? {}, "CustomerRef");
  return isLinked && payer === referenceOf(fields, "CustomerRef");
}
