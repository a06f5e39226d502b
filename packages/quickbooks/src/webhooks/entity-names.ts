import { OPERATIONS } from "../entities/operations.ts";

/** CloudEvents name the entity in lower case; these are the API's own spellings (webhook list of Intuit). */
const NAMES = [
  "Account",
  "Bill",
  "BillPayment",
  "Budget",
  "ChangeOrder",
  "Class",
  "CompanyCurrency",
  "CreditMemo",
  "Currency",
  "Customer",
  "Department",
  "Deposit",
  "Employee",
  "Estimate",
  "Invoice",
  "Item",
  "JournalCode",
  "JournalEntry",
  "Payment",
  "PaymentMethod",
  "Preferences",
  "Purchase",
  "PurchaseOrder",
  "RefundReceipt",
  "SalesReceipt",
  "TaxAgency",
  "Term",
  "TimeActivity",
  "Transfer",
  "Vendor",
  "VendorCredit",
];

const BY_LOWER_CASE: ReadonlyMap<string, string> = new Map(
  [...NAMES, ...Object.keys(OPERATIONS)].map((name) => [name.toLowerCase(), name]),
);

/** The API's name of an entity; an unknown one keeps its letters, the first in upper case. */
export function entityName(text: string): string {
  return BY_LOWER_CASE.get(text.toLowerCase()) ?? text.slice(0, 1).toUpperCase() + text.slice(1);
}
