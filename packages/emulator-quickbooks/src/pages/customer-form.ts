import { compact, objectOf, textOf, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { checkField, refusal, textField, type TextField } from "./form-fields.ts";
import { html, type Html } from "./html.ts";
import type { Typed } from "./save-record.ts";

const NAMES: readonly TextField[] = [
  { name: "displayName", label: "Display name", isWide: true, isRequired: true },
  { name: "givenName", label: "First name" },
  { name: "familyName", label: "Last name" },
  { name: "companyName", label: "Company name" },
];
const CONTACT: readonly TextField[] = [
  { name: "email", label: "Email" },
  { name: "phone", label: "Phone", type: "tel" },
  { name: "website", label: "Website" },
];
const addressFields = (prefix: string, label: string): readonly TextField[] => [
  { name: `${prefix}Street`, label: `${label} street`, isWide: true },
  { name: `${prefix}City`, label: `${label} city` },
  { name: `${prefix}State`, label: `${label} state` },
  { name: `${prefix}Zip`, label: `${label} ZIP` },
  { name: `${prefix}Country`, label: `${label} country` },
];
const BILLING = addressFields("billing", "Billing");
const SHIPPING = addressFields("shipping", "Shipping");

/** Input names beside the properties that they edit. */
const ADDRESS_PARTS = {
  Street: "Line1",
  City: "City",
  State: "CountrySubDivisionCode",
  Zip: "PostalCode",
  Country: "Country",
} as const;

/** The form's inputs for a customer as the API shows it; empty for a new one. */
export function typedFromCustomer(shown: JsonObject): Typed {
  const inner = (property: string, part: string): string =>
    textOf(objectOf(shown, property) ?? {}, part) ?? "";
  const address = (prefix: string, property: string): Record<string, string> =>
    Object.fromEntries(
      Object.entries(ADDRESS_PARTS).map(([input, part]) => [
        `${prefix}${input}`,
        inner(property, part),
      ]),
    );
  return {
    displayName: textOf(shown, "DisplayName") ?? "",
    givenName: textOf(shown, "GivenName") ?? "",
    familyName: textOf(shown, "FamilyName") ?? "",
    companyName: textOf(shown, "CompanyName") ?? "",
    email: inner("PrimaryEmailAddr", "Address"),
    phone: inner("PrimaryPhone", "FreeFormNumber"),
    website: inner("WebAddr", "URI"),
    ...address("billing", "BillAddr"),
    ...address("shipping", "ShipAddr"),
    active: shown["Active"] === false ? "" : "true",
    syncToken: textOf(shown, "SyncToken") ?? "",
  };
}

/** What the form says, as a sparse update: an emptied input clears its property. */
export function customerBody(typed: Typed, existing: JsonObject | undefined): JsonObject {
  const address = (prefix: string, property: string): JsonValue | undefined => {
    const before = existing === undefined ? undefined : objectOf(existing, property);
    const entries = Object.entries(ADDRESS_PARTS).map(
      ([input, part]) => [part, typed[`${prefix}${input}`] ?? ""] as const,
    );
    const isUnchanged = entries.every(
      ([part, value]) => (textOf(before ?? {}, part) ?? "") === value,
    );
    if (isUnchanged) return undefined;
    // Lines that the form does not show stay; the old map position does not.
    const { Lat: _lat, Long: _long, ...kept } = before ?? {};
    return { ...kept, ...Object.fromEntries(entries) };
  };
  return compact({
    ...(existing === undefined
      ? {}
      : { Id: textOf(existing, "Id"), SyncToken: typed["syncToken"], sparse: true }),
    DisplayName: typed["displayName"] ?? "",
    GivenName: typed["givenName"] ?? "",
    FamilyName: typed["familyName"] ?? "",
    CompanyName: typed["companyName"] ?? "",
    PrimaryEmailAddr: { Address: typed["email"] ?? "" },
    PrimaryPhone: { FreeFormNumber: typed["phone"] ?? "" },
    WebAddr: { URI: typed["website"] ?? "" },
    BillAddr: address("billing", "BillAddr"),
    ShipAddr: address("shipping", "ShipAddr"),
    Active: typed["active"] === "true",
  });
}

/** Where the form goes, what stands in it, and the refusal to show above it. */
export interface FormState {
  readonly action: string;
  readonly typed: Typed;
  readonly message: string | undefined;
  readonly cancel: string;
}

/** The same form makes and edits a customer. */
export function customerForm({ action, typed, message, cancel }: FormState): Html {
  const group = (legend: string, fields: readonly TextField[]): Html =>
    html`<fieldset><legend>${legend}</legend><div class="fields">${fields.map((field) => textField(field, typed[field.name] ?? ""))}</div></fieldset>`;
  return html`<form class="card" method="post" action="${action}" aria-label="Customer">
    ${refusal(message)}
    <input type="hidden" name="syncToken" value="${typed["syncToken"]}">
    ${group("Name", NAMES)} ${group("Contact", CONTACT)} ${group("Billing address", BILLING)} ${group("Shipping address", SHIPPING)}
    ${checkField("active", "Active", typed["active"] === "true")}
    <div class="actions"><button class="primary" type="submit" id="save">Save</button><a class="button" href="${cancel}">Cancel</a></div>
  </form>`;
}
