import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { type Answer, OrgClient } from "../../test/support/org-client.ts";
import { STANDARD_USER } from "../access/profiles.ts";
import { setupId } from "../access/setup-ids.ts";
import { BulkClient } from "./testing/bulk-client.ts";

const errorOf = (answer: Answer) => (answer.body as readonly Record<string, unknown>[])[0];
const ADMIN = "005000000000001AAA";
const client = () => new BulkClient(new OrgClient());

describe("files and jobs that no good client sends", () => {
  it.each([
    ["a column twice", "Name,Phone,NAME\nA,1,B\n", "InvalidBatch : Field name found twice : NAME"],
    ["a blank first line", "\nName\nA\n", "InvalidBatch : Field name not found : "],
    [
      "UTF-16 without a mark",
      "N\0a\0m\0e\0\nA\0\n",
      "InvalidBatch : Field name not found : N\0a\0m\0e\0",
    ],
    ["a byte order mark", "\uFEFFName\nA\n", "InvalidBatch : Field name not found : \uFEFFName"],
    [
      "more columns than a record has fields",
      `${Array.from({ length: 5001 }, (_, n) => `X${n}`).join(",")}\n1\n`,
      "InvalidBatch : A record can have 5000 fields at most",
    ],
  ])("fail by %s, with nothing done", (_name, file, errorMessage) => {
    const bulk = client();
    const job = bulk.load({ object: "Account", operation: "insert" }, file);
    expect(job).toMatchObject({ state: "Failed", errorMessage, numberRecordsProcessed: 0 });
    expect(bulk.org.records("SELECT Id FROM Account")).toEqual([]);
    expect(bulk.file(job.id, "unprocessedrecords")).toBe(file);
  });

  it("are refused when they hold so many control characters that no log could keep them", () => {
    const bulk = client();
    const { id } = bulk.create({ object: "Account", operation: "insert" });
    expect(bulk.put(id, "\u0001".repeat(100_000_000)).status).toBe(413);
    expect(bulk.put(id, "Name\nA\u0001B\n").status).toBe(201);
  });

  it("leave nothing of a large file in memory once it is worked off", () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const bulk = client();
    const job = { object: "Account", operation: "delete" };
    const load = (megabytes: number) => bulk.load(job, `Id\n${"\n".repeat(megabytes * 1_000_000)}`);
    load(1);
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let n = 0; n < 10; n += 1) expect(load(10).state).toBe("JobComplete");
    collect();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20_000_000);
  });

  it("deletes past the bin for those alone whose rights say so", () => {
    const bulk = client();
    const job = { object: "Account", operation: "hardDelete" };
    const id = bulk.org.create("Account", { Name: "Gone" });
    expect(bulk.load(job, `Id\n${id}\n`)).toMatchObject({ state: "JobComplete" });
    expect(bulk.org.send("GET", "queryAll?q=SELECT+Id+FROM+Account").body).toMatchObject({
      totalSize: 0,
    });
    const { store } = bulk.org.org;
    const ProfileId = setupId("00e", STANDARD_USER);
    store.put("User", ADMIN, { ...store.get("User", ADMIN), ProfileId });
    expect(errorOf(bulk.org.send("POST", "jobs/ingest", job))).toEqual({
      errorCode: "FEATURENOTENABLED",
      message:
        "FeatureNotEnabled : hardDelete operation requires special user profile permission, please contact your system administrator",
    });
    expect(bulk.create({ ...job, operation: "delete" }).state).toBe("Open");
  });

  it("tells of rows that are not there as the platform's status codes do", () => {
    const bulk = client();
    const { id } = bulk.load(
      { object: "Account", operation: "update" },
      "Id,Name\n001000000000999AAA,A\n",
    );
    expect(bulk.file(id, "failedResults")).toContain(
      '"001000000000999AAA","INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--"',
    );
    const removed = bulk.org.create("Account", { Name: "Removed" });
    bulk.org.send("DELETE", `sobjects/Account/${removed}`);
    const again = bulk.load({ object: "Account", operation: "delete" }, `Id\n${removed}\n""\n`);
    expect(bulk.file(again.id, "failedResults").split("\n").slice(1)).toEqual([
      `"${removed}","ENTITY_IS_DELETED:entity is deleted:--","${removed}"`,
      '"","MISSING_ARGUMENT:Id not specified in a delete call:--",""',
      "",
    ]);
  });

  it("refuses values and records that are too long, each for itself", () => {
    const bulk = client();
    const quarter = "x".repeat(110_000);
    const columns = "Name,Description,Phone,Fax,Website";
    const file = [
      columns,
      `long,${"x".repeat(131_073)}`,
      `wide,${[quarter, quarter, quarter, quarter].join(",")}`,
      "good,short",
    ].join("\n");
    const job = bulk.load({ object: "Account", operation: "insert" }, file);
    expect(job).toMatchObject({ numberRecordsProcessed: 3, numberRecordsFailed: 2 });
    const failed = bulk.file(job.id, "failedResults");
    expect(failed).toContain("STRING_TOO_LONG:Value too long: 131073 characters");
    expect(failed).toContain("STRING_TOO_LONG:Record too long: 440004 characters");
  });

  it("refuses a page of the list of jobs that is none", () => {
    const bulk = client();
    bulk.create({ object: "Account", operation: "insert" });
    expect(bulk.org.send("GET", "jobs/ingest?queryLocator=-1").status).toBe(400);
    expect(bulk.org.send("GET", "jobs/ingest?queryLocator=x").status).toBe(400);
  });
});
