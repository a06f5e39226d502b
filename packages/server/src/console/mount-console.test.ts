import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { COOL_CARS, STATUS } from "../../test/fake-engine.ts";
import { createTestApp, NOW, OPERATOR_TOKEN, operator, type TestApp } from "../../test/test-app.ts";

const form = (password: string, headers: Record<string, string> = {}, to = "") => ({
  method: "POST" as const,
  url: "/sign-in",
  headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
  payload: new URLSearchParams({ password, ...(to === "" ? {} : { to }) }).toString(),
});

async function signIn({ app }: TestApp): Promise<{ cookie: string }> {
  const answer = await app.inject(form(OPERATOR_TOKEN));
  return { cookie: String(answer.headers["set-cookie"]).split(";", 1)[0] ?? "" };
}

const apex = (method: string, headers: Record<string, string>, payload: object = {}) => ({
  method: "POST" as const,
  url: `/apex/AccordApi/${method}`,
  headers,
  payload,
});

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function builtAssets(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "accord-assets-"));
  folders.push(folder);
  const manifest = { imports: { lwc: "/assets/lwc.js" }, host: "/assets/host.js", styles: [] };
  writeFileSync(path.join(folder, "manifest.json"), JSON.stringify(manifest));
  writeFileSync(path.join(folder, "host.js"), "export {};");
  return folder;
}

describe("the console's sign-in", () => {
  it("is what a stranger sees, and nothing else", async () => {
    const { app } = createTestApp();
    const answer = await app.inject("/");
    expect(answer.body).toContain("Sign in to Accord Sync");
    expect((await app.inject("/log")).headers.location).toBe("/sign-in?to=%2Flog");
  });

  it("leads back to the page that asked for it, also after a wrong password, and to no other site", async () => {
    const { app } = createTestApp();
    const wrong = await app.inject(form("guess", {}, "/log"));
    expect(wrong.body).toContain('name="to" value="/log"');
    expect((await app.inject(form(OPERATOR_TOKEN, {}, "/log"))).headers.location).toBe("/log");
    const foreign = await app.inject(form(OPERATOR_TOKEN, {}, "//evil.example/x"));
    expect(foreign.headers.location).toBe("/");
    expect((await app.inject("/sign-in?to=//evil.example/x")).body).not.toContain("evil");
  });

  it("opens a session by the operator's password, in a cookie no script can read", async () => {
    const test = createTestApp();
    const answer = await test.app.inject(form(OPERATOR_TOKEN));
    expect([answer.statusCode, answer.headers.location]).toEqual([303, "/"]);
    expect(answer.headers["set-cookie"]).toMatch(/HttpOnly; SameSite=Strict$/);
    const page = await test.app.inject({ url: "/", headers: await signIn(test) });
    expect(page.body).toContain("Accord Admin");
  });

  it("marks the cookie Secure where the service is reached by https", async () => {
    const { app } = createTestApp({ publicUrl: "https://accord.example" });
    const answer = await app.inject(form(OPERATOR_TOKEN));
    expect(answer.headers["set-cookie"]).toContain("; Secure");
  });

  it("refuses a wrong password, and after ten of them also the right one for a minute", async () => {
    const { app, clock } = createTestApp();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect((await app.inject(form("guess"))).statusCode).toBe(401);
    }
    expect((await app.inject(form(OPERATOR_TOKEN))).statusCode).toBe(429);
    clock.now = NOW + 61_000;
    expect((await app.inject(form(OPERATOR_TOKEN))).statusCode).toBe(303);
  });

  it("takes the form of its own page, whatever the browser's Origin says", async () => {
    const { app } = createTestApp();
    const headers = { origin: "null", "sec-fetch-site": "same-origin" };
    expect((await app.inject(form(OPERATOR_TOKEN, headers))).statusCode).toBe(303);
  });

  it("refuses a form that another site's page sends", async () => {
    const { app } = createTestApp();
    const foreign = { "sec-fetch-site": "cross-site" };
    expect((await app.inject(form(OPERATOR_TOKEN, foreign))).statusCode).toBe(403);
    const headers = { origin: "https://evil.example", host: "localhost:4000" };
    expect((await app.inject(form(OPERATOR_TOKEN, headers))).statusCode).toBe(403);
  });

  it("ends after twelve hours, at sign-out, and with a forged cookie", async () => {
    const test = createTestApp();
    const { cookie } = await signIn(test);
    const status = async (value: string) =>
      (await test.app.inject({ url: "/api/v1/status", headers: { cookie: value } })).statusCode;
    expect(await status(cookie)).toBe(200);
    expect(await status(`${cookie}x`)).toBe(401);
    const out = await test.app.inject({ method: "POST", url: "/sign-out", headers: { cookie } });
    expect(out.headers["set-cookie"]).toContain("Max-Age=0");
    test.clock.now = NOW + 13 * 3_600_000;
    expect(await status(cookie)).toBe(401);
  });

  it("opens by a link that the operator asked for, once", async () => {
    const { app } = createTestApp();
    const link = await app.inject({
      method: "POST",
      url: "/api/v1/sign-in-links",
      headers: operator,
    });
    const { pathname, search } = new URL(link.json().url);
    const first = await app.inject(pathname + search);
    const second = await app.inject(pathname + search);
    expect([first.statusCode, first.headers["set-cookie"]]).toEqual([
      303,
      expect.stringContaining("accord_session="),
    ]);
    expect(second.statusCode).toBe(403);
  });

  it("does not take a session cookie for a sign-in link", async () => {
    const test = createTestApp();
    const { cookie } = await signIn(test);
    const ticket = cookie.split("=")[1] ?? "";
    expect((await test.app.inject(`/sign-in?ticket=${ticket}`)).statusCode).toBe(403);
  });
});

describe("the console's pages", () => {
  it("carry the tab's component and allow only scripts that are ours", async () => {
    const test = createTestApp({ assetsFolder: builtAssets() });
    const headers = await signIn(test);
    const admin = await test.app.inject({ url: "/", headers });
    const log = await test.app.inject({ url: "/log", headers });
    expect(admin.body).toContain('data-component="c:accordAdmin"');
    expect(log.body).toContain('data-component="c:accordLogViewer"');
    const policy = String(admin.headers["content-security-policy"]);
    expect(policy).toMatch(/script-src 'self' 'sha256-[^']+' 'sha256-[^']+';/);
    expect((await test.app.inject("/assets/host.js")).statusCode).toBe(200);
  });

  it("say what to do when the components are not built", async () => {
    const test = createTestApp();
    const answer = await test.app.inject({ url: "/", headers: await signIn(test) });
    expect(answer.body).toContain("npm start");
  });
});

describe("POST /apex/AccordApi/{method}", () => {
  it("answers the API's JSON as a text, as the Apex proxy does", async () => {
    const test = createTestApp();
    const answer = await test.app.inject(apex("getStatus", await signIn(test)));
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.json())).toMatchObject(STATUS);
  });

  it("finds a record's object by its id and acts as the operator of the console", async () => {
    const test = createTestApp();
    const params = { recordId: COOL_CARS.id, onMatch: "create" };
    await test.app.inject(apex("send", await signIn(test), params));
    expect(test.engine.asked).toEqual([
      ["send", "Account", COOL_CARS.id, { onMatch: "create", actor: "Operator (console)" }],
    ]);
  });

  it("leaves out what a component leaves blank", async () => {
    const test = createTestApp();
    const blank = { filter: "errors", fromDate: "", toDate: "", before: "" };
    await test.app.inject(apex("getLog", await signIn(test), blank));
    expect(test.engine.asked).toEqual([["log", { filter: "errors", limit: 100 }]]);
  });

  it("refuses as the Apex proxy does: the code, the words and what to do, in the message", async () => {
    const test = createTestApp();
    const headers = await signIn(test);
    const unknown = await test.app.inject(
      apex("getRecord", headers, { recordId: "001000000000009AAA" }),
    );
    expect([unknown.statusCode, JSON.parse(unknown.json().message)]).toEqual([
      404,
      {
        code: "RECORD_UNKNOWN",
        message: "There is no Account 001000000000009AAA.",
        action: "Check the record id.",
      },
    ]);
    expect((await test.app.inject(apex("toString", headers))).statusCode).toBe(404);
  });

  it.each([
    ["nobody", {}],
    ["another site's page", { origin: "https://evil.example", host: "localhost:4000" }],
    ["another port's page", { "sec-fetch-site": "same-site" }],
  ])("refuses a call of %s", async (caller, headers) => {
    const test = createTestApp();
    const session: Record<string, string> = caller === "nobody" ? {} : await signIn(test);
    const answer = await test.app.inject(apex("getStatus", { ...session, ...headers }));
    expect(answer.statusCode).toBe(401);
    expect(test.engine.asked).toEqual([]);
  });
});
