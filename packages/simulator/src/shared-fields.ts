/**
 * What the two systems share, as an outsider reads it off both screens: the simulator's own table, which
 * knows nothing of the product's mappings, so that a mistake there is seen here.
 */
import { unreachable } from "@accord-sync/core/errors/assert.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";

export type PairName = "customer" | "product";
export type ValueForm = "text" | "phone" | "address" | "flag" | "amount";

export interface SharedField {
  readonly name: string;
  /** The field of the Salesforce record; `Standard price` stands for its price book entry. */
  readonly salesforce: string;
  /** The property of the QuickBooks record, with dots. */
  readonly quickbooks: string;
  readonly form: ValueForm;
}

export interface Pair {
  readonly name: PairName;
  /** What the ledger's reports call the mapping. */
  readonly mapping: string;
  readonly types: Readonly<Record<SystemName, "Account" | "Product2" | "Customer" | "Item">>;
  readonly fields: readonly SharedField[];
}

export const STANDARD_PRICE = "Standard price";

const field = (
  name: string,
  salesforce: string,
  quickbooks: string,
  form: ValueForm = "text",
): SharedField => ({ name, salesforce, quickbooks, form });

export const PAIRS: Readonly<Record<PairName, Pair>> = {
  customer: {
    name: "customer",
    mapping: "customer-account",
    types: { salesforce: "Account", quickbooks: "Customer" },
    fields: [
      field("name", "Name", "DisplayName"),
      field("phone", "Phone", "PrimaryPhone.FreeFormNumber", "phone"),
      field("email", "Accord_Email__c", "PrimaryEmailAddr.Address", "address"),
      field("website", "Website", "WebAddr.URI", "address"),
      field("billingCity", "BillingCity", "BillAddr.City"),
      field("billingPostalCode", "BillingPostalCode", "BillAddr.PostalCode"),
      field("active", "Accord_Active__c", "Active", "flag"),
    ],
  },
  product: {
    name: "product",
    mapping: "item-product",
    types: { salesforce: "Product2", quickbooks: "Item" },
    fields: [
      field("name", "Name", "Name"),
      field("sku", "ProductCode", "Sku"),
      field("description", "Description", "Description"),
      field("price", STANDARD_PRICE, "UnitPrice", "amount"),
      field("active", "IsActive", "Active", "flag"),
    ],
  },
};

export const PAIR_LIST: readonly Pair[] = Object.values(PAIRS);

export function pairOfType(type: string): Pair | undefined {
  return PAIR_LIST.find((pair) => Object.values(pair.types).some((each) => each === type));
}

export type Value = string | null;

/**
 * The meaning of a value, for comparing across systems: what a person would call the same. Written
 * apart from the product's own canonical forms on purpose.
 */
export function meaningOf(form: ValueForm, value: Value): string {
  const text = (value ?? "").trim();
  switch (form) {
    case "text":
      return text.split(/\s+/).join(" ");
    case "phone":
      return (text.toLowerCase().match(/[0-9+x]/g) ?? [text]).join("");
    case "address":
      // Only http:// is what an address without a scheme stands for: https:// is another one.
      return text
        .toLowerCase()
        .replace(/^http:\/\//, "")
        .replace(/\/+$/, "");
    case "flag":
      return text === "" ? "false" : text;
    case "amount":
      return text === "" ? "" : String(Number(text));
    default:
      return unreachable(form);
  }
}

export function meansTheSame(form: ValueForm, left: Value, right: Value): boolean {
  return meaningOf(form, left) === meaningOf(form, right);
}
