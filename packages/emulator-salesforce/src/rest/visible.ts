import { FULL_ACCESS } from "../access/access.ts";
import { notFound, refuse } from "../api-error.ts";
import { objectNamed } from "../dml/context.ts";
import { isSeen } from "../access/describe.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { ChildRelationship, FieldSchema } from "../schema/types.ts";
import type { Call } from "./call.ts";

/** Objects and fields as the calling user sees them: what may not be read does not exist. */

/** The object of that name. @throws NOT_FOUND also when the user may not read it */
export function visibleObject(call: Call, name: string): ObjectEntry {
  const object = objectNamed(call.org.schema, name);
  if (isSeen(object, call.dml.access)) return object;
  throw notFound();
}

/** The fields that the user may read. */
export function visibleFields(call: Call, object: ObjectEntry): readonly FieldSchema[] {
  const { access } = call.dml;
  if (access === FULL_ACCESS) return object.fields;
  return object.fields.filter((each) => access.canReadField(object.name, each));
}

/** One field by its name. @throws INVALID_FIELD also when the user may not read it */
export function visibleField(call: Call, object: ObjectEntry, name: string): FieldSchema {
  const field = object.field(name);
  if (field !== undefined && call.dml.access.canReadField(object.name, field)) return field;
  throw refuse(400, "INVALID_FIELD", `No such column '${name}' on sobject of type ${object.name}`);
}

/** The children whose object and lookup the user may read. */
export function visibleChildren(call: Call, object: ObjectEntry): readonly ChildRelationship[] {
  const { access } = call.dml;
  if (access === FULL_ACCESS) return object.children;
  return object.children.filter(({ childObject, field }) => {
    const lookup = call.org.schema.object(childObject)?.field(field);
    const mayRead = lookup !== undefined && access.canReadField(childObject, lookup);
    return mayRead && access.object(childObject).read;
  });
}

/** The lookup of a parent that the user may read. */
export function visibleParent(
  call: Call,
  object: ObjectEntry,
  name: string,
): FieldSchema | undefined {
  const lookup = object.parent(name);
  const mayRead = lookup !== undefined && call.dml.access.canReadField(object.name, lookup);
  return mayRead ? lookup : undefined;
}
