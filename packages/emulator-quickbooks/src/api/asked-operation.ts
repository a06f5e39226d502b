import type { EntityDescriptor } from "../entities/descriptor.ts";
import { fault } from "../faults/api-fault.ts";
import { missingParameter } from "../faults/fault-texts.ts";
import { textOf, type JsonObject } from "../json/json-value.ts";
import { UPDATE_WITHOUT_ID_IS_REFUSED } from "../not-evidenced.ts";

/**
 * For a request that calls itself an update: fault 2020 when it names no record, since what a body without
 * Id does otherwise is a create. Types of one record, or of none with an Id, need no Id.
 */
export function checkUpdate(descriptor: EntityDescriptor, body: JsonObject): void {
  const canCreate = descriptor.operations.has("create");
  if (
    UPDATE_WITHOUT_ID_IS_REFUSED &&
    canCreate &&
    textOf(body, "Id") === undefined &&
    !isIdNumber(body)
  )
    throw fault(missingParameter("Id"));
}

/** Clients send ids as numbers too. */
function isIdNumber(body: JsonObject): boolean {
  return typeof body["Id"] === "number";
}
