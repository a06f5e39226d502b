/**
 * Org API: one authorised HTTP exchange with one Salesforce org.
 *
 * An ended session is renewed once and the same bytes are sent again, which is safe: a 401 is given
 * before anything is done. Nothing else is ever repeated here. Every call names us as its client, so
 * that our own changes can be told from a person's in the change events (S-CLIENT).
 */
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { Http, HttpRequest } from "@accord-sync/core/ports/http.ts";
import type { DailyUsage } from "@accord-sync/core/ports/remote.ts";
import type { Permit } from "@accord-sync/core/ports/permit.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { classifyRefusal, readErrors } from "../faults/classify-error.ts";
import {
  isObject,
  type Json,
  type JsonObject,
  objectsOf,
  readJson,
} from "@accord-sync/core/json/lossless-json.ts";
import type { AnsweredAt } from "../records/observe-record.ts";
import { epochOf } from "../records/salesforce-time.ts";

export interface OrgApiOptions {
  /** Without a slash at the end. */
  readonly instanceUrl: string;
  readonly apiVersion: string;
  /** Our name in `Sforce-Call-Options`. */
  readonly client: string;
  readonly http: Http;
  readonly tokens: TokenSource;
  /** Milliseconds. */
  readonly timeoutMs: number;
  /** Told of the org's daily requests after each answer that says them. Default: nobody. */
  readonly onUsage?: (usage: DailyUsage) => void;
}

export interface Answer {
  readonly status: number;
  /** Undefined where the body is no JSON, or not every character of it came through. */
  readonly body: Json | undefined;
  /** The body as it came; null where characters of it were lost, which nobody may take for a person's. */
  readonly text: string | null;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly answeredAt: AnsweredAt;
}

/** How an exchange ended, as far as the request's own fate is concerned. */
export type Exchange =
  | { readonly kind: "answer"; readonly answer: Answer }
  /** It certainly had no effect: no token, no connection. */
  | { readonly kind: "not-done"; readonly error: OperationalError }
  /** Nobody knows whether it had an effect. */
  | { readonly kind: "unknown"; readonly error: OperationalError };

export interface OrgRequest {
  readonly method: HttpRequest["method"];
  /** Path and query below the instance. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface QueryAnswer {
  readonly rows: readonly JsonObject[];
  readonly answeredAt: AnsweredAt;
}

export interface OrgApi {
  /** Without a slash at the end. */
  readonly instanceUrl: string;
  /** `66.0` */
  readonly apiVersion: string;
  /** `/services/data/v66.0` */
  readonly dataPath: string;
  /** Header that names us in the change events. */
  readonly callOptions: Readonly<Record<string, string>>;
  exchange(request: OrgRequest): Promise<Exchange>;
  /** Reads `path`, a resource that every org has; the answer when it is a good one. */
  get(path: string): Promise<Result<Answer>>;
  /** One page of a query; `queryAll` sees deleted rows too. */
  query(resource: "query" | "queryAll", statement: string): Promise<Result<QueryAnswer>>;
}

export interface PermittedApi extends OrgApi {
  /**
   * The same for the requests of one call, each inside of `permit`: its token is at hand before it asks. Where the first
   * one is refused for its token alone, the token is renewed and the call ends as `AUTH_EXPIRED`, to be made again.
   * Default: at once, and repeated by itself.
   */
  through(permit: Permit | undefined): OrgApi;
}

export function queryPath(
  dataPath: string,
  resource: "query" | "queryAll",
  statement: string,
): string {
  return `${dataPath}/${resource}/?q=${encodeURIComponent(statement)}`;
}

const AT_ONCE: Permit = (request) => request();

export function createOrgApi(options: OrgApiOptions): PermittedApi {
  return apiThrough(options, undefined);
}

function apiThrough(options: OrgApiOptions, given: Permit | undefined): PermittedApi {
  const { tokens } = options;
  const permit = given ?? AT_ONCE;
  let hasBegun = given === undefined;
  const dataPath = `/services/data/v${options.apiVersion}`;
  const callOptions = { "sforce-call-options": `client=${options.client}` };

  async function exchange(request: OrgRequest): Promise<Exchange> {
    const token = await tokens.current();
    if (!token.ok) return { kind: "not-done", error: token.error };
    const named = { ...request, headers: { ...callOptions, ...request.headers } };
    const first = await permit(() => exchangeOnce(options, named, token.value));
    const isExpired = first.kind === "answer" && first.answer.status === 401;
    const isBegun = hasBegun;
    hasBegun ||= !isExpired;
    if (!isExpired) return first;
    const renewed = await tokens.renew(token.value);
    if (!renewed.ok) return { kind: "not-done", error: renewed.error };
    if (isBegun) return permit(() => exchangeOnce(options, named, renewed.value));
    return { kind: "not-done", error: operationalError("AUTH_EXPIRED", { system: "Salesforce" }) };
  }

  async function get(path: string): Promise<Result<Answer>> {
    const ended = await exchange({ method: "GET", path, body: null });
    if (ended.kind !== "answer") return fail(ended.error);
    const { status, body } = ended.answer;
    if (status === 200 && body !== undefined) return succeed(ended.answer);
    // What is read here is there in every org, whatever the org holds: this is no address of an org's API.
    if (status === 404) return fail(unreadable());
    return fail(classifyRefusal({ status, errors: readErrors(body) }, null));
  }

  return {
    through: (next) => apiThrough(options, next),
    instanceUrl: options.instanceUrl,
    apiVersion: options.apiVersion,
    dataPath,
    callOptions,
    exchange,
    get,
    async query(resource, statement) {
      const answer = await get(queryPath(dataPath, resource, statement));
      if (!answer.ok) return answer;
      const { body, answeredAt } = answer.value;
      return isObject(body) && Array.isArray(body["records"])
        ? succeed({ rows: objectsOf(body, "records"), answeredAt })
        : fail(unreadable());
    },
  };
}

async function exchangeOnce(
  options: OrgApiOptions,
  request: OrgRequest,
  token: string,
): Promise<Exchange> {
  const wire: HttpRequest = {
    method: request.method,
    url: options.instanceUrl + request.path,
    headers: { accept: "application/json", ...request.headers, authorization: `Bearer ${token}` },
    body: request.body,
    timeoutMs: options.timeoutMs,
  };
  const outcome = await options.http.exchange(wire);
  if (outcome.kind === "answer") {
    const { status, headers, body, isLossy = false } = outcome.answer;
    const answeredAt = epochOf(headers["date"]);
    const usage = readUsage(headers["sforce-limit-info"]);
    if (usage !== null) options.onUsage?.(usage);
    const text = isLossy ? null : body;
    return { kind: "answer", answer: answerOf({ status, text, headers, answeredAt }) };
  }
  const params = { system: "Salesforce", detail: outcome.reason };
  const error = operationalError("REMOTE_UNREACHABLE", params);
  return { kind: outcome.kind === "refused" ? "not-done" : "unknown", error };
}

/** Read when it is first asked for: the client library reads a describe, the largest of answers, by itself. */
function answerOf(parts: Omit<Answer, "body">): Answer {
  let read: { readonly json: Json | undefined } | null = null;
  return {
    ...parts,
    get body() {
      read ??= { json: parts.text === null ? undefined : readJson(parts.text) };
      return read.json;
    },
  };
}

/** `api-usage=18/15000`, with more kinds of usage behind it or not; null where it says nothing of the kind. */
export function readUsage(limitInfo: string | undefined): DailyUsage | null {
  const [, used, max] = /(?:^|[\s,])api-usage=(\d+)\/(\d+)/.exec(limitInfo ?? "") ?? [];
  return used === undefined || max === undefined ? null : { used: Number(used), max: Number(max) };
}

/** An answer in another language: a login page, a proxy's page, a body cut short. */
export function unreadable(): OperationalError {
  return operationalError("REMOTE_ANSWER_UNREADABLE", { system: "Salesforce" });
}
