import { refuse } from "../api-error.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import { type DmlContext, objectNamed } from "./context.ts";

/** What a caller wants to do with an object's rows. */
export type Change = "create" | "update" | "delete" | "undelete";

const VERBS: Readonly<Record<Change, string>> = {
  create: "inserted",
  update: "updated",
  delete: "deleted",
  undelete: "undeleted",
};

/**
 * The object of that name, if the API and the acting user may change its rows in this way. An object that
 * the user cannot read does not exist; one that nobody or not this user may create rows of "cannot be
 * inserted" (S, recorded answers); a missing right to edit or delete is told of the record.
 */
export function changeableObject(
  context: Pick<DmlContext, "schema" | "access">,
  objectName: string,
  change: Change,
): ObjectEntry {
  const object = objectNamed(context.schema, objectName);
  const permission = context.access.object(object.name);
  if (!permission.read) throw refuse(404, "NOT_FOUND", "The requested resource does not exist");
  const isOffered = object.operations?.[change] ?? object.writable;
  if (!isOffered || (change === "create" && !permission.create)) {
    throw refuse(
      400,
      "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
      `entity type cannot be ${VERBS[change]}: ${object.label}`,
      [],
    );
  }
  const isAllowed =
    change === "create" || (change === "update" ? permission.edit : permission.delete);
  if (isAllowed) return object;
  throw refuse(
    403,
    "INSUFFICIENT_ACCESS_OR_READONLY",
    "insufficient access rights on object id",
    [],
  );
}
