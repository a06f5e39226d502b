import { fault, type FaultError } from "../../../faults/api-fault.ts";
import {
  linkedDoesNotExist,
  missingParameter,
  overappliedPayment,
} from "../../../faults/fault-texts.ts";
import { negativeAmount } from "../../../faults/sales-faults.ts";
import { overpaidPayable } from "../../../faults/transaction-faults.ts";
import { numberOf, objectsOf, textOf, type JsonObject } from "../../../json/json-value.ts";
import { add, subtract } from "../../../money.ts";
import type { EntityType } from "../../../store/stored-record.ts";
import type { Store } from "../../../store/store.ts";
import type { Draft } from "../../descriptor.ts";
import { lineLinks } from "../links.ts";
import type { Link } from "../traits.ts";
import { typeOfTxnType } from "../txn-types.ts";
import { openPayable, payableOf } from "./payables.ts";
import { vendorParty } from "./vendor-document.ts";

/** What a bill payment may name (documented), and expenses on the payable account, which settle there too. */
const PAYABLE_TYPES: ReadonlySet<EntityType> = new Set([
  "Bill",
  "VendorCredit",
  "JournalEntry",
  "Deposit",
  "Purchase",
]);

/** Each line names one transaction and an amount of it that is not negative. */
export function checkPaymentLines(fields: JsonObject, errors: FaultError[]): void {
  for (const line of objectsOf(fields, "Line")) {
    const amount = numberOf(line, "Amount");
    if (amount === undefined) errors.push(missingParameter("Amount"));
    else if (amount < 0) errors.push(negativeAmount());
    if (objectsOf(line, "LinkedTxn").length !== 1) errors.push(missingParameter("LinkedTxn"));
  }
}

/**
 * The lines that pay something. One whose transaction is settled already is dropped (observed for a paid
 * bill). Refuses what is not there or not the vendor's, and more than is open.
 */
export function applicableLines(draft: Draft, store: Store): readonly JsonObject[] {
  const vendor = vendorParty(draft.fields).id;
  const left = new Map<string, number>();
  return objectsOf(draft.fields, "Line").filter((line) => {
    const link = linkOf(line);
    const payable = link === undefined ? undefined : payableOf(link, vendor, store);
    if (link === undefined || payable === undefined) throw missing(line);
    const key = `${link.type}/${link.id}`;
    const open = left.get(key) ?? openPayable(payable, draft.id, store);
    if (open === 0) return false;
    if (link.amount > open) throw fault(overpaidPayable());
    left.set(key, subtract(open, link.amount));
    return true;
  });
}

function linkOf(line: JsonObject): Link | undefined {
  const [link] = lineLinks({ Line: [line] });
  return link !== undefined && PAYABLE_TYPES.has(link.type) ? link : undefined;
}

function missing(line: JsonObject): Error {
  const [link = {}] = objectsOf(line, "LinkedTxn");
  const txnType = textOf(link, "TxnType") ?? "";
  const id = textOf(link, "TxnId") ?? "";
  return fault(linkedDoesNotExist(typeOfTxnType(txnType) ?? txnType, id));
}

/** What the lines pay, and what credits they use for it. */
export interface Applied {
  readonly paid: number;
  readonly credited: number;
}

/** Sums by the side on which each transaction stands in the books. */
export function appliedSums(fields: JsonObject, store: Store): Applied {
  const vendor = vendorParty(fields).id;
  const links = lineLinks(fields).map((link) => ({
    amount: link.amount,
    isCredit: (payableOf(link, vendor, store)?.owed.amount ?? 0) < 0,
  }));
  const sumOf = (isCredit: boolean): number =>
    add(...links.filter((link) => link.isCredit === isCredit).map(({ amount }) => amount));
  return { paid: sumOf(false), credited: sumOf(true) };
}

/** Refuses more than the payment and its credits are, and credits that pay for nothing. */
export function refuseOverapplied(fields: JsonObject, store: Store): void {
  const { paid, credited } = appliedSums(fields, store);
  if (credited > paid || paid > add(numberOf(fields, "TotalAmt") ?? 0, credited)) {
    throw fault(overappliedPayment());
  }
}
