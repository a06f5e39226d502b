import { methodNotAllowed, notFound } from "../api-error.ts";
import { liveRow, type Row } from "../store/row.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { ChildRelationship } from "../schema/types.ts";
import { recordBody } from "../soql/project.ts";
import { withFormulas } from "../soql/read-field.ts";
import { parseRecordId } from "../store/record-id.ts";
import { empty, type EmulatorAnswer, json } from "../wire.ts";
import type { Call } from "./call.ts";
import { queryAnswer } from "./query-routes.ts";
import { bodyOf } from "./request-body.ts";
import { rowAt } from "../dml/check-fields.ts";
import { namedFields } from "./rows.ts";
import { binRow, changeRow } from "./row-writes.ts";
import { visibleChildren, visibleObject, visibleParent } from "./visible.ts";

/**
 * Friendly addresses (D, resources_sobject_relationships): `/sobjects/X/{id}/Rel` is the parent of a row,
 * or the page of its children. A parent can be changed and deleted there as well.
 */

/** Whether the address goes through a relationship rather than an external id. */
export function isRelationship(object: ObjectEntry, [, , key = "", name]: readonly string[]) {
  if (name === undefined || parseRecordId(key)?.slice(0, 3) !== object.keyPrefix) return false;
  return object.parent(name) !== undefined || object.children.some((each) => isNamed(each, name));
}

/** Answers an address that goes through a relationship. */
export function relatedRows(call: Call, object: ObjectEntry): EmulatorAnswer {
  const [, , key = "", name = ""] = call.path;
  visibleObject(call, object.name);
  const { id, row } = rowAt(call.dml, object, key);
  const child = visibleChildren(call, object).find((each) => isNamed(each, name));
  if (child !== undefined) return children(call, child, id);
  const parent = parentOf(call, object, row, name);
  visibleObject(call, parent.object.name);
  const { method } = call.request;
  if (method === "GET") {
    const fields = namedFields(call, parent.object);
    return json(
      200,
      recordBody(
        parent.object,
        withFormulas(call.world, parent.object, parent.row),
        call.base,
        fields,
      ),
    );
  }
  const parentId = String(parent.row["Id"]);
  if (method === "PATCH") changeRow(call, parent.object.name, parentId, bodyOf(call));
  else if (method === "DELETE") binRow(call, parent.object.name, parentId);
  else throw methodNotAllowed(method, ["DELETE", "GET", "HEAD", "PATCH"]);
  return empty(204);
}

/** The row that a lookup leads to; 404 when the lookup is empty. */
function parentOf(call: Call, object: ObjectEntry, row: Row, name: string) {
  const lookup = visibleParent(call, object, name);
  const id = lookup === undefined ? null : row[lookup.name];
  const target = typeof id === "string" ? call.org.schema.objectOfId(id) : undefined;
  const found = target === undefined ? undefined : liveRow(call.org.store, target.name, String(id));
  if (target === undefined || found === undefined) throw notFound();
  return { object: target, row: found };
}

/** The children as the first page of a query. */
function children(call: Call, child: ChildRelationship, id: string): EmulatorAnswer {
  const { method } = call.request;
  if (method !== "GET") throw methodNotAllowed(method, ["GET", "HEAD"]);
  const object = call.org.schema.object(child.childObject);
  if (object === undefined) throw notFound();
  const fields = namedFields(call, object);
  const names = fields.map((field) => field.name).join(", ");
  const soql = `SELECT ${names} FROM ${object.name} WHERE ${child.field} = '${id}'`;
  return queryAnswer(call, soql, call.world);
}

/** Names of relationships are found whatever their case. */
const isNamed = ({ relationshipName }: ChildRelationship, name: string): boolean =>
  relationshipName?.toLowerCase() === name.toLowerCase();
