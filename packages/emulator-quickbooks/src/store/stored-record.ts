import type { JsonObject } from "../json/json-value.ts";
import type { Posting } from "./posting.ts";

/** The emulated record types, as QuickBooks spells them in JSON and in queries. */
export const ENTITY_TYPES = [
  "Account",
  "Attachable",
  "Bill",
  "BillPayment",
  "Class",
  "CompanyCurrency",
  "CompanyInfo",
  "CreditMemo",
  "Customer",
  "CustomerType",
  "Department",
  "Deposit",
  "Employee",
  "Estimate",
  "ExchangeRate",
  "Invoice",
  "Item",
  "JournalEntry",
  "Payment",
  "PaymentMethod",
  "Preferences",
  "Purchase",
  "PurchaseOrder",
  "RefundReceipt",
  "SalesReceipt",
  "TaxAgency",
  "TaxCode",
  "TaxRate",
  "Term",
  "TimeActivity",
  "Transfer",
  "Vendor",
  "VendorCredit",
] as const;

export type EntityType = (typeof ENTITY_TYPES)[number];

export function isEntityType(text: string): text is EntityType {
  return (ENTITY_TYPES as readonly string[]).includes(text);
}

/** Types whose records share one sequence of ids, name a party and post to the books. */
const TRANSACTION_TYPES: ReadonlySet<string> = new Set([
  "Bill",
  "BillPayment",
  "CreditMemo",
  "Deposit",
  "Estimate",
  "Invoice",
  "JournalEntry",
  "Payment",
  "Purchase",
  "PurchaseOrder",
  "RefundReceipt",
  "SalesReceipt",
  "TimeActivity",
  "Transfer",
  "VendorCredit",
]);

export function isTransactionType(type: string): boolean {
  return TRANSACTION_TYPES.has(type);
}

/**
 * Documents that draw their numbers from one sequence, in which a number stands once: invoices, sales
 * receipts and credit memos share theirs (documented).
 */
const NUMBER_FAMILIES: Readonly<Partial<Record<string, string>>> = {
  Invoice: "sales",
  SalesReceipt: "sales",
  CreditMemo: "sales",
  RefundReceipt: "sales",
  Estimate: "estimate",
  PurchaseOrder: "purchaseOrder",
  Bill: "bill",
  Purchase: "purchase",
  VendorCredit: "vendorCredit",
  JournalEntry: "journal",
};

/** Undefined for types without document numbers of their own. */
export function numberFamilyOf(type: string): string | undefined {
  return NUMBER_FAMILIES[type];
}

/**
 * One record as the company keeps it. Names are bare: the ` (deleted)` of an inactive record, ids,
 * balances and reference names are added when it is read.
 */
export interface StoredRecord {
  readonly type: EntityType;
  readonly id: string;
  /** Starts at 0; one more for each change that a user or an app makes. */
  readonly syncToken: number;
  readonly createdAt: number;
  /** Epoch ms; also moves when a transaction changes the record's balance, with no new SyncToken (recorded). */
  readonly updatedAt: number;
  /** In wire form, references without names. */
  readonly fields: JsonObject;
  /** Lines have numbers of their own in a transaction; a number is never used again. */
  readonly lastLineId?: number;
  /** Transactions that apply to this one, as their own lines say; kept by `relink`. */
  readonly linkedFrom?: readonly IncomingLink[];
  /** What a transaction did to the books when it was saved. */
  readonly postings?: readonly Posting[];
}

/** Another transaction that applies to, pays, bills or deposits this one. */
export interface IncomingLink {
  readonly type: EntityType;
  readonly id: string;
  /** What `LinkedTxn` calls it, e.g. `BillPaymentCheck`. */
  readonly txnType: string;
  /** The line of the other transaction, where the link is to one of its lines. */
  readonly lineId?: string;
  /** How much of this one it applies to; 0 where no money moves (an estimate that became an invoice). */
  readonly amount: number;
}

/** What CDC still tells of a deleted transaction. */
export interface Deletion {
  readonly type: EntityType;
  readonly id: string;
  readonly deletedAt: number;
}
