/** Refresh, revoke, user info and batch through an independent client (npm `node-quickbooks`). */

import OAuthClient from "intuit-oauth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectedClient } from "./clients/connect.ts";
import { ask, quickbooksAt, type Done } from "./clients/node-quickbooks.ts";
import { startOne, type StartedEmulator } from "./running-emulator.ts";

let emulator: StartedEmulator;
beforeAll(async () => {
  emulator = await startOne("--no-rate-limits");
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

/** The first pair of tokens, which the client leaves to others to get. */
async function connected(): Promise<Client> {
  const { Accounting, OpenId, Email } = OAuthClient.scopes;
  const other = await connectedClient(emulator.address, [Accounting, OpenId, Email]);
  const { access_token, refresh_token } = other.getToken();
  return clientWith(access_token, refresh_token);
}

function clientWith(access: string, refresh: string): Client {
  return quickbooksAt(emulator.address, { access, refresh }) as unknown as Client;
}

describe("node-quickbooks", () => {
  it("refreshes its tokens, works on with the new ones, and cannot use the old refresh token again", async () => {
    const quickbooks = await connected();
    const old = { token: quickbooks.token ?? "", refresh: quickbooks.refreshToken ?? "" };
    const answer = await ask((done) => quickbooks.refreshAccessToken(done));
    expect(answer).toMatchObject({ token_type: "bearer", expires_in: 3600 });
    expect(quickbooks.token).not.toBe(old.token);
    expect(quickbooks.refreshToken).not.toBe(old.refresh);
    const read = await ask((done) => quickbooks.getCustomer("1", done));
    expect(read).toMatchObject({ DisplayName: "Amy's Bird Sanctuary" });
    const late = clientWith(old.token, old.refresh);
    const refused = ask((done) => late.refreshAccessToken(done));
    await expect(refused).rejects.toHaveProperty("body", {
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
    await expect(ask((done) => again.getCustomer("1", done))).rejects.toMatchObject({
      body: { fault: { error: [{ code: "3200" }], type: "AUTHENTICATION" } },
    });
    await expect(ask((done) => again.refreshAccessToken(done))).rejects.toMatchObject({
      body: { error: "invalid_grant" },
    });
  });

  it("asks who gave consent", async () => {
    const quickbooks = await connected();
    const answer = await ask((done) => quickbooks.getUserInfo(done));
    expect(answer).toMatchObject({ email: "company.user@example.com", emailVerified: true });
  });

  it("creates twenty-five customers in a batch without bIds or operations", async () => {
    const quickbooks = await connected();
    const items = Array.from({ length: 25 }, (_, n) => ({
      Customer: { DisplayName: `Batch ${n}` },
    }));
    const answer = await ask((done) => quickbooks.batch(items, done));
    const { BatchItemResponse: made } = answer as {
      BatchItemResponse: { Customer: { DisplayName: string } }[];
    };
    expect(made.map((item) => item.Customer.DisplayName)).toEqual(
      items.map((item) => item.Customer.DisplayName),
    );
  });
});
