/**
 * What the API lets one do with each entity (D, operations of the entity pages; S for some of Void).
 *
 *   C create   R read   Q query   U sparse update   W update of the whole   D delete   V void
 *   K in change data capture
 *
 * Types with W have no sparse update: one that is sent is refused, or empties what it does not name.
 * A name list is deactivated (`Active: false`, an update) and never deleted. Types that are not listed
 * have no address of their own in the API.
 */
import type { Entities, EntityName } from "../generated/entities.ts";

export const OPERATIONS = {
  Account: "CRQUK",
  Attachable: "CRQWDK",
  Bill: "CRQUDK",
  BillPayment: "CRQUDVK",
  Budget: "RQK",
  Class: "CRQUK",
  CompanyCurrency: "CRQWK",
  CompanyInfo: "RQUK",
  CreditCardPaymentTxn: "CRQUDK",
  CreditMemo: "CRQUDK",
  Customer: "CRQUK",
  CustomerType: "RQK",
  Department: "CRQUK",
  Deposit: "CRQUDK",
  Employee: "CRQUK",
  Estimate: "CRQUDK",
  InventoryAdjustment: "CRQUDK",
  Invoice: "CRQUDVK",
  Item: "CRQUK",
  JournalEntry: "CRQUDK",
  Payment: "CRQUDVK",
  PaymentMethod: "CRQUK",
  Preferences: "RQUK",
  Purchase: "CRQUDK",
  PurchaseOrder: "CRQUDK",
  RefundReceipt: "CRQUDK",
  ReimburseCharge: "RQK",
  SalesReceipt: "CRQUDVK",
  TaxAgency: "CRQ",
  TaxCode: "RQ",
  TaxRate: "RQ",
  Term: "CRQUK",
  TimeActivity: "CRQWD",
  Transfer: "CRQUDK",
  Vendor: "CRQUK",
  VendorCredit: "CRQUDK",
} as const satisfies Partial<Record<EntityName, string>>;

type Table = typeof OPERATIONS;
type Letter = "C" | "R" | "Q" | "U" | "W" | "D" | "V" | "K";

/** The entities that a thing can be done with: asking for another does not type-check. */
export type EntityWith<L extends Letter> = {
  [E in keyof Table]: Table[E] extends `${string}${L}${string}` ? E : never;
}[keyof Table];

export type ApiEntity = keyof Table;

/** Entities whose JSON key is not their address in upper case. */
const ADDRESSES: Readonly<Partial<Record<EntityName, string>>> = {
  CreditCardPaymentTxn: "creditcardpayment",
};

/** The part of the address below the company, for example `salesreceipt`. */
export function addressOf(type: ApiEntity): string {
  return ADDRESSES[type] ?? type.toLowerCase();
}

/** A record as QuickBooks returned it: whole, so it has its identity and version. */
export type Stored<E extends ApiEntity> = Entities[E] & {
  readonly Id: string;
  readonly SyncToken: string;
};
