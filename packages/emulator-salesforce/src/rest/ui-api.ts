import { ApiError, methodNotAllowed, notFound, refuse } from "../api-error.ts";
import { createRow } from "../dml/change-rows.ts";
import { rowAt } from "../dml/check-fields.ts";
import type { Row } from "../store/row.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import { isSeen } from "../access/describe.ts";
import { withFormulas } from "../soql/read-field.ts";
import { climb } from "../soql/scope.ts";
import { empty, type EmulatorAnswer, isObject, json } from "../wire.ts";
import type { Call } from "./call.ts";
import { checkPreconditions } from "./conditional.ts";
import { bodyOf } from "./request-body.ts";
import { binRow, changeRow } from "./row-writes.ts";
import { objectInfo } from "./ui-object-info.ts";
import { fieldShape, recordShape } from "./ui-shapes.ts";
import { visibleFields, visibleObject, visibleParent } from "./visible.ts";

/**
 * The UI API (S4.3; D, ui-api guide): records as `lightning/uiRecordApi` reads and writes them, and what
 * `lightning/uiObjectInfoApi` asks of objects.
 */
export function uiApi(call: Call): EmulatorAnswer {
  const [, resource, first = "", second, ...rest] = call.path;
  if (resource === "object-info") return objectInfo(call);
  if (resource !== "records" || rest.length > 0) throw notFound();
  const { method } = call.request;
  if (first === "batch" && second !== undefined) {
    if (method !== "GET") throw methodNotAllowed(method, ["GET", "HEAD"]);
    return batch(call, second);
  }
  if (second !== undefined) throw notFound();
  if (first === "") return createRecord(call);
  switch (method) {
    case "GET":
      return json(200, readRecord(call, first));
    case "PATCH":
      return updateRecord(call, first);
    case "DELETE": {
      const { object, id } = addressed(call, first);
      binRow(call, object.name, id);
      return empty(204);
    }
    default:
      throw methodNotAllowed(method, ["DELETE", "GET", "HEAD", "PATCH"]);
  }
}

/** Records of one batch. */
const BATCH_MAX = 200;

/** `records/batch/{id},{id}`: each record or its error, in the order asked for. */
function batch(call: Call, list: string): EmulatorAnswer {
  const ids = list.split(",").filter((id) => id !== "");
  if (ids.length > BATCH_MAX) {
    const message = `The number of records exceeds the limit of ${BATCH_MAX}.`;
    throw refuse(400, "LIMIT_EXCEEDED", message);
  }
  const results = ids.map((id) => {
    try {
      return { result: readRecord(call, id), statusCode: 200 };
    } catch (error) {
      if (error instanceof ApiError) return { result: error.items, statusCode: error.status };
      throw error;
    }
  });
  return json(200, { hasErrors: results.some((each) => each.statusCode >= 400), results });
}

/** The live row of an id; its object follows from the key prefix. */
function addressed(call: Call, text: string) {
  const object = call.org.schema.objectOfId(text);
  if (object === undefined) throw notFound();
  visibleObject(call, object.name);
  const { id, row } = rowAt(call.org, object, text);
  return { object, id, row: withFormulas(call.world, object, row) };
}

/** A record with the fields that the address names. */
function readRecord(call: Call, idText: string) {
  const { object, row } = addressed(call, idText);
  const fields: Record<string, unknown> = {};
  for (const { owner, path } of pathsOf(call, "fields")) {
    if (!isNamed(object, owner) || !addField(call, object, { fields, row }, path)) {
      const written = isNamed(object, owner) ? path : `${owner}.${path}`;
      throw refuse(400, "INVALID_FIELD", `No such column '${written}' on entity '${object.name}'.`);
    }
  }
  for (const { owner, path } of pathsOf(call, "optionalFields")) {
    if (isNamed(object, owner)) addField(call, object, { fields, row }, path);
  }
  return recordShape(object, row, fields);
}

/** `POST records` of `{apiName, fields}`: the new record, whole. */
function createRecord(call: Call): EmulatorAnswer {
  const { method } = call.request;
  if (method !== "POST") throw methodNotAllowed(method, ["POST"]);
  const { apiName, fields } = bodyOf(call);
  if (typeof apiName !== "string" || !isObject(fields)) {
    throw refuse(400, "INVALID_INPUT", "A record needs apiName and fields.");
  }
  const object = visibleObject(call, apiName);
  return json(201, wholeRecord(call, createRow(call.dml, object.name, fields)));
}

/** `PATCH records/{id}` of `{fields}`, on condition if the request has one: the record as it is then. */
function updateRecord(call: Call, idText: string): EmulatorAnswer {
  const { object, id, row } = addressed(call, idText);
  checkPreconditions(call, object.name, row);
  const { fields } = bodyOf(call);
  if (!isObject(fields)) throw refuse(400, "INVALID_INPUT", "A record needs fields.");
  const { Id: _id, ...values } = fields;
  changeRow(call, object.name, id, values);
  return json(200, wholeRecord(call, id));
}

/** A record with every field that the user may see. */
function wholeRecord(call: Call, idText: string) {
  const { object, row } = addressed(call, idText);
  const fields: Record<string, unknown> = {};
  for (const field of visibleFields(call, object)) {
    if (field.name !== "Id") fields[field.name] = fieldShape(call, { object, field, row });
  }
  return recordShape(object, row, fields);
}

/** Whether a path begins with the record's own object: a component may be meant for another one. */
const isNamed = (object: ObjectEntry, owner: string): boolean =>
  owner.toLowerCase() === object.name.toLowerCase();

/** Paths such as `Account.Owner.Name`, apart from the object they begin with. */
function pathsOf(
  call: Call,
  parameter: string,
): readonly { readonly owner: string; readonly path: string }[] {
  return (call.query.get(parameter) ?? "")
    .split(",")
    .filter((path) => path !== "")
    .map((path) => {
      const [owner = "", ...rest] = path.trim().split(".");
      return { owner, path: rest.join(".") };
    });
}

/** The row being read and the place for its fields. */
interface Target {
  readonly fields: Record<string, unknown>;
  readonly row: Row;
}

/** Adds one field, or a chain of parents down to one; false when the path does not exist. */
function addField(call: Call, object: ObjectEntry, target: Target, path: string): boolean {
  const [first = "", ...rest] = path.split(".");
  if (rest.length === 0) {
    const field = object.field(first);
    if (field === undefined || !call.dml.access.canReadField(object.name, field)) return false;
    target.fields[field.name] = fieldShape(call, { object, field, row: target.row });
    return true;
  }
  const lookup = visibleParent(call, object, first);
  if (lookup === undefined) return false;
  const parentRow = climb(call.world, target.row, [lookup]);
  const parentId = parentRow?.["Id"];
  const parent =
    typeof parentId === "string"
      ? call.org.schema.objectOfId(parentId)
      : call.org.schema.object(lookup.referenceTo[0] ?? "");
  if (parent === undefined || !isSeen(parent, call.dml.access)) return false;
  const name = lookup.relationshipName ?? lookup.name;
  if (parentRow === undefined) {
    if (!isPath(call, parent, rest)) return false;
    target.fields[name] = { displayValue: null, value: null };
    return true;
  }
  const known = target.fields[name] as
    | { readonly value: { readonly fields: Record<string, unknown> } | null }
    | undefined;
  const fields = known?.value?.fields ?? {};
  const row = withFormulas(call.world, parent, parentRow);
  if (!addField(call, parent, { fields, row }, rest.join("."))) return false;
  const nameField = parent.fields.find((each) => each.nameField)?.name ?? "Name";
  target.fields[name] = {
    displayValue: row[nameField] ?? null,
    value: recordShape(parent, row, fields),
  };
  return true;
}

/** Whether a path leads from an object to a field over lookups, all of which the user may read. */
function isPath(
  call: Call,
  object: ObjectEntry,
  [first = "", ...rest]: readonly string[],
): boolean {
  const { schema } = call.org;
  if (rest.length === 0) {
    const field = object.field(first);
    return field !== undefined && call.dml.access.canReadField(object.name, field);
  }
  const lookup = visibleParent(call, object, first);
  const parent = schema.object(lookup?.referenceTo[0] ?? "");
  return parent !== undefined && isSeen(parent, call.dml.access) && isPath(call, parent, rest);
}
