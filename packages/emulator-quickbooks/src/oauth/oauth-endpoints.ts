import type { Company } from "../company.ts";
import {
  bodyText,
  jsonAnswer,
  parseUrl,
  type EmulatorAnswer,
  type EmulatorRequest,
} from "../emulator-request.ts";
import { isSameOrigin } from "../pages/same-origin.ts";
import { consentPage } from "./consent-page.ts";
import {
  ACCESS_TOKEN_LIFE_SECONDS,
  REFRESH_TOKEN_LIFE_SECONDS,
  TokenDesk,
  type IssuedTokens,
} from "./tokens.ts";

/** Where each step of OAuth 2 is answered; paths as the vendor's hosts have them (reference 8). */
export const OAUTH_PATHS = {
  authorize: "/connect/oauth2",
  token: "/oauth2/v1/tokens/bearer",
  revoke: "/v2/oauth2/tokens/revoke",
  discovery: "/.well-known/openid_configuration",
  sandboxDiscovery: "/.well-known/openid_sandbox_configuration",
} as const;

export const INVALID_REFRESH_TOKEN = "Incorrect or invalid refresh token";

/** The answer to an OAuth address; undefined when the address is none. */
export function answerOauth(
  request: EmulatorRequest,
  company: Company,
  now: number,
): EmulatorAnswer | undefined {
  const desk = new TokenDesk(company.store, company.ids, now);
  switch (parseUrl(request.url).path) {
    case OAUTH_PATHS.authorize:
      return company.store.transact(() => authorize(request, company, desk));
    case OAUTH_PATHS.token:
      return company.store.transact(() => exchange(request, company, desk));
    case OAUTH_PATHS.revoke:
      return company.store.transact(() => revoke(request, company, desk));
    case OAUTH_PATHS.discovery:
    case OAUTH_PATHS.sandboxDiscovery:
      return discovery(request);
    default:
      return undefined;
  }
}

/** GET shows the consent page; its buttons come back as POST with the same query. */
function authorize(request: EmulatorRequest, company: Company, desk: TokenDesk): EmulatorAnswer {
  const { query } = parseUrl(request.url);
  const redirect = query.get("redirect_uri") ?? "";
  const isKnown =
    query.get("client_id") === company.settings.clientId && query.get("response_type") === "code";
  if (!isKnown || !URL.canParse(redirect)) return jsonAnswer(400, { error: "invalid_request" });
  if (request.method === "GET") return consentPage(request.url, new URL(redirect).host);
  if (!isSameOrigin(request)) return jsonAnswer(403, { error: "access_denied" });
  const target = new URL(redirect);
  const isDenied = new URLSearchParams(bodyText(request)).get("decision") !== "connect";
  if (isDenied) target.searchParams.set("error", "access_denied");
  else target.searchParams.set("code", desk.issueCode(redirect, company.settings.realmId));
  const state = query.get("state");
  if (state !== null) target.searchParams.set("state", state);
  if (!isDenied) target.searchParams.set("realmId", company.settings.realmId);
  return { status: 302, headers: { location: target.href, "cache-control": "no-store" }, body: "" };
}

/**
 * RFC 6749 token endpoint: a form, authenticated by the app, answered with JSON that is never cached.
 */
function exchange(request: EmulatorRequest, company: Company, desk: TokenDesk): EmulatorAnswer {
  if (request.method !== "POST") return jsonAnswer(405, { error: "invalid_request" });
  if (!isClient(request, company)) return jsonAnswer(401, { error: "invalid_client" });
  const form = new URLSearchParams(bodyText(request));
  switch (form.get("grant_type") ?? "") {
    case "authorization_code": {
      const issued = desk.exchangeCode(form.get("code") ?? "", form.get("redirect_uri") ?? "");
      return issued === undefined
        ? refused("Invalid authorization code")
        : granted(issued, request);
    }
    case "refresh_token": {
      const issued = desk.refresh(form.get("refresh_token") ?? "");
      return issued === undefined ? refused(INVALID_REFRESH_TOKEN) : granted(issued, request);
    }
    default:
      return jsonAnswer(400, { error: "unsupported_grant_type" });
  }
}

/** Also the answer of the injected fault `invalid_grant`. */
export function refused(description: string): EmulatorAnswer {
  return jsonAnswer(400, { error: "invalid_grant", error_description: description });
}

/** The five-year end is told only to those who ask for it by header (since January 2026). */
function granted(issued: IssuedTokens, request: EmulatorRequest): EmulatorAnswer {
  const wantsHardEnd = request.headers["x-include-refresh-token-hard-expires-in"] === "true";
  return jsonAnswer(200, {
    token_type: "bearer",
    access_token: issued.accessToken,
    expires_in: ACCESS_TOKEN_LIFE_SECONDS,
    refresh_token: issued.refreshToken,
    x_refresh_token_expires_in: REFRESH_TOKEN_LIFE_SECONDS,
    ...(wantsHardEnd ? { x_refresh_token_hard_expires_in: issued.hardExpiresIn } : {}),
  });
}

/** JSON as documented; a form is accepted because older clients send one. */
function revoke(request: EmulatorRequest, company: Company, desk: TokenDesk): EmulatorAnswer {
  if (!isClient(request, company)) return jsonAnswer(401, { error: "invalid_client" });
  let token: unknown;
  try {
    token = (JSON.parse(bodyText(request) ?? "") as { token?: unknown }).token;
  } catch {
    token = new URLSearchParams(bodyText(request)).get("token");
  }
  if (typeof token !== "string" || !desk.revoke(token))
    return jsonAnswer(400, { error: "invalid_request" });
  return { status: 200, headers: { "content-type": "application/json" }, body: "" };
}

/** Basic authentication with the app's id and secret. */
function isClient(request: EmulatorRequest, company: Company): boolean {
  const { clientId, clientSecret } = company.settings;
  const [scheme, encoded] = (request.headers["authorization"] ?? "").split(" ");
  const decoded = Buffer.from(encoded ?? "", "base64").toString("utf8");
  return scheme?.toLowerCase() === "basic" && decoded === `${clientId}:${clientSecret}`;
}

/** The vendor's document with this emulator's addresses; the issuer stays the vendor's. */
function discovery(request: EmulatorRequest): EmulatorAnswer {
  const base = `http://${request.headers["host"] ?? "127.0.0.1:4002"}`;
  return jsonAnswer(200, {
    issuer: "https://oauth.platform.intuit.com/op/v1",
    authorization_endpoint: base + OAUTH_PATHS.authorize,
    token_endpoint: base + OAUTH_PATHS.token,
    revocation_endpoint: base + OAUTH_PATHS.revoke,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: ["openid", "email", "profile", "address", "phone"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
    claims_supported: ["aud", "exp", "iat", "iss", "realmid", "sub"],
  });
}
