/** Exchanges with an org: sessions that end, the day's requests, what a limit means. */
import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import { VirtualClock } from "@accord-sync/engine/testing/virtual-clock.ts";
import { createTokenKeeper } from "@accord-sync/engine/token-keeper.ts";
import { insertConnection } from "@accord-sync/ledger/connections.ts";
import { openLedger } from "@accord-sync/ledger/ledger.ts";
import { readUsage } from "../src/api/org-api.ts";
import { clientCredentials, revoke } from "../src/oauth.ts";
import { createSalesforceRemote } from "../src/salesforce-remote.ts";
import { EmulatedOrg, ORG_ID, ORIGIN } from "./emulated-org.ts";

/** The engine's own refresher over the org's own sign-in. */
async function keeperOf(org: EmulatedOrg) {
  const client = { loginUrl: ORIGIN, clientId: "demo", clientSecret: "demo", http: org.http };
  const ledger = await openLedger({ file: ":memory:" });
  await ledger.transaction((tx) =>
    insertConnection(tx, {
      id: "salesforce",
      tenant: "t",
      system: "salesforce",
      accountId: ORG_ID,
      name: "o",
      state: "waiting",
      detail: null,
      settings: {},
      userId: null,
      connectedAt: "2026-01-05T09:00:00Z",
    }),
  );
  let signIns = 0;
  const tokens = createTokenKeeper({
    ledger,
    clock: new VirtualClock(),
    cipher: { seal: (plain) => plain, open: (sealed) => sealed },
    connectionId: "salesforce",
    refresh: async () => {
      signIns += 1;
      const opened = await clientCredentials(client);
      if (!opened.ok) return opened;
      const { accessToken } = opened.value;
      return succeed({ accessToken, refreshToken: null, expiresInMs: null });
    },
  });
  return { client, tokens, signIns: () => signIns };
}

const tokenOf = async (tokens: TokenSource): Promise<string> => {
  const current: Result<string> = await tokens.current();
  return current.ok ? current.value : "";
};

describe("a session that ends under many calls at once", () => {
  it("is renewed once for all of them, and each is sent again and answered", async () => {
    const org = new EmulatedOrg();
    const { client, tokens, signIns } = await keeperOf(org);
    const place = { orgId: ORG_ID, instanceUrl: ORIGIN };
    const remote = createSalesforceRemote({ ...place, http: org.http, tokens });
    const id = org.idOf("Account", "Cool Cars");
    const first = await tokenOf(tokens);
    await revoke(client, first);
    const before = org.sent.length;
    const looks = Array.from({ length: 12 }, () => remote.observe(CUSTOMER_ACCOUNT, id));
    for (const seen of await Promise.all(looks)) {
      expect(seen).toMatchObject({ ok: true, value: { kind: "found" } });
    }
    expect(signIns()).toBe(2);
    const sent = org.sent.slice(before);
    expect(sent.filter(({ url }) => url.endsWith("/oauth2/token"))).toHaveLength(1);
    expect(sent).toHaveLength(12 + 1 + 12);
  });
});

describe("the day's requests", () => {
  it.each([
    ["api-usage=18/15000", { used: 18, max: 15_000 }],
    [
      "api-usage=25/5000, per-app-api-usage=17/250(appName=sample-connected-app)",
      { used: 25, max: 5_000 },
    ],
    ["per-app-api-usage=17/250(appName=x)", null],
    ["", null],
    [undefined, null],
  ])("of %j are %j", (header, usage) => {
    expect(readUsage(header)).toEqual(usage);
  });

  it("are known after the first answer, and after a refusal too", async () => {
    const org = new EmulatedOrg();
    expect(org.remote.dailyUsage()).toBeNull();
    await org.remote.observe(CUSTOMER_ACCOUNT, org.idOf("Account", "Cool Cars"));
    const used = org.remote.dailyUsage()?.used ?? 0;
    expect(used).toBeGreaterThan(0);
    await org.remote.findMatches({ ...CUSTOMER_ACCOUNT, salesforceType: "No__c" }, "x", null);
    expect(org.remote.dailyUsage()?.used).toBe(used + 1);
  });

  it("that are used up are told from too many long requests at once", async () => {
    const org = new EmulatedOrg();
    const id = org.idOf("Account", "Cool Cars");
    const codeAfter = async (fault: "limit" | "concurrent-limit") => {
      org.setFaults({ match: {}, fault });
      const seen = await org.remote.observe(CUSTOMER_ACCOUNT, id);
      return seen.ok ? null : seen.error.code;
    };
    expect(await codeAfter("limit")).toBe("SF_REQUEST_LIMIT");
    expect(await codeAfter("concurrent-limit")).toBe("SF_BUSY");
  });
});
