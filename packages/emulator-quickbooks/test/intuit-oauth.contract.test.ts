/**
 * The vendor's own OAuth client (npm `intuit-oauth`) against a started emulator: every method that talks to
 * the vendor, and what it makes of refusals.
 */

import OAuthClient from "intuit-oauth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectedClient, decide, oauthClientAt, REALM, REDIRECT } from "./clients/connect.ts";
import { startOne, type StartedEmulator } from "./running-emulator.ts";

const ACCOUNTING = OAuthClient.scopes.Accounting;

let emulator: StartedEmulator;
beforeAll(async () => {
  emulator = await startOne("--no-rate-limits");
  OAuthClient.retryConfig.retryDelay = 10;
});
afterAll(() => emulator.stop());

const client = (more: object = {}): OAuthClient => oauthClientAt(emulator.address, more);
const connected = (scope: string[] = [ACCOUNTING], more: object = {}): Promise<OAuthClient> =>
  connectedClient(emulator.address, scope, more);

/** Looks at the consent page before it presses a button there. */
async function consent(url: string, decision: "connect" | "cancel" = "connect"): Promise<string> {
  const page = await fetch(url);
  expect(await page.text()).toContain("Connect localhost:3000 to QuickBooks");
  return decide(url, decision);
}

const customer = (made: OAuthClient): ReturnType<OAuthClient["makeApiCall"]> =>
  made.makeApiCall({ url: `/v3/company/${REALM}/customer/1` });

describe("authorizeUri and createToken", () => {
  it("lead a person to consent and back, and turn the code into tokens once", async () => {
    const made = client();
    const back = await consent(made.authorizeUri({ scope: [ACCOUNTING], state: "s1" }));
    const { searchParams } = new URL(back);
    expect([searchParams.get("state"), searchParams.get("realmId")]).toEqual(["s1", REALM]);
    const response = await made.createToken(back);
    expect(response.getIntuitTid()).toMatch(/^1-/);
    expect(made.getToken().getToken()).toMatchObject({
      realmId: REALM,
      token_type: "bearer",
      expires_in: 3600,
      x_refresh_token_expires_in: 8_726_400,
    });
    expect(made.isAccessTokenValid()).toBe(true);
    await expect(client().createToken(back)).rejects.toMatchObject({
      error: "invalid_grant",
      error_description: "Invalid authorization code",
    });
  });

  it("bring a denial back to the app", async () => {
    const made = client();
    const back = await consent(made.authorizeUri({ scope: ACCOUNTING, state: "s2" }), "cancel");
    expect(back).toBe(`${REDIRECT}?error=access_denied&state=s2`);
  });

  it("are refused for a wrong secret", async () => {
    const back = await consent(client().authorizeUri({ scope: ACCOUNTING }));
    await expect(client({ clientSecret: "wrong" }).createToken(back)).rejects.toMatchObject({
      error: "invalid_client",
    });
  });
});

describe("refresh and refreshUsingToken", () => {
  it("give new tokens each time, and the old refresh token is dead", async () => {
    const made = await connected();
    const first = made.getToken().refresh_token;
    await made.refresh();
    const second = made.getToken().refresh_token;
    expect(second).not.toBe(first);
    await expect(client().refreshUsingToken(first)).rejects.toMatchObject({
      error: "invalid_grant",
      error_description: "Incorrect or invalid refresh token",
    });
    const other = client();
    await other.refreshUsingToken(second);
    expect((await customer(other)).status).toBe(200);
  });

  it("refused carry the tid by which the call is found again", async () => {
    await expect(client().refreshUsingToken("no such token")).rejects.toMatchObject({
      intuit_tid: expect.stringMatching(/^1-[0-9a-f]{8}-/) as string,
    });
  });

  it("tell the five-year end to a client that asks for it", async () => {
    const made = await connected([ACCOUNTING], { includeRefreshTokenHardExpiresIn: true });
    expect(made.getToken().x_refresh_token_hard_expires_in).toBe(157_680_000);
    await made.refresh();
    const left = made.getToken().x_refresh_token_hard_expires_in;
    expect(left).toBeGreaterThan(157_679_900);
    expect(left).toBeLessThanOrEqual(157_680_000);
    expect((await connected()).getToken().x_refresh_token_hard_expires_in).toBe(0);
  });
});

describe("makeApiCall", () => {
  it("reads and writes, and is told what was refused and why", async () => {
    const made = await connected();
    expect(await customer(made)).toMatchObject({
      status: 200,
      json: { Customer: { Id: "1", DisplayName: "Amy's Bird Sanctuary" } },
    });
    const url = `/v3/company/${REALM}/customer`;
    const body = { DisplayName: "By the vendor's client" };
    expect(await made.makeApiCall({ url, method: "POST", body })).toMatchObject({ status: 200 });
    await expect(made.makeApiCall({ url, method: "POST", body })).rejects.toMatchObject({
      code: "6240",
      faultType: "ValidationFault",
      intuitTid: expect.stringMatching(/^1-/) as string,
    });
  });

  it("is refused at another company, and without a living token", async () => {
    const made = await connected();
    const elsewhere = { url: "/v3/company/1/customer/1" };
    await expect(made.makeApiCall(elsewhere)).rejects.toMatchObject({ code: "403" });
    made.getToken().access_token = "a token that nobody gave";
    await expect(customer(made)).rejects.toMatchObject({ code: "401" });
  });

  it("is told of a throttle by its own name", async () => {
    const made = await connected();
    const rules = JSON.stringify([{ match: { path: "/customer/1" }, fault: "throttle" }]);
    await fetch(`${emulator.address}/_emulator/faults`, { method: "POST", body: rules });
    await expect(customer(made)).rejects.toMatchObject({ code: "RATE_LIMIT_EXCEEDED" });
    expect((await customer(made)).status).toBe(200);
  });
});

describe("revoke", () => {
  it("of the access token ends the refresh token too, and the client forgets both", async () => {
    const made = await connected();
    const { access_token, refresh_token } = made.getToken();
    expect((await made.revoke({ access_token })).status()).toBe(200);
    expect(made.getToken().access_token).toBe("");
    await expect(client().refreshUsingToken(refresh_token)).rejects.toMatchObject({
      error: "invalid_grant",
    });
    await expect(client().revoke({ access_token })).rejects.toMatchObject({
      error: "invalid_request",
    });
  });

  it("without a name takes the client's own token", async () => {
    const made = await connected();
    const { refresh_token } = made.getToken();
    await made.revoke();
    await expect(client().refreshUsingToken(refresh_token)).rejects.toMatchObject({
      error: "invalid_grant",
    });
  });
});

describe("getUserInfo and validateIdToken", () => {
  const { OpenId, Email, Profile } = OAuthClient.scopes;

  it("tell who gave consent, as far as the scopes go", async () => {
    const made = await connected([ACCOUNTING, OpenId, Email, Profile]);
    expect((await made.getUserInfo()).getJson()).toMatchObject({
      sub: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      email: "company.user@example.com",
      givenName: "Company",
      familyName: "user",
    });
    expect(await made.validateIdToken()).toBe(true);
    const production = client({ environment: "production" });
    production.setToken(made.getToken().getToken());
    expect((await production.getUserInfo()).status()).toBe(200);
  });

  it("are refused without the scope, and for a token that somebody changed", async () => {
    await expect((await connected()).getUserInfo()).rejects.toMatchObject({
      error: "insufficient_scope",
    });
    const made = await connected([ACCOUNTING, OpenId]);
    const [head = "", claims = "", signature = ""] = made.getToken().id_token.split(".");
    made.getToken().id_token = `${head}.${claims}.${signature.split("").reverse().join("")}`;
    await expect(made.validateIdToken()).rejects.toThrow(/signature/);
  });
});
