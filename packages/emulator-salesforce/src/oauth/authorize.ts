import type { Org } from "../org.ts";
import { type EmulatorAnswer, type EmulatorRequest, empty } from "../wire.ts";
import { oauthError } from "./apps.ts";
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
  if (!org.settings.apps.some((app) => app.id === clientId)) {
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
  if (!isAnswer) return consentPage(org, asked, clientId);
  const back = new URL(redirectUri);
  if (asked.get("allow") === "yes") {
    back.searchParams.set("code", issueCode(org, { clientId, redirectUri, challenge }, now));
  } else {
    back.searchParams.set("error", "access_denied");
    back.searchParams.set("error_description", "end-user denied authorization");
  }
  const state = asked.get("state");
  if (state !== null) back.searchParams.set("state", state);
  return empty(302, { location: back.href });
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
  const user = org.store.get("User", org.settings.adminUserId);
  const hidden = [...asked]
    .map(
      ([name, value]) =>
        `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
    )
    .join("");
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Allow Access?</title>
<style>body{font:16px system-ui;max-width:26rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem;margin-right:.5rem}</style></head>
<body><main><h1>Allow Access?</h1><p>The app <strong>${escapeHtml(clientId)}</strong> asks to read and change data of this org at any time as <strong>${escapeHtml(String(user?.["Username"]))}</strong>.</p>
<form method="post" action="/services/oauth2/authorize">${hidden}<button name="allow" value="yes">Allow</button><button name="allow" value="no">Deny</button></form></main></body></html>`;
  return { status: 200, headers: { "content-type": "text/html;charset=UTF-8" }, body };
}
