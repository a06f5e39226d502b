import { field } from "../field-kinds.ts";
import type { FieldSchema, FieldType } from "../types.ts";
import { readLookupFilter, readRollup } from "./criteria.ts";
import { fieldValues, type ValueSets } from "./picklist.ts";
import type { MetadataElement } from "./xml.ts";

/** Custom fields of every type that metadata knows (D: Metadata API, `CustomField`). */

const FIELD_TYPES: Readonly<Record<string, FieldType>> = {
  AutoNumber: "string",
  Checkbox: "boolean",
  Currency: "currency",
  Date: "date",
  DateTime: "datetime",
  Email: "email",
  EncryptedText: "encryptedstring",
  Hierarchy: "reference",
  Html: "textarea",
  Location: "location",
  LongTextArea: "textarea",
  Lookup: "reference",
  MasterDetail: "reference",
  MetadataRelationship: "reference",
  MultiselectPicklist: "multipicklist",
  Number: "double",
  Percent: "percent",
  Phone: "phone",
  Picklist: "picklist",
  // The type of what it sums up; settled when all fields are known.
  Summary: "double",
  Text: "string",
  TextArea: "textarea",
  Time: "time",
  Url: "url",
};

/** Lengths that metadata leaves out because the type fixes them. */
const FIXED_LENGTHS: Readonly<Record<string, number>> = {
  AutoNumber: 30,
  Email: 80,
  Hierarchy: 18,
  Lookup: 18,
  MasterDetail: 18,
  MetadataRelationship: 255,
  MultiselectPicklist: 4099,
  Phone: 40,
  Picklist: 255,
  TextArea: 255,
  Url: 255,
};

/** The length of what a text formula returns. */
const FORMULA_TEXT_LENGTH = 1300;

const EXTRA_TYPES: Readonly<Record<string, string>> = {
  Html: "richtextarea",
  LongTextArea: "plaintextarea",
  TextArea: "plaintextarea",
};

/** Children that say nothing of the data model: they concern reports, history and people's notes. */
const SILENT: ReadonlySet<string> = new Set([
  "businessOwnerGroup",
  "businessOwnerUser",
  "businessStatus",
  "complianceGroup",
  "deprecated",
  "description",
  "encryptionScheme",
  "fieldManageability",
  "isFilteringDisabled",
  "isNameField",
  "isSortingDisabled",
  "securityClassification",
  "stripMarkup",
  "trackFeedHistory",
  "trackHistory",
  "trackTrending",
  "translateDataType",
  "visibleLines",
  "relationshipLabel",
]);

/** Children that the readers below use. */
const READ: ReadonlySet<string> = new Set([
  "caseSensitive",
  "defaultValue",
  "deleteConstraint",
  "displayFormat",
  "displayLocationInDecimal",
  "externalId",
  "formula",
  "formulaTreatBlanksAs",
  "fullName",
  "inlineHelpText",
  "label",
  "length",
  "lookupFilter",
  "maskChar",
  "maskType",
  "precision",
  "referenceTo",
  "relationshipName",
  "relationshipOrder",
  "reparentableMasterDetail",
  "required",
  "scale",
  "startingNumber",
  "summarizedField",
  "summaryFilterItems",
  "summaryForeignKey",
  "summaryOperation",
  "type",
  "unique",
  "valueSet",
  "writeRequiresMasterRead",
]);

/** The children of a field that the emulator does not act on. */
export function unreadOf(element: MetadataElement): readonly string[] {
  return element.names.filter((name) => !READ.has(name) && !SILENT.has(name));
}

/** A custom field, with the parts of a geolocation. @throws MetadataError */
export function readField(element: MetadataElement, sets: ValueSets): readonly FieldSchema[] {
  const name = element.must("fullName");
  const kind = element.must("type");
  const type = FIELD_TYPES[kind];
  if (type === undefined) throw element.error(cannotRead(kind));
  const label = element.text("label") ?? name.replace(/__c$/, "");
  if (kind === "Location") return locationFields(element, name, label);
  const isFormula = (element.text("formula") ?? "") !== "";
  const isComputed = isFormula || kind === "AutoNumber" || kind === "Summary";
  const required = element.flag("required") || kind === "MasterDetail";
  const extras: Partial<FieldSchema> = {
    custom: true,
    length: lengthOf(element, kind, isFormula),
    ...digitsOf(element, kind, isFormula),
    nillable: !required && type !== "boolean",
    externalId: element.flag("externalId"),
    unique: element.flag("unique"),
    caseSensitive: element.flag("caseSensitive"),
    html: kind === "Html",
    extraTypeInfo: EXTRA_TYPES[kind] ?? null,
    helpText: element.text("inlineHelpText") ?? null,
    ...(isComputed ? { createable: false, updateable: false } : {}),
    ...(isFormula ? formulaOf(element) : {}),
    ...(type === "reference" ? referenceOf(element, kind, name) : {}),
    ...(kind === "AutoNumber" ? { autoNumber: element.text("displayFormat") ?? "{0}" } : {}),
    ...(kind === "Summary" ? { rollup: readRollup(element) } : {}),
    ...(kind === "EncryptedText" ? { maskType: element.text("maskType") ?? "all" } : {}),
    ...(isFormula ? {} : valuesAndDefault(element, type, sets)),
  };
  return [field(name, label, type, extras)];
}

const cannotRead = (kind: string): string =>
  /External|Indirect/.test(kind)
    ? `fields of type ${kind} point to data outside the org, which this emulator has none of: leave the file out of what you load`
    : `'${kind}' is no type of a custom field that this emulator can model: correct <type>, or leave the file out of what you load`;

function lengthOf(element: MetadataElement, kind: string, isFormula: boolean): number {
  if (isFormula) return kind === "Text" ? FORMULA_TEXT_LENGTH : 0;
  const length = element.count("length");
  const needsLength = ["Text", "LongTextArea", "Html", "EncryptedText"].includes(kind);
  if (needsLength && (length ?? 0) === 0) throw element.error("<length> is missing");
  return FIXED_LENGTHS[kind] ?? length ?? 0;
}

/** Digits of numbers; a formula that names none has 18. */
function digitsOf(element: MetadataElement, kind: string, isFormula: boolean) {
  if (!["Number", "Currency", "Percent"].includes(kind)) return {};
  const precision = element.count("precision") ?? (isFormula ? 18 : undefined);
  const scale = element.count("scale") ?? 0;
  if (precision === undefined) throw element.error("<precision> is missing");
  if (precision > 18 || scale > precision) {
    throw element.error(`${precision} digits with ${scale} after the point cannot be: at most 18`);
  }
  return { precision, scale };
}

function formulaOf(element: MetadataElement): Partial<FieldSchema> {
  return {
    formula: element.must("formula"),
    formulaBlanksAsZero: (element.text("formulaTreatBlanksAs") ?? "BlankAsZero") === "BlankAsZero",
    nillable: element.text("type") !== "Checkbox",
    inChangeEvents: false,
  };
}

function referenceOf(element: MetadataElement, kind: string, name: string): Partial<FieldSchema> {
  const parent = kind === "Hierarchy" ? "User" : element.must("referenceTo");
  const children = element.text("relationshipName");
  const constraint = element.text("deleteConstraint") ?? "SetNull";
  if (!["SetNull", "Restrict", "Cascade"].includes(constraint)) {
    throw element.error(`<deleteConstraint> must be SetNull, Restrict or Cascade`);
  }
  const isDetail = kind === "MasterDetail";
  const isReparentable = !isDetail || element.flag("reparentableMasterDetail");
  return {
    referenceTo: [parent],
    relationshipName: name.replace(/__c$/, "__r"),
    // In SOQL the list of children carries the suffix of custom relationships.
    childRelationshipName: children === undefined ? null : `${children}__r`,
    cascadeDelete: isDetail || constraint === "Cascade",
    restrictedDelete: constraint === "Restrict",
    masterDetailOrder: isDetail ? (element.count("relationshipOrder") ?? 0) : null,
    reparentable: isReparentable,
    updateable: isReparentable,
    writeRequiresMasterRead: element.flag("writeRequiresMasterRead"),
    lookupFilter: readLookupFilter(element),
  };
}

/** A picklist's values with the one it begins with; for other fields the default of metadata. */
function valuesAndDefault(
  element: MetadataElement,
  type: FieldType,
  sets: ValueSets,
): Partial<FieldSchema> {
  if (type === "picklist" || type === "multipicklist") {
    const { values, restricted, controllingField } = fieldValues(element, sets);
    const first = values.find((each) => each.isDefault && each.active)?.value;
    return {
      picklist: values,
      restrictedPicklist: restricted,
      controllingField,
      ...(first === undefined ? defaultOf(type, element) : { defaultValue: first }),
    };
  }
  return defaultOf(type, element);
}

const LITERAL = /^(?:"([^"\\]*)"|'([^'\\]*)'|(-?\d+(?:\.\d+)?))$/;

/** A literal is the value itself; all else is a formula, which is computed when a record is made. */
function defaultOf(type: FieldType, element: MetadataElement): Partial<FieldSchema> {
  if (type === "boolean") return { defaultValue: element.flag("defaultValue") };
  const value = element.text("defaultValue");
  if (value === undefined || value === "") return {};
  const literal = LITERAL.exec(value);
  if (literal === null) return { defaultFormula: value };
  const isNumber = NUMBERS.has(type);
  const quoted = literal[1] ?? literal[2];
  if (isNumber) return { defaultValue: Number(quoted ?? literal[3]) };
  return quoted === undefined ? { defaultFormula: value } : { defaultValue: quoted };
}

const NUMBERS: ReadonlySet<FieldType> = new Set(["double", "currency", "percent", "int"]);

/** `Site__c` is read whole; `Site__Latitude__s` and `Site__Longitude__s` are what is stored. */
function locationFields(
  element: MetadataElement,
  name: string,
  label: string,
): readonly FieldSchema[] {
  const scale = element.count("scale") ?? 0;
  if (scale > 15) throw element.error("<scale> may be 15 at most");
  const nillable = !element.flag("required");
  const part = (suffix: string, whole: number): FieldSchema =>
    field(name.replace(/__c$/, `__${suffix}__s`), `${label} (${suffix})`, "double", {
      custom: true,
      precision: whole + scale,
      scale,
      nillable,
      compound: name,
    });
  return [
    part("Latitude", 2),
    part("Longitude", 3),
    field(name, label, "location", {
      custom: true,
      createable: false,
      updateable: false,
      helpText: element.text("inlineHelpText") ?? null,
    }),
  ];
}
