import type { ObjectEntry } from "../schema/registry.ts";
import type { Scalar } from "../store/document-store.ts";
import { toApiTime } from "../times.ts";
import { checkRequired, checkUnique, fieldValues, rowAt } from "./check-fields.ts";
import { atomically, type DmlContext, type Row, writableObject } from "./context.ts";
import { rulesOf } from "./object-rules.ts";
import { stamp } from "./stamps.ts";

/**
 * Create and update. Order of a save, as on the platform:
 * values → the object's own rules → required → unique → stored → the object's consequences.
 */

type Body = Readonly<Record<string, unknown>>;

/** Creates a row and returns its id. Throws an ApiError and leaves nothing behind. */
export function createRow(context: DmlContext, objectName: string, body: Body): string {
  return atomically(context, () => {
    const object = writableObject(context.schema, objectName);
    const given = fieldValues(context, object, body, "createable");
    const id = context.ids.record(object.keyPrefix);
    const time = toApiTime(context.now);
    const row: Row = {
      ...defaultsOf(object, context.actor.userId),
      ...given,
      Id: id,
      IsDeleted: false,
      CreatedDate: time,
      CreatedById: context.actor.userId,
      ...stamp(context),
    };
    save(context, object, row, undefined);
    return id;
  });
}

/** Changes the given fields of a live row; the others keep their values. */
export function updateRow(
  context: DmlContext,
  objectName: string,
  idText: string,
  body: Body,
): void {
  atomically(context, () => {
    const object = writableObject(context.schema, objectName);
    const { row } = rowAt(context, object, idText);
    const given = fieldValues(context, object, body, "updateable");
    save(context, object, { ...row, ...given, ...stamp(context) }, row);
  });
}

/** The common end of create and update; `before` is undefined for a new row. */
function save(context: DmlContext, object: ObjectEntry, row: Row, before: Row | undefined): void {
  const rules = rulesOf(object.name);
  const settled = rules.beforeSave?.(context, row, before) ?? row;
  const id = String(settled["Id"]);
  checkRequired(object, settled);
  checkUnique(context, object, id, settled);
  context.store.put(object.name, id, settled);
  rules.afterSave?.(context, settled, before);
}

/** What a new row has where its creator says nothing; the owner is the creator. */
function defaultsOf(object: ObjectEntry, userId: string): Record<string, Scalar> {
  const values: Record<string, Scalar> = {};
  for (const field of object.fields) {
    if (field.defaultValue !== undefined) values[field.name] = field.defaultValue;
    if (field.name === "OwnerId") values["OwnerId"] = userId;
  }
  return values;
}
