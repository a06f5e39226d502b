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
  AgencyRef: bare("TaxAgency"),
  AssetAccountRef: named("Account"),
  BankAccountRef: named("Account"),
  CCAccountRef: named("Account"),
  COGSAccountRef: named("Account"),
  ClassRef: named("Class"),
  CustomerRef: named("Customer"),
  CustomerTypeRef: bare("CustomerType"),
  DefaultTaxCodeRef: bare("TaxCode"),
  DefaultTerms: bare("Term"),
  DepartmentRef: named("Department"),
  DepositToAccountRef: named("Account"),
  DiscountAccountRef: named("Account"),
  EmployeeRef: named("Employee"),
  ExpenseAccountRef: named("Account"),
  GroupItemRef: named("Item"),
  FromAccountRef: named("Account"),
  IncomeAccountRef: named("Account"),
  ItemRef: named("Item"),
  MarkUpIncomeAccountRef: named("Account"),
  ParentRef: bare("self"),
  PaymentMethodRef: named("PaymentMethod"),
  PrefVendorRef: named("Vendor"),
  PurchaseTaxCodeRef: bare("TaxCode"),
  SalesTaxCodeRef: bare("TaxCode"),
  SalesTermRef: bare("Term"),
  ShipTo: named("Customer"),
  TaxCodeRef: bare("TaxCode"),
  TaxGroupCodeRef: bare("TaxCode"),
  TaxRateRef: bare("TaxRate"),
  TermRef: bare("Term"),
  ToAccountRef: named("Account"),
  TxnTaxCodeRef: bare("TaxCode"),
  VendorRef: named("Vendor"),
};

const NOUNS: Partial<Record<EntityType, string>> = {
  Customer: "Names",
  Vendor: "Names",
  Employee: "Names",
  Account: "Accounts",
  Class: "Klasses",
  Department: "Depts",
};

/** How fault 2500 calls the records of a type (observed for names, accounts, classes and departments). */
export function referenceNoun(type: EntityType): string {
  return NOUNS[type] ?? `${type}s`;
}
