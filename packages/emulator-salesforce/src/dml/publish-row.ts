import { checkRequired } from "./check-fields.ts";
import type { DmlContext } from "./context.ts";
import type { Row } from "../store/row.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import { requiredFields } from "../feed/platform-events.ts";

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
