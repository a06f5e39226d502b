import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { OrgClient, type Answer } from "../../test/support/org-client.ts";

const REDIRECT = "http://localhost:9/callback";
const VERIFIER = "v".repeat(43);
const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");
const APPS = [
  { id: "demo", secret: "demo" },
  { id: "public" },
  { id: "run-as", secret: "s", runAsUserId: "005000000000001AAA" },
];

const newClient = (): OrgClient => new OrgClient({ settings: { apps: APPS } });
const form = (values: Readonly<Record<string, string>>): string =>
  new URLSearchParams(values).toString();
const token = (client: OrgClient, values: Readonly<Record<string, string>>): Answer =>
  client.send("POST", "/services/oauth2/token", form(values), { authorization: "" });

/** Where the browser is sent after the person has said yes. */
function allow(client: OrgClient, more: Readonly<Record<string, string>> = {}): URL {
  const asked = {
    response_type: "code",
    client_id: "public",
    redirect_uri: REDIRECT,
    code_challenge: CHALLENGE,
  };
  const answer = client.send(
    "POST",
    "/services/oauth2/authorize",
    form({ ...asked, allow: "yes", ...more }),
  );
  return new URL(answer.headers["location"] ?? "x:");
}

/** The tokens of a person who said yes. */
function signIn(client: OrgClient, more: Readonly<Record<string, string>> = {}) {
  const code = allow(client, more).searchParams.get("code") ?? "";
  const asked = { grant_type: "authorization_code", client_id: "public", redirect_uri: REDIRECT };
  return token(client, { ...asked, code, code_verifier: VERIFIER }).body as {
    access_token: string;
    refresh_token: string;
    id: string;
  };
}

const isLive = (client: OrgClient, accessToken: string): boolean => {
  const headers = { authorization: `Bearer ${accessToken}` };
  return client.send("GET", "limits", undefined, headers).status === 200;
};

describe("sign-in", () => {
  it("is by the user that the person chooses or the app hints at", () => {
    const client = newClient();
    const [, integration] = [...client.org.store.all("User").values()];
    const username = String(integration?.["Username"]);
    expect(signIn(client).id).toContain(client.org.settings.adminUserId);
    expect(signIn(client, { login_hint: username }).id).toContain(String(integration?.["Id"]));
    expect(signIn(client, { user: username }).id).toContain(String(integration?.["Id"]));
    const page = client.send(
      "GET",
      `/services/oauth2/authorize?${form({ response_type: "code", client_id: "demo", redirect_uri: REDIRECT })}`,
    );
    expect(page.body).toContain(`<option>${username}</option>`);
  });

  it("of an app without a secret needs a challenge", () => {
    const client = newClient();
    const back = allow(client, { code_challenge: "short", state: "x" });
    expect(back.searchParams.get("error")).toBe("invalid_request");
    const asked = { response_type: "code", client_id: "public", redirect_uri: REDIRECT };
    const answer = client.send("GET", `/services/oauth2/authorize?${form(asked)}`);
    expect(answer.headers["location"]).toContain("missing+required+code+challenge");
  });

  it("of client credentials is by the app's own user", () => {
    const client = newClient();
    const asked = { grant_type: "client_credentials", client_id: "run-as", client_secret: "s" };
    expect((token(client, asked).body as { id: string }).id).toContain("005000000000001AAA");
  });

  it("is refused to a user who is not active, and ends the sessions they have", () => {
    const client = newClient();
    const { access_token: accessToken, refresh_token: refreshToken } = signIn(client, {
      login_hint: String(client.org.store.get("User", "005000000000002AAA")?.["Username"]),
    });
    expect(isLive(client, accessToken)).toBe(true);
    const user = client.org.store.get("User", "005000000000002AAA");
    client.org.store.put("User", "005000000000002AAA", { ...user, IsActive: false });
    expect(isLive(client, accessToken)).toBe(false);
    const asked = { grant_type: "refresh_token", client_id: "public", refresh_token: refreshToken };
    expect(token(client, asked)).toMatchObject({
      status: 400,
      body: { error: "inactive_user", error_description: "user is inactive" },
    });
  });
});

describe("tokens", () => {
  it("die together when their refresh token is taken back, also after a rotation", () => {
    const client = newClient();
    const first = signIn(client);
    const other = signIn(client);
    const asked = { grant_type: "refresh_token", client_id: "public" };
    const second = token(client, { ...asked, refresh_token: first.refresh_token })
      .body as typeof first;
    expect([first, second, other].map((each) => isLive(client, each.access_token))).toEqual([
      true,
      true,
      true,
    ]);
    client.send("POST", "/services/oauth2/revoke", form({ token: second.refresh_token }));
    expect([first, second, other].map((each) => isLive(client, each.access_token))).toEqual([
      false,
      false,
      true,
    ]);
    expect(token(client, { ...asked, refresh_token: second.refresh_token }).body).toMatchObject({
      error: "invalid_grant",
      error_description: "expired access/refresh token",
    });
  });

  it("are told apart by introspection", () => {
    const client = newClient();
    const code = allow(client, { client_id: "demo" }).searchParams.get("code") ?? "";
    const asked = {
      grant_type: "authorization_code",
      client_id: "demo",
      client_secret: "demo",
      redirect_uri: REDIRECT,
    };
    const tokens = token(client, { ...asked, code, code_verifier: VERIFIER }).body as ReturnType<
      typeof signIn
    >;
    const look = (text: string, app = { client_id: "demo", client_secret: "demo" }) =>
      client.send("POST", "/services/oauth2/introspect", form({ ...app, token: text })).body;
    const now = Math.floor(client.now / 1000);
    expect(look(tokens.access_token)).toMatchObject({
      active: true,
      token_type: "access_token",
      iat: now,
      nbf: now,
      exp: now + 7200,
    });
    expect(look(tokens.refresh_token)).toMatchObject({ active: true, token_type: "refresh_token" });
    expect(look(tokens.access_token)).toMatchObject({ scope: "refresh_token api" });
    expect(look("nonsense")).toEqual({ active: false });
    const other = { client_id: "run-as", client_secret: "s" };
    expect(look(tokens.access_token, other)).toEqual({ active: false });
    expect(look(tokens.refresh_token, other)).toEqual({ active: false });
  });

  it("expire when they are not used for as long as the org says", () => {
    const client = new OrgClient({ settings: { apps: APPS, sessionIdleMs: 60_000 } });
    const { access_token: accessToken } = signIn(client);
    client.wait(59_000);
    expect(isLive(client, accessToken)).toBe(true);
    client.wait(61_000);
    expect(isLive(client, accessToken)).toBe(false);
  });
});

describe("what ended by itself", () => {
  it("leaves the org's file: sessions nobody uses any more, codes nobody exchanged", () => {
    const client = new OrgClient({ settings: { apps: APPS, sessionIdleMs: 60_000 } });
    signIn(client);
    allow(client);
    client.wait(901_000);
    const { access_token: accessToken } = signIn(client);
    expect([...client.org.store.all("sessions").keys()]).toEqual([accessToken]);
    expect(client.org.store.all("authorizationCodes").size).toBe(0);
  });
});

describe("an app that proves itself wrongly", () => {
  const basic = (pair: string) => ({
    authorization: `Basic ${Buffer.from(pair).toString("base64")}`,
  });
  const ask = (endpoint: string, values: Readonly<Record<string, string>>, headers = {}) => {
    const given = { authorization: "", ...headers };
    return newClient().send("POST", `/services/oauth2/${endpoint}`, form(values), given);
  };
  const credentials = { grant_type: "client_credentials", client_id: "demo" };

  it.each([
    [{}, "unsupported_grant_type", "grant type not supported"],
    [{ grant_type: "password" }, "unsupported_grant_type", "grant type not supported"],
    [
      { ...credentials, client_id: "nobody", client_secret: "x" },
      "invalid_client_id",
      "client identifier invalid",
    ],
    [{ ...credentials, client_secret: "x" }, "invalid_client", "invalid client credentials"],
    [credentials, "invalid_client", "invalid client credentials"],
  ])("is told why for %j", (values, error, description) => {
    expect(ask("token", values)).toMatchObject({
      status: 400,
      body: { error, error_description: description },
    });
  });

  it("may name itself by Basic, for tokens and for introspection", () => {
    const values = { grant_type: "client_credentials" };
    expect(ask("token", values, basic("demo:demo")).status).toBe(200);
    expect(ask("token", values, basic("demo:x")).body).toMatchObject({ error: "invalid_client" });
    expect(ask("introspect", { token: "x" }, basic("demo:demo"))).toMatchObject({
      status: 200,
      body: { active: false },
    });
    expect(ask("introspect", { token: "x" }, basic("demo:x")).status).toBe(401);
    expect(ask("introspect", { token: "x", client_id: "demo" }).status).toBe(401);
  });
});
