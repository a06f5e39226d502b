/**
 * Properties that a query may filter by, per type, with the kind of value each takes. Source: the
 * entity pages of the API reference, sample queries and the XSD's notes (Q11); a property that is not
 * here is refused by QuickBooks with "is not queryable".
 */
export type FilterKind = "id" | "text" | "number" | "flag" | "date" | "time";

type Fields = Readonly<Record<string, FilterKind>>;

const COMMON: Fields = {
  Id: "id",
  "MetaData.CreateTime": "time",
  "MetaData.LastUpdatedTime": "time",
};

const PERSON: Fields = {
  DisplayName: "text",
  GivenName: "text",
  MiddleName: "text",
  FamilyName: "text",
  PrintOnCheckName: "text",
  Active: "flag",
};

const PARTY: Fields = {
  ...PERSON,
  CompanyName: "text",
  Balance: "number",
  PrimaryEmailAddr: "text",
};

const SALE: Fields = {
  CustomerRef: "id",
  DocNumber: "text",
  TxnDate: "date",
  Balance: "number",
};

/** Asked by own name only: `constructor` and its like come from outside as well. */
const BY_TYPE: Readonly<Record<string, Fields>> = {
  Customer: { ...PARTY, FullyQualifiedName: "text" },
  Vendor: PARTY,
  Employee: PERSON,
  Item: {
    Name: "text",
    Sku: "text",
    Type: "text",
    Active: "flag",
    FullyQualifiedName: "text",
    SubItem: "flag",
    ParentRef: "id",
    UnitPrice: "number",
    Description: "text",
  },
  Account: {
    Name: "text",
    AccountType: "text",
    AccountSubType: "text",
    Classification: "text",
    Active: "flag",
    FullyQualifiedName: "text",
    CurrentBalance: "number",
  },
  Invoice: { ...SALE, DueDate: "date", TotalAmt: "number", SalesTermRef: "id" },
  Payment: { CustomerRef: "id", TotalAmt: "number", TxnDate: "date", PaymentRefNum: "text" },
  SalesReceipt: { ...SALE, TotalAmt: "number" },
};

/** Null for what is no QuickBooks object that can be filtered. */
export function filterableFields(type: string): Fields | null {
  const fields = Object.hasOwn(BY_TYPE, type) ? BY_TYPE[type] : undefined;
  return fields === undefined ? null : { ...COMMON, ...fields };
}
