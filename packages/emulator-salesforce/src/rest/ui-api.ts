import { createHash } from "node:crypto";
import { methodNotAllowed, notFound, refuse } from "../api-error.ts";
import { rowAt } from "../dml/check-fields.ts";
import type { Row } from "../dml/context.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import { shownValue } from "../soql/project.ts";
import { climb } from "../soql/scope.ts";
import { type EmulatorAnswer, json } from "../wire.ts";
import type { Call } from "./call.ts";

/** `GET /ui-api/records/{id}?fields=Account.Name,…`: what `lightning/uiRecordApi` reads (S4.3). */
export function uiRecord(call: Call): EmulatorAnswer {
  const [, resource, id = "", ...rest] = call.path;
  if (resource !== "records" || id === "" || rest.length > 0) throw notFound();
  if (call.request.method !== "GET") throw methodNotAllowed(call.request.method, ["GET"]);
  const object = call.org.schema.objectOfId(id);
  if (object === undefined) throw notFound();
  const { row } = rowAt(call.org, object, id);
  const fields: Record<string, unknown> = {};
  for (const path of pathsOf(call, "fields")) {
    if (!addField(call, object, { fields, row }, path)) {
      throw refuse(400, "INVALID_FIELD", `No such column '${path}' on entity '${object.name}'.`);
    }
  }
  for (const path of pathsOf(call, "optionalFields")) addField(call, object, { fields, row }, path);
  return json(200, recordShape(object, row, fields));
}

/** Paths without the leading object name. */
function pathsOf(call: Call, parameter: string): readonly string[] {
  return (call.query.get(parameter) ?? "")
    .split(",")
    .filter((path) => path !== "")
    .map((path) => path.trim().split(".").slice(1).join("."));
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
    if (field === undefined) return false;
    target.fields[field.name] = fieldShape(object, field, target.row);
    return true;
  }
  const lookup = object.parent(first);
  const parent = call.org.schema.object(lookup?.referenceTo[0] ?? "");
  if (lookup === undefined || parent === undefined) return false;
  const name = lookup.relationshipName ?? lookup.name;
  const parentRow = climb(call.world, target.row, [lookup]);
  if (parentRow === undefined) {
    target.fields[name] = { displayValue: null, value: null };
    return parent.field(rest.at(-1) ?? "") !== undefined;
  }
  const known = target.fields[name] as
    | { readonly value: { readonly fields: Record<string, unknown> } }
    | undefined;
  const fields = known?.value.fields ?? {};
  target.fields[name] = {
    displayValue: parentRow["Name"] ?? null,
    value: recordShape(parent, parentRow, fields),
  };
  return addField(call, parent, { fields, row: parentRow }, rest.join("."));
}

/** Value and display value; money is shown in dollars, the org's only currency. */
function fieldShape(object: ObjectEntry, field: FieldSchema, row: Row) {
  const value = shownValue(object, field, row);
  const isFormatted = field.type === "currency" && typeof value === "number";
  const displayValue = isFormatted ? `$${value.toFixed(2)}` : null;
  return { displayValue: field.type === "picklist" ? value : displayValue, value };
}

/** A record of the UI API; parents have the same shape, nested. */
function recordShape(object: ObjectEntry, row: Row, fields: Record<string, unknown>) {
  const isoTime = (name: string) => String(row[name]).replace("+0000", "Z");
  return {
    apiName: object.name,
    childRelationships: {},
    eTag: createHash("md5").update(JSON.stringify(row)).digest("hex"),
    fields,
    id: row["Id"],
    lastModifiedById: row["LastModifiedById"] ?? null,
    lastModifiedDate: isoTime("LastModifiedDate"),
    recordTypeId: null,
    recordTypeInfo: null,
    systemModstamp: isoTime("SystemModstamp"),
    weakEtag: Date.parse(isoTime("SystemModstamp")),
  };
}
