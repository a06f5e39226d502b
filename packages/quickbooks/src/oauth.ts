/**
 * OAuth 2.0 of Intuit: from a person's consent to tokens, and on to fresh ones.
 *
 * A refresh can replace the refresh token; the old one then dies. So whoever refreshes stores what
 * comes back before using it, and refreshes one at a time. Only Intuit's own `invalid_grant` says that
 * a person must connect again: a lost answer or a 5xx says nothing about the token.
 */
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { THROTTLE_PAUSE_MS } from "./faults/classify-fault.ts";
import type { Http, HttpAnswer } from "@accord-sync/core/ports/http.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import {
  isObject,
  type JsonObject,
  readJson,
  textOf,
} from "@accord-sync/core/json/lossless-json.ts";

export interface OAuthEndpoints {
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly revokeUrl: string;
}

/** As Intuit's discovery document lists them. */
export const INTUIT_ENDPOINTS: OAuthEndpoints = {
  authorizeUrl: "https://appcenter.intuit.com/connect/oauth2",
  tokenUrl: "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer",
  revokeUrl: "https://developer.api.intuit.com/v2/oauth2/tokens/revoke",
};

/** Read and write of accounting data; there is no scope for reading alone. */
const SCOPE = "com.intuit.quickbooks.accounting";

const TIMEOUT_MS = 30_000;

/** What Intuit documents, for an answer that does not say; a 401 ends a token that lives shorter. */
const ACCESS_SECONDS_DEFAULT = 3600;
/** No end lies further away than five years; what is told beyond this is taken for not told. */
const SECONDS_MAX = 10 * 366 * 24 * 3600;

export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly http: Http;
  /** Default: Intuit's own. */
  readonly endpoints?: OAuthEndpoints;
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds until the access token ends; 3600 at Intuit, and where the answer does not say. */
  readonly expiresInSeconds: number;
  /** Seconds until the refresh token ends when it is not used; null when Intuit did not say. */
  readonly refreshExpiresInSeconds: number | null;
  /** Seconds until the authorisation itself ends whatever is done (five years); null when not said. */
  readonly authorisationExpiresInSeconds: number | null;
}

const endpointsOf = (client: OAuthClient): OAuthEndpoints => client.endpoints ?? INTUIT_ENDPOINTS;

/** The page on which a person lets us into a company. `state` must come back unchanged with the code. */
export function authorizeUrl(
  client: Pick<OAuthClient, "clientId" | "endpoints">,
  redirectUri: string,
  state: string,
): string {
  const query = new URLSearchParams({
    client_id: client.clientId,
    response_type: "code",
    scope: SCOPE,
    redirect_uri: redirectUri,
    state,
  });
  return `${(client.endpoints ?? INTUIT_ENDPOINTS).authorizeUrl}?${query.toString()}`;
}

/** Turns the code of the callback into tokens. A code lives minutes and works once. */
export function exchangeCode(
  client: OAuthClient,
  code: string,
  redirectUri: string,
): Promise<Result<Tokens>> {
  return requestTokens(client, {
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
  });
}

export function refreshTokens(client: OAuthClient, refreshToken: string): Promise<Result<Tokens>> {
  return requestTokens(client, { grant_type: "refresh_token", refresh_token: refreshToken });
}

/** Ends the authorisation at Intuit. A token that is already unknown there is as good as revoked. */
export async function revoke(client: OAuthClient, token: string): Promise<Result<null>> {
  const answer = await post(client, endpointsOf(client).revokeUrl, {
    contentType: "application/json",
    body: JSON.stringify({ token }),
  });
  if (!answer.ok) return answer;
  const { status } = answer.value;
  return status === 200 || status === 400 ? succeed(null) : fail(refusal(answer.value));
}

async function requestTokens(
  client: OAuthClient,
  form: Readonly<Record<string, string>>,
): Promise<Result<Tokens>> {
  const answer = await post(client, endpointsOf(client).tokenUrl, {
    contentType: "application/x-www-form-urlencoded",
    body: new URLSearchParams(form).toString(),
  });
  if (!answer.ok) return answer;
  if (answer.value.status !== 200) return fail(refusal(answer.value));
  const tokens = readTokens(readObject(answer.value));
  return tokens === null ? fail(refusal(answer.value)) : succeed(tokens);
}

interface Form {
  readonly contentType: string;
  readonly body: string;
}

async function post(client: OAuthClient, url: string, form: Form): Promise<Result<HttpAnswer>> {
  const credentials = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString("base64");
  const outcome = await client.http.exchange({
    method: "POST",
    url,
    headers: {
      accept: "application/json",
      authorization: `Basic ${credentials}`,
      "content-type": form.contentType,
      "x-include-refresh-token-hard-expires-in": "true",
    },
    body: form.body,
    timeoutMs: TIMEOUT_MS,
  });
  if (outcome.kind === "answer") return succeed(outcome.answer);
  const params = { system: "QuickBooks", detail: outcome.reason };
  return fail(operationalError("REMOTE_UNREACHABLE", params));
}

function readTokens(body: JsonObject): Tokens | null {
  const accessToken = textOf(body, "access_token");
  const refreshToken = textOf(body, "refresh_token");
  // By now the tokens before may be dead: these are kept whatever else the answer lacks.
  if (!accessToken || !refreshToken) return null;
  return {
    accessToken,
    refreshToken,
    expiresInSeconds: seconds(body, "expires_in") ?? ACCESS_SECONDS_DEFAULT,
    refreshExpiresInSeconds: seconds(body, "x_refresh_token_expires_in"),
    authorisationExpiresInSeconds: seconds(body, "x_refresh_token_hard_expires_in"),
  };
}

function seconds(body: JsonObject, property: string): number | null {
  const value = Number(textOf(body, property) || Number.NaN);
  return value >= 0 && value <= SECONDS_MAX ? value : null;
}

function refusal(answer: HttpAnswer): OperationalError {
  const body = readObject(answer);
  const code = textOf(body, "error") ?? String(answer.status);
  const message = textOf(body, "error_description") ?? "";
  const requestId = answer.headers["intuit_tid"] ?? null;
  const vendor = { code, message, detail: "", requestId };
  const params = { system: "QuickBooks", status: String(answer.status) };
  if (answer.status >= 500) return operationalError("REMOTE_FAILING", params, { vendor });
  if (answer.status === 429)
    return operationalError("QBO_THROTTLED", params, { vendor, retryAfterMs: THROTTLE_PAUSE_MS });
  // The app's own credentials may be wrong too: the same person has to act.
  if (code === "invalid_grant" || code === "invalid_client") {
    return operationalError("AUTH_REFRESH_REJECTED", params, { vendor });
  }
  return operationalError("REMOTE_ANSWER_UNREADABLE", params, { vendor });
}

function readObject(answer: HttpAnswer): JsonObject {
  const body = answer.isLossy === true ? undefined : readJson(answer.body);
  return isObject(body) ? body : {};
}
