import { ApiError, methodNotAllowed, refuse } from "../api-error.ts";
import type { ApiErrorItem } from "../page-host.ts";
import { COMPOSITE_HONOURS_PRECONDITIONS } from "../not-evidenced.ts";
import { type EmulatorAnswer, type EmulatorRequest, isObject, json } from "../wire.ts";
import { bodyOf, type Call, callOf, isKnownVersion } from "./call.ts";
import { resolveReferences, resolveText } from "./references.ts";

/**
 * `POST /composite` (S1.4): up to 25 subrequests in order, in one call and one transaction. A failing
 * subrequest undoes itself; with `allOrNone` it undoes them all. `collateSubrequests` is accepted and
 * changes nothing (docs/not-evidenced.md).
 */

const SUBREQUESTS_MAX = 25;
const PRECONDITIONS = ["if-unmodified-since", "if-modified-since", "if-match", "if-none-match"];

/** One subrequest, checked for shape but with its references unresolved. */
interface Subrequest {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
}

/** One answer, in the words of the platform. */
interface Subanswer {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

/** Runs the subrequests in order. @param route answers a subrequest as if it had come alone */
export function composite(call: Call, route: (sub: Call) => EmulatorAnswer): EmulatorAnswer {
  if (call.request.method !== "POST") throw methodNotAllowed(call.request.method, ["POST"]);
  const body = bodyOf(call);
  const subrequests = readSubrequests(body["compositeRequest"]);
  const isAllOrNone = body["allOrNone"] === true;
  const { store } = call.org;
  const beginning = store.savepoint();
  const results = new Map<string, unknown>();
  const answers: Subanswer[] = [];
  for (const subrequest of subrequests) {
    const savepoint = store.savepoint();
    const answer = run(call, subrequest, results, route);
    answers.push(answer);
    if (isFailure(answer)) {
      store.rollbackTo(savepoint);
      if (isAllOrNone) break;
    } else {
      results.set(subrequest.referenceId, answer.body);
    }
  }
  if (isAllOrNone && answers.some(isFailure)) {
    store.rollbackTo(beginning);
    return json(200, { compositeResponse: halted(subrequests, answers) });
  }
  return json(200, { compositeResponse: answers });
}

const isFailure = (answer: Subanswer): boolean =>
  answer.httpStatusCode >= 400 || answer.httpStatusCode === 300;

/** The failed subrequest keeps its error; all others, before and after it, say that they were undone. */
function halted(
  subrequests: readonly Subrequest[],
  answers: readonly Subanswer[],
): readonly Subanswer[] {
  const item: ApiErrorItem = {
    errorCode: "PROCESSING_HALTED",
    message:
      "The transaction was rolled back since another operation in the same transaction failed.",
  };
  return subrequests.map(({ referenceId }, index) => {
    const answer = answers[index];
    if (answer !== undefined && isFailure(answer)) return answer;
    return { body: [item], httpHeaders: {}, httpStatusCode: 400, referenceId };
  });
}

/** One subrequest; refusals become its answer. */
function run(
  call: Call,
  subrequest: Subrequest,
  results: ReadonlyMap<string, unknown>,
  route: (sub: Call) => EmulatorAnswer,
): Subanswer {
  const { referenceId } = subrequest;
  try {
    const answer = route(subcallOf(call, subrequest, results));
    const { "content-type": _type, location, ...others } = answer.headers;
    const httpHeaders = location === undefined ? others : { ...others, Location: location };
    const body: unknown = answer.body === "" ? null : JSON.parse(answer.body);
    return { body, httpHeaders: named(httpHeaders), httpStatusCode: answer.status, referenceId };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { body: error.items, httpHeaders: {}, httpStatusCode: error.status, referenceId };
  }
}

/** Header names as the platform writes them in composite answers. */
function named(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const names: Readonly<Record<string, string>> = {
    etag: "ETag",
    "last-modified": "Last-Modified",
  };
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [names[name] ?? name, value]),
  );
}

/**
 * The subrequest as a call of its own: it inherits headers, except those that state preconditions.
 */
function subcallOf(
  call: Call,
  subrequest: Subrequest,
  results: ReadonlyMap<string, unknown>,
): Call {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(call.request.headers)) {
    if (!PRECONDITIONS.includes(name)) headers[name] = value;
  }
  for (const [name, value] of Object.entries(subrequest.httpHeaders)) {
    const isCondition = PRECONDITIONS.includes(name.toLowerCase());
    if (isCondition && !COMPOSITE_HONOURS_PRECONDITIONS) continue;
    headers[name.toLowerCase()] = resolveText(value, results);
  }
  const request: EmulatorRequest = {
    method: subrequest.method.toUpperCase(),
    url: resolveText(subrequest.url, results),
    headers,
    body:
      subrequest.body === undefined
        ? ""
        : JSON.stringify(resolveReferences(subrequest.body, results)),
  };
  const sub = callOf(call.org, request, call.session, call.now);
  const isInside = request.url.startsWith("/services/data/v") && isKnownVersion(sub.version);
  if (!isInside || (sub.path[0] === "composite" && sub.path[1] === undefined)) {
    throw refuse(400, "INVALID_BATCH_REQUEST", `Invalid subrequest URL: ${request.url}`);
  }
  return sub;
}

/** Refuses a request whose shape is wrong before any of it runs. */
function readSubrequests(value: unknown): readonly Subrequest[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw refuse(400, "JSON_PARSER_ERROR", "compositeRequest must be a list of subrequests");
  }
  if (value.length > SUBREQUESTS_MAX) {
    const message = `The number of subrequests exceeds the limit of ${SUBREQUESTS_MAX}.`;
    throw refuse(400, "LIMIT_EXCEEDED", message);
  }
  const subrequests = value.map(readSubrequest);
  const ids = new Set(subrequests.map((each) => each.referenceId));
  if (ids.size !== subrequests.length) {
    throw refuse(400, "JSON_PARSER_ERROR", "Duplicate ReferenceId provided in the request");
  }
  return subrequests;
}

/** One entry of `compositeRequest`. */
function readSubrequest(entry: unknown): Subrequest {
  if (!isObject(entry)) throw refuse(400, "JSON_PARSER_ERROR", "a subrequest must be an object");
  const { method, url, referenceId, body, httpHeaders } = entry;
  if (typeof method !== "string" || typeof url !== "string" || typeof referenceId !== "string") {
    throw refuse(400, "JSON_PARSER_ERROR", "a subrequest needs method, url and referenceId");
  }
  if (!/^[A-Za-z0-9_]+$/.test(referenceId)) {
    const message =
      "Provided referenceId must start with a letter or a number and contain only letters, numbers and underscores";
    throw refuse(400, "JSON_PARSER_ERROR", message);
  }
  const headers = isObject(httpHeaders)
    ? Object.fromEntries(Object.entries(httpHeaders).map(([name, text]) => [name, String(text)]))
    : {};
  return { method, url, referenceId, body, httpHeaders: headers };
}
