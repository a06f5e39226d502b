import type { FieldSchema, FieldType, PicklistValue } from "./types.ts";

/** One function per kind of field, so that an object reads like its page in the object reference. */

type Extras = Partial<Omit<FieldSchema, "name" | "label" | "type">>;

/** A field of any type; `extras` overrides what most fields have. */
export function field(
  name: string,
  label: string,
  type: FieldType,
  extras: Extras = {},
): FieldSchema {
  return {
    name,
    label,
    type,
    length: 0,
    precision: 0,
    scale: 0,
    nillable: true,
    createable: true,
    updateable: true,
    externalId: false,
    unique: false,
    caseSensitive: false,
    picklist: [],
    restrictedPicklist: false,
    referenceTo: [],
    relationshipName: null,
    childRelationshipName: null,
    cascadeDelete: false,
    restrictedDelete: false,
    masterDetailOrder: null,
    reparentable: true,
    writeRequiresMasterRead: false,
    lookupFilter: null,
    controllingField: null,
    compound: null,
    nameField: false,
    custom: false,
    autoNumber: null,
    formula: null,
    formulaBlanksAsZero: false,
    defaultFormula: null,
    rollup: null,
    html: false,
    helpText: null,
    extraTypeInfo: null,
    maskType: null,
    idLookup: false,
    permissionable: isPermissionable(name, type, extras),
    inChangeEvents: true,
    ...extras,
  };
}

/**
 * Field-level security cannot hide names, ids, system fields, required fields and the parts of a
 * compound (D: `FieldPermissions` in the object reference). Checkboxes are never empty, yet not required.
 */
function isPermissionable(name: string, type: FieldType, extras: Extras): boolean {
  if (type === "id" || extras.nameField === true || SYSTEM.has(name)) return false;
  if (extras.compound !== undefined && extras.compound !== null) return false;
  return extras.nillable !== false || type === "boolean" || extras.createable === false;
}

const SYSTEM: ReadonlySet<string> = new Set([
  "IsDeleted",
  "CreatedDate",
  "CreatedById",
  "LastModifiedDate",
  "LastModifiedById",
  "SystemModstamp",
  "OwnerId",
  "RecordTypeId",
  "CurrencyIsoCode",
  "MasterRecordId",
]);

/** A line of text, of so many characters. */
export const text = (
  name: string,
  label: string,
  length: number,
  extras: Extras = {},
): FieldSchema => field(name, label, "string", { length, ...extras });

/** Text of several lines. */
export const textArea = (name: string, label: string, length: number, extras: Extras = {}) =>
  field(name, label, "textarea", { length, extraTypeInfo: "plaintextarea", ...extras });

/** A phone number; the API stores it as it comes. */
export const phone = (name: string, label: string, extras: Extras = {}) =>
  field(name, label, "phone", { length: 40, ...extras });

/** A web address; the API checks its length only. */
export const url = (name: string, label: string, extras: Extras = {}) =>
  field(name, label, "url", { length: 255, ...extras });

/** A share of a hundred. */
export const percent = (name: string, label: string, extras: Extras = {}) =>
  field(name, label, "percent", { precision: 18, scale: 2, ...extras });

/** An e-mail address, checked for syntax. */
export const email = (name: string, label: string, extras: Extras = {}) =>
  field(name, label, "email", { length: 80, ...extras });

/** Never empty: without a value it has its default. */
export const checkbox = (name: string, label: string, defaultValue = false, extras: Extras = {}) =>
  field(name, label, "boolean", { nillable: false, defaultValue, ...extras });

/** An amount in the org's currency, rounded to cents. */
export const money = (name: string, label: string, extras: Extras = {}) =>
  field(name, label, "currency", { precision: 18, scale: 2, ...extras });

/** Unrestricted unless said otherwise: the API takes other values too. */
export const picklist = (
  name: string,
  label: string,
  values: readonly string[],
  extras: Extras = {},
) => field(name, label, "picklist", { length: 255, picklist: plainValues(values), ...extras });

/** Active values whose label is the value itself, none of them the default. */
export function plainValues(values: readonly string[]): readonly PicklistValue[] {
  return values.map((value) => ({ value, label: value, active: true, isDefault: false }));
}

/** A picklist that takes no value outside its list. */
export const restricted = (
  name: string,
  label: string,
  values: readonly string[],
  extras: Extras = {},
) => picklist(name, label, values, { restrictedPicklist: true, length: 40, ...extras });

/** A whole number of so many digits. */
export const int = (name: string, label: string, digits: number, extras: Extras = {}) =>
  field(name, label, "int", { precision: digits, ...extras });

/** A moment, to the whole second. */
export const datetime = (name: string, label: string, extras: Extras = {}) =>
  field(name, label, "datetime", extras);

/** A day without a time. */
export const date = (name: string, label: string, extras: Extras = {}) =>
  field(name, label, "date", extras);

/** A lookup. `parent` is the object it points to, `relationship` the parent's name in SOQL. */
export const lookup = (
  name: string,
  label: string,
  parent: {
    readonly to: string | readonly string[];
    readonly as: string;
    readonly children?: string;
  },
  extras: Extras = {},
) =>
  field(name, label, "reference", {
    length: 18,
    referenceTo: typeof parent.to === "string" ? [parent.to] : parent.to,
    relationshipName: parent.as,
    childRelationshipName: parent.children ?? null,
    ...extras,
  });

/** For fields that must have a value. */
export const required = { nillable: false } as const;
/** For fields that only the platform writes. */
export const readOnly = { createable: false, updateable: false } as const;

/** Fields of an object that the API cannot change. */
export const locked = (fields: readonly FieldSchema[]): readonly FieldSchema[] =>
  fields.map((each) => ({ ...each, ...readOnly }));

const ACCURACIES = [
  "Address",
  "NearAddress",
  "Block",
  "Street",
  "ExtendedZip",
  "Zip",
  "Neighborhood",
  "City",
  "County",
  "State",
  "Unknown",
];

/** The parts of an address field and the compound itself, for example `BillingAddress`. */
export function address(prefix: string, labelPrefix: string): readonly FieldSchema[] {
  const compound = `${prefix}Address`;
  const part = (suffix: string, label: string, length: number, type: FieldType = "string") =>
    field(`${prefix}${suffix}`, `${labelPrefix} ${label}`.trim(), type, { length, compound });
  const degrees = (suffix: string) =>
    field(`${prefix}${suffix}`, `${labelPrefix} ${suffix}`.trim(), "double", {
      precision: 18,
      scale: 15,
      compound,
    });
  return [
    part("Street", "Street", 255, "textarea"),
    part("City", "City", 40),
    part("State", "State/Province", 80),
    part("PostalCode", "Zip/Postal Code", 20),
    part("Country", "Country", 80),
    degrees("Latitude"),
    degrees("Longitude"),
    picklist(`${prefix}GeocodeAccuracy`, `${labelPrefix} Geocode Accuracy`.trim(), ACCURACIES, {
      length: 40,
      compound,
    }),
    field(compound, `${labelPrefix} Address`.trim(), "address", readOnly),
  ];
}

/** A person's name, and its parts: the whole is read only. */
export function personName(label: string): readonly FieldSchema[] {
  const part = { compound: "Name" } as const;
  return [
    text("LastName", "Last Name", 80, { ...required, ...part }),
    text("FirstName", "First Name", 40, part),
    picklist("Salutation", "Salutation", ["Mr.", "Ms.", "Mrs.", "Dr.", "Prof.", "Mx."], {
      ...part,
      length: 40,
    }),
    text("Name", label, 121, {
      ...readOnly,
      nameField: true,
      nillable: false,
      extraTypeInfo: "personname",
    }),
  ];
}

/** When the asking user last saw the record: on its page or by a query `FOR VIEW` or `FOR REFERENCE`. */
export const VIEWED: readonly FieldSchema[] = [
  datetime("LastViewedDate", "Last Viewed Date", { ...readOnly, inChangeEvents: false }),
  datetime("LastReferencedDate", "Last Referenced Date", { ...readOnly, inChangeEvents: false }),
];

/** The last day with an activity. */
export const LAST_ACTIVITY = date("LastActivityDate", "Last Activity", {
  ...readOnly,
  inChangeEvents: false,
});

/** The fields that every record has and only the platform writes. */
export function systemFields(objectLabel: string): readonly FieldSchema[] {
  const user = (name: string, label: string, as: string) =>
    lookup(name, label, { to: "User", as }, { ...readOnly, nillable: false });
  return [
    field("Id", `${objectLabel} ID`, "id", {
      ...readOnly,
      length: 18,
      nillable: false,
      inChangeEvents: false,
    }),
    checkbox("IsDeleted", "Deleted", false, { ...readOnly, inChangeEvents: false }),
    field("CreatedDate", "Created Date", "datetime", { ...readOnly, nillable: false }),
    user("CreatedById", "Created By ID", "CreatedBy"),
    field("LastModifiedDate", "Last Modified Date", "datetime", { ...readOnly, nillable: false }),
    user("LastModifiedById", "Last Modified By ID", "LastModifiedBy"),
    field("SystemModstamp", "System Modstamp", "datetime", {
      ...readOnly,
      nillable: false,
      inChangeEvents: false,
    }),
  ];
}
