import { createHash } from "node:crypto";
import type { ObjectEntry } from "../schema/registry.ts";
import { changeEventName } from "../schema/event-name.ts";
import type { FieldSchema } from "../schema/types.ts";
import { avroTypeOf, docOf, optionalField } from "./avro-types.ts";

/**
 * The Avro schema of an object's events (S2.1, S2.2). Change events: `ChangeEventHeader` first, then every
 * captured field as a union with null; an address or a person's name is one field, a record of its parts.
 * Platform events: `CreatedDate`, `CreatedById`, then the custom fields.
 */

export interface EventSchema {
  readonly id: string;
  /** `AccountChangeEvent`, `Accord_Request__e`. */
  readonly name: string;
  readonly json: string;
  /** Names of the top-level fields, in the order in which bitmaps count them. */
  readonly fields: readonly string[];
  /** Parts of each compound field, in bitmap order, as full field names (`BillingCity`). */
  readonly compounds: ReadonlyMap<string, readonly string[]>;
}

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

/** A part's name inside the record of its compound: `BillingCity` → `City`, `FirstName` as it is. */
export function partName(compound: string, fieldName: string): string {
  return compound === "Name" ? fieldName : fieldName.slice(compound.replace(/Address$/, "").length);
}

const NAME_PARTS = [
  "Salutation",
  "FirstName",
  "LastName",
  "MiddleName",
  "InformalName",
  "Suffix",
] as const;

/** The fields that make up a person's name; empty for objects that have none. */
export function nameParts(object: ObjectEntry): readonly FieldSchema[] {
  if (object.field("LastName") === undefined) return [];
  return NAME_PARTS.flatMap((name) => object.field(name) ?? []);
}

/** Who made and changed a record, and when. */
export const AUDIT = ["CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById"];

/**
 * The fields that change events of an object carry at top level, in the order of its bitmaps: the object's
 * own, the four audit fields behind the owner, the custom ones. For Account it is the order of the example
 * in D `cdc_subscribe_merged_events`, whose bitmap 0x400800 names Industry and LastModifiedDate.
 */
export function capturedFields(object: ObjectEntry): readonly FieldSchema[] {
  const parts = new Set(nameParts(object).map((each) => each.name));
  const carried = object.fields.filter(
    (field) =>
      field.inChangeEvents &&
      !parts.has(field.name) &&
      (field.compound === null || field.compound === "Name") &&
      field.name !== "MasterRecordId",
  );
  const audit = carried.filter((field) => AUDIT.includes(field.name));
  const own = carried.filter((field) => !field.custom && !AUDIT.includes(field.name));
  const custom = carried.filter((field) => field.custom);
  const owner = own.findIndex((field) => field.name === "OwnerId");
  const before = owner < 0 ? own.length : owner + 1;
  return [...own.slice(0, before), ...audit, ...own.slice(before), ...custom];
}

/** The schema of an object as it is now. Its id is a hash, so it changes when a field is added. */
export function eventSchemaOf(object: ObjectEntry): EventSchema {
  return object.platformEvent === undefined ? changeSchema(object) : platformSchema(object);
}

function changeSchema(object: ObjectEntry): EventSchema {
  const captured = capturedFields(object);
  const compounds = new Map<string, readonly string[]>();
  const defined = new Set<string>();
  /** Avro defines a record once; further uses name it only. */
  const record = (name: string, compound: string, parts: readonly FieldSchema[]): unknown => {
    compounds.set(
      compound,
      parts.map((part) => part.name),
    );
    if (defined.has(name)) return name;
    defined.add(name);
    return { type: "record", name, fields: parts.map((part) => partField(compound, part)) };
  };
  const fields = captured.map((field) => {
    if (field.type === "address") {
      const parts = object.fields.filter((part) => part.compound === field.name);
      const type = ["null", record("Address", field.name, parts)];
      return { name: field.name, type, doc: docOf(field), default: null };
    }
    if (!field.nameField || object.custom) return optionalField(field);
    return nameField(object, field, record);
  });
  const header = { name: "ChangeEventHeader", type: HEADER };
  return schemaOf(changeEventName(object.name), compounds, [header, ...fields]);
}

/** A person's name; an account's is text or, for a person account, such a record (S2.2). */
function nameField(
  object: ObjectEntry,
  field: FieldSchema,
  record: (name: string, compound: string, parts: readonly FieldSchema[]) => unknown,
) {
  const parts = nameParts(object);
  if (object.name === "Account") {
    const switchable = record("Switchable_PersonName", field.name, accountNameParts(field, parts));
    const doc = "Data:Switchable_PersonName";
    return { name: field.name, type: ["null", "string", switchable], doc, default: null };
  }
  if (parts.length === 0) return optionalField(field);
  const type = ["null", record("PersonName", field.name, parts)];
  return { name: field.name, type, doc: "Data:PersonName", default: null };
}

/** The record is part of the schema also in orgs without person accounts. */
function accountNameParts(
  name: FieldSchema,
  parts: readonly FieldSchema[],
): readonly FieldSchema[] {
  if (parts.length > 0) return parts;
  return NAME_PARTS.slice(0, 3).map((each) => ({ ...name, name: each, nameField: false }));
}

const partField = (compound: string, part: FieldSchema) => ({
  name: partName(compound, part.name),
  type: ["null", avroTypeOf(part)],
  default: null,
});

/** CreatedDate and CreatedById are always there, so they are no unions. */
function platformSchema(object: ObjectEntry): EventSchema {
  const fixed = ["CreatedDate", "CreatedById"].flatMap((name) => object.field(name) ?? []);
  const own = object.fields.filter((field) => field.custom);
  const always = fixed.map((field) => ({
    name: field.name,
    type: avroTypeOf(field),
    doc: docOf(field),
  }));
  return schemaOf(object.name, new Map(), [...always, ...own.map(optionalField)]);
}

function schemaOf(
  name: string,
  compounds: ReadonlyMap<string, readonly string[]>,
  fields: readonly { readonly name: string }[],
): EventSchema {
  const json = JSON.stringify({ name, namespace: "com.sforce.eventbus", type: "record", fields });
  const id = createHash("md5").update(json).digest("base64url");
  return { id, name, json, fields: fields.map((field) => field.name), compounds };
}
