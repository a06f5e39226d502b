/** Refresh, revoke, user info and batch through an independent client (npm `node-quickbooks`). */

import module from "node-quickbooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startOne, type StartedEmulator } from "./running-emulator.ts";

/** The package's types say `default`, its code exports the class itself, with its addresses. */
const QuickBooks = module as unknown as typeof module.default & {
  V3_ENDPOINT_BASE_URL: string;
  TOKEN_URL: string;
  REVOKE_URL: string;
  USER_INFO_URL: string;
};
const REALM = "9341452700000001";
const REDIRECT = "http://localhost:3000/callback";
const BASIC = `Basic ${Buffer.from("demo:demo").toString("base64")}`;

let emulator: StartedEmulator;
beforeAll(async () => {
  emulator = await startOne("--no-rate-limits");
  // All it takes to point this client at the emulator; README shows it.
  QuickBooks.V3_ENDPOINT_BASE_URL = `${emulator.address}/v3/company/`;
  QuickBooks.TOKEN_URL = `${emulator.address}/oauth2/v1/tokens/bearer`;
  QuickBooks.REVOKE_URL = `${emulator.address}/v2/oauth2/tokens/revoke`;
  QuickBooks.USER_INFO_URL = `${emulator.address}/v1/openid_connect/userinfo`;
});
afterAll(() => emulator.stop());

/** What this file looks at of the client, whose types leave some of it out. */
interface Client {
  token: string | null;
  refreshToken: string | null;
  getCustomer(id: string, done: Done): void;
  getUserInfo(done: Done): void;
  refreshAccessToken(done: Done): void;
  revokeAccess(useRefresh: boolean, done: Done): void;
  batch(items: readonly object[], done: Done): void;
}
type Done = (error: unknown, answer: unknown) => void;

/** The first pair of tokens, which the client leaves to others to get. */
async function connected(): Promise<Client> {
  const query = new URLSearchParams({
    client_id: "demo",
    response_type: "code",
    scope: "com.intuit.quickbooks.accounting openid email",
    redirect_uri: REDIRECT,
    state: "s",
  });
  const consent = await fetch(`${emulator.address}/connect/oauth2?${query.toString()}`, {
    method: "POST",
    body: new URLSearchParams({ decision: "connect" }),
    redirect: "manual",
  });
  const back = new URL(consent.headers.get("location") ?? "");
  const answer = await fetch(QuickBooks.TOKEN_URL, {
    method: "POST",
    headers: { authorization: BASIC },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: back.searchParams.get("code") ?? "",
      redirect_uri: REDIRECT,
    }),
  });
  const tokens = (await answer.json()) as { access_token: string; refresh_token: string };
  return clientWith(tokens.access_token, tokens.refresh_token);
}

function clientWith(token: string, refreshToken: string): Client {
  const made = new QuickBooks(
    "demo",
    "demo",
    token,
    false,
    REALM,
    true,
    false,
    "75",
    "2.0",
    refreshToken,
  );
  return made as unknown as Client;
}

/** The client's callbacks as promises: what it was answered, and the body of a refusal. */
function ask(call: (done: Done) => void): Promise<{ answer?: unknown; refusal?: unknown }> {
  return new Promise((resolve) => {
    call((error, answer) => {
      if (error === null || error === undefined) return resolve({ answer });
      const { response } = error as { response?: { data?: unknown } };
      return resolve({ refusal: response?.data ?? error });
    });
  });
}

describe("node-quickbooks", () => {
  it("refreshes its tokens, works on with the new ones, and cannot use the old refresh token again", async () => {
    const quickbooks = await connected();
    const old = { token: quickbooks.token ?? "", refresh: quickbooks.refreshToken ?? "" };
    const { answer } = await ask((done) => quickbooks.refreshAccessToken(done));
    expect(answer).toMatchObject({ token_type: "bearer", expires_in: 3600 });
    expect(quickbooks.token).not.toBe(old.token);
    expect(quickbooks.refreshToken).not.toBe(old.refresh);
    const read = await ask((done) => quickbooks.getCustomer("1", done));
    expect(read.answer).toMatchObject({ DisplayName: "Amy's Bird Sanctuary" });
    const late = clientWith(old.token, old.refresh);
    expect((await ask((done) => late.refreshAccessToken(done))).refusal).toEqual({
      error: "invalid_grant",
      error_description: "Incorrect or invalid refresh token",
    });
  });

  it.each([true, false])("revokes its access (by refresh token: %s)", async (byRefreshToken) => {
    const quickbooks = await connected();
    const { token, refreshToken } = quickbooks;
    await ask((done) => quickbooks.revokeAccess(byRefreshToken, done));
    expect([quickbooks.token, quickbooks.refreshToken]).toEqual([null, null]);
    const again = clientWith(token ?? "", refreshToken ?? "");
    expect((await ask((done) => again.getCustomer("1", done))).refusal).toMatchObject({
      fault: { error: [{ code: "3200" }], type: "AUTHENTICATION" },
    });
    expect((await ask((done) => again.refreshAccessToken(done))).refusal).toMatchObject({
      error: "invalid_grant",
    });
  });

  it("asks who gave consent", async () => {
    const quickbooks = await connected();
    const { answer } = await ask((done) => quickbooks.getUserInfo(done));
    expect(answer).toMatchObject({ email: "company.user@example.com", emailVerified: true });
  });

  it("creates twenty-five customers in a batch without bIds or operations", async () => {
    const quickbooks = await connected();
    const items = Array.from({ length: 25 }, (_, n) => ({
      Customer: { DisplayName: `Batch ${n}` },
    }));
    const { answer } = await ask((done) => quickbooks.batch(items, done));
    const { BatchItemResponse: made } = answer as {
      BatchItemResponse: { Customer: { DisplayName: string } }[];
    };
    expect(made.map((item) => item.Customer.DisplayName)).toEqual(
      items.map((item) => item.Customer.DisplayName),
    );
  });
});
