/** What differs from one QuickBooks type to the next. A type that is not listed works by the defaults. */

export interface EntityType {
  /** The property that a person calls the record by. */
  readonly nameProperty: string;
  /** The address that stands for the record in the directory; null for types without one. */
  readonly addressProperty: string | null;
  /** Whether the record owes or is owed money. */
  readonly hasBalance: boolean;
  /** Whether it is sold under a SKU, at a price, with a description. */
  readonly isSold?: boolean;
  /** Whether it is deactivated rather than deleted, so that queries hide it unless asked (Q5). */
  readonly isNameList: boolean;
}

const PARTY = { nameProperty: "DisplayName", isNameList: true } as const;

const LIST: EntityType = {
  nameProperty: "Name",
  addressProperty: null,
  hasBalance: false,
  isNameList: true,
};

const TRANSACTION: EntityType = {
  nameProperty: "DocNumber",
  addressProperty: null,
  hasBalance: false,
  isNameList: false,
};

const TYPES: Readonly<Record<string, EntityType>> = {
  Customer: { ...PARTY, addressProperty: "BillAddr", hasBalance: true },
  Vendor: { ...PARTY, addressProperty: "BillAddr", hasBalance: true },
  Employee: { ...PARTY, addressProperty: "PrimaryAddr", hasBalance: false },
  Item: { ...LIST, isSold: true },
  Account: LIST,
  Class: LIST,
  CompanyCurrency: LIST,
  Department: LIST,
  PaymentMethod: LIST,
  TaxCode: LIST,
  TaxRate: LIST,
  Term: LIST,
  Invoice: {
    nameProperty: "DocNumber",
    addressProperty: null,
    hasBalance: true,
    isNameList: false,
  },
  Payment: { ...TRANSACTION, nameProperty: "PaymentRefNum" },
};

/** A type that is not listed is taken for a transaction: a condition on `Active` would be refused. */
export function entityType(type: string): EntityType {
  return TYPES[type] ?? TRANSACTION;
}

/** Types whose names clash with a customer's (Q9): the directory keeps them though no mapping does. */
export const DIRECTORY_ONLY_TYPES: readonly string[] = ["Vendor", "Employee"];

/** Types that the directory holds. */
export const DIRECTORY_TYPES: readonly string[] = ["Customer", ...DIRECTORY_ONLY_TYPES, "Item"];
