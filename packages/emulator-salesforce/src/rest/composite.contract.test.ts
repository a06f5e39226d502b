import { describe, expect, it } from "vitest";
import { API, OrgClient } from "../../test/support/org-client.ts";

interface Sub {
  readonly body: unknown;
  readonly httpStatusCode: number;
  readonly referenceId: string;
  readonly httpHeaders: Readonly<Record<string, string>>;
}

function composite(
  client: OrgClient,
  allOrNone: boolean,
  ...subrequests: readonly object[]
): readonly Sub[] {
  const compositeRequest = subrequests.map((each, index) => ({
    referenceId: `r${index}`,
    ...each,
  }));
  const answer = client.send("POST", "composite", {
    allOrNone,
    collateSubrequests: false,
    compositeRequest,
  });
  expect(answer.status).toBe(200);
  return (answer.body as { compositeResponse: readonly Sub[] }).compositeResponse;
}

const post = (name: string | undefined, more = {}) => ({
  method: "POST",
  url: `${API}/sobjects/Account`,
  body: name === undefined ? {} : { Name: name },
  ...more,
});

describe("composite", () => {
  it("refers to earlier answers in addresses and bodies, and counts as one call", () => {
    const client = new OrgClient();
    const [account, contact, read, query] = composite(
      client,
      true,
      post("Parent", { referenceId: "parent" }),
      {
        method: "POST",
        url: `${API}/sobjects/Contact`,
        body: { LastName: "Doe", AccountId: "@{parent.id}" },
      },
      {
        method: "GET",
        url: `${API}/sobjects/Account/@{parent.id}?fields=Name,SystemModstamp`,
        referenceId: "seen",
      },
      { method: "GET", url: `${API}/query?q=SELECT+Name+FROM+Account+WHERE+Name='@{seen.Name}'` },
    );
    expect(account).toMatchObject({
      httpStatusCode: 201,
      referenceId: "parent",
      httpHeaders: { Location: expect.stringContaining("/sobjects/Account/001") },
    });
    expect(contact?.httpStatusCode).toBe(201);
    expect(read?.body).toMatchObject({
      Name: "Parent",
      SystemModstamp: "2026-11-20T10:00:00.000+0000",
    });
    expect(read?.httpHeaders).toHaveProperty("ETag");
    expect(query?.body).toMatchObject({ totalSize: 1 });
    expect(client.records("SELECT Account.Name FROM Contact")).toMatchObject([
      { Account: { Name: "Parent" } },
    ]);
    expect(client.org.usage.report()).toMatchObject({
      total: 2,
      byKind: { composite: 1 },
      writes: 1,
      rowsWritten: 2,
    });
  });

  it("undoes everything when all or none is asked for", () => {
    const client = new OrgClient();
    const [first, failed, third] = composite(client, true, post("A"), post(undefined), post("C"));
    const halted = {
      httpStatusCode: 400,
      body: [
        {
          errorCode: "PROCESSING_HALTED",
          message:
            "The transaction was rolled back since another operation in the same transaction failed.",
        },
      ],
    };
    expect(first).toMatchObject(halted);
    expect(failed).toMatchObject({
      httpStatusCode: 400,
      body: [{ errorCode: "REQUIRED_FIELD_MISSING" }],
    });
    expect(third).toMatchObject(halted);
    expect(client.records("SELECT Id FROM Account")).toEqual([]);
    expect(client.org.feed.latest()).toBe(0);
  });

  it("keeps what succeeded otherwise, and halts what refers to a failure", () => {
    const client = new OrgClient();
    const [, failed, dependent, last] = composite(
      client,
      false,
      post("A"),
      post(undefined, { referenceId: "bad" }),
      { method: "GET", url: `${API}/sobjects/Account/@{bad.id}` },
      post("D"),
    );
    expect(failed?.httpStatusCode).toBe(400);
    expect(dependent).toMatchObject({
      httpStatusCode: 400,
      body: [{ errorCode: "PROCESSING_HALTED" }],
    });
    expect(last?.httpStatusCode).toBe(201);
    expect(client.records("SELECT Name FROM Account ORDER BY Name")).toEqual([
      { Name: "A" },
      { Name: "D" },
    ]);
  });

  it("honours the precondition of one subrequest without applying it to the next", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    const seen = new Date(client.now).toUTCString();
    const patch = {
      method: "PATCH",
      url: `${API}/sobjects/Account/${id}`,
      body: { Name: "B" },
      httpHeaders: { "If-Unmodified-Since": seen },
    };
    const read = { method: "GET", url: `${API}/sobjects/Account/${id}?fields=Name` };
    client.wait(1000);
    expect(composite(client, true, patch, read)).toMatchObject([
      { httpStatusCode: 204, body: null },
      { httpStatusCode: 200, body: { Name: "B" } },
    ]);
    client.wait(1000);
    expect(composite(client, true, patch, read)).toMatchObject([
      { httpStatusCode: 412 },
      { httpStatusCode: 400 },
    ]);
  });

  it("refuses too many subrequests, repeated reference ids and a composite inside", () => {
    const client = new OrgClient();
    const many = Array.from({ length: 26 }, (_, n) => ({ ...post("A"), referenceId: `r${n}` }));
    expect(client.send("POST", "composite", { compositeRequest: many }).status).toBe(400);
    const same = [post("A", { referenceId: "x" }), post("B", { referenceId: "x" })];
    expect(client.send("POST", "composite", { compositeRequest: same }).status).toBe(400);
    expect(
      composite(client, false, { method: "POST", url: `${API}/composite`, body: {} }),
    ).toMatchObject([{ httpStatusCode: 400 }]);
    expect(client.send("POST", "composite", { compositeRequest: [] }).status).toBe(400);
  });
});

describe("collections", () => {
  const account = (Name?: string, more = {}) => ({
    attributes: { type: "Account" },
    ...(Name === undefined ? {} : { Name }),
    ...more,
  });

  it("answers row by row in order, and keeps the good rows", () => {
    const client = new OrgClient();
    const answer = client.send("POST", "composite/sobjects", {
      records: [account("A"), account(), account("C")],
    });
    expect(answer.body).toMatchObject([
      { success: true, id: expect.stringMatching(/^001/), errors: [] },
      { success: false, errors: [{ statusCode: "REQUIRED_FIELD_MISSING", fields: ["Name"] }] },
      { success: true },
    ]);
    expect(client.records("SELECT Name FROM Account ORDER BY Name")).toEqual([
      { Name: "A" },
      { Name: "C" },
    ]);
    expect(client.org.usage.report()).toMatchObject({ byKind: { collections: 1 }, rowsWritten: 2 });
  });

  it("keeps none when all or none is asked for", () => {
    const client = new OrgClient();
    const answer = client.send("POST", "composite/sobjects", {
      allOrNone: true,
      records: [account("A"), account()],
    });
    expect(answer.body).toMatchObject([
      { success: false, errors: [{ statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK" }] },
      { success: false, errors: [{ statusCode: "REQUIRED_FIELD_MISSING" }] },
    ]);
    expect(client.records("SELECT Id FROM Account")).toEqual([]);
  });

  it("updates, upserts, reads and deletes", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    expect(
      client.send("PATCH", "composite/sobjects", {
        records: [account("B", { Id: id }), account("C")],
      }).body,
    ).toMatchObject([
      { success: true, id },
      { success: false, errors: [{ statusCode: "MISSING_ARGUMENT" }] },
    ]);
    const upsert = () =>
      client.send("PATCH", "composite/sobjects/Account/Accord_QB_Id__c", {
        records: [account("X", { Accord_QB_Id__c: "1" })],
      });
    expect(upsert().body).toMatchObject([{ success: true, created: true }]);
    expect(upsert().body).toMatchObject([{ success: true, created: false }]);
    const read = client.send("POST", "composite/sobjects/Account", {
      ids: [id, "001Hs0000zzzzzz"],
      fields: ["Name"],
    });
    expect(read.body).toMatchObject([{ Name: "B", Id: id }, null]);
    expect(client.send("DELETE", `composite/sobjects?ids=${id},00x`).body).toMatchObject([
      { success: true },
      { success: false },
    ]);
  });

  it("takes 200 rows in at most 10 runs of one type", () => {
    const client = new OrgClient();
    const rows = Array.from({ length: 201 }, (_, n) => account(`A${n}`));
    expect(client.send("POST", "composite/sobjects", { records: rows }).status).toBe(400);
    expect(client.send("POST", "composite/sobjects", { records: rows.slice(1) }).status).toBe(200);
    const mixed = Array.from({ length: 11 }, (_, n) =>
      n % 2 === 0 ? account(`M${n}`) : { attributes: { type: "Product2" }, Name: `P${n}` },
    );
    expect(client.send("POST", "composite/sobjects", { records: mixed }).status).toBe(400);
  });
});

describe("other resources", () => {
  it("lists versions, resources, objects and limits", () => {
    const client = new OrgClient();
    const versions = client.send("GET", "/services/data").body as {
      version: string;
      label: string;
    }[];
    expect(versions.map((each) => each.version)).toEqual(
      [60, 61, 62, 63, 64, 65, 66, 67, 68].map((n) => `${n}.0`),
    );
    expect(versions.at(6)).toMatchObject({ label: "Spring '26" });
    expect(client.send("GET", "/services/data/v69.0/sobjects").status).toBe(404);
    expect(client.send("GET", "/services/data/v30.0/sobjects").status).toBe(410);
    // The `sf` CLI asks for its user under 51.0 whatever the list says.
    expect(client.send("GET", "/services/data/v51.0/sobjects").status).toBe(200);
    expect(client.send("GET", "/services/data/v66.0").body).toHaveProperty("query");
    const { sobjects } = client.send("GET", "sobjects").body as { sobjects: { name: string }[] };
    expect(sobjects.map((each) => each.name)).toContain("Upsert_Target__c");
    expect(client.send("GET", "limits").body).toMatchObject({ DailyApiRequests: { Max: 100_000 } });
    expect(client.send("GET", "limits").headers["sforce-limit-info"]).toMatch(
      /^api-usage=\d+\/100000$/,
    );
  });

  it("answers 304 to a describe that the client has", () => {
    const client = new OrgClient();
    const first = client.send("GET", "sobjects/Account/describe");
    const since = { "if-modified-since": first.headers["last-modified"] ?? "" };
    expect(client.send("GET", "sobjects/Account/describe", undefined, since).status).toBe(304);
  });

  it("reports which rows were updated and deleted in a window", () => {
    const client = new OrgClient();
    const kept = client.create("Account", { Name: "A" });
    const gone = client.create("Account", { Name: "B" });
    client.send("DELETE", `sobjects/Account/${gone}`);
    client.wait(120_000);
    const window = "start=2026-11-20T09:59:00%2B00:00&end=2026-11-20T10:02:00%2B00:00";
    expect(client.send("GET", `sobjects/Account/updated/?${window}`).body).toEqual({
      ids: [kept],
      latestDateCovered: "2026-11-20T10:02:00.000+0000",
    });
    expect(client.send("GET", `sobjects/Account/deleted/?${window}`).body).toMatchObject({
      deletedRecords: [{ id: gone, deletedDate: "2026-11-20T10:00:00.000+0000" }],
    });
    const reversed = "start=2026-11-20T10:02:00Z&end=2026-11-20T10:02:30Z";
    expect(client.send("GET", `sobjects/Account/updated?${reversed}`).body).toMatchObject([
      { errorCode: "INVALID_REPLICATION_DATE" },
    ]);
  });

  it("reads records for components", () => {
    const client = new OrgClient();
    const parent = client.create("Account", { Name: "Parent" });
    const id = client.create("Account", { Name: "A", ParentId: parent, AnnualRevenue: 5 });
    const path = `ui-api/records/${id}?fields=Account.Name,Account.Parent.Name,Account.AnnualRevenue`;
    expect(client.send("GET", `${path}&optionalFields=Account.Nothing__c`).body).toMatchObject({
      apiName: "Account",
      id,
      fields: {
        Name: { value: "A", displayValue: null },
        AnnualRevenue: { value: 5, displayValue: "$5" },
        Parent: { displayValue: "Parent", value: { fields: { Name: { value: "Parent" } } } },
      },
    });
    expect(client.send("GET", `${path},Account.Nothing__c`).status).toBe(400);
  });
});
