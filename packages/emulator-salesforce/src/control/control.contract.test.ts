import { describe, expect, it } from "vitest";
import { DEMO_SEED, OrgClient } from "../../test/support/org-client.ts";

describe("usage", () => {
  it("counts each call once under its kind", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    client.read("Account", id);
    client.query("SELECT Id FROM Account");
    client.send("PATCH", `sobjects/Account/${id}`, { Name: "B" });
    client.send("PATCH", "sobjects/Account/Accord_QB_Id__c/1", { Name: "C" });
    client.send("POST", "composite/sobjects", { records: [] });
    client.send("GET", "limits");
    client.send("POST", "sobjects/Account", {});
    client.send("DELETE", `sobjects/Account/${id}`);
    client.token = "nonsense";
    client.send("GET", "limits");
    expect(client.send("GET", "/_emulator/usage").body).toMatchObject({
      total: 10,
      byKind: {
        read: 1,
        query: 1,
        create: 2,
        update: 1,
        upsert: 1,
        delete: 1,
        composite: 0,
        collections: 1,
        bulk: 0,
        other: 2,
      },
      rejected: 2,
      writes: 4,
      rowsWritten: 4,
      events: { published: 4, delivered: 0 },
    });
  });

  it("ends at the daily limit, and begins again a day later", () => {
    const client = new OrgClient({ settings: { dailyApiRequests: 2 } });
    client.send("GET", "limits");
    expect(client.send("GET", "limits").headers["sforce-limit-info"]).toBe("api-usage=2/2");
    expect(client.send("GET", "limits")).toMatchObject({
      status: 403,
      body: [{ errorCode: "REQUEST_LIMIT_EXCEEDED" }],
    });
    expect(client.wait(25 * 3_600_000).send("GET", "limits").status).toBe(200);
  });
});

describe("faults", () => {
  const arm = (client: OrgClient, ...rules: object[]) =>
    client.send("POST", "/_emulator/faults", { rules });

  it("strike as often as told the calls that match, and leave nothing behind", () => {
    const client = new OrgClient();
    arm(client, {
      match: { method: "POST", path: { regex: "/sobjects/Account$" }, body: "Ann" },
      fault: "status",
      status: 500,
      errorCode: "UNKNOWN_EXCEPTION",
      times: 2,
    });
    const post = (Name: string) => client.send("POST", "sobjects/Account", { Name }).status;
    expect([post("Bea"), post("Ann"), post("Ann"), post("Ann")]).toEqual([201, 500, 500, 201]);
    expect(client.records("SELECT Name FROM Account")).toHaveLength(2);
  });

  it("take a path for a path, and an expression only where one is given", () => {
    const client = new OrgClient();
    const strikes = (path: unknown): boolean => {
      expect(arm(client, { match: { path }, fault: "status" }).status).toBe(200);
      return client.send("GET", "sobjects/Account").status === 503;
    };
    expect(["/services/data", "/Account", "/Contact"].map(strikes)).toEqual([true, true, false]);
    expect([{ regex: "/account$" }, { regex: "/account$", flags: "i" }].map(strikes)).toEqual([
      false,
      true,
    ]);
  });

  it("lock rows, exhaust limits and last for ever with times 0, until replaced", () => {
    const client = new OrgClient();
    arm(
      client,
      { match: { method: "GET" }, fault: "limit", times: 0 },
      { match: {}, fault: "row-lock" },
    );
    expect(client.send("GET", "limits")).toMatchObject({ status: 403 });
    expect(client.send("GET", "limits")).toMatchObject({ status: 403 });
    expect(client.send("POST", "sobjects/Account", { Name: "A" })).toMatchObject({
      status: 400,
      body: [{ errorCode: "UNABLE_TO_LOCK_ROW" }],
    });
    client.send("POST", "/_emulator/faults", []);
    expect(client.send("GET", "limits").status).toBe(200);
  });

  it("lose an answer before or after the work is done, or delay it", () => {
    const client = new OrgClient();
    const post = () => client.send("POST", "sobjects/Account", { Name: "A" }).raw;
    const rows = () => client.org.store.all("Account").size;
    arm(
      client,
      { fault: "timeout-before" },
      { fault: "timeout-after" },
      { fault: "close-after" },
      { fault: "slow", delayMs: 50 },
    );
    expect([post().transport, rows()]).toEqual([{ loss: "hang" }, 0]);
    expect([post().transport, rows()]).toEqual([{ loss: "hang" }, 1]);
    expect([post().transport, rows()]).toEqual([{ loss: "close" }, 2]);
    expect(post()).toMatchObject({ status: 201, transport: { delayMs: 50 } });
  });

  it.each([
    ["nonsense", /expected a list/],
    [{ rules: [{ fault: "earthquake" }] }, /unknown fault 'earthquake'/],
    [[{ fault: "status", match: { path: { regex: "(" } } }], /rule 0/],
    [[{ fault: "status", times: -1 }], /times/],
    [[{ fault: "slow", delay: 5 }], /unknown part 'delay'/],
    [[{ fault: "slow", match: { url: "/query" } }], /unknown part 'url'/],
  ])("are refused when they make no sense: %j", (rules, message) => {
    const answer = new OrgClient().send("POST", "/_emulator/faults", rules);
    expect(answer).toMatchObject({ status: 400, body: { error: expect.stringMatching(message) } });
  });
});

describe("reset", () => {
  it("brings back the seed, and no replay id of before can be resumed from", () => {
    const client = new OrgClient({ seed: DEMO_SEED });
    client.create("Account", { Name: "A" });
    const replayId = client.org.feed.latest();
    client.send("POST", "/_emulator/reset");
    expect(client.records("SELECT Id FROM Account")).toHaveLength(
      DEMO_SEED["Account"]?.length ?? -1,
    );
    expect(client.org.feed.canResumeAfter(replayId)).toBe(false);
    expect(client.org.feed.canResumeAfter(client.org.feed.latest())).toBe(true);
    client.create("Upsert_Target__c", { Name: "B", Due__c: "2026-01-01T00:00:00Z" });
    expect(client.org.usage.report()).toMatchObject({ byKind: { create: 1 } });
  });
});

describe("reset, again and again", () => {
  it("gives no record id, replay id or transaction number a second time, also after a restart", () => {
    const client = new OrgClient({ seed: DEMO_SEED });
    const given = (of: OrgClient): string[] => {
      const ids = [of.create("Account", { Name: "A" }), of.create("Product2", { Name: "P" })];
      ids.push(of.create("Upsert_Target__c", { Name: "B", Due__c: "2026-01-01T00:00:00Z" }));
      return [...ids, String(of.org.feed.latest()), `t${of.org.feed.latestTransaction()}`];
    };
    const seen = given(client);
    client.send("POST", "/_emulator/reset");
    const afterReset = client.org.store.snapshot();
    seen.push(...given(client));
    client.send("POST", "/_emulator/reset");
    seen.push(...given(client));
    expect(new Set(seen).size).toBe(seen.length);
    expect(new Set(seen.filter((id) => id.length === 18).map((id) => id.slice(0, 3))).size).toBe(3);
    const restarted = given(new OrgClient({ restore: afterReset }));
    expect(restarted).toEqual(seen.slice(5, 10));
  });
});

describe("the request log", () => {
  it("shows who called what, newest last, and never a token", () => {
    const client = new OrgClient();
    client.send("GET", "limits", undefined, { "sforce-call-options": "client=AccordSync" });
    client.send("GET", "sobjects");
    const { body } = client.send("GET", "/_emulator/requests?limit=2");
    expect(body).toMatchObject({
      requests: [
        { client: "AccordSync", status: 200 },
        { url: "/services/data/v66.0/sobjects", client: null },
      ],
    });
    expect(JSON.stringify(body)).not.toContain("demo");
  });

  it("shows messages of the SOAP API without the session or the password in them", () => {
    const client = new OrgClient();
    const message = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:p="urn:partner.soap.sforce.com">
      <s:Header><p:SessionHeader><p:sessionId>00D!secret</p:sessionId></p:SessionHeader></s:Header>
      <s:Body><p:login><p:username>someone</p:username><password xsi:type="x">hidden</password></p:login></s:Body></s:Envelope>`;
    client.send("POST", "/services/Soap/u/60.0", message, { "content-type": "text/xml" });
    const shown = JSON.stringify(client.send("GET", "/_emulator/requests").body);
    expect(shown).toContain("someone");
    expect(shown).not.toMatch(/secret|hidden/);
  });

  it.each([
    { origin: "http://evil.example", host: "localhost:4001" },
    { origin: "null" },
    { host: "evil.example:4001" },
    { "sec-fetch-site": "cross-site" },
  ])("is, as every command, refused to pages of other sites: %j", (headers) => {
    const client = new OrgClient();
    for (const [method, path] of [
      ["GET", "usage"],
      ["GET", "requests"],
      ["POST", "faults"],
      ["POST", "reset"],
    ] as const) {
      const { status } = client.send(method, `/_emulator/${path}`, [], headers);
      expect([path, status]).toEqual([path, 403]);
    }
  });

  it.each([{ host: "localhost:4001" }, { host: "[::1]:4001" }, { host: "127.0.0.1:24001" }])(
    "is shown under each name of this machine: %j",
    (headers) => {
      const origin = `http://${headers.host}`;
      const asked = new OrgClient().send("GET", "/_emulator/requests", undefined, {
        ...headers,
        origin,
      });
      expect(asked.status).toBe(200);
    },
  );

  it("knows no other command", () => {
    expect(new OrgClient().send("GET", "/_emulator/nothing").status).toBe(404);
  });
});
