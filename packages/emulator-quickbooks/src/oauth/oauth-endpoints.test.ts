import { describe, expect, it } from "vitest";
import { textOf, type JsonObject } from "../json/json-value.ts";
import { ApiDriver, bodyOf } from "../testing/api-driver.ts";

const BASIC = { authorization: `Basic ${Buffer.from("demo:demo").toString("base64")}` };
const REDIRECT = "http://127.0.0.1:4000/oauth/quickbooks/callback";
const AUTHORIZE = `/connect/oauth2?client_id=demo&response_type=code&scope=com.intuit.quickbooks.accounting&redirect_uri=${encodeURIComponent(REDIRECT)}&state=s1`;

function consent(driver: ApiDriver): URL {
  const answer = driver.form(AUTHORIZE, { decision: "connect" });
  expect(answer.status).toBe(302);
  return new URL(answer.headers["location"] ?? "");
}

const token = (
  driver: ApiDriver,
  form: Record<string, string>,
): { status: number; body: JsonObject } => {
  const answer = driver.form("/oauth2/v1/tokens/bearer", form, BASIC);
  return { status: answer.status, body: bodyOf(answer) };
};
const exchange = (driver: ApiDriver): JsonObject =>
  token(driver, {
    grant_type: "authorization_code",
    code: consent(driver).searchParams.get("code") ?? "",
    redirect_uri: REDIRECT,
  }).body;
const refresh = (driver: ApiDriver, refreshToken: unknown): { status: number; body: JsonObject } =>
  token(driver, { grant_type: "refresh_token", refresh_token: String(refreshToken) });

const INVALID = {
  status: 400,
  body: { error: "invalid_grant", error_description: "Incorrect or invalid refresh token" },
};

describe("connecting an app", () => {
  it("asks a person, then returns code, state and company to the app", () => {
    const driver = new ApiDriver();
    expect(driver.send("GET", AUTHORIZE, "").body).toContain(
      "Connect 127.0.0.1:4000 to QuickBooks",
    );
    const back = consent(driver);
    expect(back.origin + back.pathname).toBe(REDIRECT);
    expect([back.searchParams.get("state"), back.searchParams.get("realmId")]).toEqual([
      "s1",
      "9341452700000001",
    ]);
  });

  it("returns access_denied when the person declines", () => {
    const answer = new ApiDriver().form(AUTHORIZE, { decision: "cancel" });
    expect(answer.headers["location"]).toBe(`${REDIRECT}?error=access_denied&state=s1`);
  });

  it("takes consent from its own page only", () => {
    const elsewhere = { origin: "http://evil.example" };
    expect(new ApiDriver().form(AUTHORIZE, { decision: "connect" }, elsewhere).status).toBe(403);
  });

  it("refuses an unknown client or a return address that is none", () => {
    const driver = new ApiDriver();
    expect(
      driver.send("GET", AUTHORIZE.replace("client_id=demo", "client_id=other"), "").status,
    ).toBe(400);
    expect(
      driver.send(
        "GET",
        "/connect/oauth2?client_id=demo&response_type=code&redirect_uri=nowhere",
        "",
      ).status,
    ).toBe(400);
  });

  it("exchanges a code once, within ten minutes, for tokens that work", () => {
    const driver = new ApiDriver();
    const code = consent(driver).searchParams.get("code") ?? "";
    const form = { grant_type: "authorization_code", code, redirect_uri: REDIRECT };
    const { body } = token(driver, form);
    expect(body).toMatchObject({
      token_type: "bearer",
      expires_in: 3600,
      x_refresh_token_expires_in: 8_726_400,
    });
    driver.token = textOf(body, "access_token") ?? "";
    expect(driver.get("companyinfo/9341452700000001").status).toBe(200);
    expect(token(driver, form)).toEqual({
      status: 400,
      body: { error: "invalid_grant", error_description: "Invalid authorization code" },
    });
    const late = { ...form, code: consent(driver).searchParams.get("code") ?? "" };
    driver.now += 600_000;
    expect(token(driver, late).status).toBe(400);
  });

  it("refuses a wrong client secret", () => {
    const headers = { authorization: `Basic ${Buffer.from("demo:wrong").toString("base64")}` };
    const answer = new ApiDriver().form(
      "/oauth2/v1/tokens/bearer",
      { grant_type: "refresh_token" },
      headers,
    );
    expect([answer.status, bodyOf(answer)]).toEqual([401, { error: "invalid_client" }]);
  });

  it("says where everything is", () => {
    const document = bodyOf(new ApiDriver().send("GET", "/.well-known/openid_configuration", ""));
    expect(document).toMatchObject({
      token_endpoint: "http://127.0.0.1:4002/oauth2/v1/tokens/bearer",
      revocation_endpoint: "http://127.0.0.1:4002/v2/oauth2/tokens/revoke",
    });
  });
});

describe("a token", () => {
  it("of access ends after an hour", () => {
    const driver = new ApiDriver();
    driver.token = textOf(exchange(driver), "access_token") ?? "";
    driver.now += 3_599_999;
    expect(driver.get("customer/1").status).toBe(200);
    driver.now += 1;
    expect(driver.get("customer/1").status).toBe(401);
  });

  it("of refresh is replaced by every refresh, and the old one is dead", () => {
    const driver = new ApiDriver();
    const first = exchange(driver)["refresh_token"];
    const second = refresh(driver, first).body["refresh_token"];
    expect(second).not.toBe(first);
    expect(refresh(driver, first)).toEqual(INVALID);
    expect(refresh(driver, second).status).toBe(200);
  });

  it("of refresh ends after 101 days without use", () => {
    const driver = new ApiDriver();
    const first = exchange(driver)["refresh_token"];
    driver.now += 8_726_400_000;
    expect(refresh(driver, first)).toEqual(INVALID);
  });

  it("tells its five-year end when asked, and ends then although it was used", () => {
    const driver = new ApiDriver();
    let current = textOf(exchange(driver), "refresh_token") ?? "";
    for (let day = 0; day < 1825; day += 99) {
      driver.now += 99 * 86_400_000;
      if (day + 99 >= 1825) break;
      const form = { grant_type: "refresh_token", refresh_token: current };
      const answer = driver.form("/oauth2/v1/tokens/bearer", form, {
        ...BASIC,
        "x-include-refresh-token-hard-expires-in": "true",
      });
      expect(bodyOf(answer)["x_refresh_token_hard_expires_in"]).toBe(
        157_680_000 - (day + 99) * 86_400,
      );
      current = textOf(bodyOf(answer), "refresh_token") ?? "";
    }
    expect(refresh(driver, current)).toEqual(INVALID);
  });

  it("of either kind, revoked, ends both", () => {
    const driver = new ApiDriver();
    const tokens = exchange(driver);
    const revoke = (token: unknown): number =>
      driver.send("POST", "/v2/oauth2/tokens/revoke", JSON.stringify({ token }), BASIC).status;
    expect(revoke(tokens["refresh_token"])).toBe(200);
    driver.token = textOf(tokens, "access_token") ?? "";
    expect(driver.get("customer/1").status).toBe(401);
    expect(refresh(driver, tokens["refresh_token"])).toEqual(INVALID);
    expect(revoke(tokens["refresh_token"])).toBe(400);
  });
});
