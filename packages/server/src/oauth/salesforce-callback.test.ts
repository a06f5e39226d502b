import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { createTestApp, NOW, operator, type TestApp } from "../../test/test-app.ts";

function setUp(end: Result<null> = succeed(null)) {
  const completed: (readonly [string, string])[] = [];
  const test = createTestApp({
    salesforce: {
      authorizeUrl: (state, codeChallenge) => {
        const query = new URLSearchParams({ state, code_challenge: codeChallenge });
        return `https://acme.my.salesforce.com/services/oauth2/authorize?${query.toString()}`;
      },
      complete: async (code, verifier) => {
        completed.push([code, verifier]);
        return end;
      },
    },
  });
  return { ...test, completed };
}

async function begin({ app }: TestApp) {
  const answer = await app.inject({ url: "/connect/salesforce", headers: operator });
  const { searchParams } = new URL(String(answer.headers.location));
  const cookie = String(answer.headers["set-cookie"]).split(";", 1)[0] ?? "";
  return {
    answer,
    cookie,
    state: searchParams.get("state") ?? "",
    challenge: searchParams.get("code_challenge") ?? "",
  };
}

const callback = (query: Record<string, string>, cookie: string) => ({
  url: `/oauth/salesforce/callback?${new URLSearchParams(query).toString()}`,
  headers: { cookie },
});

describe("connecting Salesforce by a person's consent", () => {
  it("sends the operator there and proves with the verifier who asked", async () => {
    const test = setUp();
    const { answer, state, cookie, challenge } = await begin(test);
    expect(answer.statusCode).toBe(303);
    expect(answer.headers["set-cookie"]).toContain("HttpOnly; SameSite=Lax");
    const back = await test.app.inject(callback({ state, code: "aPrx" }, cookie));
    expect([back.statusCode, back.body.includes("Salesforce is connected")]).toEqual([200, true]);
    const [[code, verifier] = ["", ""]] = test.completed;
    expect(code).toBe("aPrx");
    expect(verifier).toMatch(/^[\w.~-]{43,128}$/);
    expect(createHash("sha256").update(verifier).digest("base64url")).toBe(challenge);
    expect(state).not.toContain(verifier);
  });

  it("asks each attempt with a verifier of its own", async () => {
    const test = setUp();
    const [one, two] = [await begin(test), await begin(test)];
    expect(one.challenge).not.toBe(two.challenge);
  });

  it("sends anybody else to the sign-in first", async () => {
    const answer = await setUp().app.inject("/connect/salesforce");
    expect(answer.headers.location).toBe("/sign-in?to=%2Fconnect%2Fsalesforce");
  });

  it.each([
    ["no cookie", (state: string) => ({ state, cookie: "" })],
    ["a state of its own", () => ({ state: "1.2.3", cookie: "accord_connect_salesforce=1.2.3" })],
    ["another's cookie", (state: string) => ({ state, cookie: "accord_connect_salesforce=x" })],
  ])("refuses a return with %s and exchanges nothing", async (_case, forge) => {
    const test = setUp();
    const { state, cookie } = forge((await begin(test)).state);
    const back = await test.app.inject(callback({ state, code: "aPrx" }, cookie));
    expect([back.statusCode, test.completed]).toEqual([400, []]);
  });

  it("refuses a return that comes after ten minutes", async () => {
    const test = setUp();
    const { state, cookie } = await begin(test);
    test.clock.now = NOW + 11 * 60_000;
    const back = await test.app.inject(callback({ state, code: "aPrx" }, cookie));
    expect([back.statusCode, test.completed]).toEqual([400, []]);
  });

  it("says when access was not granted, and why a code was not taken", async () => {
    const test = setUp(fail(operationalError("SF_APP_UNKNOWN", { detail: "client" })));
    const { state, cookie } = await begin(test);
    const denied = await test.app.inject(callback({ state, error: "access_denied" }, cookie));
    expect(denied.body).toContain("Access was not granted in Salesforce");
    const unknown = await test.app.inject(callback({ state, code: "aPrx" }, cookie));
    expect([unknown.statusCode, unknown.body.includes("does not know the app")]).toEqual([
      502,
      true,
    ]);
  });

  it("is not offered where the service signs in by itself", async () => {
    const { app } = createTestApp();
    expect((await app.inject({ url: "/connect/salesforce", headers: operator })).statusCode).toBe(
      404,
    );
  });
});
