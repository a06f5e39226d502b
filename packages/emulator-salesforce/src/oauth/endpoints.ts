import { notFound } from "../api-error.ts";
import type { Org } from "../org.ts";
import { empty, type EmulatorAnswer, type EmulatorRequest, json } from "../wire.ts";
import { oauthError } from "./apps.ts";
import { authorize } from "./authorize.ts";
import { identityUrl, userInfo } from "./identity.ts";
import {
  bearerToken,
  closeSession,
  type Holder,
  sessionEnd,
  sessionExpired,
  sessionOf,
  sessionStart,
} from "./sessions.ts";
import { clientOf, scopeOf, dropRefreshToken, issueToken, refreshTokenHolder } from "./token.ts";

/** Everything under `/services/oauth2/`. */
export function oauthEndpoint(
  org: Org,
  request: EmulatorRequest,
  endpoint: string,
  now: number,
): EmulatorAnswer {
  const isPost = request.method === "POST";
  switch (endpoint) {
    case "token":
      return isPost ? issueToken(org, request, now) : wrongMethod();
    case "authorize":
      return authorize(org, request, now);
    case "revoke":
      return revoke(org, request);
    case "introspect":
      return isPost ? introspect(org, request, now) : wrongMethod();
    case "userinfo":
      return whoami(org, request, now);
    default:
      throw notFound();
  }
}

const wrongMethod = () => oauthError("invalid_request", "must use HTTP POST");

/** Ends a session or takes back a refresh token; the same call serves both. */
function revoke(org: Org, request: EmulatorRequest): EmulatorAnswer {
  const query = new URLSearchParams(request.url.split("?")[1] ?? "");
  const token = new URLSearchParams(request.body).get("token") ?? query.get("token") ?? "";
  const wasSession = closeSession(org, token);
  const wasRefresh = dropRefreshToken(org, token);
  return wasSession || wasRefresh
    ? empty(200)
    : oauthError("unsupported_token_type", "this token type is not supported");
}

/**
 * Tells an app about a token of its own; about those of others and dead ones it tells nothing (D
 * `remoteaccess_oidc_token_introspection`).
 */
function introspect(org: Org, request: EmulatorRequest, now: number): EmulatorAnswer {
  const form = new URLSearchParams(request.body);
  const client = clientOf(org, request, form);
  if (!("app" in client)) return { ...client, status: 401 };
  const { app, hasProvenSecret } = client;
  if (app.secret !== undefined && !hasProvenSecret) {
    return oauthError("invalid_client", "invalid client credentials", 401);
  }
  const token = form.get("token") ?? "";
  const session = sessionOf(org, token, { now, fromLoopback: false });
  const end = sessionEnd(org, token);
  if (session?.clientId === app.id && end !== undefined) {
    const start = Math.floor(sessionStart(org, token) / 1000);
    const times = { exp: Math.floor(end / 1000), iat: start, nbf: start };
    return json(200, { ...tokenFacts(org, session), token_type: "access_token", ...times });
  }
  const holder = refreshTokenHolder(org, token);
  if (holder === undefined || holder.clientId !== app.id) return json(200, { active: false });
  return json(200, { ...tokenFacts(org, holder), token_type: "refresh_token" });
}

/** What is told of a living token, of either kind. */
function tokenFacts(org: Org, { userId, clientId, grantId }: Holder) {
  return {
    active: true,
    scope: scopeOf(grantId !== undefined),
    client_id: clientId,
    username: org.store.get("User", userId)?.["Username"],
    sub: identityUrl(org, userId),
  };
}

/** Who the token speaks for; the `sf` CLI asks this first. */
function whoami(org: Org, request: EmulatorRequest, now: number): EmulatorAnswer {
  const query = new URLSearchParams(request.url.split("?")[1] ?? "");
  const token = bearerToken(request) ?? query.get("access_token") ?? "";
  const fromLoopback = request.fromLoopback ?? true;
  const session = sessionOf(org, token, { now, fromLoopback });
  if (session === undefined) throw sessionExpired();
  return userInfo(org, session.userId);
}
