import { createHash, createHmac } from "node:crypto";
import { ROTATES_REFRESH_TOKENS } from "../not-evidenced.ts";
import type { Org } from "../org.ts";
import { type EmulatorAnswer, type EmulatorRequest, json } from "../wire.ts";
import { type ConnectedApp, certificatesOf, isActiveUser, oauthError, userNamed } from "./apps.ts";
import { verifiedClaims } from "./jwt.ts";
import { identityUrl } from "./identity.ts";
import { closeSessionsOf, type Holder, openSession } from "./sessions.ts";

/** `POST /services/oauth2/token`: the four grants that a server-side client uses (S3.1). */

const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/** Grants in which the app proves who it is. */
const GRANTS: ReadonlySet<string | null> = new Set([
  "authorization_code",
  "client_credentials",
  "refresh_token",
]);
const REFRESH_TOKENS = "refreshTokens";
const CODES = "authorizationCodes";
/** A code verifier (RFC 7636, 4.1); jsforce's are longer than the 128 characters of the standard. */
const VERIFIER = /^[A-Za-z0-9\-._~]{43,}$/;
/** Milliseconds that an authorization code lives. */
const CODE_LIFE_MS = 900_000;
/** How far ahead, in seconds, the `exp` of an assertion may lie. */
const ASSERTION_LIFE_S = 300;
const AUDIENCES = ["https://login.salesforce.com", "https://test.salesforce.com"];

/** Answers a token request. Refusals have status 400 and the OAuth form. */
export function issueToken(org: Org, request: EmulatorRequest, now: number): EmulatorAnswer {
  const form = new URLSearchParams(request.body);
  const grant = form.get("grant_type");
  if (grant === JWT_BEARER) return byAssertion(org, form.get("assertion") ?? "", now);
  if (!GRANTS.has(grant)) return oauthError("unsupported_grant_type", "grant type not supported");
  const client = clientOf(org, request, form);
  if (!("app" in client)) return client;
  const { app } = client;
  if (grant === "client_credentials") {
    if (!client.hasProvenSecret) return oauthError("invalid_client", "invalid client credentials");
    const userId = app.runAsUserId ?? org.settings.integrationUserId;
    return tokenAnswer(org, { userId, clientId: app.id }, now);
  }
  if (grant === "authorization_code") return byCode(org, client, form, now);
  return byRefreshToken(org, app, form.get("refresh_token") ?? "", now);
}

export interface Client {
  readonly app: ConnectedApp;
  /** A public client sends no secret; it proves itself by PKCE or by its refresh token. */
  readonly hasProvenSecret: boolean;
}

/**
 * The app that asks, which names itself in the form or by Basic; or the refusal of an id that is unknown
 * or a secret that is wrong (D `remoteaccess_oauth_flow_errors`).
 */
export function clientOf(
  org: Org,
  request: EmulatorRequest,
  form: URLSearchParams,
): Client | EmulatorAnswer {
  const basic = /^Basic\s+(\S+)$/i.exec(request.headers["authorization"] ?? "")?.[1];
  const pair = basic === undefined ? undefined : Buffer.from(basic, "base64").toString();
  const [id, secret] =
    pair === undefined
      ? [form.get("client_id"), form.get("client_secret")]
      : [pair.slice(0, pair.indexOf(":")), pair.slice(pair.indexOf(":") + 1)];
  const app = org.settings.apps.find((each) => each.id === id);
  if (app === undefined) return oauthError("invalid_client_id", "client identifier invalid");
  if (secret !== null && secret !== app.secret)
    return oauthError("invalid_client", "invalid client credentials");
  return { app, hasProvenSecret: secret !== null };
}

/**
 * JWT bearer: the certificate vouches for the app, `sub` names the user. No refresh token (S3.1).
 */
function byAssertion(org: Org, assertion: string, now: number): EmulatorAnswer {
  const claims = verifiedClaims(assertion, certificatesOf(org));
  if (claims === undefined) return oauthError("invalid_grant", "invalid assertion");
  const app = org.settings.apps.find((each) => each.id === claims["iss"]);
  if (app === undefined) return oauthError("invalid_client_id", "client identifier invalid");
  const audience = withoutAlias(String(claims["aud"]));
  const nowS = Math.floor(now / 1000);
  if (![...AUDIENCES, withoutAlias(org.settings.instanceUrl)].includes(audience)) {
    return oauthError("invalid_grant", "audience is invalid");
  }
  const expiry = Number(claims["exp"]);
  if (!(expiry > nowS)) return oauthError("invalid_grant", "expired authorization code");
  if (expiry > nowS + ASSERTION_LIFE_S) return oauthError("invalid_grant", "invalid assertion");
  const username = String(claims["sub"]);
  const userId = userNamed(org, username);
  const isApproved =
    app.approvedUsers?.some((each) => each.toLowerCase() === username.toLowerCase()) ?? true;
  if (userId === undefined || !isApproved) {
    return oauthError("invalid_grant", "user hasn't approved this consumer");
  }
  return tokenAnswer(org, { userId, clientId: app.id }, now);
}

/** The org may be called by either name of this machine. */
function withoutAlias(audience: string): string {
  return audience.replace(/^http:\/\/localhost(?=[:/]|$)/, "http://127.0.0.1").replace(/\/$/, "");
}

/** Stores a code for a person who has said yes, in place of those too old to be used; `authorize.ts` sends it. */
export function issueCode(
  org: Org,
  grant: {
    readonly userId: string;
    readonly clientId: string;
    readonly redirectUri: string;
    readonly challenge: string | null;
  },
  now: number,
): string {
  for (const [unused, { issuedAt }] of org.store.all(CODES)) {
    if (now - Number(issuedAt) > CODE_LIFE_MS) org.store.remove(CODES, unused);
  }
  const code = `aPrx${org.ids.opaque("code")}`;
  org.store.put(CODES, code, { ...grant, issuedAt: now });
  return code;
}

/**
 * Web server flow, last step: a code is good once, for the app and address that it was made for.
 */
function byCode(
  org: Org,
  { app, hasProvenSecret }: Client,
  form: URLSearchParams,
  now: number,
): EmulatorAnswer {
  const code = form.get("code") ?? "";
  const grant = org.store.get(CODES, code);
  if (grant === undefined || now - Number(grant["issuedAt"]) > CODE_LIFE_MS) {
    return oauthError("invalid_grant", "expired authorization code");
  }
  org.store.remove(CODES, code);
  if (grant["clientId"] !== app.id)
    return oauthError("invalid_grant", "invalid authorization code");
  if (grant["redirectUri"] !== form.get("redirect_uri")) {
    return oauthError("redirect_uri_mismatch", "redirect_uri must match configuration");
  }
  const challenge = grant["challenge"];
  const verifier = form.get("code_verifier") ?? "";
  const hash = createHash("sha256").update(verifier).digest("base64url");
  const isProven = VERIFIER.test(verifier) && hash === challenge;
  if (challenge === null ? !hasProvenSecret : !isProven) {
    return oauthError("invalid_grant", "invalid code verifier");
  }
  const holder = {
    userId: String(grant["userId"]),
    clientId: app.id,
    grantId: org.ids.opaque("grant"),
  };
  return tokenAnswer(org, holder, now, newRefreshToken(org, holder));
}

/** A refresh token lives until it is used or taken back. */
function newRefreshToken(org: Org, holder: Holder): string {
  const token = `5Aep861${org.ids.opaque("refresh")}`;
  org.store.put(REFRESH_TOKENS, token, { ...holder });
  return token;
}

/** Takes a refresh token back, and with it the sessions that it opened; false when there was none. */
export function dropRefreshToken(org: Org, token: string): boolean {
  const stored = org.store.get(REFRESH_TOKENS, token);
  if (stored === undefined) return false;
  org.store.remove(REFRESH_TOKENS, token);
  if (typeof stored["grantId"] === "string") closeSessionsOf(org, stored["grantId"]);
  return true;
}

/** Whom a refresh token is for; undefined when it never was, was used or was taken back. */
export function refreshTokenHolder(org: Org, token: string): Holder | undefined {
  const stored = org.store.get(REFRESH_TOKENS, token);
  if (stored === undefined) return undefined;
  const { userId, clientId, grantId } = stored;
  const holder = { userId: String(userId), clientId: String(clientId) };
  return typeof grantId === "string" ? { ...holder, grantId } : holder;
}

/** A new session for a refresh token, which is replaced at the same time. */
function byRefreshToken(org: Org, app: ConnectedApp, token: string, now: number): EmulatorAnswer {
  const holder = refreshTokenHolder(org, token);
  if (holder === undefined || holder.clientId !== app.id) {
    return oauthError("invalid_grant", "expired access/refresh token");
  }
  if (!ROTATES_REFRESH_TOKENS) return tokenAnswer(org, holder, now);
  org.store.remove(REFRESH_TOKENS, token);
  return tokenAnswer(org, holder, now, newRefreshToken(org, holder));
}

/** What a token may be used for: more where a refresh token belongs to it. */
export const scopeOf = (isRefreshable: boolean): string =>
  isRefreshable ? "refresh_token api" : "api";

/** Opens a session and words the answer; `issued_at` is epoch milliseconds as text. */
function tokenAnswer(org: Org, holder: Holder, now: number, refreshToken?: string): EmulatorAnswer {
  if (!isActiveUser(org, holder.userId)) return oauthError("inactive_user", "user is inactive");
  const { instanceUrl } = org.settings;
  const id = identityUrl(org, holder.userId);
  const issuedAt = String(now);
  const secret = org.settings.apps.find((app) => app.id === holder.clientId)?.secret ?? "";
  return json(200, {
    access_token: openSession(org, holder, now),
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    signature: createHmac("sha256", secret)
      .update(id + issuedAt)
      .digest("base64"),
    scope: scopeOf(holder.grantId !== undefined),
    instance_url: instanceUrl,
    id,
    token_type: "Bearer",
    issued_at: issuedAt,
  });
}
