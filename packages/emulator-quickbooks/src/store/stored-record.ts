import type { JsonObject } from "../json/json-value.ts";

/** The emulated record types, as QuickBooks spells them in JSON and in queries. */
export const ENTITY_TYPES = [
  "Account",
  "Bill",
  "CompanyInfo",
  "Customer",
  "Employee",
  "Invoice",
  "Item",
  "Payment",
  "PaymentMethod",
  "Preferences",
  "SalesReceipt",
  "TaxCode",
  "TaxRate",
  "Term",
  "Vendor",
] as const;

export type EntityType = (typeof ENTITY_TYPES)[number];

export function isEntityType(text: string): text is EntityType {
  return (ENTITY_TYPES as readonly string[]).includes(text);
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
}

/** What CDC still tells of a deleted transaction. */
export interface Deletion {
  readonly type: EntityType;
  readonly id: string;
  readonly deletedAt: number;
}
