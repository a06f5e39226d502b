import { notFound } from "../api-error.ts";
import type { Org } from "../org.ts";
import { empty, type EmulatorAnswer, type EmulatorRequest, json } from "../wire.ts";
import { oauthError } from "./apps.ts";
import { authorize } from "./authorize.ts";
import { bearerToken, closeSession, sessionEnd, sessionExpired, sessionOf } from "./sessions.ts";
import { dropRefreshToken, issueToken } from "./token.ts";

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
      return userInfo(org, request, now);
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

/** Tells an app about a token; to others, and about dead tokens, it tells nothing. */
function introspect(org: Org, request: EmulatorRequest, now: number): EmulatorAnswer {
  const form = new URLSearchParams(request.body);
  const app = org.settings.apps.find((each) => each.id === form.get("client_id"));
  if (app === undefined || app.secret !== (form.get("client_secret") ?? undefined)) {
    return oauthError("invalid_client", "invalid client credentials", 401);
  }
  const token = form.get("token") ?? "";
  const session = sessionOf(org, token, { now, fromLoopback: false });
  const end = sessionEnd(org, token);
  if (session === undefined || end === undefined) return json(200, { active: false });
  const user = org.store.get("User", session.userId);
  return json(200, {
    active: true,
    scope: "api",
    client_id: session.clientId,
    username: user?.["Username"],
    sub: `${org.settings.instanceUrl}/id/${org.settings.organizationId}/${session.userId}`,
    token_type: "access_token",
    exp: Math.floor(end / 1000),
  });
}

/** Who the token speaks for; the `sf` CLI asks this first. */
function userInfo(org: Org, request: EmulatorRequest, now: number): EmulatorAnswer {
  const token = bearerToken(request) ?? "";
  const fromLoopback = request.fromLoopback ?? true;
  const session = sessionOf(org, token, { now, fromLoopback });
  if (session === undefined) throw sessionExpired();
  const user = org.store.get("User", session.userId) ?? {};
  const { instanceUrl, organizationId } = org.settings;
  return json(200, {
    sub: `${instanceUrl}/id/${organizationId}/${session.userId}`,
    user_id: session.userId,
    organization_id: organizationId,
    preferred_username: user["Username"],
    nickname: user["Alias"],
    name: user["Name"],
    given_name: user["FirstName"] ?? null,
    family_name: user["LastName"],
    email: user["Email"],
    email_verified: true,
    zoneinfo: user["TimeZoneSidKey"],
    locale: user["LocaleSidKey"],
    language: "en_US",
    active: true,
    user_type: "STANDARD",
    utcOffset: 0,
    urls: {
      rest: `${instanceUrl}/services/data/v{version}/`,
      sobjects: `${instanceUrl}/services/data/v{version}/sobjects/`,
      query: `${instanceUrl}/services/data/v{version}/query/`,
      custom_domain: instanceUrl,
    },
  });
}
