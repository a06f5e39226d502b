import type { ComparedValues } from "c/accordApi";
import type { UiRecord } from "lightning/uiRecordApi";

const ACCOUNT_FIELDS = [
  "Account.Name",
  "Account.Phone",
  "Account.Accord_Email__c",
  "Account.BillingStreet",
  "Account.BillingCity",
  "Account.BillingState",
  "Account.BillingPostalCode",
  "Account.BillingCountry",
];
const OTHER_FIELDS: Readonly<Record<string, string[]>> = { Product2: ["Product2.Name"] };

/** The fields of the record page that the match panel compares. */
export const comparedFields = (objectApiName: string): string[] =>
  OTHER_FIELDS[objectApiName] ?? ACCOUNT_FIELDS;

/** The record's own values, with the address in one line as QuickBooks' is shown. */
export function comparedValues(record: UiRecord): ComparedValues {
  const text = (name: string): string | null => {
    const value = record.fields[name]?.value;
    return typeof value === "string" && value !== "" ? value : null;
  };
  const place = [text("BillingState"), text("BillingPostalCode")].filter(Boolean).join(" ");
  const address = [text("BillingStreet"), text("BillingCity"), place, text("BillingCountry")];
  return {
    name: text("Name"),
    email: text("Accord_Email__c"),
    phone: text("Phone"),
    address: address.filter(Boolean).join(", "),
  };
}
