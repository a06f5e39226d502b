import { QUERYABLE_BY_HEARSAY } from "../not-evidenced.ts";

/**
 * What a WHERE may name (`filterable`) and an ORDERBY (`sortable`), per type. `Id`, `MetaData.CreateTime`
 * and `MetaData.LastUpdatedTime` come on top for every type, so the table leaves them out.
 *
 * Source: the filterable and sortable marks of the documentation's entity pages.
 * What only third parties or the schema's notes tell is in `QUERYABLE_BY_HEARSAY`.
 */
export interface QueryProperties {
  readonly filterable: ReadonlySet<string>;
  readonly sortable: ReadonlySet<string>;
}

/** Where sorting knows more (`alsoSorts`) or less (`neverSorts`) than filtering. */
interface Row {
  readonly filters: string;
  readonly alsoSorts?: string;
  readonly neverSorts?: string;
}

/** Name lists, then transactions, in the order of the reference. */
const ROWS: Readonly<Record<string, Row>> = {
  Customer: {
    filters: `DisplayName GivenName MiddleName FamilyName CompanyName FullyQualifiedName
      PrintOnCheckName Active Balance PrimaryEmailAddr`,
  },
  Vendor: {
    filters: `DisplayName GivenName MiddleName FamilyName CompanyName PrintOnCheckName Active Balance
      PrimaryEmailAddr`,
  },
  Employee: { filters: "DisplayName GivenName MiddleName FamilyName PrintOnCheckName Active" },
  Item: {
    filters: "Name Type Active FullyQualifiedName SubItem ParentRef Sku",
    alsoSorts: "UnitPrice PurchaseCost",
  },
  Account: {
    filters: `Name AccountType AccountSubType Classification Active FullyQualifiedName SubAccount
      CurrentBalance`,
  },
  Class: { filters: "Name FullyQualifiedName Active" },
  Department: { filters: "Name FullyQualifiedName Active", alsoSorts: "SubDepartment" },
  Term: { filters: "Name Active" },
  PaymentMethod: { filters: "Name Active" },
  TaxCode: { filters: "Name Description Active" },
  TaxRate: { filters: "Name Description Active AgencyRef" },
  TaxAgency: { filters: "" },
  CompanyCurrency: { filters: "Active" },
  ExchangeRate: { filters: "SourceCurrencyCode AsOfDate" },
  CustomerType: { filters: "" },
  CompanyInfo: { filters: "" },
  Preferences: { filters: "" },
  Invoice: {
    filters: "CustomerRef DocNumber TxnDate DueDate SalesTermRef Balance ProjectRef TotalAmt",
    neverSorts: "CustomerRef",
  },
  Estimate: { filters: "CustomerRef DocNumber TxnDate DueDate ProjectRef" },
  SalesReceipt: { filters: "CustomerRef DocNumber TxnDate TotalAmt Balance" },
  CreditMemo: { filters: "CustomerRef DocNumber TxnDate SalesTermRef Balance" },
  RefundReceipt: { filters: "CustomerRef DocNumber TxnDate Balance PaymentType" },
  Payment: { filters: "CustomerRef TotalAmt TxnDate PaymentMethodRef PaymentRefNum" },
  Bill: {
    filters: "VendorRef APAccountRef SalesTermRef DocNumber TxnDate DueDate TotalAmt Balance",
  },
  BillPayment: { filters: "VendorRef DocNumber TxnDate TotalAmt APAccountRef" },
  PurchaseOrder: { filters: "DocNumber TxnDate DueDate" },
  VendorCredit: { filters: "DocNumber TxnDate APAccountRef TotalAmt", alsoSorts: "Balance" },
  JournalEntry: { filters: "DocNumber TxnDate" },
  Purchase: { filters: "" },
  Deposit: { filters: "" },
  Transfer: { filters: "" },
  TimeActivity: { filters: "TxnDate BillableStatus ProjectRef" },
  Attachable: {
    filters: `FileName Note Category ContentType Tag Size AttachableRef.EntityRef.Type
      AttachableRef.EntityRef.value`,
  },
};

const TABLE: ReadonlyMap<string, QueryProperties> = new Map(
  Object.entries(ROWS).map(([type, row]) => [type, propertiesOf(type, row)]),
);

/** The names of the types that the table knows. */
export const QUERYABLE_TYPES: readonly string[] = [...TABLE.keys()];

const NONE: QueryProperties = { filterable: new Set(), sortable: new Set() };

/** What queries of a type may name; a type that the table does not know has nothing but the names of all. */
export function queryPropertiesOf(type: string): QueryProperties {
  return TABLE.get(type) ?? NONE;
}

function propertiesOf(type: string, row: Row): QueryProperties {
  const hearsay = words(QUERYABLE_BY_HEARSAY).filter((name) => name.startsWith(`${type}.`));
  const filterable = new Set([
    ...words(row.filters),
    ...hearsay.map((name) => name.slice(type.length + 1)),
  ]);
  const sortable = new Set([...filterable, ...words(row.alsoSorts ?? "")]);
  for (const name of words(row.neverSorts ?? "")) sortable.delete(name);
  return { filterable, sortable };
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
