import { describe, expect, it } from "vitest";
import {
  authorizeUrl,
  exchangeCode,
  type OAuthClient,
  refreshTokens,
  revoke,
} from "../src/oauth.ts";
import { EmulatedCompany, ORIGIN, REALM } from "./emulated-company.ts";

const REDIRECT = "http://localhost:4000/oauth/quickbooks";

function clientOf(company: EmulatedCompany): OAuthClient {
  return {
    clientId: "demo",
    clientSecret: "demo",
    http: company.http,
    endpoints: {
      authorizeUrl: `${ORIGIN}/connect/oauth2`,
      tokenUrl: `${ORIGIN}/oauth2/v1/tokens/bearer`,
      revokeUrl: `${ORIGIN}/v2/oauth2/tokens/revoke`,
    },
  };
}

/** Presses Connect on the consent page and returns what the callback gets. */
function consent(company: EmulatedCompany): URLSearchParams {
  const url = authorizeUrl(clientOf(company), REDIRECT, "state-1").slice(ORIGIN.length);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const request = { method: "POST", url, headers, body: "decision=connect" };
  const answer = company.company.handle(request, company.now);
  return new URL(answer.headers["location"] ?? "").searchParams;
}

const opened = async (company: EmulatedCompany) => {
  const exchanged = await exchangeCode(
    clientOf(company),
    consent(company).get("code") ?? "",
    REDIRECT,
  );
  if (!exchanged.ok) throw new Error(JSON.stringify(exchanged.error));
  return exchanged.value;
};

describe("an authorisation by Intuit", () => {
  it("goes from consent to tokens, and brings state and company back unchanged", async () => {
    const company = new EmulatedCompany();
    const callback = consent(company);
    expect(callback.get("state")).toBe("state-1");
    expect(callback.get("realmId")).toBe(REALM);
    const code = callback.get("code") ?? "";
    const first = await exchangeCode(clientOf(company), code, REDIRECT);
    expect(first).toMatchObject({ ok: true, value: { expiresInSeconds: 3600 } });
    const second = await exchangeCode(clientOf(company), code, REDIRECT);
    expect(second).toMatchObject({ ok: false, error: { code: "AUTH_REFRESH_REJECTED" } });
  });

  it("is refreshed after a day under a new refresh token, and the old one is dead", async () => {
    const company = new EmulatedCompany();
    const tokens = await opened(company);
    company.now += 25 * 3_600_000;
    const fresh = await refreshTokens(clientOf(company), tokens.refreshToken);
    if (!fresh.ok) throw new Error(JSON.stringify(fresh.error));
    expect(fresh.value.refreshToken).not.toBe(tokens.refreshToken);
    company.now += 60_000;
    const stale = await refreshTokens(clientOf(company), tokens.refreshToken);
    expect(stale).toMatchObject({ ok: false, error: { code: "AUTH_REFRESH_REJECTED" } });
  });

  it("ends when it is revoked", async () => {
    const company = new EmulatedCompany();
    const { refreshToken } = await opened(company);
    expect(await revoke(clientOf(company), refreshToken)).toEqual({ ok: true, value: null });
    const after = await refreshTokens(clientOf(company), refreshToken);
    expect(after).toMatchObject({ ok: false, error: { code: "AUTH_REFRESH_REJECTED" } });
  });
});
