/** The mappings that work out of the box: customers and products. */
import type { FieldRule, Mapping, ValueKind } from "./mapping.ts";

interface Pair {
  readonly name: string;
  readonly label: string;
  readonly salesforce: string;
  readonly quickbooks: string;
  readonly kind?: ValueKind;
}

/** A field that flows both ways and asks when both systems changed it. */
const shared = (pair: Pair): FieldRule => ({
  kind: "text",
  direction: "both",
  policy: "ask",
  when: "always",
  ...pair,
});

/**
 * The five parts of an address. `Street` is one multi-line value: the QuickBooks codec spreads it over
 * Line1 to Line5.
 */
const address = (name: string, label: string, salesforce: string, quickbooks: string) => [
  shared({
    name: `${name}Street`,
    label: `${label} street`,
    salesforce: `${salesforce}Street`,
    quickbooks: `${quickbooks}.Street`,
    kind: "multiline",
  }),
  shared({
    name: `${name}City`,
    label: `${label} city`,
    salesforce: `${salesforce}City`,
    quickbooks: `${quickbooks}.City`,
  }),
  shared({
    name: `${name}State`,
    label: `${label} state`,
    salesforce: `${salesforce}State`,
    quickbooks: `${quickbooks}.CountrySubDivisionCode`,
  }),
  shared({
    name: `${name}PostalCode`,
    label: `${label} ZIP or postal code`,
    salesforce: `${salesforce}PostalCode`,
    quickbooks: `${quickbooks}.PostalCode`,
  }),
  shared({
    name: `${name}Country`,
    label: `${label} country`,
    salesforce: `${salesforce}Country`,
    quickbooks: `${quickbooks}.Country`,
  }),
];

export const CUSTOMER_ACCOUNT: Mapping = {
  id: "customer-account",
  quickbooksType: "Customer",
  salesforceType: "Account",
  matchField: "name",
  activeField: "active",
  members: [],
  createValues: [],
  fields: [
    shared({ name: "name", label: "Name", salesforce: "Name", quickbooks: "DisplayName" }),
    shared({
      name: "phone",
      label: "Phone",
      salesforce: "Phone",
      quickbooks: "PrimaryPhone.FreeFormNumber",
      kind: "phone",
    }),
    shared({
      name: "email",
      label: "Email",
      salesforce: "Accord_Email__c",
      quickbooks: "PrimaryEmailAddr.Address",
      kind: "email",
    }),
    shared({
      name: "website",
      label: "Website",
      salesforce: "Website",
      quickbooks: "WebAddr.URI",
      kind: "url",
    }),
    ...address("billing", "Billing", "Billing", "BillAddr"),
    ...address("shipping", "Shipping", "Shipping", "ShipAddr"),
    shared({
      name: "active",
      label: "Active",
      salesforce: "Accord_Active__c",
      quickbooks: "Active",
      kind: "boolean",
    }),
  ],
};

export const ITEM_PRODUCT: Mapping = {
  id: "item-product",
  quickbooksType: "Item",
  salesforceType: "Product2",
  matchField: "name",
  activeField: "active",
  members: [{ role: "standardPrice", system: "salesforce", type: "PricebookEntry" }],
  createValues: [
    {
      path: "Type",
      salesforce: "Accord_QB_Type__c",
      allowed: ["Service", "NonInventory"],
      otherwise: "Service",
    },
    { path: "IncomeAccountRef.value", setting: "incomeAccountId" },
  ],
  fields: [
    shared({ name: "name", label: "Name", salesforce: "Name", quickbooks: "Name" }),
    shared({ name: "sku", label: "SKU", salesforce: "ProductCode", quickbooks: "Sku" }),
    shared({
      name: "description",
      label: "Description",
      salesforce: "Description",
      quickbooks: "Description",
      kind: "multiline",
    }),
    shared({
      name: "active",
      label: "Active",
      salesforce: "IsActive",
      quickbooks: "Active",
      kind: "boolean",
    }),
    shared({
      name: "price",
      label: "Price",
      salesforce: "standardPrice.UnitPrice",
      quickbooks: "UnitPrice",
      kind: "money",
    }),
    {
      name: "type",
      label: "Type",
      salesforce: "Accord_QB_Type__c",
      quickbooks: "Type",
      kind: "text",
      direction: "toSalesforce",
      policy: "quickbooks",
      when: "create",
    },
  ],
};

export const DEFAULT_MAPPINGS: readonly Mapping[] = [CUSTOMER_ACCOUNT, ITEM_PRODUCT];
