import { ApiError, refuse } from "../api-error.ts";
import { DUPLICATE_JSON_NAME_ERROR } from "../not-evidenced.ts";
import type { ApiErrorItem } from "../page-host.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";
import { parseRecordId } from "../store/record-id.ts";
import { isObject } from "../wire.ts";
import { coerceValue } from "../schema/coerce-value.ts";
import type { DmlContext } from "./context.ts";
import { liveRow, type Row } from "../store/row.ts";

/** The body of a create or update, checked field by field and turned into stored values. */
export function fieldValues(
  context: DmlContext,
  object: ObjectEntry,
  body: Readonly<Record<string, unknown>>,
  access: "createable" | "updateable",
): Record<string, Scalar> {
  const values: Record<string, Scalar> = {};
  const problems: ApiErrorItem[] = [];
  const locked: string[] = [];
  for (const [name, input] of Object.entries(body)) {
    if (name === "attributes") continue;
    const { field, given } = resolveField(context, object, name, input);
    if (!context.access.canReadField(object.name, field)) throw noSuchColumn(object, name);
    if (field.type === "id") {
      throw refuse(
        400,
        "INVALID_FIELD",
        "The Id field should not be specified in the sobject data.",
      );
    }
    if (!field[access] || !context.access.canEditField(object.name, field)) {
      locked.push(field.name);
      continue;
    }
    if (Object.hasOwn(values, field.name)) throw namedTwice(field.name);
    const coerced = coerceValue(field, given);
    if ("error" in coerced) problems.push(coerced.error);
    else values[field.name] = coerced.value;
  }
  if (locked.length > 0) throw notWritable(locked);
  if (problems.length > 0) throw new ApiError(400, problems);
  for (const [name, value] of Object.entries(values)) checkReference(context, object, name, value);
  return values;
}

/** The platform blames field security, whatever the reason a field is read-only. */
function notWritable(names: readonly string[]): ApiError {
  return refuse(
    400,
    "INVALID_FIELD_FOR_INSERT_UPDATE",
    `Unable to create/update fields: ${names.join(", ")}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    names,
  );
}

/** A field that is named in two cases, or once itself and once by its parent's external id. */
function namedTwice(name: string): ApiError {
  return refuse(400, "INVALID_FIELD", `${DUPLICATE_JSON_NAME_ERROR} '${name}'`);
}

/** A field that does not exist, or not for this user. */
function noSuchColumn(object: ObjectEntry, name: string): ApiError {
  const message = `No such column '${name}' on sobject of type ${object.name}`;
  return refuse(400, "INVALID_FIELD", message);
}

/** Finds the field, also when a parent is given by one of its external ids (`"Product2": {"X__c": …}`). */
function resolveField(
  context: DmlContext,
  object: ObjectEntry,
  name: string,
  input: unknown,
): { readonly field: FieldSchema; readonly given: unknown } {
  const field = object.field(name);
  if (field !== undefined) return { field, given: input };
  const lookup = object.parent(name);
  if (lookup === undefined) throw noSuchColumn(object, name);
  return { field: lookup, given: parentByExternalId(context, lookup, input) };
}

function parentByExternalId(
  context: DmlContext,
  lookup: FieldSchema,
  input: unknown,
): string | null {
  if (input === null) return null;
  const parent = context.schema.object(lookup.referenceTo[0] ?? "");
  const [key] = isObject(input)
    ? Object.entries(input).filter(([each]) => each !== "attributes")
    : [];
  const external = key === undefined ? undefined : parent?.field(key[0]);
  const isKnown =
    parent !== undefined &&
    external !== undefined &&
    external.externalId &&
    context.access.object(parent.name).read &&
    context.access.canReadField(parent.name, external);
  if (!isKnown || key === undefined) {
    throw refuse(400, "INVALID_FIELD", `Foreign key external ID not found for ${lookup.name}`);
  }
  const found = [...context.store.lookup(parent.name, external.name, key[1])].filter(
    (id) => liveRow(context.store, parent.name, id) !== undefined,
  );
  if (found.length === 1 && found[0] !== undefined) return found[0];
  throw refuse(
    400,
    "INVALID_FIELD",
    `Foreign key external ID: ${String(key[1])} not found for field ${external.name} in entity ${parent.name}`,
  );
}

/** Refuses a reference to a record that is of another object, not for the user's eyes, or not there. */
function checkReference(
  context: DmlContext,
  object: ObjectEntry,
  name: string,
  value: Scalar,
): void {
  const field = object.field(name);
  if (field?.type !== "reference" || typeof value !== "string") return;
  const target = context.schema.objectOfId(value);
  if (target === undefined || !field.referenceTo.includes(target.name)) {
    const message = `${field.label}: id value of incorrect type: ${value}`;
    throw refuse(400, "FIELD_INTEGRITY_EXCEPTION", message, [field.name]);
  }
  // An object that the user may not read must not tell whether a record of it exists.
  if (!context.access.object(target.name).read) {
    const message = `insufficient access rights on cross-reference id: ${value.slice(0, 15)}`;
    throw refuse(400, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", message, []);
  }
  if (liveRow(context.store, target.name, value) === undefined) {
    throw refuse(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", []);
  }
}

/** Refuses a row in which a required field has no value; all missing ones are named at once. */
export function checkRequired(required: readonly FieldSchema[], row: Row): void {
  let missing: string[] | undefined;
  for (const { name } of required) {
    if ((row[name] ?? null) === null) (missing ??= []).push(name);
  }
  if (missing === undefined) return;
  throw refuse(
    400,
    "REQUIRED_FIELD_MISSING",
    `Required fields are missing: [${missing.join(", ")}]`,
    missing,
  );
}

/** Refuses a value that a unique field of another live row already has. */
export function checkUnique(
  context: Pick<DmlContext, "store">,
  object: ObjectEntry,
  row: Row,
  unique: readonly FieldSchema[],
): void {
  const id = String(row["Id"]);
  for (const field of unique) {
    const value = row[field.name] ?? null;
    if (value === null) continue;
    for (const other of context.store.lookup(object.name, field.name, value)) {
      const rival = other === id ? undefined : liveRow(context.store, object.name, other);
      if (rival === undefined || (field.caseSensitive && rival[field.name] !== value)) continue;
      throw refuse(
        400,
        "DUPLICATE_VALUE",
        `duplicate value found: ${field.name} duplicates value on record with id: ${other.slice(0, 15)}`,
        [],
      );
    }
  }
}

/** The live row of an id as callers give it; errors as for a row address (S1.7). */
export function rowAt(
  context: Pick<DmlContext, "store">,
  object: ObjectEntry,
  idText: string,
): { readonly id: string; readonly row: Row } {
  const id = parseRecordId(idText);
  if (id === undefined || id.slice(0, 3) !== object.keyPrefix) {
    throw refuse(
      404,
      "NOT_FOUND",
      `Provided external ID field does not exist or is not accessible: ${idText}`,
    );
  }
  const row = context.store.get(object.name, id) as Row | undefined;
  if (row === undefined) throw refuse(404, "NOT_FOUND", "The requested resource does not exist");
  if (row["IsDeleted"] === true) throw refuse(404, "ENTITY_IS_DELETED", "entity is deleted", []);
  return { id, row };
}
