/**
 * Company API: one authorised HTTP exchange with one QuickBooks company.
 *
 * An expired token is renewed once and the same bytes are sent again, which is safe: a 401 comes from
 * the gateway, before anything was done. Nothing else is ever repeated here.
 */
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { Http, HttpAnswer, HttpRequest } from "@accord-sync/core/ports/http.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { classifyFaults, type FaultSubject, THROTTLE_PAUSE_MS } from "../faults/classify-fault.ts";
import { readFaults } from "../faults/read-fault.ts";
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

export function createCompanyApi(options: CompanyApiOptions): CompanyApi {
  const { realmId, tokens } = options;

  async function exchange(request: CompanyRequest): Promise<Exchange> {
    const token = await tokens.current();
    if (!token.ok) return { kind: "not-done", error: token.error };
    const first = await exchangeOnce(options, request, token.value);
    if (first.kind !== "answer" || first.status !== 401) return first;
    const renewed = await tokens.renew(token.value);
    if (!renewed.ok) return { kind: "not-done", error: renewed.error };
    return exchangeOnce(options, request, renewed.value);
  }

  return {
    realmId,
    exchange,
    async get(resource, parameters = {}, subject = NOTHING) {
      const path = companyPath(realmId, resource, parameters);
      const headers = { accept: "application/json" };
      const ended = await exchange({ method: "GET", path, headers, body: null });
      if (ended.kind !== "answer") return fail(ended.error);
      const refusal = refusalOf(ended, subject);
      if (refusal !== null) return fail(refusal);
      return isObject(ended.body) ? succeed(ended.body) : fail(unreadable(ended));
    },
  };
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
    body: readJson(answer.body),
    requestId: answer.headers["intuit_tid"] ?? null,
  };
}

type Answered = Extract<Exchange, { kind: "answer" }>;

/** Why QuickBooks did not do what was asked; null when it did. */
export function refusalOf(answer: Answered, subject: FaultSubject): OperationalError | null {
  const { status, body, requestId } = answer;
  const [first, ...rest] = readFaults(body);
  if (status >= 500) {
    const params = { system: "QuickBooks", status: String(status) };
    const vendor = first === undefined ? null : { ...wordsOf(first), requestId };
    return operationalError("REMOTE_FAILING", params, { vendor });
  }
  if (first !== undefined) return classifyFaults([first, ...rest], subject, requestId);
  switch (status) {
    case 200:
      return null;
    case 401:
      return operationalError("AUTH_EXPIRED", { system: "QuickBooks" });
    case 403:
      return operationalError("AUTH_FORBIDDEN", { system: "QuickBooks" });
    case 429:
      return operationalError("QBO_THROTTLED", {}, { retryAfterMs: THROTTLE_PAUSE_MS });
    default:
      return unreadable(answer);
  }
}

function wordsOf(fault: { code: string; message: string; detail: string }) {
  return { code: fault.code, message: fault.message, detail: fault.detail };
}

/** An answer in another language: a proxy's page, a body cut short. */
export function unreadable(answer: Answered): OperationalError {
  const vendor = {
    code: String(answer.status),
    message: "",
    detail: "",
    requestId: answer.requestId,
  };
  return operationalError("REMOTE_ANSWER_UNREADABLE", { system: "QuickBooks" }, { vendor });
}
