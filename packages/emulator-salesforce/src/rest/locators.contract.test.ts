import { describe, expect, it } from "vitest";
import { type Answer, OrgClient } from "../../test/support/org-client.ts";

const DAY_MS = 86_400_000;
const TWO_PAGES = { "sforce-query-options": "batchSize=200" };

/** An org with more accounts than a page of 200 holds. */
function fullOrg(): OrgClient {
  const client = new OrgClient();
  for (let at = 0; at < 2; at += 1) {
    const records = Array.from({ length: 200 }, (_, n) => ({
      attributes: { type: "Account" },
      Name: `A${at}-${n}`,
    }));
    client.send("POST", "composite/sobjects", { records });
  }
  return client;
}

/** The address of the second page of a new query. */
function opened(client: OrgClient): string {
  const q = encodeURIComponent("SELECT Id FROM Account LIMIT 201");
  const { body } = client.send("GET", `query?q=${q}`, undefined, TWO_PAGES);
  return (body as { nextRecordsUrl: string }).nextRecordsUrl;
}

/** A token of the integration user; `demo` is that of the administrator. */
function integrationToken(client: OrgClient): string {
  const form = "grant_type=client_credentials&client_id=demo&client_secret=demo";
  const { body } = client.send("POST", "/services/oauth2/token", form, {
    "content-type": "application/x-www-form-urlencoded",
  });
  return (body as { access_token: string }).access_token;
}

const more = (client: OrgClient, address: string): Answer =>
  client.send("GET", address, undefined, TWO_PAGES);

const GONE = [{ message: "invalid query locator", errorCode: "INVALID_QUERY_LOCATOR" }];

describe("a cursor", () => {
  it("is its user's: another is refused, and the first can go on", () => {
    const client = fullOrg();
    const address = opened(client);
    client.token = integrationToken(client);
    const refused = more(client, address);
    expect([refused.status, refused.body]).toEqual([400, GONE]);
    client.token = "demo";
    expect(more(client, address).body).toMatchObject({ done: true, totalSize: 201 });
  });

  it("is shared by the sessions of one user", () => {
    const client = fullOrg();
    client.token = integrationToken(client);
    const address = opened(client);
    client.token = integrationToken(client);
    expect(more(client, address).body).toMatchObject({ done: true });
  });

  it("gives way when its user opens an eleventh, the oldest first; others' stay", () => {
    const client = fullOrg();
    const mine = Array.from({ length: 10 }, () => opened(client));
    client.token = integrationToken(client);
    const other = opened(client);
    client.token = "demo";
    for (const address of mine) expect(more(client, address).status).toBe(200);
    mine.push(opened(client));
    const [first = "", ...rest] = mine;
    expect(more(client, first).body).toEqual(GONE);
    for (const address of rest) expect(more(client, address).status).toBe(200);
    client.token = integrationToken(client);
    expect(more(client, other).status).toBe(200);
  });

  it("lives for two days of the time handed in, however often it is used", () => {
    const client = fullOrg();
    const address = opened(client);
    client.wait(DAY_MS);
    expect(more(client, address).status).toBe(200);
    client.wait(DAY_MS - 1);
    expect(more(client, address).status).toBe(200);
    client.wait(1);
    expect(more(client, address).body).toEqual(GONE);
  });

  it("shows the rows that its query found, whatever was deleted since", () => {
    const client = fullOrg();
    const address = opened(client);
    const [row] = client.records("SELECT Id FROM Account ORDER BY Id LIMIT 1");
    client.send("DELETE", `sobjects/Account/${String(row?.["Id"])}`);
    expect(more(client, address).body).toMatchObject({ totalSize: 201, done: true });
  });

  it.each(["", "-", "-x", "-1e2", "-201", "-99999999999999999999", "--1", "-0x10", "-200.0"])(
    "is not found at the position %j",
    (position) => {
      const client = fullOrg();
      const address = opened(client).replace(/-\d+$/, position);
      expect(more(client, address).body).toEqual(GONE);
    },
  );
});
