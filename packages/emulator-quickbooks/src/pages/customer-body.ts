import {
  compact,
  objectOf,
  referenceOf,
  textOf,
  type JsonObject,
  type JsonValue,
} from "../json/json-value.ts";
import { customerLabel, findCustomer } from "./named-records.ts";
import { problemAt, type Places, type Problems } from "./problems.ts";
import type { Typed, Visit } from "./visit.ts";

/** Input names beside the parts of an address that they edit. */
const ADDRESS_PARTS = {
  Street: "Line1",
  Street2: "Line2",
  City: "City",
  State: "CountrySubDivisionCode",
  Zip: "PostalCode",
  Country: "Country",
} as const;

/** Input names beside the plain texts that they edit. */
const TEXTS = {
  displayName: "DisplayName",
  givenName: "GivenName",
  familyName: "FamilyName",
  companyName: "CompanyName",
  notes: "Notes",
} as const;

/** Input names beside a property and the only part of it that the form shows. */
const PARTS = {
  email: ["PrimaryEmailAddr", "Address"],
  phone: ["PrimaryPhone", "FreeFormNumber"],
  mobile: ["Mobile", "FreeFormNumber"],
  website: ["WebAddr", "URI"],
  terms: ["SalesTermRef", "value"],
  paymentMethod: ["PaymentMethodRef", "value"],
  taxCode: ["DefaultTaxCodeRef", "value"],
} as const;

/** Which input each fault about a customer speaks of. */
export const CUSTOMER_PLACES: Places = {
  ...Object.fromEntries(Object.entries(TEXTS).map(([input, property]) => [property, input])),
  PrimaryEmailAddr: "email",
  Address: "email",
  FreeFormNumber: ["phone", "mobile"],
  URI: "website",
  ...Object.fromEntries(
    Object.entries(ADDRESS_PARTS).map(([input, part]) => [
      part,
      [`billing${input}`, `shipping${input}`],
    ]),
  ),
  "900": "parent",
  "6180": "parent",
  "6220": "active",
  "6240": "displayName",
};

/** The form's inputs for a customer as the API shows it. */
export function typedFromCustomer(shown: JsonObject, visit: Visit): Typed {
  const inner = (property: string, part: string): string =>
    textOf(objectOf(shown, property) ?? {}, part) ?? "";
  const address = (prefix: string, property: string): [string, string][] =>
    Object.entries(ADDRESS_PARTS).map(([input, part]) => [
      `${prefix}${input}`,
      inner(property, part),
    ]);
  const parent = visit.company.store.record("Customer", inner("ParentRef", "value"));
  const check = (isOn: boolean): string => (isOn ? "true" : "");
  return {
    ...Object.fromEntries(
      Object.entries(TEXTS).map(([input, property]) => [input, textOf(shown, property) ?? ""]),
    ),
    ...Object.fromEntries(
      Object.entries(PARTS).map(([input, [property, part]]) => [input, inner(property, part)]),
    ),
    ...Object.fromEntries([...address("billing", "BillAddr"), ...address("shipping", "ShipAddr")]),
    parent: parent === undefined ? "" : customerLabel(parent),
    billWithParent: check(shown["BillWithParent"] === true),
    taxable: check(shown["Taxable"] !== false),
    active: check(shown["Active"] !== false),
    syncToken: textOf(shown, "SyncToken") ?? "",
  };
}

/**
 * What the form says, as a sparse update: an emptied input clears its property, an input that the form did not
 * have leaves it. Problems when it names a parent that is not there.
 */
export function customerBody(
  visit: Visit,
  existing: JsonObject | undefined,
): { readonly body: JsonObject } | { readonly problems: Problems } {
  const { typed, profile } = visit;
  const parent = parentOf(visit, existing);
  if (parent === "unknown") {
    return { problems: problemAt("parent", `There is no customer “${typed["parent"]}”.`) };
  }
  // What is as it was is not sent: an old reference may name what has become inactive since.
  const texts = Object.entries(TEXTS)
    .filter(([input, property]) => typed[input] !== (textOf(existing ?? {}, property) ?? ""))
    .map(([input, property]) => [property, typed[input]]);
  const parts = Object.entries(PARTS).flatMap(([input, [property, part]]) => {
    const before = textOf(objectOf(existing ?? {}, property) ?? {}, part) ?? "";
    const now = typed[input] ?? before;
    return now === before ? [] : [[property, { [part]: now }]];
  });
  const currency = typed["currency"] ?? "";
  return {
    body: compact({
      ...(existing === undefined
        ? {}
        : { Id: textOf(existing, "Id"), SyncToken: typed["syncToken"], sparse: true }),
      ...Object.fromEntries(texts),
      ...Object.fromEntries(parts),
      ...parent,
      BillAddr: address("billing", objectOf(existing ?? {}, "BillAddr"), typed),
      ShipAddr: address("shipping", objectOf(existing ?? {}, "ShipAddr"), typed),
      ...(profile.usesSalesTax && typed["taxCode"] !== undefined
        ? { Taxable: typed["taxable"] === "true" }
        : {}),
      CurrencyRef: existing === undefined && currency !== "" ? { value: currency } : undefined,
      Active: typed["active"] === "true",
    }),
  };
}

/** Undefined when nothing changed. Lines that the form does not show stay; the old map position does not. */
function address(
  prefix: string,
  before: JsonObject | undefined,
  typed: Typed,
): JsonValue | undefined {
  const entries = Object.entries(ADDRESS_PARTS).map(
    ([input, part]) =>
      [part, typed[`${prefix}${input}`] ?? textOf(before ?? {}, part) ?? ""] as const,
  );
  if (entries.every(([part, value]) => (textOf(before ?? {}, part) ?? "") === value)) {
    return undefined;
  }
  const { Lat: _lat, Long: _long, ...kept } = before ?? {};
  return { ...kept, ...Object.fromEntries(entries) };
}

/** A customer with a parent is a job, and no job without one. */
function parentOf(
  { typed, company }: Visit,
  existing: JsonObject | undefined,
): JsonObject | "unknown" {
  const name = typed["parent"];
  if (name === undefined) return {};
  const before = referenceOf(existing ?? {}, "ParentRef");
  if (name.trim() === "")
    return before === undefined
      ? {}
      : { ParentRef: { value: "" }, Job: false, BillWithParent: false };
  const found = findCustomer(company.store, name, before);
  if (found === undefined) return "unknown";
  return {
    ...(found.id === before ? {} : { ParentRef: { value: found.id }, Job: true }),
    BillWithParent: typed["billWithParent"] === "true",
  };
}
