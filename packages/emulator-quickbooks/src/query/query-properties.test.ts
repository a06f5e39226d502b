import { describe, expect, it } from "vitest";
import { SCHEMA_TYPES } from "../generated/properties.ts";
import { QUERYABLE_BY_HEARSAY } from "../not-evidenced.ts";
import { QUERYABLE_TYPES, queryPropertiesOf } from "./query-properties.ts";

/**
 * The documentation's marks, written down a second time and by hand: type, what filters, and what sorts
 * besides (`+`) or does not (`-`).
 */
const DOCUMENTED: readonly (readonly [types: string, filters: string, sorts?: string])[] = [
  [
    "Customer",
    "Active Balance CompanyName DisplayName FamilyName FullyQualifiedName GivenName MiddleName PrimaryEmailAddr PrintOnCheckName",
  ],
  [
    "Vendor",
    "Active Balance CompanyName DisplayName FamilyName GivenName MiddleName PrimaryEmailAddr PrintOnCheckName",
  ],
  ["Employee", "Active DisplayName FamilyName GivenName MiddleName PrintOnCheckName"],
  ["Item", "Active FullyQualifiedName Name ParentRef Sku SubItem Type", "+UnitPrice +PurchaseCost"],
  [
    "Account",
    "AccountSubType AccountType Active Classification CurrentBalance FullyQualifiedName Name SubAccount",
  ],
  ["Class", "Active FullyQualifiedName Name"],
  ["Department", "Active FullyQualifiedName Name", "+SubDepartment"],
  ["Term PaymentMethod", "Active Name"],
  ["TaxCode", "Active Description Name"],
  ["TaxRate", "Active AgencyRef Description Name"],
  ["CompanyCurrency", "Active"],
  ["ExchangeRate", "AsOfDate SourceCurrencyCode"],
  [
    "Invoice",
    "Balance CustomerRef DocNumber DueDate ProjectRef SalesTermRef TotalAmt TxnDate",
    "-CustomerRef",
  ],
  ["Estimate", "CustomerRef DocNumber DueDate ProjectRef TxnDate"],
  ["SalesReceipt", "Balance CustomerRef DocNumber TotalAmt TxnDate"],
  ["CreditMemo", "Balance CustomerRef DocNumber SalesTermRef TxnDate"],
  ["RefundReceipt", "Balance CustomerRef DocNumber PaymentType TxnDate"],
  ["Payment", "CustomerRef PaymentMethodRef PaymentRefNum TotalAmt TxnDate"],
  ["Bill", "APAccountRef Balance DocNumber DueDate SalesTermRef TotalAmt TxnDate VendorRef"],
  ["BillPayment", "APAccountRef DocNumber TotalAmt TxnDate VendorRef"],
  ["PurchaseOrder", "DocNumber DueDate TxnDate"],
  ["VendorCredit", "APAccountRef DocNumber TotalAmt TxnDate", "+Balance"],
  ["JournalEntry", "DocNumber TxnDate"],
  ["TimeActivity", "BillableStatus ProjectRef TxnDate"],
  [
    "Attachable",
    "AttachableRef.EntityRef.Type AttachableRef.EntityRef.value Category ContentType FileName Note Size Tag",
  ],
  ["CompanyInfo Preferences CustomerType TaxAgency Purchase Deposit Transfer", ""],
];

const wordsOf = (text: string): string[] => text.split(" ").filter((word) => word !== "");
const rows = DOCUMENTED.flatMap(([types, filters, sorts = ""]) =>
  wordsOf(types).map((type) => ({ type, filters: wordsOf(filters), sorts: wordsOf(sorts) })),
);
const hearsayOf = (type: string): string[] =>
  wordsOf(QUERYABLE_BY_HEARSAY)
    .filter((name) => name.startsWith(`${type}.`))
    .map((name) => name.slice(type.length + 1));

describe("what a query may name", () => {
  it("is told for every type that the documentation lets be queried", () => {
    expect(QUERYABLE_TYPES.toSorted()).toEqual(rows.map(({ type }) => type).toSorted());
  });

  for (const { type, filters, sorts } of rows) {
    it(`of ${type} is what the documentation marks, and what others tell`, () => {
      const { filterable, sortable } = queryPropertiesOf(type);
      const wanted = [...filters, ...hearsayOf(type)];
      expect([...filterable].toSorted()).toEqual(wanted.toSorted());
      const added = sorts.filter((word) => word.startsWith("+")).map((word) => word.slice(1));
      const sorted = [...wanted, ...added].filter((name) => !sorts.includes(`-${name}`));
      expect([...sortable].toSorted()).toEqual(sorted.toSorted());
    });

    it(`of ${type} is a property of the schema`, () => {
      const { filterable, sortable } = queryPropertiesOf(type);
      const known = Object.keys(SCHEMA_TYPES[type] ?? {});
      for (const name of [...filterable, ...sortable]) expect(known).toContain(name.split(".")[0]);
    });
  }

  it("leaves out what the live service refuses", () => {
    const refused = [
      ["Customer", "Notes Taxable CustomerTypeRef"],
      ["Invoice", "DepartmentRef InvoiceLink"],
      ["SalesReceipt", "DepartmentRef"],
      ["JournalEntry", "DepartmentRef"],
      ["Purchase", "DepartmentRef AccountRef EntityRef"],
      ["Deposit", "TotalAmt"],
      ["PurchaseOrder", "VendorRef"],
    ] as const;
    for (const [type, names] of refused) {
      for (const name of wordsOf(names)) {
        expect(queryPropertiesOf(type).filterable.has(name)).toBe(false);
      }
    }
  });
});
