/** The web-server flow behind the pages: the right org only, and a refresh token that outlives a restart. */
import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { HttpOutcome, HttpRequest } from "@accord-sync/core/ports/http.ts";
import { ensureConnections } from "@accord-sync/engine/engine.ts";
import { findConnection } from "@accord-sync/ledger/connections.ts";
import { openLedger } from "@accord-sync/ledger/ledger.ts";
import { connectRemotes, salesforceAuthorisation } from "./connect.ts";
import type { Systems } from "./systems.ts";
import { refreshTokens } from "@accord-sync/salesforce/oauth.ts";
import { freshFromSalesforce } from "./fresh-tokens.ts";

const ORG_ID = "00D5g000004xyzAEAQ";
const clock = { now: () => Date.UTC(2026, 10, 23), sleep: async () => {} };
const cipher = { seal: (plain: string) => plain, open: (sealed: string) => sealed };

async function setUp(orgOfAnswer: string) {
  const sent: HttpRequest[] = [];
  const http = {
    exchange: async (request: HttpRequest): Promise<HttpOutcome> => {
      sent.push(request);
      const isQuery = request.url.includes("/query");
      const body = isQuery
        ? { totalSize: 0, done: true, records: [] }
        : {
            access_token: `session-${sent.length}`,
            instance_url: "https://acme.my.salesforce.com",
            id: `https://login.salesforce.com/id/${orgOfAnswer}/0055g00000abcdeAAA`,
            ...(sent.length === 1 ? { refresh_token: "refresh" } : {}),
          };
      const isDead = isQuery && request.headers["authorization"] === "Bearer session-1";
      const status = isDead ? 401 : 200;
      return { kind: "answer", answer: { status, headers: {}, body: JSON.stringify(body) } };
    },
  };
  const loginUrl = "https://acme.my.salesforce.com";
  const consent = { loginUrl, clientId: "id", clientSecret: null, http };
  const salesforce = {
    orgId: ORG_ID,
    instanceUrl: loginUrl,
    pubSubEndpoint: "localhost:1",
    isPlaintext: true,
    consent,
    signIn: async (token: string | null) =>
      freshFromSalesforce(await refreshTokens(consent, token ?? "")),
    orgKeys: { current: () => null, renew: async () => null },
  };
  const quickbooks = {
    realmId: "1",
    baseUrl: "https://q",
    appUrl: "https://q",
    client: { clientId: "", clientSecret: "", http },
    refresh: () => Promise.reject(new Error("not asked here")),
  };
  const systems: Systems = { salesforce, quickbooks };
  const ledger = await openLedger({ file: ":memory:" });
  await ensureConnections(ledger, clock, { tenant: "t", org: ORG_ID, company: "1" });
  const parts = { ledger, cipher, clock, http, publicUrl: "https://a.example" };
  let connected = 0;
  const onConnected = () => {
    connected += 1;
  };
  const authorisation = salesforceAuthorisation(systems, { ...parts, onConnected });
  if (authorisation === null) throw new Error("a person's consent is offered");
  return { authorisation, sent, systems, parts, ledger, connected: () => connected };
}

describe("a person's consent in Salesforce", () => {
  it("is kept, and renews the session by itself when it ends", async () => {
    const { authorisation, sent, systems, parts, ledger, connected } = await setUp(ORG_ID);
    expect(await authorisation.complete("code", "verifier")).toEqual({ ok: true, value: null });
    expect(new URLSearchParams(sent[0]?.body ?? "").get("code_verifier")).toBe("verifier");
    expect(await findConnection(ledger.db, "salesforce")).toMatchObject({ state: "connected" });
    expect(connected()).toBe(1);

    const { salesforce } = connectRemotes(systems, parts);
    await salesforce.observe(CUSTOMER_ACCOUNT, "001000000000001AAA");
    const grants = sent.map(({ body }) => new URLSearchParams(body ?? "").get("refresh_token"));
    expect(grants.filter((grant) => grant !== null)).toEqual(["refresh"]);
  });

  it("for another org than the one in the settings is not kept", async () => {
    const { authorisation, connected } = await setUp("00D5g000004zzzAEAQ");
    expect(await authorisation.complete("code", "verifier")).toMatchObject({
      ok: false,
      error: { code: "SETTINGS_INVALID" },
    });
    expect(connected()).toBe(0);
  });
});
