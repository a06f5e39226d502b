import jsforce from "jsforce";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLIENT_TEST_MS, clientTargets, type OpenOrg } from "../support/client-target.ts";

/** jsforce, written against real orgs, drives the Bulk API 2.0 over real HTTP; also on a real org that is named. */

const ACCOUNTS = 250;
/** Begins the name of each row, so that a run finds its own rows and no other. */
const MARK = `bulk2-${Date.now().toString(36)}`;

const accounts = (prefix: string) =>
  Array.from({ length: ACCOUNTS }, (_, n) => ({
    Name: `${MARK} ${prefix} ${n}`,
    Accord_QB_Id__c: `${MARK}-${prefix}-${n}`,
    NumberOfEmployees: n,
  }));

/** The id that a row of the successful results gives for a name. */
function idOf(rows: readonly object[], name: string): unknown {
  return rows.map((row) => row as Record<string, unknown>).find((row) => row["Name"] === name)?.[
    "sf__Id"
  ];
}

describe.each(clientTargets(process.env))(
  "jsforce bulk2: $name",
  (target) => {
    let org: OpenOrg;
    let connection: jsforce.Connection;

    beforeAll(async () => {
      org = await target.open();
      connection = new jsforce.Connection({
        instanceUrl: org.url,
        accessToken: org.accessToken,
        version: "66.0",
        callOptions: { client: "jsforceTest" },
      });
      connection.bulk2.pollInterval = target.name === "emulator" ? 50 : 2000;
      connection.bulk2.pollTimeout = CLIENT_TEST_MS;
    });
    afterAll(async () => {
      const left = await connection.query<{ Id: string }>(
        `SELECT Id FROM Account WHERE Name LIKE '${MARK}%'`,
      );
      const ids = left.records.map(({ Id }) => Id);
      if (ids.length > 0)
        await connection.sobject("Account").destroy(ids, { allowRecursive: true });
      await org.close();
    }, CLIENT_TEST_MS);

    /** All rows of a query, as jsforce reads the CSV: every value is text. */
    async function bulkQuery(soql: string, options: object = {}) {
      const stream = await connection.bulk2.query(soql, options);
      return (await stream.toArray()) as Record<string, string>[];
    }

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
        Name: `${MARK} insert 0`,
      });
      const rows = await bulkQuery(
        `SELECT Id, Name, NumberOfEmployees, IsDeleted, Owner.Name FROM Account WHERE Name LIKE '${MARK} insert %' ORDER BY NumberOfEmployees`,
      );
      expect(rows).toHaveLength(ACCOUNTS);
      expect(rows[3]).toEqual({
        Id: idOf(results.successfulResults, `${MARK} insert 3`),
        Name: `${MARK} insert 3`,
        NumberOfEmployees: "3",
        IsDeleted: "false",
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
        `SELECT Id FROM Account WHERE Name LIKE '${MARK} steps %'`,
      );
      const job = connection.bulk2.createJob({ object: "Account", operation: "update" });
      const states: string[] = [];
      job.on("inProgress", (info: { state: string }) => states.push(info.state));
      await job.open();
      await job.uploadData(found.records.map(({ Id }) => ({ Id, Description: "by hand" })));
      await job.close();
      await job.poll(connection.bulk2.pollInterval, CLIENT_TEST_MS);
      expect(new Set(["UploadComplete", "InProgress", ...states]).size).toBe(2);
      expect(await job.check()).toMatchObject({ numberRecordsProcessed: ACCOUNTS });
      expect((await job.getAllResults()).successfulResults).toHaveLength(ACCOUNTS);
      expect(await job.getSuccessfulResults(true)).toContain(
        '"sf__Id","sf__Created",Id,Description',
      );
      await job.delete();
      await expect(job.check()).rejects.toThrow("The requested resource does not exist");

      const upserted = await connection.bulk2.loadAndWaitForResults({
        object: "Account",
        operation: "upsert",
        externalIdFieldName: "Accord_QB_Id__c",
        input: [
          ...accounts("steps").slice(0, 5),
          { Name: `${MARK} late`, Accord_QB_Id__c: `${MARK}-late` },
        ],
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
      expect(await bulkQuery(`SELECT Id FROM Account WHERE Name LIKE '${MARK} steps %'`)).toEqual(
        [],
      );
      const all = await bulkQuery(`SELECT Id FROM Account WHERE Name LIKE '${MARK} steps %'`, {
        scanAll: true,
      });
      expect(all).toHaveLength(ACCOUNTS);
    });

    it("sees which records failed, and why", async () => {
      const results = await connection.bulk2.loadAndWaitForResults({
        object: "Account",
        operation: "insert",
        input: [{ Name: `${MARK} good` }, { Phone: "nameless" }].map((row) => ({
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
  },
  CLIENT_TEST_MS,
);
