import { notFound, refuse } from "../api-error.ts";
import type { Org } from "../org.ts";
import { type EmulatorAnswer, type EmulatorRequest, json, splitUrl } from "../wire.ts";
import { bearerToken, sessionOf } from "./sessions.ts";

/** Who a token speaks for: `/id/{org}/{user}` and `/services/oauth2/userinfo` (S3.1). */

/** The address of a user's identity; `{version}` in the addresses it answers is for the client to fill. */
export function identityUrl(org: Org, userId: string): string {
  return `${org.settings.instanceUrl}/id/${org.settings.organizationId}/${userId}`;
}

/** The addresses of an org, by what they are for. */
function urlsOf(org: Org, userId: string): Readonly<Record<string, string>> {
  const { instanceUrl } = org.settings;
  const rest = `${instanceUrl}/services/data/v{version}`;
  return {
    enterprise: `${instanceUrl}/services/Soap/c/{version}/${org.settings.organizationId.slice(0, 15)}`,
    partner: `${instanceUrl}/services/Soap/u/{version}/${org.settings.organizationId.slice(0, 15)}`,
    rest: `${rest}/`,
    sobjects: `${rest}/sobjects/`,
    search: `${rest}/search/`,
    query: `${rest}/query/`,
    recent: `${rest}/recent/`,
    tooling_rest: `${rest}/tooling/`,
    profile: `${instanceUrl}/${userId}`,
    custom_domain: instanceUrl,
  };
}

/** What both answers say alike. */
function commonOf(org: Org, userId: string) {
  const user = org.store.get("User", userId) ?? {};
  return {
    user,
    common: {
      user_id: userId,
      organization_id: org.settings.organizationId,
      email: user["Email"] ?? null,
      email_verified: true,
      urls: urlsOf(org, userId),
      active: user["IsActive"] === true,
      user_type: "STANDARD",
      language: user["LanguageLocaleKey"] ?? "en_US",
      locale: user["LocaleSidKey"] ?? "en_US",
      utcOffset: 0,
    },
  };
}

/** The claims of OpenID Connect; the `sf` CLI asks for them first. */
export function userInfo(org: Org, userId: string): EmulatorAnswer {
  const { user, common } = commonOf(org, userId);
  const { instanceUrl } = org.settings;
  return json(200, {
    sub: identityUrl(org, userId),
    ...common,
    preferred_username: user["Username"],
    nickname: user["Alias"],
    name: user["Name"],
    given_name: user["FirstName"] ?? null,
    family_name: user["LastName"],
    zoneinfo: user["TimeZoneSidKey"],
    profile: `${instanceUrl}/${userId}`,
    updated_at: user["SystemModstamp"] ?? null,
  });
}

/**
 * `/id/{org}/{user}?oauth_token=…`. A token of somebody else, or none, is refused as the platform does:
 * 403 with the text `Bad_OAuth_Token` and no JSON.
 */
export function identity(org: Org, request: EmulatorRequest, now: number): EmulatorAnswer {
  const { segments, query } = splitUrl(request.url);
  const [, organizationId = "", userId = "", ...rest] = segments;
  if (rest.length > 0 || userId === "") throw notFound();
  const form = new URLSearchParams(request.method === "POST" ? request.body : "");
  const token = bearerToken(request) ?? query.get("oauth_token") ?? form.get("oauth_token") ?? "";
  const fromLoopback = request.fromLoopback ?? true;
  const session = sessionOf(org, token, { now, fromLoopback });
  const isSameOrg = organizationId.slice(0, 15) === org.settings.organizationId.slice(0, 15);
  if (session === undefined || !isSameOrg) {
    const headers = { "content-type": "text/html;charset=UTF-8" };
    return { status: 403, headers, body: "Bad_OAuth_Token" };
  }
  if (session.userId.slice(0, 15) !== userId.slice(0, 15)) {
    throw refuse(404, "NOT_FOUND", "The requested resource does not exist");
  }
  return identityAnswer(org, session.userId);
}

/** The identity of a user, in the platform's own form. */
function identityAnswer(org: Org, userId: string): EmulatorAnswer {
  const { user, common } = commonOf(org, userId);
  const { instanceUrl } = org.settings;
  return json(200, {
    id: identityUrl(org, userId),
    asserted_user: true,
    ...common,
    username: user["Username"],
    nick_name: user["Alias"],
    display_name: user["Name"],
    first_name: user["FirstName"] ?? null,
    last_name: user["LastName"],
    timezone: user["TimeZoneSidKey"],
    photos: {
      picture: `${instanceUrl}/profilephoto/005/F`,
      thumbnail: `${instanceUrl}/profilephoto/005/T`,
    },
    addr_street: null,
    addr_city: null,
    addr_state: null,
    addr_country: null,
    addr_zip: null,
    mobile_phone: null,
    mobile_phone_verified: false,
    is_lightning_login_user: false,
    status: { created_date: null, body: null },
    last_modified_date: user["SystemModstamp"] ?? null,
    is_app_installed: true,
  });
}
