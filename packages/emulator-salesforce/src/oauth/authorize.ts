import type { Org } from "../org.ts";
import { type EmulatorAnswer, type EmulatorRequest, empty } from "../wire.ts";
import { isActiveUser, oauthError, userNamed } from "./apps.ts";
import { issueCode } from "./token.ts";

/**
 * `/services/oauth2/authorize`: the page on which a person lets an app in (web server flow with PKCE).
 * GET shows it, POST of the same parameters is the person's answer.
 */
export function authorize(org: Org, request: EmulatorRequest, now: number): EmulatorAnswer {
  const isAnswer = request.method === "POST";
  const query = isAnswer ? request.body : (request.url.split("?")[1] ?? "");
  const asked = new URLSearchParams(query);
  const clientId = asked.get("client_id") ?? "";
  const redirectUri = asked.get("redirect_uri") ?? "";
  const app = org.settings.apps.find((each) => each.id === clientId);
  if (app === undefined) {
    return oauthError("invalid_client_id", "client identifier invalid");
  }
  if (!isAllowedRedirect(redirectUri)) {
    return oauthError("redirect_uri_mismatch", "redirect_uri must match configuration");
  }
  if (asked.get("response_type") !== "code") {
    return oauthError("unsupported_response_type", "response type not supported");
  }
  const challenge = asked.get("code_challenge");
  if (challenge !== null && asked.get("code_challenge_method") === "plain") {
    return oauthError("invalid_request", "code challenge method must be S256");
  }
  const back = new URL(redirectUri);
  const userId = signingIn(org, asked);
  if (challenge === null ? app.secret === undefined : !CHALLENGE.test(challenge)) {
    const problem =
      challenge === null ? "missing required code challenge" : "invalid code challenge";
    back.searchParams.set("error", "invalid_request");
    back.searchParams.set("error_description", problem);
  } else if (!isAnswer) {
    return consentPage(org, asked, clientId);
  } else if (asked.get("allow") === "yes" && userId !== undefined) {
    const grant = { userId, clientId, redirectUri, challenge };
    back.searchParams.set("code", issueCode(org, grant, now));
  } else {
    back.searchParams.set("error", "access_denied");
    back.searchParams.set("error_description", "end-user denied authorization");
  }
  const state = asked.get("state");
  if (state !== null) back.searchParams.set("state", state);
  return empty(302, { location: back.href });
}

/** A SHA-256 digest in base64url (RFC 7636, 4.2). */
const CHALLENGE = /^[A-Za-z0-9\-_]{43}$/;

/** Who says yes: the user chosen on the page, or named by `login_hint`; the admin by default. */
function signingIn(org: Org, asked: URLSearchParams): string | undefined {
  const username = asked.get("user") ?? asked.get("login_hint");
  const userId = username === null ? org.settings.adminUserId : userNamed(org, username);
  return userId !== undefined && isActiveUser(org, userId) ? userId : undefined;
}

/** The emulator knows no callback lists; it sends codes to this machine or over TLS only. */
function isAllowedRedirect(text: string): boolean {
  const url = URL.parse(text);
  if (url === null) return false;
  return url.protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** The parameters travel through the form, so that nothing needs to be remembered in between. */
function consentPage(org: Org, asked: URLSearchParams, clientId: string): EmulatorAnswer {
  const hidden = [...asked]
    .map(
      ([name, value]) =>
        `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
    )
    .join("");
  const chosen = signingIn(org, asked);
  const users = [...org.store.all("User")]
    .filter(([id]) => isActiveUser(org, id))
    .map(([id, user]) => {
      const selected = id === chosen ? " selected" : "";
      return `<option${selected}>${escapeHtml(String(user["Username"]))}</option>`;
    })
    .join("");
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Allow Access?</title>
<style>body{font:16px system-ui;max-width:26rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem;margin-right:.5rem}</style></head>
<body><main><h1>Allow Access?</h1><p>The app <strong>${escapeHtml(clientId)}</strong> asks to read and change data of this org at any time.</p>
<form method="post" action="/services/oauth2/authorize">${hidden}<p><label>as <select name="user">${users}</select></label></p><button name="allow" value="yes">Allow</button><button name="allow" value="no">Deny</button></form></main></body></html>`;
  return { status: 200, headers: { "content-type": "text/html;charset=UTF-8" }, body };
}
