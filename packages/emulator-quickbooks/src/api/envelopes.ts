import { formatMilliseconds } from "../company-time.ts";
import type { EmulatorAnswer } from "../emulator-request.ts";
import type { ApiFault } from "../faults/api-fault.ts";
import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { compact } from "../json/json-value.ts";
import { writeJson } from "../json/write-json.ts";

const JSON_TYPE = "application/json;charset=utf-8";
const NO_CACHE = "max-age=0, no-cache, no-store, must-revalidate, private";

/** A successful answer: the content, then the envelope's `time` (recorded). */
export function contentAnswer(content: JsonObject, now: number, timeZone: string): EmulatorAnswer {
  const body = writeJson({ ...content, time: formatMilliseconds(now, timeZone) });
  return { status: 200, headers: { "content-type": JSON_TYPE, "cache-control": NO_CACHE }, body };
}

/** A successful answer that is the object alone. */
export function bareAnswer(content: JsonObject): EmulatorAnswer {
  const headers = { "content-type": JSON_TYPE, "cache-control": NO_CACHE };
  return { status: 200, headers, body: writeJson(content) };
}

/** The `Fault` object; inside a batch each error carries an `element`, empty if need be (recorded). */
export function faultObject(fault: ApiFault, where: "request" | "batch"): JsonObject {
  const errors: JsonValue[] = fault.errors.map((error) =>
    compact({
      Message: error.message,
      Detail: error.detail,
      code: error.code,
      element: error.element ?? (where === "batch" ? "" : undefined),
    }),
  );
  return { Error: errors, type: fault.type };
}

/** The one refusal that comes without the envelope's `time` (recorded). */
const TIMELESS = "2030";

/** A refusal. Its content type has no charset, unlike a success (recorded). */
export function faultAnswer(fault: ApiFault, now: number, timeZone: string): EmulatorAnswer {
  const isTimeless = fault.errors.every(({ code }) => code === TIMELESS);
  const time = isTimeless ? {} : { time: formatMilliseconds(now, timeZone) };
  const body = writeJson({ Fault: faultObject(fault, "request"), ...time });
  return { status: fault.status, headers: { "content-type": "application/json" }, body };
}
