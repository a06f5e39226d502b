/**
 * OAuth 2.0 of Salesforce. Four ways to a session, one shape of answer:
 *
 *   client credentials   our app's own secret, run as the user its policy names
 *   JWT bearer           an assertion signed with our key, no secret and no refresh token
 *   web server + PKCE    a person's consent, which gives a refresh token
 *   refresh              from then on
 *
 * Only a refusal in OAuth's own words says that a person must act; a lost answer or a 5xx says nothing.
 */
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { ErrorCode } from "@accord-sync/core/errors/registry.ts";
import type { Http, HttpAnswer } from "@accord-sync/core/ports/http.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import {
  isObject,
  type JsonObject,
  readJson,
  textOf,
} from "@accord-sync/core/json/lossless-json.ts";

export const PRODUCTION_LOGIN_URL = "https://login.salesforce.com";
export const SANDBOX_LOGIN_URL = "https://test.salesforce.com";

const JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/** Salesforce refuses an assertion that is valid for longer than five minutes. */
const ASSERTION_SECONDS = 180;
const TIMEOUT_MS = 30_000;

export interface OAuthClient {
  /** The org's own address (My Domain), or the login address; without a slash at the end. */
  readonly loginUrl: string;
  readonly clientId: string;
  /** Null for an app that needs none (JWT bearer; PKCE alone). */
  readonly clientSecret: string | null;
  readonly http: Http;
}

export interface SalesforceTokens {
  readonly accessToken: string;
  /** Where the org's API is. */
  readonly instanceUrl: string;
  /** Present after a person's consent; may be another one after each refresh, and must be kept then. */
  readonly refreshToken: string | null;
  /** From the identity address of the answer; null when it has none. */
  readonly orgId: string | null;
  readonly userId: string | null;
}

/** Claims of an assertion, for the signing port. */
export interface AssertionClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  /** Seconds since 1970. */
  readonly exp: number;
}

/** Signs with RS256 under the key whose certificate the app in Salesforce holds. */
export type SignAssertion = (claims: AssertionClaims) => Promise<string>;

export interface JwtUser {
  readonly username: string;
  /** `PRODUCTION_LOGIN_URL`, `SANDBOX_LOGIN_URL` or the site's address. */
  readonly audience: string;
  readonly sign: SignAssertion;
}

export function clientCredentials(client: OAuthClient): Promise<Result<SalesforceTokens>> {
  return requestTokens(client, { grant_type: "client_credentials" });
}

/** `now` in milliseconds since 1970. */
export async function jwtBearer(
  client: OAuthClient,
  user: JwtUser,
  now: number,
): Promise<Result<SalesforceTokens>> {
  const assertion = await user.sign({
    iss: client.clientId,
    sub: user.username,
    aud: user.audience,
    exp: Math.floor(now / 1000) + ASSERTION_SECONDS,
  });
  return requestTokens({ ...client, clientSecret: null }, { grant_type: JWT_GRANT, assertion });
}

export function refreshTokens(
  client: OAuthClient,
  refreshToken: string,
): Promise<Result<SalesforceTokens>> {
  return requestTokens(client, { grant_type: "refresh_token", refresh_token: refreshToken });
}

export interface ConsentRequest {
  readonly redirectUri: string;
  /** Must come back unchanged with the code. */
  readonly state: string;
  /** Base64url of the SHA-256 of the verifier that `exchangeCode` will give. */
  readonly codeChallenge: string;
}

export function authorizeUrl(
  client: Pick<OAuthClient, "loginUrl" | "clientId">,
  consent: ConsentRequest,
): string {
  const query = new URLSearchParams({
    response_type: "code",
    client_id: client.clientId,
    redirect_uri: consent.redirectUri,
    state: consent.state,
    scope: "api refresh_token",
    code_challenge: consent.codeChallenge,
    code_challenge_method: "S256",
  });
  return `${client.loginUrl}/services/oauth2/authorize?${query.toString()}`;
}

export function exchangeCode(
  client: OAuthClient,
  grant: { readonly code: string; readonly redirectUri: string; readonly codeVerifier: string },
): Promise<Result<SalesforceTokens>> {
  return requestTokens(client, {
    grant_type: "authorization_code",
    code: grant.code,
    redirect_uri: grant.redirectUri,
    code_verifier: grant.codeVerifier,
  });
}

/** Ends a token at Salesforce. One that is already unknown there is as good as revoked. */
export async function revoke(client: OAuthClient, token: string): Promise<Result<null>> {
  const answer = await post(client, "revoke", { token });
  if (!answer.ok) return answer;
  const { status } = answer.value;
  return status === 200 || status === 400 ? succeed(null) : fail(refusal(answer.value));
}

async function requestTokens(
  client: OAuthClient,
  grant: Readonly<Record<string, string>>,
): Promise<Result<SalesforceTokens>> {
  const secret = client.clientSecret === null ? {} : { client_secret: client.clientSecret };
  const answer = await post(client, "token", { ...grant, client_id: client.clientId, ...secret });
  if (!answer.ok) return answer;
  if (answer.value.status !== 200) {
    return fail(refusal(answer.value, grant["grant_type"]));
  }
  const tokens = readTokens(readObject(answer.value));
  return tokens === null ? fail(unreadable()) : succeed(tokens);
}

async function post(
  client: OAuthClient,
  endpoint: "token" | "revoke",
  form: Readonly<Record<string, string>>,
): Promise<Result<HttpAnswer>> {
  const outcome = await client.http.exchange({
    method: "POST",
    url: `${client.loginUrl}/services/oauth2/${endpoint}`,
    headers: {
      accept: "application/json",
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams(form).toString(),
    timeoutMs: TIMEOUT_MS,
  });
  if (outcome.kind === "answer") return succeed(outcome.answer);
  const params = { system: "Salesforce", detail: outcome.reason };
  return fail(operationalError("REMOTE_UNREACHABLE", params));
}

const IN_A_HEADER = /^[\x21-\x7e]+$/;

function readTokens(body: JsonObject): SalesforceTokens | null {
  const accessToken = textOf(body, "access_token");
  const instanceUrl = textOf(body, "instance_url");
  if (accessToken === null || instanceUrl === null) return null;
  // What no header can carry would be quoted by the error of whoever tries.
  if (!IN_A_HEADER.test(accessToken)) return null;
  const [, orgId = null, userId = null] =
    /\/id\/([A-Za-z0-9]{15,18})\/([A-Za-z0-9]{15,18})$/.exec(textOf(body, "id") ?? "") ?? [];
  return {
    accessToken,
    instanceUrl: instanceUrl.replace(/\/+$/, ""),
    refreshToken: textOf(body, "refresh_token"),
    orgId,
    userId,
  };
}

/** OAuth's words for "this will not work until somebody changes something". */
const FINAL_REFUSALS: ReadonlySet<string> = new Set([
  "inactive_org",
  "inactive_user",
  "invalid_app_access",
  "invalid_assertion",
  "invalid_client",
  "invalid_client_id",
  "invalid_grant",
  "unauthorized_client",
]);

/** Where the words tell no more. */
const BY_ERROR: Readonly<Record<string, ErrorCode>> = {
  inactive_user: "SF_USER_NOT_APPROVED",
  invalid_app_access: "SF_USER_NOT_APPROVED",
  invalid_client: "SF_APP_UNKNOWN",
  invalid_client_id: "SF_APP_UNKNOWN",
  invalid_assertion: "SF_KEY_UNKNOWN",
};

function refusal(answer: HttpAnswer, grantType = ""): OperationalError {
  const body = readObject(answer);
  const error = textOf(body, "error") ?? "";
  const message = textOf(body, "error_description") ?? "";
  const vendor = { code: error, message, detail: "", requestId: null };
  const params = { system: "Salesforce", status: String(answer.status), detail: message };
  return operationalError(codeOf(answer, grantType), params, { vendor });
}

/** Salesforce's words for what stands between us and a session, which its codes do not tell apart (S-3.1). */
const BY_WORDS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/hasn'?t approved this consumer|not admin approved|inactive user/i, "SF_USER_NOT_APPROVED"],
  [/audience/i, "SF_AUDIENCE_WRONG"],
  [/signature|invalid assertion$/i, "SF_KEY_UNKNOWN"],
  [/client identifier invalid|invalid client|client credentials/i, "SF_APP_UNKNOWN"],
];

/** Both of an assertion whose time is over and of a consent's code; the grant tells which. */
const EXPIRED = /expired authorization code|assertion (?:has )?expired/i;

function codeOf(answer: HttpAnswer, grantType: string): ErrorCode {
  const body = readObject(answer);
  const error = textOf(body, "error") ?? "";
  const words = textOf(body, "error_description") ?? "";
  const { status } = answer;
  if (grantType === JWT_GRANT && EXPIRED.test(words)) return "SF_ASSERTION_EXPIRED";
  if (FINAL_REFUSALS.has(error)) {
    const known = BY_WORDS.find(([pattern]) => pattern.test(words))?.[1];
    return known ?? BY_ERROR[error] ?? "AUTH_REFRESH_REJECTED";
  }
  // `login_rate_exceeded`, and answers of gateways before it.
  return status >= 500 || status === 429 || error === "login_rate_exceeded"
    ? "REMOTE_FAILING"
    : "REMOTE_ANSWER_UNREADABLE";
}

/** Nothing of a body that lost characters: a token with one replaced is no token. */
function readObject(answer: HttpAnswer): JsonObject {
  const body = answer.isLossy === true ? undefined : readJson(answer.body);
  return isObject(body) ? body : {};
}

function unreadable(): OperationalError {
  return operationalError("REMOTE_ANSWER_UNREADABLE", { system: "Salesforce" });
}
