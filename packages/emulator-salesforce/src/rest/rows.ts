import { notFound, refuse } from "../api-error.ts";
import { createRow } from "../dml/change-rows.ts";
import { rowAt } from "../dml/check-fields.ts";
import { liveRow, type Row } from "../store/row.ts";
import { objectNamed } from "../dml/context.ts";
import { enqueuedErrors } from "../dml/publish-row.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import { recordBody } from "../soql/project.ts";
import { withFormulas } from "../soql/read-field.ts";
import { toHttpDate } from "../times.ts";
import { empty, type EmulatorAnswer, json } from "../wire.ts";
import type { Call } from "./call.ts";
import { bodyOf } from "./request-body.ts";
import { visibleField, visibleFields, visibleObject } from "./visible.ts";
import { checkDates, checkPreconditions, etagOf, lastChange } from "./conditional.ts";
import { binRow, changeRow } from "./row-writes.ts";

/** sObject rows (S1.2): addressed by id, `/X/001…`, or by an external id, `/X/Ext__c/value`. */

/** Creates a row from the body. */
export function postRow(call: Call, objectName: string): EmulatorAnswer {
  checkDates(call);
  const id = createRow(call.dml, objectNamed(call.org.schema, objectName).name, bodyOf(call));
  return created(call, objectName, id);
}

/** The answer to a creation, with the new row's address in a header. */
function created(call: Call, objectName: string, id: string, extra = {}): EmulatorAnswer {
  const location = `${call.base}/sobjects/${objectName}/${id}`;
  const errors = enqueuedErrors(call.dml, id);
  return json(201, { id, success: true, errors, ...extra }, { location });
}

/**
 * A row, whole or the fields named in `fields`, with the validators that later conditions refer to.
 */
export function readRow(call: Call): EmulatorAnswer {
  const object = visibleObject(call, call.path[1] ?? "");
  const { row } = addressedRow(call, object);
  const tag = etagOf(object.name, row);
  const headers = {
    "last-modified": toHttpDate(lastChange(row)),
    ...(tag === undefined ? {} : { etag: tag }),
  };
  if (checkPreconditions(call, object.name, row) === "not-modified") return empty(304, headers);
  const fields = namedFields(call, object);
  return json(
    200,
    recordBody(object, withFormulas(call.world, object, row), call.base, fields),
    headers,
  );
}

/** The fields that `fields=` names; when it names none, all that the user may read. */
export function namedFields(call: Call, object: ObjectEntry): readonly FieldSchema[] {
  const names = (call.query.get("fields") ?? "").split(",").map((name) => name.trim());
  const given = names.filter((name) => name !== "");
  if (given.length === 0) return visibleFields(call, object);
  return given.map((name) => visibleField(call, object, name));
}

/** PATCH: an update by id, an upsert by external id. */
export function patchRow(call: Call): EmulatorAnswer {
  const [, objectName = "", key = "", value] = call.path;
  const object = objectNamed(call.org.schema, objectName);
  if (value !== undefined) return upsert(call, object, key, value);
  const { id, row } = rowAt(call.dml, object, key);
  checkPreconditions(call, object.name, row);
  changeRow(call, object.name, id, bodyOf(call));
  return empty(204);
}

/** Preconditions do not count for deletes (S1.3). */
export function deleteAddressedRow(call: Call): void {
  const object = objectNamed(call.org.schema, call.path[1] ?? "");
  binRow(call, object.name, addressedRow(call, object).id);
}

/** Creates or updates by external id; the value comes from the address, never from the body. */
function upsert(call: Call, object: ObjectEntry, fieldName: string, value: string): EmulatorAnswer {
  const found = rowsByExternalId(call, object, fieldName, value);
  const body = bodyOf(call);
  const field = object.field(fieldName);
  const given = Object.keys(body).find((name) => name.toLowerCase() === fieldName.toLowerCase());
  if (given !== undefined || field === undefined) {
    const message = `The ${fieldName} field should not be specified in the sobject data.`;
    throw refuse(400, "INVALID_FIELD", message);
  }
  const [match, ...others] = found;
  if (others.length > 0) return severalMatches(call, object, found);
  if (match === undefined) {
    if (call.query.get("updateOnly") === "true") throw notFound();
    checkDates(call);
    const id = createRow(call.dml, object.name, { ...body, [field.name]: value });
    return created(call, object.name, id, { created: true });
  }
  checkPreconditions(call, object.name, match);
  const id = String(match["Id"]);
  changeRow(call, object.name, id, body);
  return json(200, { id, success: true, errors: [], created: false });
}

/** 300: the addresses of all rows that have the value; nothing is written. */
function severalMatches(call: Call, object: ObjectEntry, rows: readonly Row[]): EmulatorAnswer {
  return json(
    300,
    rows.map((row) => `${call.base}/sobjects/${object.name}/${String(row["Id"])}`),
  );
}

/** A field by which the user may address rows: an external id, or `Id`. @throws NOT_FOUND */
export function externalField(call: Call, object: ObjectEntry, name: string): FieldSchema {
  const field = object.field(name);
  const isKey = field !== undefined && (field.externalId || field.type === "id");
  if (isKey && call.dml.access.canReadField(object.name, field)) return field;
  const message = `Provided external ID field does not exist or is not accessible: ${name}`;
  throw refuse(404, "NOT_FOUND", message);
}

/** The live rows with a value in an external id field; 404 when the field is none. */
export function rowsByExternalId(
  call: Call,
  object: ObjectEntry,
  fieldName: string,
  value: string,
): readonly Row[] {
  const { store } = call.org;
  const field = externalField(call, object, fieldName);
  if (field.type === "id") return [rowAt({ store }, object, value).row];
  const isNumber = field.precision > 0;
  const stored = isNumber && value.trim() !== "" ? Number(value) : value;
  return [...store.lookup(object.name, field.name, stored)]
    .map((id) => liveRow(store, object.name, id))
    .filter((row) => row !== undefined)
    .filter((row) => !field.caseSensitive || row[field.name] === stored);
}

/** The one live row at an address by id or external id. */
function addressedRow(call: Call, object: ObjectEntry): { readonly id: string; readonly row: Row } {
  const [, , key = "", value] = call.path;
  if (value === undefined) return rowAt(call.dml, object, key);
  const [row, ...others] = rowsByExternalId(call, object, key, value);
  if (row === undefined || others.length > 0) throw notFound();
  return { id: String(row["Id"]), row };
}
