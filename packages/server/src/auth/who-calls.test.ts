import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createTestApp, NOW, operator, orgToken, type TestApp } from "../../test/test-app.ts";

const status = async ({ app }: TestApp, headers: Record<string, string>) =>
  (await app.inject({ url: "/api/v1/status", headers })).statusCode;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

describe("who may call the API", () => {
  it("refuses a call without proof, with the code and what to do", async () => {
    const { app } = createTestApp();
    const answer = await app.inject("/api/v1/status");
    expect(answer.statusCode).toBe(401);
    expect(answer.json().error).toMatchObject({ code: "API_NOT_SIGNED_IN" });
  });

  it("takes the operator token and nothing near it", async () => {
    const it = createTestApp();
    expect(await status(it, operator)).toBe(200);
    expect(await status(it, bearer("operator-token-of-the-tesT"))).toBe(401);
    expect(await status(it, bearer("operator-token-of-the-test2"))).toBe(401);
    expect(await status(it, { authorization: "Basic b3BlcmF0b3I=" })).toBe(401);
  });

  it("takes the org's token once, in the name of its user", async () => {
    const it = createTestApp();
    const token = await orgToken();
    const url = "/api/v1/records/Account/001000000000001AAA/unlink";
    const answer = await it.app.inject({ method: "POST", url, headers: bearer(token) });
    expect(answer.statusCode).toBe(200);
    expect(it.engine.asked[0]?.at(-1)).toBe("Ada Admin");
    expect(await status(it, bearer(token))).toBe(401);
  });

  it("takes a token without an id, as an org sends it for each of two callouts", async () => {
    const it = createTestApp();
    const token = await orgToken({ claims: { jti: undefined } });
    expect(await status(it, bearer(token))).toBe(200);
    expect(await status(it, bearer(token))).toBe(200);
  });

  it.each([
    ["of another audience", { audience: "somebody-else" }],
    ["of another org", { issuer: "00D000000000009EAA" }],
    ["that has expired", { lifetimeSeconds: -60 }],
    ["that lives longer than a callout needs", { lifetimeSeconds: 3600 }],
    ["without a user", { claims: { sub: undefined } }],
    ["that another key signed", { key: stranger }],
  ])("refuses a token %s", async (_case, options) => {
    expect(await status(createTestApp(), bearer(await orgToken(options)))).toBe(401);
  });

  it("refuses a token whose algorithm is not RS256", async () => {
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = { iss: "00D000000000001EAA", aud: "accord-sync", sub: "x", jti: "y", exp: 4e9 };
    const unsigned = `${encode({ alg: "none" })}.${encode(claims)}.e30`;
    expect(await status(createTestApp(), bearer(unsigned))).toBe(401);
  });

  it("looks for the org's new certificate when no known one fits, and not at every guess", async () => {
    let looked = 0;
    const current = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey;
    const { app, clock } = createTestApp({
      auth: {
        operatorToken: "x",
        orgId: "00D000000000001EAA",
        orgKeys: {
          current: () => current,
          renew: async () => {
            looked += 1;
            return null;
          },
        },
        useOnce: async () => true,
      },
    });
    const ask = async () =>
      app.inject({ url: "/api/v1/status", headers: bearer(await orgToken({ key: stranger })) });
    await ask();
    await ask();
    expect(looked).toBe(1);
    clock.now = NOW + 10_000;
    await ask();
    expect(looked).toBe(2);
  });
});
