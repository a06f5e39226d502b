import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { CompanyOptions } from "../company.ts";
import { objectsOf, textOf, type JsonObject } from "../json/json-value.ts";
import { ApiDriver, bodyOf } from "../testing/api-driver.ts";

const REDIRECT = "http://127.0.0.1:4000/callback";
const ACCOUNTING = "com.intuit.quickbooks.accounting";
const DAY = 86_400_000;
const basic = (id: string, secret: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
});
const DEMO = basic("demo", "demo");

const authorizeUrl = (more: Record<string, string> = {}): string => {
  const query = {
    client_id: "demo",
    response_type: "code",
    scope: ACCOUNTING,
    redirect_uri: REDIRECT,
    state: "s",
    ...more,
  };
  return `/connect/oauth2?${new URLSearchParams(query).toString()}`;
};
const codeFor = (driver: ApiDriver, more: Record<string, string> = {}): string => {
  const answer = driver.form(authorizeUrl(more), { decision: "connect" });
  return new URL(answer.headers["location"] ?? "").searchParams.get("code") ?? "";
};
const ask = (
  driver: ApiDriver,
  form: Record<string, string>,
  headers: Record<string, string> = DEMO,
): JsonObject => {
  const answer = driver.form("/oauth2/v1/tokens/bearer", form, headers);
  return { ...bodyOf(answer), status: answer.status };
};
const connect = (driver: ApiDriver, scope = ACCOUNTING): JsonObject =>
  ask(driver, {
    grant_type: "authorization_code",
    code: codeFor(driver, { scope }),
    redirect_uri: REDIRECT,
  });
const refresh = (driver: ApiDriver, token: unknown, headers = DEMO): JsonObject =>
  ask(driver, { grant_type: "refresh_token", refresh_token: String(token) }, headers);
const withSettings = (settings: CompanyOptions["settings"]): ApiDriver =>
  new ApiDriver({ settings: settings ?? {} });

describe("a refresh token that changes daily", () => {
  it("keeps its value and its end for a day, then changes, and the old value is dead", () => {
    const driver = withSettings({ refreshTokenRotation: "daily" });
    const first = connect(driver);
    expect(first["x_refresh_token_expires_in"]).toBe(8_726_400);
    driver.now += DAY - 1;
    const same = refresh(driver, first["refresh_token"]);
    expect(same["refresh_token"]).toBe(first["refresh_token"]);
    expect(same["access_token"]).not.toBe(first["access_token"]);
    expect(same["x_refresh_token_expires_in"]).toBe(8_726_400 - 86_400);
    driver.now += 1;
    const next = refresh(driver, first["refresh_token"]);
    expect(next["refresh_token"]).not.toBe(first["refresh_token"]);
    expect(next["x_refresh_token_expires_in"]).toBe(8_640_000);
    expect(refresh(driver, first["refresh_token"])).toMatchObject({ error: "invalid_grant" });
    expect(refresh(driver, next["refresh_token"])["status"]).toBe(200);
  });
});

describe("an old refresh token", () => {
  it("lives on for the grace that is set, and no longer", () => {
    const driver = withSettings({ refreshTokenGraceMs: 60_000 });
    const first = connect(driver)["refresh_token"];
    expect(refresh(driver, first)["status"]).toBe(200);
    driver.now += 59_999;
    expect(refresh(driver, first)["status"]).toBe(200);
    driver.now += 60_000;
    expect(refresh(driver, first)).toMatchObject({ status: 400, error: "invalid_grant" });
  });

  it("ends the whole family on its second use where that is set, access tokens included", () => {
    const driver = withSettings({ refreshReuseRevokesFamily: true });
    const first = connect(driver);
    const second = refresh(driver, first["refresh_token"]);
    driver.token = textOf(second, "access_token") ?? "";
    expect(driver.get("customer/1").status).toBe(200);
    expect(refresh(driver, first["refresh_token"])["status"]).toBe(400);
    expect(driver.get("customer/1").status).toBe(401);
    expect(refresh(driver, second["refresh_token"])["status"]).toBe(400);
  });
});

describe("the last refresh token before the five-year end", () => {
  it("ends with it, not a hundred days later", () => {
    const driver = new ApiDriver();
    let token = connect(driver)["refresh_token"];
    for (let day = 0; day < 1800; day += 90) {
      driver.now += 90 * DAY;
      token = refresh(driver, token)["refresh_token"] ?? token;
    }
    const last = refresh(driver, token);
    expect(last["x_refresh_token_expires_in"]).toBe(25 * 86_400);
  });
});

describe("apps", () => {
  const other = { id: "second", secret: "s2" };
  const twoApps = (): ApiDriver => withSettings({ otherApps: [other] });

  it("cannot use each other's codes and tokens, nor end them", () => {
    const driver = twoApps();
    const code = codeFor(driver);
    const form = { grant_type: "authorization_code", code, redirect_uri: REDIRECT };
    const stranger = basic("second", "s2");
    expect(ask(driver, form, stranger)).toMatchObject({ error: "invalid_grant" });
    const tokens = ask(driver, form);
    expect(refresh(driver, tokens["refresh_token"], stranger)).toMatchObject({
      status: 400,
      error: "invalid_grant",
      error_description: "Incorrect Token type or clientID",
    });
    const revoke = JSON.stringify({ token: tokens["refresh_token"] });
    expect(driver.send("POST", "/v2/oauth2/tokens/revoke", revoke, stranger).status).toBe(400);
    expect(refresh(driver, tokens["refresh_token"])["status"]).toBe(200);
  });

  it("may authenticate in the form instead of the header", () => {
    const driver = twoApps();
    const code = codeFor(driver, { client_id: "second" });
    const form = { grant_type: "authorization_code", code, redirect_uri: REDIRECT };
    const named = { ...form, client_id: "second", client_secret: "s2" };
    expect(ask(driver, named, { authorization: "" })["status"]).toBe(200);
  });

  it("lead back only to addresses that are registered, where any are", () => {
    const driver = withSettings({ redirectUris: [REDIRECT] });
    expect(driver.send("GET", authorizeUrl(), "").status).toBe(200);
    const wrong = driver.send("GET", authorizeUrl({ redirect_uri: `${REDIRECT}/` }), "");
    expect([wrong.status, wrong.body]).toEqual([400, expect.stringContaining("--redirect-uri")]);
  });
});

describe("scopes", () => {
  it("are told to the person, and refused when unknown or missing", () => {
    const driver = new ApiDriver();
    const page = driver.send("GET", authorizeUrl({ scope: `${ACCOUNTING} openid email` }), "");
    expect(page.body).toContain("See your e-mail address");
    expect(page.body).toContain("Craig&#39;s Design and Landscaping Services");
    for (const scope of ["", "everything", `${ACCOUNTING} everything`, "constructor"])
      expect(driver.send("GET", authorizeUrl({ scope }), "").status, scope).toBe(400);
  });

  it("without accounting give no access to the Accounting API", () => {
    const driver = new ApiDriver();
    driver.token = textOf(connect(driver, "openid"), "access_token") ?? "";
    expect(driver.get("customer/1").status).toBe(403);
    expect(driver.send("GET", "/v1/openid_connect/userinfo", "").status).toBe(200);
  });

  it("decide what user info tells; without openid it tells nothing", () => {
    const driver = new ApiDriver();
    const told = (scope: string): { status: number; keys: string[] } => {
      driver.token = textOf(connect(driver, scope), "access_token") ?? "";
      const answer = driver.send("GET", "/v1/openid_connect/userinfo", "");
      return { status: answer.status, keys: Object.keys(bodyOf(answer)) };
    };
    expect(told("openid email")).toEqual({ status: 200, keys: ["sub", "email", "emailVerified"] });
    expect(told("openid profile").keys).toEqual(["sub", "givenName", "familyName"]);
    expect(told(ACCOUNTING)).toEqual({ status: 403, keys: ["error"] });
    driver.token = "no such token";
    const answer = driver.send("GET", "/v1/openid_connect/userinfo", "");
    expect([answer.status, answer.headers["www-authenticate"]]).toEqual([
      401,
      'Bearer realm="Intuit", error="invalid_token"',
    ]);
  });
});

describe("an ID token", () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

  it("comes with the scope openid alone, names the app and is signed by a published key", () => {
    const driver = new ApiDriver({ identityKey: () => privateKey });
    expect(connect(driver)).not.toHaveProperty("id_token");
    const token = textOf(connect(driver, `openid ${ACCOUNTING}`), "id_token") ?? "";
    const [head = "", claims = "", signature = ""] = token.split(".");
    const read = (part: string): JsonObject =>
      JSON.parse(Buffer.from(part, "base64url").toString()) as JsonObject;
    expect(read(claims)).toMatchObject({
      iss: "https://oauth.platform.intuit.com/op/v1",
      aud: ["demo"],
      realmid: "9341452700000001",
      exp: driver.now / 1000 + 3600,
    });
    const [key] = objectsOf(bodyOf(driver.send("GET", "/op/v1/jwks", "")), "keys");
    expect(key?.["kid"]).toBe(read(head)["kid"]);
    const published = createPublicKey({
      key: { kty: "RSA", n: textOf(key ?? {}, "n") ?? "", e: textOf(key ?? {}, "e") ?? "" },
      format: "jwk",
    });
    const signed = Buffer.from(`${head}.${claims}`);
    const bytes = Buffer.from(signature, "base64url");
    expect(verify("sha256", signed, published, bytes)).toBe(true);
    expect(verify("sha256", Buffer.from(`${head}.e30`), published, bytes)).toBe(false);
  });

  it("is left out, and no key published, where the emulator holds none", () => {
    const driver = new ApiDriver();
    expect(connect(driver, "openid")).not.toHaveProperty("id_token");
    expect(bodyOf(driver.send("GET", "/op/v1/jwks", ""))).toEqual({ keys: [] });
  });
});

describe("the token endpoints", () => {
  it("refuse what is no request for a token with RFC 6749's words", () => {
    const driver = new ApiDriver();
    expect(ask(driver, {})).toEqual({ status: 400, error: "invalid_request" });
    expect(ask(driver, { grant_type: "password" })).toEqual({
      status: 400,
      error: "unsupported_grant_type",
    });
    expect(ask(driver, { grant_type: "refresh_token" })).toMatchObject({ error: "invalid_grant" });
    for (const body of ["", "null", "[]", "{", '{"token":5}', "token="])
      expect(driver.send("POST", "/v2/oauth2/tokens/revoke", body, DEMO).status, body).toBe(400);
    expect(driver.send("GET", "/v2/oauth2/tokens/revoke", "", DEMO).status).toBe(405);
  });

  it("answer with an intuit_tid, each its own, also when they refuse", () => {
    const driver = new ApiDriver();
    const tids = [
      driver.send("GET", "/.well-known/openid_sandbox_configuration/", ""),
      driver.form("/oauth2/v1/tokens/bearer", {}),
      driver.get("customer/1"),
      driver.send("GET", "/nowhere", ""),
    ].map((answer) => answer.headers["intuit_tid"]);
    for (const tid of tids) expect(tid).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    expect(new Set(tids).size).toBe(tids.length);
  });
});
