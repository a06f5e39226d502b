/** A demonstration: both emulators on this machine, which the service connects to by itself. */
import { type KeyObject, X509Certificate } from "node:crypto";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Http } from "@accord-sync/core/ports/http.ts";
import { fail, type Result } from "@accord-sync/core/records/result.ts";
import type { FreshTokens } from "@accord-sync/engine/token-keeper.ts";
import {
  authorizeUrl,
  exchangeCode,
  type OAuthClient,
  refreshTokens,
} from "@accord-sync/quickbooks/oauth.ts";
import { clientCredentials } from "@accord-sync/salesforce/oauth.ts";
import type { OrgKeySource } from "../app-parts.ts";
import { quickbooksCallbackUrl } from "../oauth/quickbooks-callback.ts";
import type { DemoSettings } from "../settings/settings.ts";
import { freshFromQuickbooks, freshFromSalesforce } from "./fresh-tokens.ts";
import type { SystemParts, Systems } from "./systems.ts";

/** The accounts that the emulators start with. */
export const DEMO_ORG_ID = "00D000000000001EAA";
export const DEMO_REALM_ID = "9341452700000001";
/** Client id and secret of both emulators, on loopback only. */
const DEMO_CLIENT = "demo";
const TIMEOUT_MS = 10_000;

export function demoSystems(settings: DemoSettings, parts: SystemParts): Systems {
  const { http, publicUrl } = parts;
  const { salesforceUrl, pubSubEndpoint, quickbooksUrl } = settings;
  const client: OAuthClient = {
    clientId: DEMO_CLIENT,
    clientSecret: DEMO_CLIENT,
    http,
    endpoints: {
      authorizeUrl: `${quickbooksUrl}/connect/oauth2`,
      tokenUrl: `${quickbooksUrl}/oauth2/v1/tokens/bearer`,
      revokeUrl: `${quickbooksUrl}/v2/oauth2/tokens/revoke`,
    },
  };
  const login = { loginUrl: salesforceUrl, clientId: DEMO_CLIENT, clientSecret: DEMO_CLIENT, http };
  return {
    salesforce: {
      orgId: DEMO_ORG_ID,
      instanceUrl: salesforceUrl,
      pubSubEndpoint,
      isPlaintext: true,
      consent: null,
      signIn: async () => freshFromSalesforce(await clientCredentials(login)),
      orgKeys: downloadedKeys(http, `${salesforceUrl}/_emulator/certificate`),
    },
    quickbooks: {
      realmId: DEMO_REALM_ID,
      baseUrl: quickbooksUrl,
      appUrl: quickbooksUrl,
      client,
      refresh: async (refreshToken) => {
        const refreshed = refreshToken === null ? null : await refreshTokens(client, refreshToken);
        if (refreshed !== null && !isRejected(refreshed)) return freshFromQuickbooks(refreshed);
        // Never connected, or the emulator was started afresh: the demonstration consents by itself.
        return consent(client, quickbooksCallbackUrl(publicUrl));
      },
    },
  };
}

const isRejected = (result: Result<unknown>): boolean =>
  !result.ok && result.error.code === "AUTH_REFRESH_REJECTED";

/** Presses Connect on the emulator's consent page and exchanges the code that it answers with. */
async function consent(client: OAuthClient, callbackUrl: string): Promise<Result<FreshTokens>> {
  const outcome = await client.http.exchange({
    method: "POST",
    url: authorizeUrl(client, callbackUrl, "demo"),
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "decision=connect",
    timeoutMs: TIMEOUT_MS,
  });
  if (outcome.kind !== "answer") {
    const params = { system: "QuickBooks", detail: outcome.reason };
    return fail(operationalError("REMOTE_UNREACHABLE", params));
  }
  const { location = "" } = outcome.answer.headers;
  const code = URL.canParse(location) ? new URL(location).searchParams.get("code") : null;
  if (code === null) {
    return fail(operationalError("REMOTE_ANSWER_UNREADABLE", { system: "QuickBooks" }));
  }
  return freshFromQuickbooks(await exchangeCode(client, code, callbackUrl));
}

/** The key of the certificate at `url`, fetched when a token first needs it. */
function downloadedKeys(http: Http, url: string): OrgKeySource {
  let key: KeyObject | null = null;
  return {
    current: () => key,
    renew: async () => {
      const outcome = await http.exchange({
        method: "GET",
        url,
        headers: {},
        body: null,
        timeoutMs: TIMEOUT_MS,
      });
      if (outcome.kind !== "answer" || outcome.answer.status !== 200) return null;
      key = new X509Certificate(outcome.answer.body).publicKey;
      return key;
    },
  };
}
