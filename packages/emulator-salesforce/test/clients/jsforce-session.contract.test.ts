import jsforce from "jsforce";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveOrg, type ServedOrg } from "../support/serve-org.ts";

/** Sign-in, metadata and the SOAP calls as jsforce, an independent client, makes them over HTTP. */

const REDIRECT = "http://localhost:9/callback";

let served: ServedOrg;
const connect = (more: object = {}): jsforce.Connection =>
  new jsforce.Connection({
    instanceUrl: served.url,
    accessToken: "demo",
    version: "66.0",
    ...more,
  });

beforeAll(async () => {
  served = await serveOrg({
    settings: { apps: [{ id: "demo", secret: "demo" }, { id: "public" }] },
  });
});
afterAll(() => served.close());

/** A person says yes on the consent page; answers the code that the app gets. */
async function allow(url: string): Promise<string> {
  const page = await fetch(url);
  expect(await page.text()).toContain("Allow Access?");
  const body = new URLSearchParams([...new URL(url).searchParams, ["allow", "yes"]]);
  const address = `${served.url}/services/oauth2/authorize`;
  const answer = await fetch(address, { method: "POST", body, redirect: "manual" });
  return new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? "";
}

describe("jsforce", () => {
  it("signs in through the browser with PKCE, and refreshes by itself when the session has ended", async () => {
    const oauth2 = new jsforce.OAuth2({
      loginUrl: served.url,
      clientId: "public",
      redirectUri: REDIRECT,
      useVerifier: true,
    });
    const code = await allow(
      oauth2.getAuthorizationUrl({ scope: "api refresh_token", state: "x" }),
    );
    const conn = connect({ oauth2, accessToken: undefined });
    const user = await conn.authorize(code);
    expect(user).toMatchObject({ id: served.client.org.settings.adminUserId });
    const before = conn.accessToken ?? "";
    // Somebody ends the session: the next call is refused once and then repeated with a new token.
    await oauth2.revokeToken(before);
    expect(await conn.query("SELECT Id FROM User")).toMatchObject({ done: true });
    expect(conn.accessToken).not.toBe(before);
    const refreshToken = conn.refreshToken ?? "";
    await conn.logout(true).catch(() => undefined);
    await expect(oauth2.refreshToken(refreshToken)).rejects.toMatchObject({
      name: "invalid_grant",
    });
  });

  it("signs in with client credentials", async () => {
    const conn = new jsforce.Connection({
      instanceUrl: served.url,
      loginUrl: served.url,
      version: "66.0",
    });
    await conn.authorize({
      grant_type: "client_credentials",
      client_id: "demo",
      client_secret: "demo",
    });
    expect(conn.userInfo?.id).toBe(served.client.org.settings.integrationUserId);
  });

  it("describes objects, and keeps what it was told", async () => {
    const conn = connect();
    const account = await conn.sobject("Account").describe();
    expect(account.fields.map((field) => field.name)).toContain("Accord_QB_Id__c");
    expect(await conn.sobject("Account").describe$()).toBe(account);
    const { sobjects } = await conn.describeGlobal();
    expect(sobjects.find((each) => each.name === "Account")).toMatchObject({ keyPrefix: "001" });
  });

  it("knows who it is, what it used and what it worked on", async () => {
    const conn = connect();
    const { id } = await conn.sobject("Account").create({ Name: "Recent" });
    expect(await conn.identity()).toMatchObject({
      user_id: served.client.org.settings.adminUserId,
      organization_id: served.client.org.settings.organizationId,
    });
    expect(conn.limitInfo.apiUsage).toMatchObject({ limit: 100_000 });
    expect(await conn.limits()).toHaveProperty("DataStorageMB.Max");
    expect(await conn.recent(1)).toMatchObject([{ Id: id, Name: "Recent" }]);
    expect(await conn.sobject("Account").recent()).toMatchObject([{ Id: id }]);
  });

  it("hears the platform's words for a wrong token and a wrong query", async () => {
    await expect(
      connect({ accessToken: "wrong" }).query("SELECT Id FROM Account"),
    ).rejects.toMatchObject({
      errorCode: "INVALID_SESSION_ID",
    });
    await expect(connect().query("SELECT Nothing FROM Account")).rejects.toMatchObject({
      errorCode: "INVALID_FIELD",
    });
  });

  it("merges, undeletes and empties the bin over SOAP", async () => {
    const conn = connect({ callOptions: { client: "Merger" } });
    const names = ["Master", "Loser"].map((Name) => ({ Name }));
    const [master = "", loser = ""] = (await conn.sobject("Account").create(names)).map(
      (each) => each.id ?? "",
    );
    const contact = await conn
      .sobject("Contact")
      .create({ LastName: "Child & <Co>", AccountId: loser });
    const merged = await conn.soap.merge({
      masterRecord: { type: "Account", Id: master, Phone: "1 & 2" },
      recordToMergeIds: [loser],
    } as never);
    expect(merged).toMatchObject({ success: true, id: master, mergedRecordIds: [loser] });
    expect(await conn.retrieve("Account", master)).toMatchObject({ Phone: "1 & 2" });
    expect(await conn.retrieve("Contact", contact.id ?? "")).toMatchObject({ AccountId: master });
    const gone = `SELECT MasterRecordId FROM Account WHERE Id = '${loser}'`;
    expect((await conn.query(gone, { scanAll: true })).records).toMatchObject([
      { MasterRecordId: master },
    ]);
    expect(await conn.soap.undelete([loser])).toMatchObject([{ id: loser, success: true }]);
    expect(await conn.retrieve("Account", loser)).toMatchObject({ Name: "Loser" });
    await conn.sobject("Account").destroy(loser);
    expect(await conn.soap.emptyRecycleBin([loser])).toMatchObject([{ id: loser, success: true }]);
    expect(await conn.query(gone, { scanAll: true })).toMatchObject({ totalSize: 0 });
    expect(await conn.soap.undelete([loser])).toMatchObject([
      { success: false, errors: [{ statusCode: "UNDELETE_FAILED" }] },
    ]);
  });

  it("asks the time, the user and the tabs over SOAP", async () => {
    const conn = connect();
    const { timestamp } = await conn.soap.getServerTimestamp();
    expect(Math.abs(Date.parse(timestamp) - Date.now())).toBeLessThan(60_000);
    expect(await conn.soap.getUserInfo()).toMatchObject({
      userId: served.client.org.settings.adminUserId,
      organizationId: served.client.org.settings.organizationId,
    });
    const [app] = await conn.soap.describeTabs();
    expect(app?.tabs.map((tab) => tab.sobjectName)).toContain("Account");
  });

  it("is refused over SOAP with a wrong session, and cannot log in with a password", async () => {
    const wrong = connect({ accessToken: "wrong" });
    await expect(wrong.soap.getServerTimestamp()).rejects.toMatchObject({
      errorCode: "sf:INVALID_SESSION_ID",
    });
    const conn = connect({ loginUrl: served.url });
    await expect(conn.login("admin@example.com", "secret")).rejects.toThrow(
      "login() is not available",
    );
  });
});
