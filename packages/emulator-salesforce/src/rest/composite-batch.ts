import { ApiError, methodNotAllowed, refuse } from "../api-error.ts";
import { refusalOfFault } from "../control/apply-fault.ts";
import { COMPOSITE_TEXTS } from "../not-evidenced.ts";
import { type EmulatorAnswer, isObject, json } from "../wire.ts";
import { type Call, callOf, kindOf } from "./call.ts";
import { bodyOf, flagOf } from "./request-body.ts";
import { isKnownVersion } from "./versions.ts";
import type { Route } from "./subrequest.ts";

/**
 * `POST /composite/batch` (D, requests_composite_batch): up to 25 subrequests that know nothing of each
 * other. What one has done stays done when another fails; addresses begin with the version, `v66.0/…`.
 */

const SUBREQUESTS_MAX = 25;
/** What a batch may hold; composites and bulk jobs are not among it. */
const RESOURCES: ReadonlySet<string | undefined> = new Set([
  "actions",
  "limits",
  "parameterizedSearch",
  "query",
  "queryAll",
  "search",
  "sobjects",
  "ui-api",
]);

interface BatchPart {
  readonly method: string;
  readonly url: string;
  readonly richInput: unknown;
}

/** Runs the parts in order; with `haltOnError` the first failure stops those after it. */
export function compositeBatch(call: Call, route: Route): EmulatorAnswer {
  if (call.request.method !== "POST") throw methodNotAllowed(call.request.method, ["POST"]);
  const body = bodyOf(call);
  const parts = readParts(body["batchRequests"]);
  const haltsOnError = flagOf(body, "haltOnError");
  let isHalted = false;
  let hasErrors = false;
  const results = parts.map((part) => {
    if (isHalted) return HALTED;
    const answer = runPart(call, part, route);
    if (answer.statusCode >= 400) {
      hasErrors = true;
      isHalted = haltsOnError;
    }
    return answer;
  });
  return json(200, { hasErrors, results });
}

const HALTED = {
  statusCode: 412,
  result: [
    { errorCode: "BATCH_PROCESSING_HALTED", message: "Batch processing halted per request" },
  ],
};

/** One part; a failed one leaves nothing behind. */
function runPart(call: Call, part: BatchPart, route: Route) {
  const { store } = call.org;
  const savepoint = store.savepoint();
  const answer = ((): EmulatorAnswer => {
    try {
      const sub = partCall(call, part);
      const fault = call.org.faults.strikeSubrequest(sub.request);
      const refusal = fault === undefined ? undefined : refusalOfFault(fault);
      if (refusal !== undefined) throw refusal;
      return route(sub);
    } catch (error) {
      if (error instanceof ApiError) return error.answer();
      throw error;
    }
  })();
  if (answer.status >= 400) store.rollbackTo(savepoint);
  const result: unknown = answer.body === "" ? null : JSON.parse(answer.body);
  return { statusCode: answer.status, result };
}

/** A part as a call of its own, of a version not above the batch's. */
function partCall(call: Call, { method, url, richInput }: BatchPart): Call {
  const path = url.replace(/^\/*(?:services\/data\/)?/, "/services/data/");
  const body = richInput === undefined ? "" : JSON.stringify(richInput);
  const request = { method, url: path, headers: call.request.headers, body };
  call.org.usage.countSubrequest(kindOf(request));
  const part = callOf(call.org, request, call.session, call.now);
  const isOlder = Number(part.version) <= Number(call.version);
  if (isKnownVersion(part.version) && isOlder && RESOURCES.has(part.path[0])) return part;
  throw refuse(400, "INVALID_BATCH_REQUEST", `Invalid batch subrequest URL: ${url}`);
}

/** Refuses a list whose shape is wrong before any of it runs. */
function readParts(value: unknown): readonly BatchPart[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw refuse(400, "JSON_PARSER_ERROR", "batchRequests must be a list of subrequests");
  }
  if (value.length > SUBREQUESTS_MAX) {
    const message = COMPOSITE_TEXTS.tooMany("subrequests", SUBREQUESTS_MAX);
    throw refuse(400, "LIMIT_EXCEEDED", message);
  }
  return value.map((entry) => {
    const { method, url, richInput } = isObject(entry) ? entry : {};
    if (typeof method === "string" && typeof url === "string") {
      return { method: method.toUpperCase(), url, richInput };
    }
    throw refuse(400, "JSON_PARSER_ERROR", "a subrequest needs method and url");
  });
}
