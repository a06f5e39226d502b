import { createHash } from "node:crypto";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema, FieldType } from "../schema/types.ts";

/**
 * The Avro schema of an object's change events (S2.1, S2.2): `ChangeEventHeader` first, then every
 * captured field as a union with null. An address is one field, a record of its parts.
 */

export interface EventSchema {
  readonly id: string;
  readonly json: string;
  /** Names of the top-level fields, in the order in which bitmaps count them. */
  readonly fields: readonly string[];
  /** Parts of each compound field, in bitmap order, as full field names (`BillingCity`). */
  readonly compounds: ReadonlyMap<string, readonly string[]>;
}

const AVRO_TYPES: Readonly<Record<FieldType, string>> = {
  id: "string",
  string: "string",
  textarea: "string",
  email: "string",
  phone: "string",
  url: "string",
  boolean: "boolean",
  int: "int",
  double: "double",
  currency: "double",
  percent: "double",
  date: "long",
  datetime: "long",
  time: "long",
  picklist: "string",
  multipicklist: "string",
  reference: "string",
  address: "Address",
  location: "string",
  encryptedstring: "string",
};

const CHANGE_TYPES = [
  "CREATE",
  "UPDATE",
  "DELETE",
  "UNDELETE",
  "GAP_CREATE",
  "GAP_UPDATE",
  "GAP_DELETE",
  "GAP_UNDELETE",
  "GAP_OVERFLOW",
  "SNAPSHOT",
] as const;

/** The kinds of events; SNAPSHOT is reserved and never sent (S2.1). */
export type ChangeType = (typeof CHANGE_TYPES)[number];

const strings = { type: "array", items: "string" } as const;

const HEADER = {
  type: "record",
  name: "ChangeEventHeader",
  fields: [
    { name: "entityName", type: "string" },
    { name: "recordIds", type: strings },
    { name: "changeType", type: { type: "enum", name: "ChangeType", symbols: CHANGE_TYPES } },
    { name: "changeOrigin", type: "string" },
    { name: "transactionKey", type: "string" },
    { name: "sequenceNumber", type: "int" },
    { name: "commitTimestamp", type: "long" },
    { name: "commitNumber", type: "long" },
    { name: "commitUser", type: "string" },
    { name: "nulledFields", type: strings },
    { name: "diffFields", type: strings },
    { name: "changedFields", type: strings },
  ],
} as const;

/** `Account` → `AccountChangeEvent`, `Accord_Invoice__c` → `Accord_Invoice__ChangeEvent`. */
export function changeEventName(objectName: string): string {
  return objectName.endsWith("__c")
    ? objectName.replace(/__c$/, "__ChangeEvent")
    : `${objectName}ChangeEvent`;
}

/** A part's name inside the record of its compound: `BillingCity` → `City`. */
export function partName(compound: string, fieldName: string): string {
  return fieldName.slice(compound.replace(/Address$/, "").length);
}

/** The schema of an object as it is now. Its id is a hash, so it changes when a field is added. */
export function eventSchemaOf(object: ObjectEntry): EventSchema {
  const captured = object.fields.filter((field) => field.inChangeEvents && field.compound === null);
  const compounds = new Map<string, readonly string[]>();
  let addressDefined = false;
  const fields = captured.map((field) => {
    if (field.type !== "address") return avroField(object, field);
    const parts = object.fields.filter((part) => part.compound === field.name);
    compounds.set(
      field.name,
      parts.map((part) => part.name),
    );
    const type = addressDefined ? "Address" : addressRecord(field.name, parts);
    addressDefined = true;
    return { name: field.name, type: ["null", type], doc: "Data:Address", default: null };
  });
  const json = JSON.stringify({
    name: changeEventName(object.name),
    namespace: "com.sforce.eventbus",
    type: "record",
    fields: [{ name: "ChangeEventHeader", type: HEADER }, ...fields],
  });
  return {
    id: createHash("md5").update(json).digest("base64url"),
    json,
    fields: ["ChangeEventHeader", ...captured.map((field) => field.name)],
    compounds,
  };
}

/** A field of the event: null unless it changed. */
function avroField(object: ObjectEntry, field: FieldSchema) {
  // Account names may be person names: a union that clients of the platform must cope with.
  const type =
    object.name === "Account" && field.nameField
      ? ["null", "string", SWITCHABLE_PERSON_NAME]
      : ["null", AVRO_TYPES[field.type]];
  return { name: field.name, type, doc: `Data:${field.type}`, default: null };
}

const optionalString = (name: string) => ({ name, type: ["null", "string"], default: null });

const SWITCHABLE_PERSON_NAME = {
  type: "record",
  name: "Switchable_PersonName",
  fields: ["Salutation", "FirstName", "LastName"].map(optionalString),
};

/** The record of an address. Avro names it once; further addresses refer to it by name. */
function addressRecord(compound: string, parts: readonly FieldSchema[]) {
  return {
    type: "record",
    name: "Address",
    fields: parts.map((part) => ({
      name: partName(compound, part.name),
      type: ["null", AVRO_TYPES[part.type]],
      default: null,
    })),
  };
}
