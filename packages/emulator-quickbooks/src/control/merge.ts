import type { Company } from "../company.ts";
import {
  bodyText,
  jsonAnswer,
  type EmulatorAnswer,
  type EmulatorRequest,
} from "../emulator-request.ts";
import { findDescriptor } from "../entities/registry.ts";
import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { MergeRefusal, mergeRecords, type Merge } from "../write/merge-records.ts";
import { renderSingle } from "../write/render-record.ts";

/**
 * `POST /_emulator/merge` with `{type, survivor, merged}`, ids as text or numbers: what a person does on
 * the screens of QuickBooks. Answers the survivor, or 400 with a sentence.
 */
export function answerMerge(
  request: EmulatorRequest,
  company: Company,
  now: number,
): EmulatorAnswer {
  const merge = readMerge(bodyText(request) ?? "");
  if (typeof merge === "string") return jsonAnswer(400, { error: merge });
  const { store } = company;
  try {
    const survivor = store.transact(() => mergeRecords(merge, company.writeContext(now)));
    return jsonAnswer(200, { [merge.type]: renderSingle(survivor, company.readContext()) });
  } catch (error) {
    if (error instanceof MergeRefusal) return jsonAnswer(400, { error: error.message });
    throw error;
  }
}

/** Or a sentence about what is wrong. */
function readMerge(text: string): Merge | string {
  let body: JsonObject;
  try {
    const parsed = JSON.parse(text) as JsonValue;
    if (!isObject(parsed)) return "the body must be {type, survivor, merged}";
    body = parsed;
  } catch {
    return "the body is no JSON";
  }
  const { type, survivor, merged } = body;
  const descriptor = typeof type === "string" ? findDescriptor(type) : undefined;
  if (descriptor === undefined) return "type must name a record type, e.g. Customer";
  const ids = [survivor, merged].map((id) => (typeof id === "number" ? String(id) : id));
  const [kept, gone] = ids;
  if (typeof kept !== "string" || typeof gone !== "string") {
    return "survivor and merged must be ids";
  }
  return { type: descriptor.type, survivor: kept, merged: gone };
}
