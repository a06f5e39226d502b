/**
 * What a system would refuse about a new record, as far as it can be told without asking: so a plan of thousands of
 * records shows what needs a person before the first of them is written. It foresees nothing that is not certain; a
 * record may still be refused for what only the system knows (its own rules, required fields of an org).
 */
import { type OperationalError, operationalError } from "../errors/operational-error.ts";
import { type FieldRule, flowsTo, type Mapping, pathIn } from "../mapping/mapping.ts";
import { type Image, valueAt } from "../records/image.ts";
import type { SystemName } from "../records/record-ref.ts";

/** What else of the company decides it. */
export interface NewInQuickbooks {
  readonly mapping: Mapping;
  /** The values to be sent, by QuickBooks' paths. */
  readonly values: Image;
  /** The chosen income account; null for none. */
  readonly incomeAccountId: string | null;
  /** Who has the name already: null for nobody, else the QuickBooks type. */
  readonly nameHolder: string | null;
}

/**
 * Longest texts (documented on the entity pages of QuickBooks Online; the telephone number's is what the schema
 * says of it).
 */
const QUICKBOOKS_LENGTHS: Readonly<Record<string, number>> = {
  DisplayName: 500,
  "PrimaryPhone.FreeFormNumber": 30,
  "PrimaryEmailAddr.Address": 100,
  "WebAddr.URI": 1_000,
  "BillAddr.City": 255,
  "BillAddr.CountrySubDivisionCode": 255,
  "BillAddr.PostalCode": 30,
  "BillAddr.Country": 255,
  "ShipAddr.City": 255,
  "ShipAddr.CountrySubDivisionCode": 255,
  "ShipAddr.PostalCode": 30,
  "ShipAddr.Country": 255,
  Sku: 100,
  Description: 4_000,
};
const ITEM_NAME_MAX = 100;

/** Longest texts of standard fields (Object Reference of the Salesforce platform). */
const SALESFORCE_LENGTHS: Readonly<Record<string, number>> = {
  Name: 255,
  Phone: 40,
  Website: 255,
  BillingStreet: 255,
  BillingCity: 40,
  BillingState: 80,
  BillingPostalCode: 20,
  BillingCountry: 80,
  ShippingStreet: 255,
  ShippingCity: 40,
  ShippingState: 80,
  ShippingPostalCode: 20,
  ShippingCountry: 80,
  ProductCode: 255,
  Description: 32_000,
};
const PRODUCT_DESCRIPTION_MAX = 4_000;

/** A colon parts a customer from its jobs; tabs and line ends end a name (documented). */
const FORBIDDEN_IN_NAMES = /[:\t\r\n]/;

export function foreseeInQuickbooks(wanted: NewInQuickbooks): readonly OperationalError[] {
  const { mapping, values, nameHolder } = wanted;
  const errors = tooLong(mapping, "quickbooks", values);
  const rule = mapping.fields.find(({ name }) => name === mapping.matchField);
  const name = rule === undefined ? null : valueAt(values, rule.quickbooks);
  const text = typeof name === "string" ? name : "";
  if (text.trim() === "" || FORBIDDEN_IN_NAMES.test(text)) {
    errors.push(operationalError("QBO_NAME_INVALID", { name: text }));
  }
  if (nameHolder === mapping.quickbooksType) {
    errors.push(operationalError("QBO_DUPLICATE_NAME", { name: text }));
  } else if (nameHolder !== null) {
    const kind = nameHolder.toLowerCase();
    errors.push(operationalError("QBO_NAME_OF_ANOTHER_KIND", { kind, name: text }));
  }
  const needsAccount = mapping.createValues.some(
    (value) => "setting" in value && value.setting === "incomeAccountId",
  );
  if (needsAccount && wanted.incomeAccountId === null) {
    errors.push(operationalError("INCOME_ACCOUNT_MISSING"));
  }
  return errors;
}

/** `values` by Salesforce's paths. */
export function foreseeInSalesforce(mapping: Mapping, values: Image): readonly OperationalError[] {
  const errors = tooLong(mapping, "salesforce", values);
  const rule = mapping.fields.find(({ name }) => name === mapping.matchField);
  const name = rule === undefined ? null : valueAt(values, rule.salesforce);
  if (typeof name !== "string" || name.trim() === "") {
    errors.push(operationalError("SF_REQUIRED_FIELD_MISSING", { detail: rule?.label ?? "Name" }));
  }
  return errors;
}

function tooLong(mapping: Mapping, system: SystemName, values: Image): OperationalError[] {
  const code = system === "salesforce" ? "SF_VALUE_TOO_LONG" : "QBO_VALUE_TOO_LONG";
  return mapping.fields.flatMap((rule) => {
    const max = flowsTo(rule, system) ? lengthOf(mapping, rule, system) : undefined;
    const value = valueAt(values, pathIn(rule, system));
    if (max === undefined || typeof value !== "string" || value.length <= max) return [];
    const detail = `${rule.label} has ${value.length} characters, and ${max} are allowed`;
    return [operationalError(code, { detail })];
  });
}

function lengthOf(mapping: Mapping, rule: FieldRule, system: SystemName): number | undefined {
  if (system === "quickbooks") {
    const isItemName = mapping.quickbooksType === "Item" && rule.quickbooks === "Name";
    return isItemName ? ITEM_NAME_MAX : QUICKBOOKS_LENGTHS[rule.quickbooks];
  }
  const isProductText = mapping.salesforceType === "Product2" && rule.salesforce === "Description";
  return isProductText ? PRODUCT_DESCRIPTION_MAX : SALESFORCE_LENGTHS[rule.salesforce];
}
