import { rowLocked } from "../control/apply-fault.ts";
import { updateRow } from "../dml/change-rows.ts";
import { deleteRow } from "../dml/delete-rows.ts";
import type { Call } from "./call.ts";

/** Changes of rows as calls make them: first through the locks that faults hold. */

/** @throws UNABLE_TO_LOCK_ROW, and all that `updateRow` does */
export function changeRow(
  call: Call,
  objectName: string,
  id: string,
  fields: Readonly<Record<string, unknown>>,
): void {
  checkLock(call, id);
  updateRow(call.dml, objectName, id, fields);
}

/** @throws UNABLE_TO_LOCK_ROW, and all that `deleteRow` does */
export function binRow(call: Call, objectName: string, id: string): void {
  checkLock(call, id);
  deleteRow(call.dml, objectName, id);
}

function checkLock(call: Call, id: string): void {
  if (call.org.faults.strikeRow(id)) throw rowLocked(id);
}
