import { ACCOUNT_NUMBER_LENGTH_MAX, NOTES_LENGTH_MAX, PHONE_LENGTH_MAX } from "../not-evidenced.ts";

/**
 * Longest texts by schema type and property, from the documentation and observed faults. They
 * win over the lengths in the schema's notes.
 */
const LENGTHS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Customer: nameLengths({ Notes: NOTES_LENGTH_MAX, ResaleNum: 16 }),
  Vendor: nameLengths({ AcctNum: 100 }),
  Employee: nameLengths({}),
  Item: { Name: 100, Sku: 100, Description: 4000, PurchaseDesc: 1000 },
  Account: { Name: 100, AcctNum: ACCOUNT_NUMBER_LENGTH_MAX, Description: 100 },
  Class: { Name: 100 },
  Department: { Name: 100 },
  Term: { Name: 31 },
  PaymentMethod: { Name: 31 },
  TaxAgency: { DisplayName: 100 },
  CompanyInfo: { CompanyName: 1024, LegalName: 1024 },
  Invoice: transactionLengths(),
  SalesReceipt: transactionLengths(),
  Estimate: transactionLengths(),
  CreditMemo: transactionLengths(),
  RefundReceipt: { ...transactionLengths(), PaymentRefNum: 100 },
  Payment: transactionLengths(),
  Bill: transactionLengths(),
  VendorCredit: { ...transactionLengths(), Memo: 4000 },
  Purchase: { ...transactionLengths(), Memo: 4000 },
  BillPayment: transactionLengths(),
  PurchaseOrder: { ...transactionLengths(), Memo: 4000 },
  JournalEntry: transactionLengths(),
  Deposit: transactionLengths(),
  Transfer: transactionLengths(),
  TimeActivity: { Description: 4000 },
  Attachable: {
    Note: 2000,
    FileName: 1000,
    Category: 100,
    ContentType: 100,
    PlaceName: 2000,
    Tag: 2000,
    Lat: 100,
    Long: 100,
  },
  Line: { Description: 4000 },
  MemoRef: { value: 1000 },
  EmailAddress: { Address: 100 },
  WebSiteAddress: { URI: 1000 },
  TelephoneNumber: { FreeFormNumber: PHONE_LENGTH_MAX },
  PhysicalAddress: {
    Line1: 500,
    Line2: 500,
    Line3: 500,
    Line4: 500,
    Line5: 500,
    City: 255,
    Country: 255,
    CountrySubDivisionCode: 255,
    PostalCode: 30,
  },
};

/** How faults call a property whose length is stated for its inner value. */
const ELEMENT_NAMES: Readonly<Record<string, string>> = { "MemoRef.value": "Customer Memo" };

/** Undefined when the documentation states no length. */
export function lengthOf(schemaType: string, property: string): number | undefined {
  return LENGTHS[schemaType]?.[property];
}

/** `Customer Memo` for `CustomerMemo.value`; the property itself otherwise. */
export function elementName(schemaType: string, property: string): string {
  return ELEMENT_NAMES[`${schemaType}.${property}`] ?? property;
}

/** Customers, vendors and employees share these. */
function nameLengths(more: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return {
    DisplayName: 500,
    GivenName: 100,
    MiddleName: 100,
    FamilyName: 100,
    Title: 16,
    Suffix: 16,
    CompanyName: 100,
    PrintOnCheckName: 100,
    ...more,
  };
}

/** All transactions share these. */
function transactionLengths(): Readonly<Record<string, number>> {
  return { DocNumber: 21, PrivateNote: 4000, PaymentRefNum: 21 };
}
