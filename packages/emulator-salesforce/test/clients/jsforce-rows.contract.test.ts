import jsforce from "jsforce";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLIENT_TEST_MS, clientTargets, type OpenOrg } from "../support/client-target.ts";

/** Rows and queries as jsforce, an independent client, reads and writes them over HTTP; also on a real org that is named. */

/** Begins the name of each row, so that a run finds its own rows and no other. */
const MARK = `rows-${Date.now().toString(36)}`;

describe.each(clientTargets(process.env))(
  "jsforce: $name",
  (target) => {
    let org: OpenOrg;
    let conn: jsforce.Connection;

    beforeAll(async () => {
      org = await target.open();
      const { url: instanceUrl, accessToken } = org;
      conn = new jsforce.Connection({ instanceUrl, accessToken, version: "66.0" });
    });
    afterAll(async () => {
      const soql = `SELECT Id FROM Account WHERE Name LIKE '${MARK}%'`;
      const ids = (await conn.query<{ Id: string }>(soql)).records.map(({ Id }) => Id);
      if (ids.length > 0) await conn.sobject("Account").destroy(ids, { allowRecursive: true });
      await org.close();
    }, CLIENT_TEST_MS);

    /** Ids of created rows. */
    async function create(names: readonly string[]): Promise<readonly string[]> {
      const rows = names.map((name) => ({ Name: `${MARK} ${name}` }));
      return (await conn.sobject("Account").create(rows)).map((result) => result.id ?? "");
    }

    it("creates, reads, changes and deletes one row", async () => {
      const created = await conn
        .sobject("Account")
        .create({ Name: `${MARK} One`, NumberOfEmployees: 3 });
      expect(created).toMatchObject({ success: true, errors: [] });
      const id = created.id ?? "";
      expect(await conn.sobject("Account").retrieve(id)).toMatchObject({
        Id: id,
        Name: `${MARK} One`,
        attributes: { type: "Account" },
      });
      expect(await conn.sobject("Account").update({ Id: id, Name: `${MARK} Two` })).toMatchObject({
        success: true,
      });
      expect(await conn.retrieve("Account", id, { fields: ["Name"] })).toMatchObject({
        Name: `${MARK} Two`,
      });
      expect(await conn.sobject("Account").destroy(id)).toMatchObject({ id, success: true });
      await expect(conn.retrieve("Account", id)).rejects.toMatchObject({
        errorCode: "ENTITY_IS_DELETED",
      });
    });

    it("creates, reads, changes and deletes many rows, and sees each row's own error", async () => {
      const results = await conn
        .sobject("Account")
        .create([{ Name: `${MARK} A` }, {}, { Name: `${MARK} C` }]);
      expect(results).toMatchObject([
        { success: true },
        { success: false, errors: [{ statusCode: "REQUIRED_FIELD_MISSING", fields: ["Name"] }] },
        { success: true },
      ]);
      const ids = results.flatMap((each) => each.id ?? []);
      const read = await conn.retrieve("Account", [...ids, "001000000000999AAA"]);
      expect(read).toMatchObject([{ Name: `${MARK} A` }, { Name: `${MARK} C` }, null]);
      const updated = await conn.sobject("Account").update(ids.map((Id) => ({ Id, Phone: "1" })));
      expect(updated.every((each) => each.success)).toBe(true);
      const destroyed = await conn.sobject("Account").destroy(ids);
      expect(destroyed.map((each) => each.success)).toEqual([true, true]);
    });

    it("creates more rows than one collection holds", async () => {
      const names = Array.from({ length: 201 }, (_, at) => ({ Name: `${MARK} Many ${at}` }));
      const results = await conn.sobject("Account").create(names, { allowRecursive: true });
      expect(results.filter((each) => each.success)).toHaveLength(201);
    });

    it("undoes all rows of a collection when one is wrong and all or none is asked for", async () => {
      const results = await conn.create("Account", [{ Name: `${MARK} Undone` }, {}], {
        allOrNone: true,
      });
      expect(results).toMatchObject([
        { success: false, errors: [{ statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK" }] },
        { success: false, errors: [{ statusCode: "REQUIRED_FIELD_MISSING" }] },
      ]);
      expect(await conn.sobject("Account").count({ Name: `${MARK} Undone` })).toBe(0);
    });

    it("upserts: creates and updates, one row and many", async () => {
      const key = "Accord_QB_Id__c";
      const row = { [key]: `${MARK}:1`, Name: `${MARK} Upserted` };
      const first = await conn.sobject("Account").upsert(row, key);
      expect(first).toMatchObject({ success: true, created: true });
      expect(
        await conn.sobject("Account").upsert({ ...row, Name: `${MARK} Again` }, key),
      ).toMatchObject({
        id: first.id,
        success: true,
        created: false,
      });
      const many = await conn.sobject("Account").upsert([row, { ...row, [key]: `${MARK}:2` }], key);
      expect(many).toMatchObject([{ created: false }, { created: true }]);
    });

    // Needs an object of the test's own project.
    it.runIf(target.name === "emulator")("is told of several matches of an upsert", async () => {
      const several = conn.sobject("Upsert_Target__c");
      await several.create(
        ["A", "B"].map((Name) => ({ Name, Ext_Id__c: "same", Due__c: "2026-01-01" })),
      );
      await expect(
        several.upsert({ Name: "C", Ext_Id__c: "same" }, "Ext_Id__c"),
      ).rejects.toMatchObject({
        name: "MULTIPLE_CHOICES",
        data: [expect.stringContaining("/sobjects/Upsert_Target__c/"), expect.any(String)],
      });
    });

    it("finds, sorts and counts through its own query builder", async () => {
      await create(["Query B", "Query A", "Query C"]);
      const found = await conn
        .sobject("Account")
        .find({ Name: { $like: `${MARK} Query%` } }, ["Name"])
        .sort({ Name: -1 })
        .limit(2)
        .execute();
      expect(found.map((each) => each["Name"])).toEqual([`${MARK} Query C`, `${MARK} Query B`]);
      expect(await conn.sobject("Account").count({ Name: { $like: `${MARK} Query%` } })).toBe(3);
      const updated = await conn
        .sobject("Account")
        .find({ Name: `${MARK} Query A` })
        .update({ Phone: "9" });
      expect(updated).toMatchObject([{ success: true }]);
      const one = await conn
        .sobject("Account")
        .findOne({ Phone: "9", Name: { $like: `${MARK}%` } }, "Name");
      expect(one).toMatchObject({ Name: `${MARK} Query A` });
      const gone = await conn
        .sobject("Account")
        .find({ Name: { $like: `${MARK} Query%` } })
        .destroy();
      expect(gone).toHaveLength(3);
      const bin = `SELECT Name FROM Account WHERE IsDeleted = true AND Name LIKE '${MARK} Query%'`;
      expect(await conn.query(bin)).toMatchObject({ totalSize: 0 });
      expect(await conn.query(bin, { scanAll: true })).toMatchObject({ totalSize: 3 });
    });

    it("reads page after page, by hand and by itself", async () => {
      const soql = `SELECT Name FROM Account WHERE Name LIKE '${MARK} Many%' ORDER BY Name`;
      const first = await conn.query(soql, {
        headers: { "Sforce-Query-Options": "batchSize=200" },
      });
      expect(first).toMatchObject({ totalSize: 201, done: false });
      const second = await conn.queryMore(first.nextRecordsUrl ?? "");
      expect([first.records.length, second.records.length, second.done]).toEqual([200, 1, true]);
      const all: string[] = [];
      const query = conn.query(soql, {
        autoFetch: true,
        headers: { "Sforce-Query-Options": "batchSize=200" },
      });
      await new Promise((resolve, reject) => {
        query.on("record", (record: { readonly Name: string }) => all.push(record.Name));
        query.on("end", resolve).on("error", reject);
        query.run({ autoFetch: true, maxFetch: 1000 });
      });
      expect(new Set(all).size).toBe(201);
    });

    it("hears of what was updated and deleted, also by dates in words", async () => {
      const [id = "", other = ""] = await create(["Replicated", "Removed"]);
      await conn.sobject("Account").destroy(other);
      const end = new Date(Date.now() + 120_000);
      const start = new Date(end.getTime() - 86_400_000);
      expect((await conn.sobject("Account").updated(start, end)).ids).toContain(id);
      expect(
        (await conn.sobject("Account").updated(start.toString(), end.toString())).ids,
      ).toContain(id);
      const { deletedRecords } = await conn.sobject("Account").deleted(start, end);
      expect(deletedRecords.map((each) => each.id)).toContain(other);
    });

    it("sends a composite through its plain request", async () => {
      const base = `/services/data/v66.0`;
      const answer = await conn.request<{ compositeResponse: { httpStatusCode: number }[] }>({
        method: "POST",
        url: "/composite",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          allOrNone: true,
          compositeRequest: [
            {
              method: "POST",
              url: `${base}/sobjects/Account`,
              referenceId: "a",
              body: { Name: `${MARK} Ref` },
            },
            {
              method: "GET",
              url: `${base}/sobjects/Account/@{a.id}?fields=Name`,
              referenceId: "b",
            },
          ],
        }),
      });
      expect(answer.compositeResponse.map((each) => each.httpStatusCode)).toEqual([201, 200]);
    });
  },
  CLIENT_TEST_MS,
);
