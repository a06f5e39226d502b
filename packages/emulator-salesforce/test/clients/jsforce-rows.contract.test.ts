import jsforce from "jsforce";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveOrg, type ServedOrg } from "../support/serve-org.ts";

/** Rows and queries as jsforce, an independent client, reads and writes them over HTTP. */

let served: ServedOrg;
let conn: jsforce.Connection;

beforeAll(async () => {
  served = await serveOrg();
  conn = new jsforce.Connection({ instanceUrl: served.url, accessToken: "demo", version: "66.0" });
});
afterAll(() => served.close());

/** Ids of created rows. */
async function create(names: readonly string[]): Promise<readonly string[]> {
  const results = await conn.sobject("Account").create(names.map((Name) => ({ Name })));
  return results.map((result) => result.id ?? "");
}

describe("jsforce", () => {
  it("creates, reads, changes and deletes one row", async () => {
    const created = await conn.sobject("Account").create({ Name: "One", NumberOfEmployees: 3 });
    expect(created).toMatchObject({ success: true, errors: [] });
    const id = created.id ?? "";
    expect(await conn.sobject("Account").retrieve(id)).toMatchObject({
      Id: id,
      Name: "One",
      attributes: { type: "Account" },
    });
    expect(await conn.sobject("Account").update({ Id: id, Name: "Two" })).toMatchObject({
      success: true,
    });
    expect(await conn.retrieve("Account", id, { fields: ["Name"] })).toMatchObject({ Name: "Two" });
    expect(await conn.sobject("Account").destroy(id)).toMatchObject({ id, success: true });
    await expect(conn.retrieve("Account", id)).rejects.toMatchObject({
      errorCode: "ENTITY_IS_DELETED",
    });
  });

  it("creates, reads, changes and deletes many rows, and sees each row's own error", async () => {
    const results = await conn.sobject("Account").create([{ Name: "A" }, {}, { Name: "C" }]);
    expect(results).toMatchObject([
      { success: true },
      { success: false, errors: [{ statusCode: "REQUIRED_FIELD_MISSING", fields: ["Name"] }] },
      { success: true },
    ]);
    const ids = results.flatMap((each) => each.id ?? []);
    const read = await conn.retrieve("Account", [...ids, "001000000000999AAA"]);
    expect(read).toMatchObject([{ Name: "A" }, { Name: "C" }, null]);
    const updated = await conn.sobject("Account").update(ids.map((Id) => ({ Id, Phone: "1" })));
    expect(updated.every((each) => each.success)).toBe(true);
    const destroyed = await conn.sobject("Account").destroy(ids);
    expect(destroyed.map((each) => each.success)).toEqual([true, true]);
  });

  it("creates more rows than one collection holds", async () => {
    const names = Array.from({ length: 201 }, (_, at) => ({ Name: `Many ${at}` }));
    const results = await conn.sobject("Account").create(names, { allowRecursive: true });
    expect(results.filter((each) => each.success)).toHaveLength(201);
  });

  it("undoes all rows of a collection when one is wrong and all or none is asked for", async () => {
    const results = await conn.create("Account", [{ Name: "Undone" }, {}], { allOrNone: true });
    expect(results).toMatchObject([
      { success: false, errors: [{ statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK" }] },
      { success: false, errors: [{ statusCode: "REQUIRED_FIELD_MISSING" }] },
    ]);
    expect(await conn.sobject("Account").count({ Name: "Undone" })).toBe(0);
  });

  it("upserts: creates, updates, and is told of several matches", async () => {
    const key = "Accord_QB_Id__c";
    const row = { [key]: "r:Customer:1", Name: "Upserted" };
    const first = await conn.sobject("Account").upsert(row, key);
    expect(first).toMatchObject({ success: true, created: true });
    expect(await conn.sobject("Account").upsert({ ...row, Name: "Again" }, key)).toMatchObject({
      id: first.id,
      success: true,
      created: false,
    });
    const target = conn.sobject("Upsert_Target__c");
    await target.create(
      ["A", "B"].map((Name) => ({ Name, Ext_Id__c: "same", Due__c: "2026-01-01" })),
    );
    await expect(
      target.upsert({ Name: "C", Ext_Id__c: "same" }, "Ext_Id__c"),
    ).rejects.toMatchObject({
      name: "MULTIPLE_CHOICES",
      data: [expect.stringContaining("/sobjects/Upsert_Target__c/"), expect.any(String)],
    });
    const many = await conn
      .sobject("Account")
      .upsert([row, { ...row, [key]: "r:Customer:2" }], key);
    expect(many).toMatchObject([{ created: false }, { created: true }]);
  });

  it("finds, sorts and counts through its own query builder", async () => {
    await create(["Query B", "Query A", "Query C"]);
    const found = await conn
      .sobject("Account")
      .find({ Name: { $like: "Query%" } }, ["Name"])
      .sort({ Name: -1 })
      .limit(2)
      .execute();
    expect(found.map((each) => each["Name"])).toEqual(["Query C", "Query B"]);
    expect(await conn.sobject("Account").count({ Name: { $like: "Query%" } })).toBe(3);
    const updated = await conn.sobject("Account").find({ Name: "Query A" }).update({ Phone: "9" });
    expect(updated).toMatchObject([{ success: true }]);
    const one = await conn.sobject("Account").findOne({ Phone: "9" }, "Name");
    expect(one).toMatchObject({ Name: "Query A" });
    const gone = await conn
      .sobject("Account")
      .find({ Name: { $like: "Query%" } })
      .destroy();
    expect(gone).toHaveLength(3);
    const bin = "SELECT Name FROM Account WHERE IsDeleted = true AND Name LIKE 'Query%'";
    expect(await conn.query(bin)).toMatchObject({ totalSize: 0 });
    expect(await conn.query(bin, { scanAll: true })).toMatchObject({ totalSize: 3 });
  });

  it("reads page after page, by hand and by itself", async () => {
    const soql = "SELECT Name FROM Account WHERE Name LIKE 'Many%' ORDER BY Name";
    const first = await conn.query(soql, { headers: { "Sforce-Query-Options": "batchSize=200" } });
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
    expect((await conn.sobject("Account").updated(start.toString(), end.toString())).ids).toContain(
      id,
    );
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
            body: { Name: "Ref" },
          },
          { method: "GET", url: `${base}/sobjects/Account/@{a.id}?fields=Name`, referenceId: "b" },
        ],
      }),
    });
    expect(answer.compositeResponse.map((each) => each.httpStatusCode)).toEqual([201, 200]);
  });
});
