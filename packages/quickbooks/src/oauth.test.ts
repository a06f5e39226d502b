import { describe, expect, it } from "vitest";
import type { HttpOutcome, HttpRequest } from "@accord-sync/core/ports/http.ts";
import { authorizeUrl, exchangeCode, INTUIT_ENDPOINTS, refreshTokens, revoke } from "./oauth.ts";

const answer = (status: number, body: unknown): HttpOutcome => ({
  kind: "answer",
  answer: { status, headers: { intuit_tid: "t" }, body: JSON.stringify(body) },
});

const tokens = {
  token_type: "bearer",
  access_token: "new-access",
  refresh_token: "new-refresh",
  expires_in: 3600,
  x_refresh_token_expires_in: 8726400,
};

const lossy: HttpOutcome = {
  kind: "answer",
  answer: {
    status: 200,
    headers: { intuit_tid: "t" },
    body: JSON.stringify(tokens),
    isLossy: true,
  },
};

function clientThat(outcome: HttpOutcome) {
  const sent: HttpRequest[] = [];
  const http = {
    exchange: (request: HttpRequest) => {
      sent.push(request);
      return Promise.resolve(outcome);
    },
  };
  return { client: { clientId: "id", clientSecret: "secret", http }, sent };
}

describe("OAuth with Intuit", () => {
  it("refreshes with the app's own credentials and gives back both new tokens", async () => {
    const { client, sent } = clientThat(answer(200, tokens));
    expect(await refreshTokens(client, "old refresh")).toEqual({
      ok: true,
      value: {
        accessToken: "new-access",
        refreshToken: "new-refresh",
        expiresInSeconds: 3600,
        refreshExpiresInSeconds: 8726400,
        authorisationExpiresInSeconds: null,
      },
    });
    expect(sent[0]).toMatchObject({
      method: "POST",
      url: INTUIT_ENDPOINTS.tokenUrl,
      body: "grant_type=refresh_token&refresh_token=old+refresh",
      headers: { authorization: "Basic aWQ6c2VjcmV0" },
    });
  });

  it("exchanges the code of the callback", async () => {
    const { client, sent } = clientThat(answer(200, tokens));
    await exchangeCode(client, "c/1", "http://localhost:4000/cb");
    expect(sent[0]?.body).toBe(
      "grant_type=authorization_code&code=c%2F1&redirect_uri=http%3A%2F%2Flocalhost%3A4000%2Fcb",
    );
  });

  it.each([
    ["the token is dead", answer(400, { error: "invalid_grant" }), "AUTH_REFRESH_REJECTED"],
    ["the app is unknown", answer(401, { error: "invalid_client" }), "AUTH_REFRESH_REJECTED"],
    ["Intuit fails", answer(503, {}), "REMOTE_FAILING"],
    ["Intuit fails in other words", answer(500, { error: "server_error" }), "REMOTE_FAILING"],
    [
      "Intuit fails with the words of a refusal",
      answer(502, { error: "invalid_grant" }),
      "REMOTE_FAILING",
    ],
    ["it is too often", answer(429, {}), "QBO_THROTTLED"],
    ["the answer is lost", { kind: "lost", reason: "reset" }, "REMOTE_UNREACHABLE"],
    ["no answer comes", { kind: "timeout", reason: "late" }, "REMOTE_UNREACHABLE"],
    ["the request is malformed", answer(400, { error: "x" }), "REMOTE_ANSWER_UNREADABLE"],
    ["the answer is no text", lossy, "REMOTE_ANSWER_UNREADABLE"],
    ["a token is missing", answer(200, { access_token: "a" }), "REMOTE_ANSWER_UNREADABLE"],
    ["a token is empty", answer(200, { ...tokens, refresh_token: "" }), "REMOTE_ANSWER_UNREADABLE"],
    ["the answer is a page", answer(200, "<html>"), "REMOTE_ANSWER_UNREADABLE"],
  ] as const)("tells why a refresh failed: %s", async (_why, outcome, code) => {
    const { client } = clientThat(outcome);
    const ended = await refreshTokens(client, "r");
    expect(ended).toMatchObject({ ok: false, error: { code } });
    // Intuit's own id of the exchange is what its support asks for.
    const hasAnswer = outcome.kind === "answer";
    expect(ended.ok ? null : (ended.error.vendor?.requestId ?? null)).toBe(hasAnswer ? "t" : null);
  });

  it.each([undefined, "", "soon", -5, 1e300])(
    "loses no token to an answer that says %j of their lives",
    async (seconds) => {
      const { client } = clientThat(
        answer(200, {
          ...tokens,
          expires_in: seconds,
          x_refresh_token_expires_in: seconds,
          x_refresh_token_hard_expires_in: seconds,
        }),
      );
      expect(await refreshTokens(client, "r")).toEqual({
        ok: true,
        value: {
          accessToken: "new-access",
          refreshToken: "new-refresh",
          expiresInSeconds: 3600,
          refreshExpiresInSeconds: null,
          authorisationExpiresInSeconds: null,
        },
      });
    },
  );

  it("counts a token that Intuit no longer knows as revoked", async () => {
    const { client, sent } = clientThat(answer(400, { error: "invalid_request" }));
    expect(await revoke(client, "t")).toEqual({ ok: true, value: null });
    expect(sent[0]?.body).toBe('{"token":"t"}');
    expect(await revoke(clientThat(answer(500, {})).client, "t")).toMatchObject({ ok: false });
  });

  it("sends a person to the consent page", () => {
    const { client } = clientThat(answer(200, {}));
    expect(authorizeUrl(client, "http://localhost:4000/cb", "s&1")).toBe(
      "https://appcenter.intuit.com/connect/oauth2?client_id=id&response_type=code&scope=com.intuit.quickbooks.accounting&redirect_uri=http%3A%2F%2Flocalhost%3A4000%2Fcb&state=s%261",
    );
  });
});
