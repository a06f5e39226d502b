import type { DescribedField } from "../page-host.ts";
import { isFilterable, isGroupable, isSortable } from "./field-uses.ts";
import type { FieldSchema, FieldType, ObjectSchema } from "./types.ts";

/** One field as describe answers it: every property that client libraries type (S1.6). */

const SOAP_TYPES: Readonly<Record<FieldType, string>> = {
  id: "tns:ID",
  string: "xsd:string",
  textarea: "xsd:string",
  email: "xsd:string",
  phone: "xsd:string",
  url: "xsd:string",
  boolean: "xsd:boolean",
  int: "xsd:int",
  double: "xsd:double",
  currency: "xsd:double",
  percent: "xsd:double",
  date: "xsd:date",
  datetime: "xsd:dateTime",
  time: "xsd:time",
  picklist: "xsd:string",
  multipicklist: "xsd:string",
  reference: "tns:ID",
  address: "urn:address",
  location: "urn:location",
  encryptedstring: "xsd:string",
};

const COMPOUNDS: ReadonlySet<FieldType> = new Set(["address", "location"]);
const TEXTS: ReadonlySet<FieldType> = new Set([
  "string",
  "textarea",
  "email",
  "phone",
  "url",
  "picklist",
  "multipicklist",
  "encryptedstring",
]);

type Described = DescribedField & {
  readonly calculated: boolean;
  readonly filterable: boolean;
  readonly groupable: boolean;
  readonly sortable: boolean;
  readonly htmlFormatted: boolean;
  readonly polymorphicForeignKey: boolean;
} & Readonly<Record<string, unknown>>;

/** All properties of a field. `object` is the one it belongs to; rights are not applied here. */
export function describeField(field: FieldSchema, object: ObjectSchema): Described {
  const isCompound = COMPOUNDS.has(field.type);
  const isPolymorphic = field.referenceTo.length > 1;
  const sortable = isSortable(field);
  return {
    aggregatable: sortable && field.type !== "boolean",
    aiPredictionField: false,
    autoNumber: field.autoNumber !== null,
    byteLength: byteLengthOf(field),
    calculated: field.formula !== null || field.rollup !== null,
    calculatedFormula: field.formula,
    cascadeDelete: field.cascadeDelete,
    caseSensitive: field.caseSensitive,
    compoundFieldName: field.compound,
    controllerName: field.controllingField,
    createable: field.createable,
    custom: field.custom,
    defaultValue: field.type === "boolean" ? (field.defaultValue ?? false) : null,
    defaultValueFormula: defaultFormulaOf(field),
    defaultedOnCreate: isDefaulted(field),
    dependentPicklist: field.controllingField !== null,
    deprecatedAndHidden: false,
    digits: field.type === "int" ? field.precision : 0,
    displayLocationInDecimal: field.type === "location",
    encrypted: field.type === "encryptedstring",
    externalId: field.externalId,
    extraTypeInfo: field.extraTypeInfo,
    filterable: isFilterable(field),
    filteredLookupInfo: filteredLookup(field),
    formulaTreatNullNumberAsZero: field.formula !== null && field.formulaBlanksAsZero,
    groupable: isGroupable(field),
    highScaleNumber: false,
    htmlFormatted: field.html || (field.formula?.includes("HYPERLINK") ?? false),
    idLookup: isKey(field),
    inlineHelpText: field.helpText,
    label: field.label,
    length: field.length,
    mask: field.type === "encryptedstring" ? "*" : null,
    maskType: field.maskType,
    name: field.name,
    nameField: field.nameField,
    namePointing: isPolymorphic,
    nillable: field.nillable,
    permissionable: field.permissionable,
    picklistValues: picklistValuesOf(field, object),
    polymorphicForeignKey: isPolymorphic,
    precision: field.type === "int" ? 0 : field.precision,
    queryByDistance: isCompound,
    referenceTargetField: null,
    referenceTo: field.type === "reference" ? field.referenceTo.toSorted() : [],
    relationshipName: field.relationshipName,
    relationshipOrder: field.masterDetailOrder,
    restrictedDelete: field.restrictedDelete,
    restrictedPicklist: field.restrictedPicklist,
    scale: field.scale,
    searchPrefilterable: field.type === "reference",
    soapType: SOAP_TYPES[field.type],
    sortable,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable,
    writeRequiresMasterRead: field.writeRequiresMasterRead,
  };
}

/** Characters take up to three bytes; ids are plain ASCII. */
function byteLengthOf(field: FieldSchema): number {
  if (field.type === "id" || field.type === "reference") return field.length;
  return TEXTS.has(field.type) ? field.length * 3 : 0;
}

/** Keys that upsert and other calls find a record by. */
function isKey(field: FieldSchema): boolean {
  if (field.type === "id" || field.externalId || field.idLookup) return true;
  return field.nameField && (field.custom || field.autoNumber !== null);
}

function isDefaulted(field: FieldSchema): boolean {
  if (field.defaultValue !== undefined || field.defaultFormula !== null) return true;
  if (field.formula !== null || field.rollup !== null) return false;
  return (
    field.autoNumber !== null || field.name === "OwnerId" || (!field.nillable && !field.createable)
  );
}

/** Defaults of text and numbers are formulas in metadata, literals included. */
function defaultFormulaOf(field: FieldSchema): string | null {
  if (field.defaultFormula !== null) return field.defaultFormula;
  const isListed = field.type === "picklist" || field.type === "multipicklist";
  if (field.defaultValue === undefined || field.type === "boolean" || isListed) return null;
  return typeof field.defaultValue === "number"
    ? String(field.defaultValue)
    : JSON.stringify(field.defaultValue);
}

function filteredLookup(field: FieldSchema) {
  if (field.lookupFilter === null) return null;
  const sources = field.lookupFilter.criteria.flatMap(({ valueField }) =>
    valueField?.startsWith("$Source.") === true ? [valueField.slice("$Source.".length)] : [],
  );
  return {
    controllingFields: sources,
    dependent: sources.length > 0,
    optionalFilter: !field.lookupFilter.required,
  };
}

/** The values that are offered now; inactive ones are left out. */
function picklistValuesOf(field: FieldSchema, object: ObjectSchema) {
  const controller = object.fields.find((each) => each.name === field.controllingField);
  return field.picklist
    .filter((each) => each.active)
    .map(({ value, label, active, isDefault, controlledBy }) => ({
      active,
      defaultValue: isDefault || value === field.defaultValue,
      label,
      validFor: controller === undefined ? null : validFor(controller, controlledBy ?? []),
      value,
    }));
}

/**
 * A bitmap in base 64: bit n, counted from the left, is set when the n-th value of the controlling field
 * allows this one (D: SOAP API, `PicklistEntry.validFor`). A checkbox counts as `false`, `true`.
 */
function validFor(controller: FieldSchema, controlledBy: readonly string[]): string {
  const values =
    controller.type === "boolean"
      ? ["false", "true"]
      : controller.picklist.filter((each) => each.active).map((each) => each.value);
  const bytes = new Uint8Array(Math.max(3, Math.ceil(values.length / 8)));
  values.forEach((value, index) => {
    const isValid = controlledBy.some((each) => each === value || CHECKBOX[each] === value);
    if (isValid) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (0x80 >> (index & 7));
  });
  return Buffer.from(bytes).toString("base64");
}

/** How metadata names the states of a controlling checkbox. */
const CHECKBOX: Readonly<Record<string, string>> = { checked: "true", unchecked: "false" };
