import { describe, expect, it } from "vitest";
import { type Answer, OrgClient } from "../../test/support/org-client.ts";
import { BulkClient, type JobInfo } from "./testing/bulk-client.ts";

const errorOf = (answer: Answer) => (answer.body as readonly Record<string, unknown>[])[0];

/** A query job that has had time to end; answers its id. */
function runJob(org: OrgClient, query: string, options: object = {}): string {
  const answer = org.send("POST", "jobs/query", { operation: "query", query, ...options });
  if (answer.status !== 200) throw new Error(answer.raw.body);
  org.wait(1000);
  return (answer.body as JobInfo).id;
}

const results = (org: OrgClient, id: string, parameters = "") =>
  org.send("GET", `jobs/query/${id}/results${parameters}`);

describe("a query job", () => {
  it("waits, works and ends by the time of the calls, and then has its records", () => {
    const org = new OrgClient();
    org.create("Account", { Name: 'Quoted "A"', NumberOfEmployees: 5 });
    const answer = org.send("POST", "jobs/query", {
      operation: "query",
      query: "select name, a.Owner.name, NumberOfEmployees, Phone, CreatedDate from Account a",
    });
    const { id } = answer.body as JobInfo;
    expect(answer.body).toMatchObject({ state: "UploadComplete", object: "Account" });
    expect(answer.body).not.toHaveProperty("contentUrl");
    expect(errorOf(results(org, id))?.["errorCode"]).toBe("INVALIDJOBSTATE");
    org.wait(250);
    expect(org.send("GET", `jobs/query/${id}`).body).toMatchObject({ state: "InProgress" });
    org.wait(200);
    expect(org.send("GET", `jobs/query/${id}`).body).toMatchObject({
      state: "JobComplete",
      jobType: "V2Query",
      numberRecordsProcessed: 1,
    });
    const file = results(org, id);
    expect(file.headers).toMatchObject({
      "content-type": "text/csv",
      "sforce-locator": "null",
      "sforce-numberofrecords": "1",
    });
    expect(file.raw.body.split("\n")).toEqual([
      '"Name","Owner.Name","NumberOfEmployees","Phone","CreatedDate"',
      expect.stringMatching(/^"Quoted ""A""",".+","5","","2026-11-20T10:00:00\.000Z"$/),
      "",
    ]);
  });

  it("knows the names that FROM gives to parents", () => {
    const org = new OrgClient();
    org.create("Account", { Name: "A" });
    const id = runJob(org, "SELECT a.Name, o.Name FROM Account a, a.Owner o");
    expect(results(org, id).raw.body).toMatch(/^"Name","Owner.Name"\n"A",".+"\n$/);
  });

  it("gives its records in pages that do not move", () => {
    const bulk = new BulkClient();
    const names = Array.from({ length: 25 }, (_, n) => `A${n}`);
    bulk.load({ object: "Account", operation: "insert" }, `Name\n${names.join("\n")}\n`);
    const id = runJob(bulk.org, "SELECT Name FROM Account");
    bulk.org.create("Account", { Name: "Later" });
    const seen: string[] = [];
    let locator = "";
    for (let page = 0; locator !== "null"; page += 1) {
      const answer = results(
        bulk.org,
        id,
        `?maxRecords=10${page === 0 ? "" : `&locator=${locator}`}`,
      );
      const [header, ...lines] = answer.raw.body.trimEnd().split("\n");
      expect(header).toBe('"Name"');
      expect(answer.headers["sforce-numberofrecords"]).toBe(String(lines.length));
      seen.push(...lines.map((line) => line.replaceAll('"', "")));
      locator = answer.headers["sforce-locator"] ?? "";
    }
    expect(seen).toEqual(names);
    expect(results(bulk.org, id, "?locator=bm9uZQ").status).toBe(400);
    expect(results(bulk.org, id, "?maxRecords=0").status).toBe(400);
  });

  it("tells the addresses of its pages, for readers in parallel", () => {
    const org = new OrgClient();
    org.create("Account", { Name: "A" });
    const id = runJob(org, "SELECT Name FROM Account");
    const pages = org.send("GET", `jobs/query/${id}/resultPages`).body as {
      readonly resultPages: readonly { readonly resultUrl: string }[];
    };
    expect(pages).toMatchObject({ done: true, resultPages: { length: 1 } });
    expect(org.send("GET", pages.resultPages[0]?.resultUrl ?? "").raw.body).toBe('"Name"\n"A"\n');
    const other = `/services/data/v65.0/jobs/query/${id}/resultPages`;
    expect(org.send("GET", other).status).toBe(409);
  });

  it("sees the bin when asked for all", () => {
    const org = new OrgClient();
    org.send("DELETE", `sobjects/Account/${org.create("Account", { Name: "Gone" })}`);
    const soql = "SELECT Name FROM Account";
    expect(results(org, runJob(org, soql)).raw.body).toBe('"Name"\n');
    const all = runJob(org, soql, {
      operation: "queryAll",
      columnDelimiter: "PIPE",
      lineEnding: "CRLF",
    });
    expect(results(org, all).raw.body).toBe('"Name"\r\n"Gone"\r\n');
  });

  it.each([
    ["SELECT Nope FROM Account", "INVALID_FIELD"],
    ["SELECT Id FROM Nope", "INVALID_TYPE"],
    ["", "MALFORMED_QUERY"],
    ["SELECT Name, COUNT(Id) FROM Account GROUP BY Name", "API_ERROR"],
    ["SELECT COUNT() FROM Account", "API_ERROR"],
    ["SELECT FIELDS(ALL) FROM Account LIMIT 10", "API_ERROR"],
    ["SELECT Id, (SELECT Id FROM Contacts) FROM Account", "API_ERROR"],
    ["SELECT Id FROM Account LIMIT 5 OFFSET 5", "API_ERROR"],
    ["SELECT BillingAddress FROM Account", "API_ERROR"],
  ])("refuses %s at once", (query, errorCode) => {
    const org = new OrgClient();
    const answer = org.send("POST", "jobs/query", { operation: "query", query });
    expect([answer.status, errorOf(answer)?.["errorCode"]]).toEqual([400, errorCode]);
    expect(org.send("GET", "jobs/query").body).toMatchObject({ records: [], done: true });
  });

  it("is aborted or deleted in the states that allow it, and is no ingest job", () => {
    const org = new OrgClient();
    const query = { operation: "query", query: "SELECT Id FROM Account" };
    const { id } = org.send("POST", "jobs/query", query).body as JobInfo;
    expect(org.send("GET", `jobs/ingest/${id}`).status).toBe(404);
    expect(errorOf(org.send("DELETE", `jobs/query/${id}`))?.["errorCode"]).toBe("INVALIDJOBSTATE");
    expect(org.send("PATCH", `jobs/query/${id}`, { state: "Aborted" }).body).toMatchObject({
      state: "Aborted",
    });
    expect(org.send("PATCH", `jobs/query/${id}`, { state: "Aborted" }).status).toBe(400);
    expect(org.send("DELETE", `jobs/query/${id}`).status).toBe(204);
    expect(org.send("GET", `jobs/query/${id}`).status).toBe(404);
  });
});
