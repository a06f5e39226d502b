import type { Company } from "../company.ts";
import {
  bodyText,
  jsonAnswer,
  parseUrl,
  type EmulatorAnswer,
  type EmulatorRequest,
} from "../emulator-request.ts";
import { FOREIGN_TOKEN_DESCRIPTION } from "../not-evidenced.ts";
import { authenticatedApp } from "./apps.ts";
import { authorize } from "./authorize.ts";
import { ISSUER, idToken, keySet, userInfo } from "./identity.ts";
import { TokenDesk, type IssuedTokens } from "./tokens.ts";

/** Where each step of OAuth 2 is answered; paths as the vendor's hosts have them. */
const OAUTH_PATHS = {
  authorize: "/connect/oauth2",
  token: "/oauth2/v1/tokens/bearer",
  revoke: "/v2/oauth2/tokens/revoke",
  userInfo: "/v1/openid_connect/userinfo",
  keys: "/op/v1/jwks",
  discovery: "/.well-known/openid_configuration",
  sandboxDiscovery: "/.well-known/openid_sandbox_configuration",
} as const;

export const INVALID_REFRESH_TOKEN = "Incorrect or invalid refresh token";

/** The answer to an OAuth address; undefined when the address is none. Real clients end some with a slash. */
export function answerOauth(
  request: EmulatorRequest,
  company: Company,
  now: number,
): EmulatorAnswer | undefined {
  const desk = new TokenDesk(company.store, company.ids, company.settings, now);
  switch (parseUrl(request.url).path.replace(/\/$/, "")) {
    case OAUTH_PATHS.authorize:
      return company.store.transact(() => authorize(request, company, desk));
    case OAUTH_PATHS.token:
      return company.store.transact(() => exchange(request, company, desk, now));
    case OAUTH_PATHS.revoke:
      return company.store.transact(() => revoke(request, company, desk));
    case OAUTH_PATHS.userInfo:
      return userInfo(request, company, now);
    case OAUTH_PATHS.keys:
      return keySet(company.identityKey());
    case OAUTH_PATHS.discovery:
    case OAUTH_PATHS.sandboxDiscovery:
      return discovery(request);
    default:
      return undefined;
  }
}

/**
 * RFC 6749 token endpoint: a form, authenticated by the app, answered with JSON that is never cached.
 */
function exchange(
  request: EmulatorRequest,
  company: Company,
  desk: TokenDesk,
  now: number,
): EmulatorAnswer {
  if (request.method !== "POST") return jsonAnswer(405, { error: "invalid_request" });
  const clientId = authenticatedApp(request, company.settings);
  if (clientId === undefined) return jsonAnswer(401, { error: "invalid_client" });
  const form = new URLSearchParams(bodyText(request));
  switch (form.get("grant_type") ?? "") {
    case "authorization_code": {
      const redirect = form.get("redirect_uri") ?? "";
      const issued = desk.exchangeCode(form.get("code") ?? "", redirect, clientId);
      if (issued === undefined) return refused("Invalid authorization code");
      const key = issued.scope.split(" ").includes("openid") ? company.identityKey() : undefined;
      const identity =
        key === undefined ? {} : { id_token: idToken(key, company.settings, clientId, now) };
      return granted(issued, request, identity);
    }
    case "refresh_token": {
      const issued = desk.refresh(form.get("refresh_token") ?? "", clientId);
      if (issued === "of another app") return refused(FOREIGN_TOKEN_DESCRIPTION);
      return issued === "invalid" ? refused(INVALID_REFRESH_TOKEN) : granted(issued, request);
    }
    case "":
      return jsonAnswer(400, { error: "invalid_request" });
    default:
      return jsonAnswer(400, { error: "unsupported_grant_type" });
  }
}

/** Also the answer of the injected fault `invalid_grant`. */
export function refused(description: string): EmulatorAnswer {
  return jsonAnswer(400, { error: "invalid_grant", error_description: description });
}

/** The five-year end is told only to those who ask for it by header (since January 2026). */
function granted(
  issued: IssuedTokens,
  request: EmulatorRequest,
  more: object = {},
): EmulatorAnswer {
  const wantsHardEnd =
    request.headers["x-include-refresh-token-hard-expires-in"]?.toLowerCase() === "true";
  return jsonAnswer(200, {
    token_type: "bearer",
    access_token: issued.accessToken,
    expires_in: issued.accessExpiresIn,
    refresh_token: issued.refreshToken,
    x_refresh_token_expires_in: issued.refreshExpiresIn,
    ...(wantsHardEnd ? { x_refresh_token_hard_expires_in: issued.hardExpiresIn } : {}),
    ...more,
  });
}

/** JSON as documented; a form is accepted because node-quickbooks sends one (S). */
function revoke(request: EmulatorRequest, company: Company, desk: TokenDesk): EmulatorAnswer {
  if (request.method !== "POST") return jsonAnswer(405, { error: "invalid_request" });
  const clientId = authenticatedApp(request, company.settings);
  if (clientId === undefined) return jsonAnswer(401, { error: "invalid_client" });
  const token = tokenToRevoke(bodyText(request) ?? "");
  if (token === undefined || !desk.revoke(token, clientId))
    return jsonAnswer(400, { error: "invalid_request" });
  return { status: 200, headers: { "content-type": "application/json" }, body: "" };
}

function tokenToRevoke(text: string): string | undefined {
  try {
    const parsed = JSON.parse(text) as { token?: unknown } | null;
    return typeof parsed?.token === "string" ? parsed.token : undefined;
  } catch {
    return new URLSearchParams(text).get("token") ?? undefined;
  }
}

/** The vendor's document with this emulator's addresses; the issuer stays the vendor's. */
function discovery(request: EmulatorRequest): EmulatorAnswer {
  const base = `http://${request.headers["host"] ?? "127.0.0.1:4002"}`;
  return jsonAnswer(200, {
    issuer: ISSUER,
    authorization_endpoint: base + OAUTH_PATHS.authorize,
    token_endpoint: base + OAUTH_PATHS.token,
    userinfo_endpoint: base + OAUTH_PATHS.userInfo,
    revocation_endpoint: base + OAUTH_PATHS.revoke,
    jwks_uri: base + OAUTH_PATHS.keys,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: ["openid", "email", "profile", "address", "phone"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
    claims_supported: ["aud", "exp", "iat", "iss", "realmid", "sub"],
  });
}
