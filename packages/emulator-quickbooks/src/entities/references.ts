import type { EntityType } from "../store/stored-record.ts";

/** What a reference property points at. */
export interface ReferenceTarget {
  /** The type a reference names; `self` for a parent of the same type. */
  readonly type: EntityType | "self";
  /** Whether a read shows the name beside the id. */
  readonly isNamed: boolean;
}

const named = (type: EntityType): ReferenceTarget => ({ type, isNamed: true });
const bare = (type: EntityType | "self"): ReferenceTarget => ({ type, isNamed: false });

/** Reference properties that must name an existing record, wherever they stand. */
export const REFERENCE_TARGETS: Readonly<Record<string, ReferenceTarget>> = {
  APAccountRef: named("Account"),
  ARAccountRef: named("Account"),
  AccountRef: named("Account"),
  AssetAccountRef: named("Account"),
  CustomerRef: named("Customer"),
  DefaultTaxCodeRef: bare("TaxCode"),
  DepositToAccountRef: named("Account"),
  DiscountAccountRef: named("Account"),
  ExpenseAccountRef: named("Account"),
  IncomeAccountRef: named("Account"),
  ItemRef: named("Item"),
  ParentRef: bare("self"),
  PaymentMethodRef: named("PaymentMethod"),
  PrefVendorRef: named("Vendor"),
  SalesTermRef: bare("Term"),
  TaxCodeRef: bare("TaxCode"),
  TaxRateRef: bare("TaxRate"),
  TermRef: bare("Term"),
  TxnTaxCodeRef: bare("TaxCode"),
  VendorRef: named("Vendor"),
};

const NOUNS: Partial<Record<EntityType, string>> = {
  Customer: "Names",
  Vendor: "Names",
  Employee: "Names",
  Account: "Accounts",
};

/** How fault 2500 calls the records of a type (observed for names and accounts). */
export function referenceNoun(type: EntityType): string {
  return NOUNS[type] ?? `${type}s`;
}

/** The home currency, which every money record names. */
export const HOME_CURRENCY = { value: "USD", name: "United States Dollar" } as const;
