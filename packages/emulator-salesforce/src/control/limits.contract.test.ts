import { describe, expect, it } from "vitest";
import { OrgClient } from "../../test/support/org-client.ts";
import { EDITIONS } from "./editions.ts";

function arm(client: OrgClient, ...rules: readonly object[]): void {
  expect(client.send("POST", "/_emulator/faults", rules).status).toBe(200);
}

const signIn = (client: OrgClient, id = "demo"): void => {
  const form = `grant_type=client_credentials&client_id=${id}&client_secret=demo`;
  const answer = client.send("POST", "/services/oauth2/token", form);
  client.token = (answer.body as { access_token: string }).access_token;
};

describe("daily limits", () => {
  it("refuse what is beyond them until a day has passed", () => {
    const client = new OrgClient({ settings: { dailyApiRequests: 2 } });
    client.send("GET", "limits");
    client.send("GET", "limits");
    expect(client.send("POST", "sobjects/Account", { Name: "A" })).toMatchObject({
      status: 403,
      body: [{ errorCode: "REQUEST_LIMIT_EXCEEDED", message: "TotalRequests Limit exceeded." }],
      headers: { "sforce-limit-info": "api-usage=3/2" },
    });
    client.wait(25 * 3_600_000);
    expect(client.send("GET", "limits").status).toBe(200);
    expect(client.records("SELECT Id FROM Account")).toEqual([]);
  });

  it("may be lower for one app, which every answer tells", () => {
    const apps = [
      { id: "demo", secret: "demo" },
      { id: "small", secret: "demo", dailyApiRequests: 1 },
    ];
    const client = new OrgClient({ settings: { apps } });
    signIn(client, "small");
    expect(client.send("GET", "limits").headers["sforce-limit-info"]).toBe(
      "api-usage=1/100000; per-app-api-usage=1/1(appName=small)",
    );
    expect(client.send("GET", "limits").status).toBe(403);
    signIn(client);
    expect(client.send("GET", "limits").status).toBe(200);
  });
});

describe("long requests", () => {
  it("keep further calls out while too many of them run for 20 seconds or longer", () => {
    const client = new OrgClient({ settings: { ...EDITIONS.Developer } });
    arm(client, { fault: "slow", delayMs: 60_000, times: 5 });
    for (let at = 0; at < 5; at += 1) client.send("GET", "limits");
    expect(client.send("GET", "limits").status).toBe(200);
    client.wait(20_000);
    expect(client.send("GET", "limits")).toMatchObject({
      status: 403,
      body: [
        {
          errorCode: "REQUEST_LIMIT_EXCEEDED",
          message: "ConcurrentRequests (Concurrent API Requests) Limit exceeded.",
        },
      ],
    });
    client.wait(40_000);
    expect(client.send("GET", "limits").status).toBe(200);
  });
});

describe("faults", () => {
  it("keep one row locked for whatever call wants to change it", () => {
    const client = new OrgClient();
    const locked = client.create("Account", { Name: "Locked" });
    const free = client.create("Account", { Name: "Free" });
    arm(client, { fault: "row-lock", recordId: locked.slice(0, 15), times: 3 });
    const message = `unable to obtain exclusive access to this record or 1 records: ${locked}`;
    expect(client.send("PATCH", `sobjects/Account/${locked}`, { Name: "X" })).toMatchObject({
      status: 400,
      body: [{ errorCode: "UNABLE_TO_LOCK_ROW", message }],
    });
    expect(client.send("DELETE", `sobjects/Account/${locked}`).status).toBe(400);
    const records = [locked, free].map((id) => ({
      attributes: { type: "Account" },
      id,
      Name: "Y",
    }));
    expect(client.send("PATCH", "composite/sobjects", { records }).body).toMatchObject([
      { success: false, errors: [{ statusCode: "UNABLE_TO_LOCK_ROW", message }] },
      { success: true },
    ]);
    expect(client.send("PATCH", `sobjects/Account/${locked}`, { Name: "Z" }).status).toBe(204);
  });

  it("fail one part of a composite, and of a batch", () => {
    const client = new OrgClient();
    const part = (Name: string) => ({
      method: "POST",
      url: "/services/data/v66.0/sobjects/Account",
      referenceId: Name,
      body: { Name },
    });
    const rule = {
      fault: "subrequest",
      match: { body: "B" },
      status: 500,
      errorCode: "UNKNOWN_EXCEPTION",
    };
    arm(client, { ...rule, times: 2 });
    const compositeRequest = [part("A"), part("B")];
    expect(client.send("POST", "composite", { compositeRequest }).body).toMatchObject({
      compositeResponse: [
        { httpStatusCode: 201 },
        { httpStatusCode: 500, body: [{ errorCode: "UNKNOWN_EXCEPTION" }] },
      ],
    });
    const batchRequests = [
      { method: "POST", url: "v66.0/sobjects/Account", richInput: { Name: "B" } },
    ];
    expect(client.send("POST", "composite/batch", { batchRequests }).body).toMatchObject({
      results: [{ statusCode: 500 }],
    });
    expect(client.records("SELECT Name FROM Account")).toEqual([{ Name: "A" }]);
  });

  it("spoil an answer after the work was done, or answer a page instead of the API", () => {
    const client = new OrgClient();
    arm(
      client,
      { fault: "malformed-json" },
      { fault: "html-error" },
      { fault: "concurrent-limit" },
    );
    const spoilt = client.send("POST", "sobjects/Account", { Name: "A" });
    expect([spoilt.status, typeof spoilt.body]).toEqual([201, "string"]);
    const page = client.send("POST", "sobjects/Account", { Name: "B" });
    expect([page.status, page.headers["content-type"]]).toEqual([503, "text/html;charset=UTF-8"]);
    expect(client.send("GET", "limits")).toMatchObject({
      status: 403,
      body: [{ errorCode: "REQUEST_LIMIT_EXCEEDED" }],
    });
    expect(client.records("SELECT Name FROM Account")).toEqual([{ Name: "A" }]);
  });

  it.each([
    [{ fault: "row-lock", recordId: "x" }, "recordId is no record id"],
    [{ fault: "slow", recordId: "001000000000001" }, "recordId is for row-lock only"],
    [{ fault: "status", status: 42 }, "status is not between 300 and 599"],
    [{ fault: "status", message: 7 }, "message is not a text"],
  ])("are refused in plain words: %j", (rule, problem) => {
    expect(new OrgClient().send("POST", "/_emulator/faults", [rule])).toMatchObject({
      status: 400,
      body: { error: `rule 0: ${problem}` },
    });
  });
});

describe("event faults", () => {
  const rename = (client: OrgClient, id: string, Name: string): void => {
    expect(client.send("PATCH", `sobjects/Account/${id}`, { Name }).status).toBe(204);
  };
  const kinds = (client: OrgClient, after: number): readonly string[] =>
    client.org.feed.since("/data/AccountChangeEvent", after).map((event) => event.recordIds.join());

  it("let a later event overtake an earlier one, and lose neither", () => {
    const client = new OrgClient();
    const [first, second] = ["A", "B"].map((Name) => client.create("Account", { Name }));
    const start = client.org.feed.latest();
    arm(client, { fault: "reorder-event", match: { path: "Account" } });
    rename(client, first ?? "", "A2");
    expect(kinds(client, start)).toEqual([]);
    rename(client, second ?? "", "B2");
    expect(kinds(client, start)).toEqual([second, first]);
  });

  it("keep an event back until its time has come", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    const start = client.org.feed.latest();
    arm(client, { fault: "delay-event", delayMs: 5_000 });
    rename(client, id, "A2");
    client.wait(4_999).send("GET", "limits");
    expect(kinds(client, start)).toEqual([]);
    client.wait(1).send("GET", "limits");
    expect(kinds(client, start)).toEqual([id]);
  });
});

describe("usage", () => {
  it("counts the parts of a composite beside its one call", () => {
    const client = new OrgClient();
    const batchRequests = [
      { method: "GET", url: "v66.0/limits" },
      { method: "POST", url: "v66.0/sobjects/Account", richInput: { Name: "A" } },
    ];
    client.send("POST", "composite/batch", { batchRequests });
    expect(client.send("GET", "/_emulator/usage").body).toMatchObject({
      total: 1,
      byKind: { composite: 1, create: 0 },
      subrequests: { create: 1, other: 1 },
    });
  });
});
