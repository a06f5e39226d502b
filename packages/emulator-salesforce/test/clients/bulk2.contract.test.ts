import jsforce from "jsforce";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ServedOrg, serveOrg } from "../support/serve-org.ts";

/** jsforce, written against real orgs, drives the Bulk API 2.0 over real HTTP. */

const ACCOUNTS = 250;
let served: ServedOrg;
let connection: jsforce.Connection;

beforeAll(async () => {
  served = await serveOrg();
  connection = new jsforce.Connection({
    instanceUrl: served.url,
    accessToken: "demo",
    version: "66.0",
    callOptions: { client: "jsforceTest" },
  });
  connection.bulk2.pollInterval = 50;
});
afterAll(() => served.close());

const accounts = (prefix: string) =>
  Array.from({ length: ACCOUNTS }, (_, n) => ({
    Name: `${prefix} ${n}`,
    Accord_QB_Id__c: `${prefix}-${n}`,
    NumberOfEmployees: n,
    Accord_Active__c: n % 2 === 0,
  }));

/** All rows of a query, as jsforce reads the CSV: every value is text. */
async function bulkQuery(soql: string, options: object = {}) {
  const stream = await connection.bulk2.query(soql, options);
  return (await stream.toArray()) as Record<string, string>[];
}

/** The id that a row of the successful results gives for a name. */
function idOf(rows: readonly object[], name: string): unknown {
  return rows.map((row) => row as Record<string, unknown>).find((row) => row["Name"] === name)?.[
    "sf__Id"
  ];
}

describe("jsforce bulk2", () => {
  it("inserts records and reads them back by a bulk query", async () => {
    const results = await connection.bulk2.loadAndWaitForResults({
      object: "Account",
      operation: "insert",
      input: accounts("insert"),
    });
    expect(results.successfulResults).toHaveLength(ACCOUNTS);
    expect(results.failedResults).toEqual([]);
    expect(results.unprocessedRecords).toEqual([]);
    expect(results.successfulResults[0]).toMatchObject({
      sf__Created: "true",
      sf__Id: expect.stringMatching(/^001\w{15}$/),
      Name: "insert 0",
    });
    const rows = await bulkQuery(
      "SELECT Id, Name, NumberOfEmployees, Accord_Active__c, Owner.Name FROM Account WHERE Name LIKE 'insert %' ORDER BY NumberOfEmployees",
    );
    expect(rows).toHaveLength(ACCOUNTS);
    expect(rows[3]).toEqual({
      Id: idOf(results.successfulResults, "insert 3"),
      Name: "insert 3",
      NumberOfEmployees: "3",
      Accord_Active__c: "false",
      "Owner.Name": expect.any(String),
    });
  });

  it("updates, upserts and deletes, step by step with a job of its own", async () => {
    await connection.bulk2.loadAndWaitForResults({
      object: "Account",
      operation: "insert",
      input: accounts("steps"),
    });
    const found = await connection.query<{ Id: string }>(
      "SELECT Id FROM Account WHERE Name LIKE 'steps %'",
    );
    const job = connection.bulk2.createJob({ object: "Account", operation: "update" });
    const states: string[] = [];
    job.on("inProgress", (info: { state: string }) => states.push(info.state));
    await job.open();
    await job.uploadData(found.records.map(({ Id }) => ({ Id, Description: "by hand" })));
    await job.close();
    await job.poll(20, 10_000);
    expect(new Set(states)).toEqual(new Set(["UploadComplete", "InProgress"]));
    expect(await job.check()).toMatchObject({ numberRecordsProcessed: ACCOUNTS });
    expect((await job.getAllResults()).successfulResults).toHaveLength(ACCOUNTS);
    expect(await job.getSuccessfulResults(true)).toContain('"sf__Id","sf__Created",Id,Description');
    await job.delete();
    await expect(job.check()).rejects.toThrow("The requested resource does not exist");

    const upserted = await connection.bulk2.loadAndWaitForResults({
      object: "Account",
      operation: "upsert",
      externalIdFieldName: "Accord_QB_Id__c",
      input: [...accounts("steps").slice(0, 5), { Name: "late", Accord_QB_Id__c: "late" }],
    });
    expect(upserted.successfulResults.map((row) => row.sf__Created)).toEqual([
      ...Array<string>(5).fill("false"),
      "true",
    ]);
    const removed = await connection.bulk2.loadAndWaitForResults({
      object: "Account",
      operation: "delete",
      input: found.records.map(({ Id }) => ({ Id })),
    });
    expect(removed.successfulResults).toHaveLength(ACCOUNTS);
    expect(await bulkQuery("SELECT Id FROM Account WHERE Name LIKE 'steps %'")).toEqual([]);
    const all = await bulkQuery("SELECT Id FROM Account WHERE Name LIKE 'steps %'", {
      scanAll: true,
    });
    expect(all).toHaveLength(ACCOUNTS);
  });

  it("sees which records failed, and why", async () => {
    const results = await connection.bulk2.loadAndWaitForResults({
      object: "Account",
      operation: "insert",
      input: [{ Name: "good" }, { Phone: "nameless" }].map((row) => ({
        Name: "",
        Phone: "",
        ...row,
      })),
    });
    expect(results.successfulResults).toHaveLength(1);
    expect(results.failedResults).toEqual([
      {
        sf__Id: "",
        sf__Error: "REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --",
        Name: "",
        Phone: "nameless",
      },
    ]);
  });

  it("fails with the platform's reason when the file does not fit the object", async () => {
    const load = connection.bulk2.loadAndWaitForResults({
      object: "Account",
      operation: "insert",
      input: "Name,Nonsense\nA,B\n",
    });
    await expect(load).rejects.toThrow("InvalidBatch : Field name not found : Nonsense");
  });

  it("can abort a job", async () => {
    const job = connection.bulk2.createJob({ object: "Account", operation: "insert" });
    await job.open();
    await job.abort();
    expect(await job.check()).toMatchObject({ state: "Aborted" });
  });

  it("refuses queries that are none, and those that bulk jobs do not run", async () => {
    await expect(connection.bulk2.query("SELECT Nope FROM Account")).rejects.toThrow(
      "No such column 'Nope' on entity 'Account'",
    );
    await expect(connection.bulk2.query("SELECT COUNT(Id) FROM Account")).rejects.toThrow(
      "not supported in Bulk Query",
    );
  });
});
