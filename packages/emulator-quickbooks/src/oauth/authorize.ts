import type { Company } from "../company.ts";
import {
  bodyText,
  jsonAnswer,
  parseUrl,
  type EmulatorAnswer,
  type EmulatorRequest,
} from "../emulator-request.ts";
import { textOf } from "../json/json-value.ts";
import { isSameOrigin } from "../pages/same-origin.ts";
import { consentPage, refusalPage } from "./consent-page.ts";
import { isRegistered } from "./apps.ts";
import { readScopes, scopeSentences } from "./scopes.ts";
import type { TokenDesk } from "./tokens.ts";

/**
 * GET shows the consent page; its buttons come back as POST with the same query. A person is told what is
 * wrong with an app's request; nothing is sent to an address that may not be the app's own.
 */
export function authorize(
  request: EmulatorRequest,
  company: Company,
  desk: TokenDesk,
): EmulatorAnswer {
  const { query } = parseUrl(request.url);
  const problem = problemOf(query, company);
  if (problem !== undefined) return refusalPage(problem);
  const redirect = query.get("redirect_uri") ?? "";
  const scopes = readScopes(query.get("scope")) ?? [];
  if (request.method === "GET") {
    return consentPage({
      action: request.url,
      app: new URL(redirect).host,
      company: companyName(company),
      sentences: scopeSentences(scopes),
    });
  }
  if (!isSameOrigin(request)) return jsonAnswer(403, { error: "access_denied" });
  const target = new URL(redirect);
  const isDenied = new URLSearchParams(bodyText(request)).get("decision") !== "connect";
  if (isDenied) target.searchParams.set("error", "access_denied");
  else {
    const clientId = query.get("client_id") ?? "";
    target.searchParams.set("code", desk.issueCode(redirect, clientId, scopes.join(" ")));
  }
  const state = query.get("state");
  if (state !== null) target.searchParams.set("state", state);
  if (!isDenied) target.searchParams.set("realmId", company.settings.realmId);
  return { status: 302, headers: { location: target.href, "cache-control": "no-store" }, body: "" };
}

/** A sentence for the person who follows the app's link. */
function problemOf(query: URLSearchParams, { settings }: Company): string | undefined {
  const redirect = query.get("redirect_uri") ?? "";
  if (!isRegistered(query.get("client_id"), settings))
    return "The client_id is not that of a registered app (--client-id).";
  if (query.get("response_type") !== "code") return "The response_type must be code.";
  if (!URL.canParse(redirect)) return "The redirect_uri is missing, or is no address.";
  if (settings.redirectUris !== undefined && !settings.redirectUris.includes(redirect))
    return "The redirect_uri is not one of the app's registered addresses (--redirect-uri); it must match one of them exactly.";
  if (readScopes(query.get("scope")) === undefined)
    return "The scope is missing, or names one that is not known.";
  return undefined;
}

function companyName({ store }: Company): string {
  const record = store.record("CompanyInfo", "1");
  return (record && textOf(record.fields, "CompanyName")) ?? "this company";
}
