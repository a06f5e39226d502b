/**
 * Company API: one authorised HTTP exchange with one QuickBooks company.
 *
 * A token that is refused is renewed, and the exchange ends as AUTH_EXPIRED: whoever keeps the budget sends the same
 * bytes again when there is room, which is safe, as a 401 comes from the gateway, before anything was done. Nothing is
 * ever repeated here.
 */
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { Http, HttpAnswer, HttpRequest } from "@accord-sync/core/ports/http.ts";
import type { Permit } from "@accord-sync/core/ports/permit.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import {
  classifyFaults,
  type FaultSubject,
  leavesDoubt,
  THROTTLE_PAUSE_MS,
} from "../faults/classify-fault.ts";
import { SYSTEM_FAILURE_LEAVES_DOUBT } from "../hypotheses.ts";
import { readFaults, saysFault } from "../faults/read-fault.ts";
import {
  isObject,
  type Json,
  type JsonObject,
  readJson,
} from "@accord-sync/core/json/lossless-json.ts";

/** Minor versions below 75 were retired; it is the only one served (Q8). */
const MINOR_VERSION = "75";

export interface CompanyApiOptions {
  readonly realmId: string;
  /** `https://quickbooks.api.intuit.com`, without a slash at the end. */
  readonly baseUrl: string;
  readonly http: Http;
  readonly tokens: TokenSource;
  /** Milliseconds. */
  readonly timeoutMs: number;
}

/** How an exchange ended, as far as the request's own fate is concerned. */
export type Exchange =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly body: Json | undefined;
      readonly requestId: string | null;
    }
  /** It certainly had no effect: no token, no connection. */
  | { readonly kind: "not-done"; readonly error: OperationalError }
  /** Nobody knows whether it had an effect. */
  | { readonly kind: "unknown"; readonly error: OperationalError };

export interface CompanyRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface CompanyApi {
  readonly realmId: string;
  exchange(request: CompanyRequest): Promise<Exchange>;
  /** Reads `resource` (below the company, without slash); the body of a good answer. */
  get(
    resource: string,
    parameters?: Readonly<Record<string, string>>,
    subject?: FaultSubject,
  ): Promise<Result<JsonObject>>;
  /** The same, with the `intuit_tid` of the answer. */
  read(
    resource: string,
    parameters?: Readonly<Record<string, string>>,
    subject?: FaultSubject,
  ): Promise<Result<Reading>>;
}

export interface PermittedApi extends CompanyApi {
  /** The same, with each request inside of `permit`: its token is at hand before it asks. Default: at once. */
  through(permit: Permit | undefined): CompanyApi;
}

/** A good answer to a read. */
export interface Reading {
  readonly body: JsonObject;
  readonly requestId: string | null;
}

const NOTHING: FaultSubject = { type: "", id: "", name: "" };

/** Path and query of a resource of the company. */
export function companyPath(
  realmId: string,
  resource: string,
  parameters: Readonly<Record<string, string>> = {},
): string {
  const query = Object.entries({ ...parameters, minorversion: MINOR_VERSION })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
  return `/v3/company/${encodeURIComponent(realmId)}/${resource}?${query}`;
}

/** A longer address may be cut or refused on its way; a query can go in a body instead (D). */
const ADDRESS_LENGTH_MAX = 4_000;

function readRequest(
  realmId: string,
  resource: string,
  parameters: Readonly<Record<string, string>>,
): CompanyRequest {
  const path = companyPath(realmId, resource, parameters);
  const headers = { accept: "application/json" };
  const { query, ...others } = parameters;
  if (resource !== "query" || query === undefined || path.length <= ADDRESS_LENGTH_MAX) {
    return { method: "GET", path, headers, body: null };
  }
  return {
    method: "POST",
    path: companyPath(realmId, resource, others),
    headers: { ...headers, "content-type": "application/text" },
    body: query,
  };
}

const AT_ONCE: Permit = (request) => request();

/** From a renewal, and not accepted yet: a refusal of this one is no matter of its age. */
interface Renewal {
  untried: string | null;
}

export function createCompanyApi(options: CompanyApiOptions): PermittedApi {
  return apiThrough(options, { untried: null }, AT_ONCE);
}

function apiThrough(options: CompanyApiOptions, renewal: Renewal, permit: Permit): PermittedApi {
  const { realmId, tokens } = options;

  async function exchange(request: CompanyRequest): Promise<Exchange> {
    const token = await tokens.current();
    if (!token.ok) return { kind: "not-done", error: token.error };
    const first = await permit(() => exchangeOnce(options, request, token.value));
    if (first.kind !== "answer") return first;
    const isTried = renewal.untried !== token.value;
    if (!isTried) renewal.untried = null;
    if (first.status !== 401 || !isTried) return first;
    const renewed = await tokens.renew(token.value);
    if (!renewed.ok) return { kind: "not-done", error: renewed.error };
    renewal.untried = renewed.value;
    const vendor = refusalOf(first, NOTHING)?.vendor ?? null;
    const params = { system: "QuickBooks" };
    return { kind: "not-done", error: operationalError("AUTH_EXPIRED", params, { vendor }) };
  }

  const read: CompanyApi["read"] = async (resource, parameters = {}, subject = NOTHING) => {
    const ended = await exchange(readRequest(realmId, resource, parameters));
    if (ended.kind !== "answer") return fail(ended.error);
    const refusal = refusalOf(ended, subject);
    if (refusal !== null) return fail(refusal);
    const { body, requestId } = ended;
    return isObject(body) ? succeed({ body, requestId }) : fail(unreadable(ended));
  };

  const api: PermittedApi = {
    realmId,
    through: (given) => (given === undefined ? api : apiThrough(options, renewal, given)),
    exchange,
    read,
    async get(resource, parameters, subject) {
      const answer = await read(resource, parameters, subject);
      return answer.ok ? succeed(answer.value.body) : answer;
    },
  };
  return api;
}

async function exchangeOnce(
  options: CompanyApiOptions,
  request: CompanyRequest,
  token: string,
): Promise<Exchange> {
  const wire: HttpRequest = {
    method: request.method,
    url: options.baseUrl + request.path,
    headers: { ...request.headers, authorization: `Bearer ${token}` },
    body: request.body,
    timeoutMs: options.timeoutMs,
  };
  const outcome = await options.http.exchange(wire);
  if (outcome.kind === "answer") return readAnswer(outcome.answer);
  const error = operationalError("REMOTE_UNREACHABLE", {
    system: "QuickBooks",
    detail: outcome.reason,
  });
  return { kind: outcome.kind === "refused" ? "not-done" : "unknown", error };
}

function readAnswer(answer: HttpAnswer): Exchange {
  return {
    kind: "answer",
    status: answer.status,
    // Bytes that are no text of the stated charset would put wrong letters into somebody's books.
    body: answer.isLossy === true ? undefined : readJson(answer.body),
    requestId: answer.headers["intuit_tid"] ?? null,
  };
}

type Answered = Extract<Exchange, { kind: "answer" }>;

/** How a write ended, with the `intuit_tid` of its answer; null where there was no answer. */
export type Settled =
  | {
      readonly outcome: "applied";
      readonly body: JsonObject;
      readonly requestId: string | null;
    }
  | {
      readonly outcome: "rejected" | "unknown";
      readonly error: OperationalError;
      readonly requestId: string | null;
    };

/**
 * Classifies the end of a write. Applied: a 2xx with a JSON object and no fault. Rejected: a refusal in
 * QuickBooks' own words, or a gateway's 4xx. All else leaves the outcome unknown (Q14): no answer, a
 * 408, a 5xx, a system fault, a redirect, a page of a proxy, a body cut short.
 */
export function settleWrite(ended: Exchange, subject: FaultSubject): Settled {
  if (ended.kind !== "answer") {
    const outcome = ended.kind === "not-done" ? "rejected" : "unknown";
    return { outcome, error: ended.error, requestId: ended.error.vendor?.requestId ?? null };
  }
  const { status, body, requestId } = ended;
  const error = refusalOf(ended, subject);
  if (error === null) {
    return isObject(body)
      ? { outcome: "applied", body, requestId }
      : { outcome: "unknown", error: unreadable(ended), requestId };
  }
  const faults = readFaults(body);
  const isRefusal = status >= 400 && status < 500 && status !== 408;
  const isFailure = status >= 500 && !SYSTEM_FAILURE_LEAVES_DOUBT;
  const isSaid = isGood(status) && faults.length > 0;
  const isCertain = (isRefusal || isFailure || isSaid) && !leavesDoubt(faults);
  return { outcome: isCertain ? "rejected" : "unknown", error, requestId };
}

const isGood = (status: number): boolean => status >= 200 && status < 300;

/** Why QuickBooks did not do what was asked; null when it did. The `intuit_tid` is kept in each case. */
export function refusalOf(answer: Answered, subject: FaultSubject): OperationalError | null {
  const { status, body, requestId } = answer;
  const [first, ...rest] = readFaults(body);
  const vendor = {
    code: first?.code ?? String(status),
    message: first?.message ?? "",
    detail: first?.detail ?? "",
    requestId,
  };
  if (status >= 500) {
    const params = { system: "QuickBooks", status: String(status) };
    return operationalError("REMOTE_FAILING", params, { vendor });
  }
  if (first !== undefined) return classifyFaults([first, ...rest], subject, requestId);
  if (isGood(status)) return saysFault(body) ? unreadable(answer) : null;
  switch (status) {
    case 401:
      return operationalError("AUTH_EXPIRED", { system: "QuickBooks" }, { vendor });
    case 403:
      return operationalError("AUTH_FORBIDDEN", { system: "QuickBooks" }, { vendor });
    case 429:
      return operationalError("QBO_THROTTLED", {}, { vendor, retryAfterMs: THROTTLE_PAUSE_MS });
    default:
      return unreadable(answer);
  }
}

/** An answer in another language: a proxy's page, a body cut short, bytes that are no text. */
export function unreadable(answer: Answered): OperationalError {
  const vendor = {
    code: String(answer.status),
    message: "",
    detail: "",
    requestId: answer.requestId,
  };
  return operationalError("REMOTE_ANSWER_UNREADABLE", { system: "QuickBooks" }, { vendor });
}
