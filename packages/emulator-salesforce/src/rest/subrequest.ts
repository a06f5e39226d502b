import { ApiError, refuse } from "../api-error.ts";
import { refusalOfFault } from "../control/apply-fault.ts";
import { COMPOSITE_HONOURS_PRECONDITIONS, COMPOSITE_TEXTS } from "../not-evidenced.ts";
import { type EmulatorAnswer, type EmulatorRequest, isObject } from "../wire.ts";
import { type Call, callOf, kindOf } from "./call.ts";
import { isKnownVersion } from "./versions.ts";
import { resolveReferences, resolveText, type Results } from "./references.ts";

/** What composite and composite graph have in common: subrequests, their references and their answers. */

/** Answers a subrequest as if it had come alone. */
export type Route = (call: Call) => EmulatorAnswer;

/** One subrequest, checked for shape but with its references unresolved. */
export interface Subrequest {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
}

/** One answer, in the words of the platform. */
export interface Subanswer {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

const PRECONDITIONS: ReadonlySet<string> = new Set([
  "if-unmodified-since",
  "if-modified-since",
  "if-match",
  "if-none-match",
]);

/** Headers of the whole request that a subrequest may not replace. */
const NOT_FOR_SUBREQUESTS: ReadonlySet<string> = new Set([
  "accept",
  "authorization",
  "content-type",
]);

export const isFailure = (answer: Subanswer): boolean =>
  answer.httpStatusCode >= 400 || answer.httpStatusCode === 300;

/** The answer of a subrequest that was taken back, or never ran, because of another. */
export function haltedAnswer(referenceId: string): Subanswer {
  const message =
    "The transaction was rolled back since another operation in the same transaction failed.";
  return {
    body: [{ errorCode: "PROCESSING_HALTED", message }],
    httpHeaders: {},
    httpStatusCode: 400,
    referenceId,
  };
}

/** The failed subrequests keep their errors; all others, before and after, say that they were undone. */
export function halted(
  subrequests: readonly Subrequest[],
  answers: ReadonlyMap<string, Subanswer>,
): readonly Subanswer[] {
  return subrequests.map(({ referenceId }) => {
    const answer = answers.get(referenceId);
    return answer !== undefined && isFailure(answer) ? answer : haltedAnswer(referenceId);
  });
}

/**
 * Runs one subrequest; refusals become its answer, and a failed one leaves nothing behind.
 * @param isAllowed which addresses may be called in this place, by the path after the version
 */
export function runSubrequest(
  call: Call,
  subrequest: Subrequest,
  results: Results,
  { route, isAllowed }: { readonly route: Route; readonly isAllowed: (sub: Call) => boolean },
): Subanswer {
  const { referenceId } = subrequest;
  const { store } = call.org;
  const savepoint = store.savepoint();
  const answer = ((): Subanswer => {
    try {
      const sub = subcallOf(call, subrequest, results, isAllowed);
      const fault = call.org.faults.strikeSubrequest(sub.request);
      const refusal = fault === undefined ? undefined : refusalOfFault(fault);
      if (refusal !== undefined) throw refusal;
      return answerOf(route(sub), referenceId);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { body: error.items, httpHeaders: {}, httpStatusCode: error.status, referenceId };
    }
  })();
  if (isFailure(answer)) store.rollbackTo(savepoint);
  return answer;
}

/** An answer of the API as part of a composite one. */
function answerOf(answer: EmulatorAnswer, referenceId: string): Subanswer {
  const { "content-type": _type, location, ...others } = answer.headers;
  const httpHeaders = location === undefined ? others : { ...others, Location: location };
  const body: unknown = answer.body === "" ? null : JSON.parse(answer.body);
  return { body, httpHeaders: named(httpHeaders), httpStatusCode: answer.status, referenceId };
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

/** The subrequest as a call of its own: it inherits headers, except those that state preconditions. */
function subcallOf(
  call: Call,
  subrequest: Subrequest,
  results: Results,
  isAllowed: (sub: Call) => boolean,
): Call {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(call.request.headers)) {
    if (!PRECONDITIONS.has(name)) headers[name] = value;
  }
  for (const [given, value] of Object.entries(subrequest.httpHeaders)) {
    const name = given.toLowerCase();
    if (NOT_FOR_SUBREQUESTS.has(name)) throw headerNotAllowed(given);
    if (PRECONDITIONS.has(name) && !COMPOSITE_HONOURS_PRECONDITIONS) continue;
    headers[name] = resolveText(value, results);
  }
  const body =
    subrequest.body === undefined
      ? ""
      : JSON.stringify(resolveReferences(subrequest.body, results));
  const url = resolveText(subrequest.url, results);
  const request: EmulatorRequest = { method: subrequest.method, url, headers, body };
  call.org.usage.countSubrequest(kindOf(request));
  const sub = callOf(call.org, request, call.session, call.now);
  const isInside = /^\/services\/data\/v\d/.test(url) && isKnownVersion(sub.version);
  if (!isInside || !isAllowed(sub)) {
    throw refuse(400, "INVALID_BATCH_REQUEST", `Invalid subrequest URL: ${url}`);
  }
  return sub;
}

/** `Accept`, `Authorization` and `Content-Type` are of the whole request (D, requests_composite). */
const headerNotAllowed = (name: string): ApiError =>
  refuse(400, "INVALID_BATCH_REQUEST", COMPOSITE_TEXTS.header(name));

/** Refuses a list whose shape is wrong before any of it runs. @param countMax of subrequests */
export function readSubrequests(value: unknown, countMax: number): readonly Subrequest[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw refuse(400, "JSON_PARSER_ERROR", "compositeRequest must be a list of subrequests");
  }
  if (value.length > countMax) {
    const message = COMPOSITE_TEXTS.tooMany("subrequests", countMax);
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
  if (!/^[A-Za-z0-9]\w*$/.test(referenceId)) {
    const message = `Provided referenceId ('${referenceId}') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').`;
    throw refuse(400, "JSON_PARSER_ERROR", message);
  }
  const headers = isObject(httpHeaders)
    ? Object.fromEntries(Object.entries(httpHeaders).map(([name, text]) => [name, String(text)]))
    : {};
  return { method: method.toUpperCase(), url, referenceId, body, httpHeaders: headers };
}
