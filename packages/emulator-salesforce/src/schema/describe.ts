import type { DescribedField } from "../page-host.ts";
import type { ObjectEntry, SchemaRegistry } from "./registry.ts";
import type { FieldSchema, FieldType } from "./types.ts";

/** Answers of the describe calls, in the shape that jsforce types (S1.6). */

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

const CANNOT_FILTER: ReadonlySet<FieldType> = new Set(["address", "location"]);

/** All properties of a field that client libraries read. */
function describeField(field: FieldSchema): DescribedField & Record<string, unknown> {
  const isComparable = !CANNOT_FILTER.has(field.type) && field.length <= 4_000;
  return {
    aggregatable: isComparable,
    autoNumber: false,
    byteLength: field.length * 3,
    calculated: false,
    cascadeDelete: field.cascadeDelete,
    caseSensitive: field.caseSensitive,
    compoundFieldName: field.compound,
    createable: field.createable,
    custom: field.custom,
    defaultValue: field.defaultValue ?? null,
    defaultedOnCreate: field.defaultValue !== undefined || (!field.nillable && !field.createable),
    deprecatedAndHidden: false,
    externalId: field.externalId,
    filterable: isComparable,
    groupable: isComparable,
    idLookup: field.externalId || field.type === "id" || field.nameField,
    label: field.label,
    length: field.length,
    name: field.name,
    nameField: field.nameField,
    nillable: field.nillable,
    permissionable: field.custom,
    picklistValues: field.picklist.map(({ value, label, active, isDefault }) => ({
      active,
      defaultValue: isDefault || value === field.defaultValue,
      label,
      validFor: null,
      value,
    })),
    precision: field.precision,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    restrictedPicklist: field.restrictedPicklist,
    scale: field.scale,
    soapType: SOAP_TYPES[field.type],
    sortable: isComparable,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable,
  };
}

/** One object as the global describe lists it. */
function describeSummary(object: ObjectEntry, base: string) {
  const url = `${base}/sobjects/${object.name}`;
  return {
    activateable: false,
    createable: object.writable,
    custom: object.custom,
    customSetting: false,
    deletable: object.writable,
    deprecatedAndHidden: false,
    feedEnabled: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: true,
    mergeable: false,
    mruEnabled: true,
    name: object.name,
    queryable: true,
    replicateable: true,
    retrieveable: true,
    searchable: object.writable,
    triggerable: object.writable,
    undeletable: object.writable,
    updateable: object.writable,
    urls: {
      sobject: url,
      describe: `${url}/describe`,
      rowTemplate: `${url}/{ID}`,
    },
  };
}

/** `GET /sobjects`. `base` is `/services/data/vNN.N`. */
export function describeGlobal(schema: SchemaRegistry, base: string) {
  return {
    encoding: "UTF-8",
    maxBatchSize: 200,
    sobjects: schema.objects.map((object) => describeSummary(object, base)),
  };
}

/** `GET /sobjects/X/describe`. */
export function describeObject(object: ObjectEntry, base: string) {
  return {
    ...describeSummary(object, base),
    childRelationships: object.children.map((child) => ({
      cascadeDelete: child.cascadeDelete,
      childSObject: child.childObject,
      deprecatedAndHidden: false,
      field: child.field,
      relationshipName: child.relationshipName,
      restrictedDelete: child.restrictedDelete,
    })),
    fields: object.fields.map(describeField),
    recordTypeInfos: [],
    supportedScopes: [{ label: `All ${object.labelPlural.toLowerCase()}`, name: "everything" }],
  };
}
