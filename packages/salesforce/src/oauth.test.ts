import { describe, expect, it } from "vitest";
import type { HttpOutcome, HttpRequest } from "@accord-sync/core/ports/http.ts";
import {
  authorizeUrl,
  clientCredentials,
  exchangeCode,
  jwtBearer,
  PRODUCTION_LOGIN_URL,
  refreshTokens,
  revoke,
} from "./oauth.ts";

const answer = (status: number, body: unknown, isLossy = false): HttpOutcome => ({
  kind: "answer",
  answer: { status, headers: {}, body: JSON.stringify(body), isLossy },
});

const TOKENS = {
  access_token: "00D!session",
  instance_url: "https://accord.my.salesforce.com/",
  id: "https://login.salesforce.com/id/00D000000000001EAA/005000000000002AAA",
  token_type: "Bearer",
};

const granted = answer(200, TOKENS);

function clientThat(outcome: HttpOutcome) {
  const sent: HttpRequest[] = [];
  const http = {
    exchange: (request: HttpRequest) => {
      sent.push(request);
      return Promise.resolve(outcome);
    },
  };
  const client = {
    loginUrl: "https://accord.my.salesforce.com",
    clientId: "id",
    clientSecret: "s",
  };
  return { client: { ...client, http }, sent };
}

const formOf = (request: HttpRequest | undefined) =>
  Object.fromEntries(new URLSearchParams(request?.body ?? ""));

describe("OAuth with Salesforce", () => {
  it("opens a session with the app's own secret", async () => {
    const { client, sent } = clientThat(granted);
    expect(await clientCredentials(client)).toEqual({
      ok: true,
      value: {
        accessToken: "00D!session",
        instanceUrl: "https://accord.my.salesforce.com",
        refreshToken: null,
        orgId: "00D000000000001EAA",
        userId: "005000000000002AAA",
      },
    });
    expect(sent[0]?.url).toBe("https://accord.my.salesforce.com/services/oauth2/token");
    expect(formOf(sent[0])).toEqual({
      grant_type: "client_credentials",
      client_id: "id",
      client_secret: "s",
    });
  });

  it.each(["", "two words", "line\nbreak", "übel"])(
    "takes no token that no header could carry, and does not repeat it",
    async (token) => {
      const body = { access_token: token, instance_url: "https://accord.my.salesforce.com" };
      const ended = await clientCredentials(clientThat(answer(200, body)).client);
      expect(ended).toMatchObject({ ok: false, error: { code: "REMOTE_ANSWER_UNREADABLE" } });
      expect(JSON.stringify(ended)).not.toMatch(/two words|break|übel/);
    },
  );

  it("signs an assertion that lives three minutes, and sends no secret with it", async () => {
    const { client, sent } = clientThat(granted);
    const sign = (claims: object) => Promise.resolve(JSON.stringify(claims));
    const user = { username: "integration@example.com", audience: PRODUCTION_LOGIN_URL, sign };
    await jwtBearer(client, user, 1_000_500);
    const form = formOf(sent[0]);
    expect(form["client_secret"]).toBeUndefined();
    expect(form["grant_type"]).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
    expect(JSON.parse(form["assertion"] ?? "")).toEqual({
      iss: "id",
      sub: "integration@example.com",
      aud: "https://login.salesforce.com",
      exp: 1_180,
    });
  });

  it("proves with the verifier that it is who asked for the code", async () => {
    const { client, sent } = clientThat(granted);
    const consent = { redirectUri: "http://localhost:4000/cb", state: "s 1", codeChallenge: "c" };
    expect(authorizeUrl(client, consent)).toBe(
      "https://accord.my.salesforce.com/services/oauth2/authorize?response_type=code&client_id=id&redirect_uri=http%3A%2F%2Flocalhost%3A4000%2Fcb&state=s+1&scope=api+refresh_token&code_challenge=c&code_challenge_method=S256",
    );
    await exchangeCode(client, { code: "x", redirectUri: consent.redirectUri, codeVerifier: "v" });
    expect(formOf(sent[0])).toMatchObject({ code: "x", code_verifier: "v" });
  });

  it.each([
    ["the token is dead", answer(400, { error: "invalid_grant" }), "AUTH_REFRESH_REJECTED"],
    ["the secret is wrong", answer(400, { error: "invalid_client" }), "SF_APP_UNKNOWN"],
    ["the user is inactive", answer(400, { error: "inactive_user" }), "SF_USER_NOT_APPROVED"],
    ["it is too often", answer(400, { error: "login_rate_exceeded" }), "REMOTE_FAILING"],
    ["Salesforce fails", answer(503, {}), "REMOTE_FAILING"],
    ["the answer is lost", { kind: "lost", reason: "reset" }, "REMOTE_UNREACHABLE"],
    ["nobody answers", { kind: "refused", reason: "no route" }, "REMOTE_UNREACHABLE"],
    ["the answer holds no token", answer(200, {}), "REMOTE_ANSWER_UNREADABLE"],
    ["the answer lost characters", answer(200, TOKENS, true), "REMOTE_ANSWER_UNREADABLE"],
  ] as const)("tells why a refresh failed: %s", async (_why, outcome, code) => {
    const { client } = clientThat(outcome);
    expect(await refreshTokens(client, "r")).toMatchObject({ ok: false, error: { code } });
  });

  it.each([
    ["user hasn't approved this consumer", "SF_USER_NOT_APPROVED"],
    ["user is not admin approved to access this app", "SF_USER_NOT_APPROVED"],
    ["audience is invalid", "SF_AUDIENCE_WRONG"],
    ["expired authorization code", "SF_ASSERTION_EXPIRED"],
    ["invalid assertion", "SF_KEY_UNKNOWN"],
    ["client identifier invalid", "SF_APP_UNKNOWN"],
    ["something new", "AUTH_REFRESH_REJECTED"],
  ])("says in plain words why an assertion is not taken: %s", async (words, code) => {
    const { client } = clientThat(
      answer(400, { error: "invalid_grant", error_description: words }),
    );
    const user = { username: "u", audience: PRODUCTION_LOGIN_URL, sign: async () => "signed" };
    const end = await jwtBearer(client, user, 0);
    expect(end).toMatchObject({ ok: false, error: { code, vendor: { message: words } } });
  });

  it("does not take a consent's code that is too old for an assertion", async () => {
    const gone = { error: "invalid_grant", error_description: "expired authorization code" };
    const { client } = clientThat(answer(400, gone));
    const grant = { code: "x", redirectUri: "r", codeVerifier: "v" };
    const end = await exchangeCode(client, grant);
    expect(end).toMatchObject({ ok: false, error: { code: "AUTH_REFRESH_REJECTED" } });
  });

  it("counts a token that Salesforce no longer knows as revoked", async () => {
    const { client, sent } = clientThat(answer(400, { error: "unsupported_token_type" }));
    expect(await revoke(client, "t")).toEqual({ ok: true, value: null });
    expect(formOf(sent[0])).toEqual({ token: "t" });
  });
});
