import type { EventOperation } from "../entities/descriptor.ts";

/**
 * Which operations the vendor tells listeners of, by type: c created, u updated, d deleted, m merged,
 * v void, e emailed. Sources: the list that Intuit's configure-webhooks page gives, as carried by the
 * Ballerina `intuit` trigger (generated from it), and the lists of mergeable, voidable and e-mailed types
 * of the webhooks guide (D). A type that is not listed raises nothing.
 */
const LETTERS: Readonly<Record<string, string>> = {
  Account: "cudm",
  Bill: "cud",
  BillPayment: "cudv",
  Class: "cudm",
  CompanyCurrency: "cud",
  CreditMemo: "cudve",
  Customer: "cudm",
  Department: "cum",
  Deposit: "cud",
  Employee: "cudm",
  Estimate: "cude",
  Invoice: "cudve",
  Item: "cudm",
  JournalEntry: "cud",
  Payment: "cudve",
  PaymentMethod: "cum",
  Preferences: "u",
  Purchase: "cudv",
  PurchaseOrder: "cude",
  RefundReceipt: "cudve",
  SalesReceipt: "cudve",
  TaxAgency: "cu",
  Term: "cu",
  TimeActivity: "cud",
  Transfer: "cudv",
  Vendor: "cudm",
  VendorCredit: "cud",
};

export const EVENT_OPERATIONS: readonly EventOperation[] = [
  "created",
  "updated",
  "deleted",
  "merged",
  "void",
  "emailed",
];

const LETTER_OF: Readonly<Record<EventOperation, string>> = {
  created: "c",
  updated: "u",
  deleted: "d",
  merged: "m",
  void: "v",
  emailed: "e",
};

/** Whether the vendor has an event for this; TaxCode, CompanyInfo or Attachable have none at all. */
export function hasEvent(type: string, operation: EventOperation): boolean {
  return (LETTERS[type] ?? "").includes(LETTER_OF[operation]);
}
