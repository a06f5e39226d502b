/** A described field as pages draw it, under the label that Lightning Experience gives it. */
import type { AddressParts, FieldInfo } from "../api/shapes.ts";
import type { DescribedField, DescribedObject } from "../../page-host.ts";

/** Labels that pages use where describe has another (`Account ID`). */
const LABELS: Readonly<Record<string, string>> = {
  AccountId: "Account Name",
  ParentId: "Parent Account",
  CreatedById: "Created By",
  LastModifiedById: "Last Modified By",
};

/** Where describe says `Name` and Lightning Experience `Opportunity Name`. */
const NAMED_AFTER_OBJECT = new Set(["Opportunity", "Quote", "Order"]);

export function fieldLabel(object: DescribedObject, field: DescribedField): string {
  if (field.name === "CurrencyIsoCode") return `${object.label} Currency`;
  if (field.name === "OwnerId") return `${object.label} Owner`;
  if (field.name === "Name" && NAMED_AFTER_OBJECT.has(object.name)) return `${object.label} Name`;
  if (field.type !== "reference") return field.label;
  return LABELS[field.name] ?? field.label.replace(/ ID$/, "");
}

const NOT_SORTABLE = new Set(["address", "textarea", "multipicklist"]);
/** Fields the platform fills by itself where nothing is given. */
const FILLED_BY_PLATFORM = new Set(["OwnerId"]);

export function fieldInfo(object: DescribedObject, field: DescribedField): FieldInfo {
  const chosen = field.picklistValues.find((option) => option.defaultValue);
  const isRequired =
    !field.nillable &&
    field.createable &&
    field.type !== "boolean" &&
    !FILLED_BY_PLATFORM.has(field.name);
  return {
    name: field.name,
    label: fieldLabel(object, field),
    type: field.type,
    length: field.length,
    precision: field.precision,
    scale: field.scale,
    required: isRequired,
    createable: field.createable,
    updateable: field.updateable,
    sortable: !NOT_SORTABLE.has(field.type),
    isName: field.nameField,
    helpText: field.inlineHelpText ?? null,
    options: field.picklistValues
      .filter((option) => option.active)
      .map(({ value, label }) => ({ value, label })),
    defaultValue: chosen?.value ?? field.defaultValue ?? null,
    referenceTo: field.referenceTo,
    address: field.type === "address" ? addressParts(object, field) : null,
  };
}

/** The parts of an address are named for it: `BillingAddress` has `BillingStreet` and so on. */
function addressParts(object: DescribedObject, field: DescribedField): AddressParts {
  const prefix = field.name.replace(/Address$/, "");
  const part = (name: string): string =>
    object.fields.find((each) => each.name === prefix + name)?.name ?? "";
  return {
    street: part("Street"),
    city: part("City"),
    state: part("State"),
    postalCode: part("PostalCode"),
    country: part("Country"),
  };
}
