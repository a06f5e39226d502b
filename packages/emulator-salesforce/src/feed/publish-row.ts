import { checkRequired } from "../dml/check-fields.ts";
import type { DmlContext, Row } from "../dml/context.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";

/**
 * A row of a platform event: checked like any other, then put on the way to the bus instead of being
 * stored (S2.3). Returns its id, which identifies nothing. @throws ApiError
 */
export function publishRow(context: DmlContext, object: ObjectEntry, row: Row): string {
  if (context.outbox === undefined) throw new Error("This context cannot publish events.");
  checkRequired(requiredFields(object), row);
  context.outbox.enqueue(context, object, row);
  return String(row["Id"]);
}

/** The fields of a platform event that must be given; a checkbox always has a value. */
export function requiredFields(object: ObjectEntry): readonly FieldSchema[] {
  return object.fields.filter(
    (field) => field.custom && !field.nillable && field.type !== "boolean",
  );
}

/**
 * What stands under `errors` of a success: publishing is not done yet, only queued, and the message is the
 * event's UUID (D `platform_events_publish_api`). Empty for rows of ordinary objects.
 */
export function enqueuedErrors(context: DmlContext, id: string): readonly object[] {
  const uuid = context.outbox?.uuidOf(id);
  return uuid === undefined
    ? []
    : [{ statusCode: "OPERATION_ENQUEUED", message: uuid, fields: [] }];
}
