import { describe, expect, it } from "vitest";
import { createTestApp, NOW, OPERATOR_TOKEN, operator, type TestApp } from "../../test/test-app.ts";

async function startConnecting({ app }: TestApp) {
  const answer = await app.inject({ url: "/connect/quickbooks", headers: operator });
  const state = new URL(String(answer.headers.location)).searchParams.get("state") ?? "";
  const cookie = String(answer.headers["set-cookie"]).split(";", 1)[0] ?? "";
  return { answer, state, cookie };
}

const callback = (query: Record<string, string>, cookie: string) => ({
  url: `/oauth/quickbooks/callback?${new URLSearchParams(query).toString()}`,
  headers: { cookie },
});

describe("connecting QuickBooks", () => {
  it("sends the signed-in operator to QuickBooks with a state in a cookie of its own", async () => {
    const { answer, state, cookie } = await startConnecting(createTestApp());
    expect(answer.statusCode).toBe(303);
    expect(state).not.toBe("");
    expect(cookie).toBe(`accord_connect=${state}`);
    expect(answer.headers["set-cookie"]).toContain("HttpOnly; SameSite=Lax");
  });

  it("sends anybody else to the sign-in, and from there on to QuickBooks", async () => {
    const { app } = createTestApp();
    const answer = await app.inject("/connect/quickbooks");
    expect([answer.statusCode, answer.headers.location]).toEqual([
      303,
      "/sign-in?to=%2Fconnect%2Fquickbooks",
    ]);
    const signIn = await app.inject(String(answer.headers.location));
    expect(signIn.body).toContain('<input type="hidden" name="to" value="/connect/quickbooks">');
    const signedIn = await app.inject({
      method: "POST",
      url: "/sign-in",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams({
        password: OPERATOR_TOKEN,
        to: "/connect/quickbooks",
      }).toString(),
    });
    // Not a redirect: form-action 'self' would stop it short of QuickBooks.
    expect(signedIn.statusCode).toBe(200);
    expect(signedIn.body).toContain('content="0; url=/connect/quickbooks"');
    const [cookie = ""] = String(signedIn.headers["set-cookie"]).split(";", 1);
    const connecting = await app.inject({ url: "/connect/quickbooks", headers: { cookie } });
    expect(new URL(String(connecting.headers.location)).searchParams.has("state")).toBe(true);
  });

  it("exchanges the code for the company that was chosen and says so", async () => {
    const test = createTestApp();
    const { state, cookie } = await startConnecting(test);
    const answer = await test.app.inject(
      callback({ state, code: "AB11", realmId: "9341452700000001" }, cookie),
    );
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain("QuickBooks is connected");
    expect(test.completed).toEqual([["AB11", "9341452700000001"]]);
  });

  it.each([
    ["no cookie", (state: string) => ({ state, cookie: "" })],
    ["another state", () => ({ state: "1.2.3", cookie: "accord_connect=1.2.3" })],
    ["the cookie of another attempt", (state: string) => ({ state, cookie: "accord_connect=x" })],
  ])("refuses a return with %s and exchanges nothing", async (_case, forge) => {
    const test = createTestApp();
    const { state, cookie } = forge((await startConnecting(test)).state);
    const query = { state, code: "AB11", realmId: "9341452700000001" };
    const answer = await test.app.inject(callback(query, cookie));
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain("does not belong to a connection that was started here");
    expect(test.completed).toEqual([]);
  });

  it("refuses a return that comes after ten minutes", async () => {
    const test = createTestApp();
    const { state, cookie } = await startConnecting(test);
    test.clock.now = NOW + 11 * 60_000;
    const query = { state, code: "AB11", realmId: "9341452700000001" };
    expect((await test.app.inject(callback(query, cookie))).statusCode).toBe(400);
    expect(test.completed).toEqual([]);
  });

  it("says so when access was not granted", async () => {
    const test = createTestApp();
    const { state, cookie } = await startConnecting(test);
    const answer = await test.app.inject(callback({ state, error: "access_denied" }, cookie));
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain("Access was not granted in QuickBooks");
  });

  it("escapes what QuickBooks answered", async () => {
    const test = createTestApp();
    const { state, cookie } = await startConnecting(test);
    const answer = await test.app.inject(callback({ state, error: "<script>" }, cookie));
    expect(answer.body).toContain("&lt;script&gt;");
    expect(answer.body).not.toContain("<script>");
  });

  it("tells what to do when the code is refused", async () => {
    const test = createTestApp();
    const { state, cookie } = await startConnecting(test);
    const query = { state, code: "refused", realmId: "9341452700000001" };
    const answer = await test.app.inject(callback(query, cookie));
    expect(answer.statusCode).toBe(502);
    expect(answer.body).toContain("connect QuickBooks again");
  });
});
