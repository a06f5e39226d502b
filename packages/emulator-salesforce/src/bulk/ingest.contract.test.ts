import { describe, expect, it } from "vitest";
import { type Answer, OrgClient } from "../../test/support/org-client.ts";
import { DEFAULT_BULK_SETTINGS } from "./advance.ts";
import { compileHeader } from "./columns.ts";
import type { IngestJob } from "./job.ts";
import { jobContext } from "./run-ingest.ts";
import { BulkClient, type JobInfo } from "./testing/bulk-client.ts";

const errorOf = (answer: Answer) => (answer.body as readonly Record<string, unknown>[])[0];
const client = () => new BulkClient(new OrgClient());

describe("an ingest job", () => {
  it("goes through its states by the time of the calls alone", () => {
    const bulk = client();
    const { org } = bulk;
    const created = bulk.create({ object: "Account", operation: "insert" });
    expect(created).toMatchObject({
      state: "Open",
      contentType: "CSV",
      concurrencyMode: "Parallel",
    });
    expect(created.contentUrl).toBe(`services/data/v66.0/jobs/ingest/${created.id}/batches`);
    expect(bulk.put(created.id, "Name\nA\nB\n").status).toBe(201);
    expect(bulk.patch(created.id, "UploadComplete").body).toMatchObject({
      state: "UploadComplete",
    });
    expect(bulk.info(created.id).state).toBe("UploadComplete");
    org.wait(250);
    expect(bulk.info(created.id).state).toBe("InProgress");
    org.wait(200);
    expect(bulk.info(created.id)).toMatchObject({
      state: "JobComplete",
      jobType: "V2Ingest",
      numberRecordsProcessed: 2,
      numberRecordsFailed: 0,
      apexProcessingTime: 0,
      retries: 0,
    });
  });

  it("writes API versions with their decimal, as the platform does", () => {
    const bulk = client();
    const answer = bulk.org.send("POST", "jobs/ingest", { object: "Account", operation: "insert" });
    expect(answer.raw.body).toContain('"apiVersion":66.0,');
  });

  it("tells what succeeded and what failed, row by row, in the platform's files", () => {
    const bulk = client();
    const job = bulk.load({ object: "Account", operation: "insert" }, 'Name,Phone\n"A, B",1\n,2\n');
    expect(job).toMatchObject({ numberRecordsProcessed: 2, numberRecordsFailed: 1 });
    const [account] = bulk.org.records("SELECT Id FROM Account");
    expect(bulk.file(job.id, "successfulResults")).toBe(
      `"sf__Id","sf__Created",Name,Phone\n"${String(account?.["Id"])}","true","A, B","1"\n`,
    );
    expect(bulk.file(job.id, "failedResults")).toBe(
      '"sf__Id","sf__Error",Name,Phone\n"","REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --","","2"\n',
    );
    expect(bulk.file(job.id, "unprocessedrecords")).toBe("Name,Phone\n");
  });

  it("changes, upserts and deletes rows", () => {
    const bulk = client();
    const { org } = bulk;
    const id = org.create("Account", { Name: "Before", Phone: "1", Accord_QB_Id__c: "q1" });
    bulk.load(
      { object: "Account", operation: "update" },
      `Id,Name,Phone\n${id.slice(0, 15)},After,#N/A\n`,
    );
    expect(org.read("Account", id)).toMatchObject({ Name: "After", Phone: null });
    const upsert = bulk.load(
      { object: "Account", operation: "upsert", externalIdFieldName: "Accord_QB_Id__c" },
      "Accord_QB_Id__c,Name,Phone\nq1,Changed,\nq2,New,5\n,None,\n",
    );
    expect(org.read("Account", id)).toMatchObject({ Name: "Changed", Phone: null });
    expect(bulk.file(upsert.id, "successfulResults").split("\n").slice(1, 3)).toEqual([
      `"${id}","false","q1","Changed",""`,
      expect.stringMatching(/^"001\w{15}","true","q2","New","5"$/),
    ]);
    expect(bulk.file(upsert.id, "failedResults")).toContain("MISSING_ARGUMENT");
    const removed = bulk.load({ object: "Account", operation: "delete" }, `Id\n${id}\n${id}\n`);
    expect(removed).toMatchObject({ numberRecordsProcessed: 2, numberRecordsFailed: 1 });
    expect(bulk.file(removed.id, "failedResults")).toContain(
      `"${id}","ENTITY_IS_DELETED:entity is deleted:--","${id}"`,
    );
  });

  it("does not take an id beside the field that an upsert goes by", () => {
    const bulk = client();
    const id = bulk.org.create("Account", { Name: "Before", Accord_QB_Id__c: "q1" });
    const wanted = {
      object: "Account",
      operation: "upsert",
      externalIdFieldName: "Accord_QB_Id__c",
    };
    const job = bulk.load(wanted, `Id,Accord_QB_Id__c,Name\n${id},q1,After\n`);
    expect(job).toMatchObject({ numberRecordsProcessed: 1, numberRecordsFailed: 1 });
    expect(bulk.org.read("Account", id)).toMatchObject({ Name: "Before" });
  });

  it("deletes for ever when asked to, and leaves nothing in the bin", () => {
    const bulk = client();
    const id = bulk.org.create("Account", { Name: "Gone" });
    bulk.load({ object: "Account", operation: "hardDelete" }, `Id\n${id}\n`);
    expect(bulk.org.org.store.get("Account", id)).toBeUndefined();
  });

  it("reads cells as the platform does: empty is silence, #N/A is null, words are checkboxes", () => {
    const bulk = client();
    const { org } = bulk;
    const id = org.create("Account", { Name: "A", Phone: "1", NumberOfEmployees: 3 });
    bulk.load(
      { object: "Account", operation: "update" },
      `Id,Phone,NumberOfEmployees,Description,Accord_Active__c\n${id},,#N/A,"two\nlines, ""quoted""",Yes\n`,
    );
    expect(org.read("Account", id)).toMatchObject({
      Phone: "1",
      NumberOfEmployees: null,
      Description: 'two\nlines, "quoted"',
      Accord_Active__c: true,
    });
    for (const cell of ["many", "1.5"]) {
      const wrong = bulk.load(
        { object: "Account", operation: "update" },
        `Id,NumberOfEmployees\n${id},${cell}\n`,
      );
      expect(bulk.file(wrong.id, "failedResults")).toContain(
        `INVALID_TYPE_ON_FIELD_IN_RECORD:Employees: value not of required type: ${cell}:NumberOfEmployees --`,
      );
    }
  });

  it("finds parents by the fields that identify them", () => {
    const bulk = client();
    const { org } = bulk;
    const parent = org.create("Account", { Name: "P", Accord_QB_Id__c: "p" });
    const [user] = org.records("SELECT Id, Username FROM User LIMIT 1");
    const job = bulk.load(
      { object: "Account", operation: "insert" },
      `Name,Parent.Accord_QB_Id__c,Owner.Username\nChild,p,${String(user?.["Username"])}\nLost,nobody,\n`,
    );
    expect(job).toMatchObject({ numberRecordsProcessed: 2, numberRecordsFailed: 1 });
    expect(org.records("SELECT ParentId, OwnerId FROM Account WHERE Name = 'Child'")).toEqual([
      { ParentId: parent, OwnerId: user?.["Id"] },
    ]);
    expect(bulk.file(job.id, "failedResults")).toContain(
      "INVALID_FIELD:Foreign key external ID: nobody not found for field Accord_QB_Id__c in entity Account:--",
    );
  });

  const CASES: readonly [string, string, string, object?][] = [
    ["an unknown column", "Name,Nope\nA,1\n", "InvalidBatch : Field name not found : Nope"],
    [
      "an unknown parent",
      "Name,Nope.Id\nA,1\n",
      "InvalidBatch : Unable to find relationship: Nope",
    ],
    [
      "a type where there is one target",
      "Name,Account:Parent.Accord_QB_Id__c\nA,1\n",
      "InvalidBatch : type is not needed for non polymorphic foreign key references: Parent",
    ],
    [
      "other line ends than announced",
      "Name\r\nA\r\n",
      "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF",
    ],
    [
      "line feeds where both characters were announced",
      "Name\nA\n",
      "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is CRLF",
      { lineEnding: "CRLF" },
    ],
    [
      "a stray quote",
      'Name\nA"B\n',
      "InvalidBatch : Failed to parse CSV. Found unescaped quote. A value with quote should be within a quote",
    ],
    [
      "a byte order mark before a quote",
      '\uFEFF"Name"\nA\n',
      "InvalidBatch : Failed to parse CSV. Found unescaped quote. A value with quote should be within a quote",
    ],
    ["no file at all", "", "InvalidBatch : Records not found"],
  ];
  it.each(CASES)("fails as a whole by %s", (_name, file, errorMessage, options = {}) => {
    const bulk = client();
    const job = bulk.load({ object: "Account", operation: "insert", ...options }, file);
    expect(job).toMatchObject({ state: "Failed", errorMessage, numberRecordsProcessed: 0 });
    expect(bulk.org.records("SELECT Id FROM Account")).toEqual([]);
    const unprocessed = bulk.file(job.id, "unprocessedrecords");
    expect(unprocessed.replaceAll("\r", "")).toBe(file.replaceAll("\r", ""));
  });

  it.each([
    ["BACKQUOTE", "`"],
    ["CARET", "^"],
    ["COMMA", ","],
    ["PIPE", "|"],
    ["SEMICOLON", ";"],
    ["TAB", "\t"],
  ])("takes files delimited by %s", (columnDelimiter, character) => {
    const bulk = client();
    const lines = [`Name${character}Phone`, `A,;^|B${character}7`].map((line) =>
      line.replace(`A,;^|B`, `"A,;^|B"`),
    );
    const job = bulk.load(
      { object: "Account", operation: "insert", columnDelimiter, lineEnding: "CRLF" },
      `${lines.join("\r\n")}\r\n`,
    );
    expect(job.numberRecordsFailed).toBe(0);
    expect(bulk.org.records("SELECT Name, Phone FROM Account")).toEqual([
      { Name: "A,;^|B", Phone: "7" },
    ]);
    expect(bulk.file(job.id, "successfulResults").split("\r\n")[1]).toContain(
      `"true"${character}"A,;^|B"${character}"7"`,
    );
  });

  it("takes a job and its file in one request, and needs no closing then", () => {
    const bulk = client();
    const body = [
      "--BOUNDARY",
      "Content-Type: application/json",
      'Content-Disposition: form-data; name="job"',
      "",
      '{"object":"Account","operation":"insert","contentType":"CSV","lineEnding":"LF"}',
      "",
      "--BOUNDARY",
      "Content-Type: text/csv",
      'Content-Disposition: form-data; name="content"; filename="content"',
      "",
      "Name\nOne\nTwo",
      "--BOUNDARY--",
      "",
    ].join("\r\n");
    const answer = bulk.org.send("POST", "jobs/ingest/", body, {
      "content-type": "multipart/form-data; boundary=BOUNDARY",
    });
    expect(answer.body).toMatchObject({ state: "UploadComplete" });
    bulk.org.wait(1000);
    expect(bulk.info((answer.body as JobInfo).id)).toMatchObject({
      state: "JobComplete",
      numberRecordsProcessed: 2,
    });
  });

  it("refuses what makes no job, in the platform's words", () => {
    const { org } = client();
    const refused = (body: object) => errorOf(org.send("POST", "jobs/ingest", body));
    expect(refused({ object: "Nope", operation: "insert" })).toEqual({
      errorCode: "INVALIDJOB",
      message: "InvalidJob : Unable to find object: Nope",
    });
    expect(refused({ object: "Account", operation: "" })).toEqual({
      errorCode: "API_ERROR",
      message: "Invalid value: '' supplied for property: 'operation'",
    });
    expect(refused({ object: "Account", operation: "upsert", externalIdFieldName: "" })).toEqual({
      errorCode: "INVALIDJOB",
      message: "InvalidJob : Field name provided,  does not match an External ID for Account",
    });
    expect(refused({ object: "Account", operation: "upsert" })).toEqual({
      errorCode: "INVALIDJOB",
      message:
        "InvalidJob : External ID was blank for Account. An External ID must be specified for upsert.",
    });
  });

  it("takes one file, while it is open, in UTF-8", () => {
    const bulk = client();
    const { id } = bulk.create({ object: "Account", operation: "insert" });
    const odd = bulk.org.send("PUT", `jobs/ingest/${id}/batches`, "Name\n", {
      "content-type": "text/csv; charset=utf-16",
    });
    expect(odd.status).toBe(415);
    expect(bulk.put(id, "Name\nA\n").status).toBe(201);
    expect(errorOf(bulk.put(id, "Name\nB\n"))).toEqual({
      errorCode: "BULK_API_ERROR",
      message: `Found multipe contents for job: <${id.slice(0, 15)}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.`,
    });
    bulk.patch(id, "UploadComplete");
    expect(bulk.put(id, "Name\nC\n").status).toBe(400);
    bulk.org.wait(1000);
    expect(bulk.info(id).numberRecordsProcessed).toBe(1);
    expect(errorOf(bulk.patch(id, "Aborted"))).toEqual({
      errorCode: "INVALIDJOBSTATE",
      message: "Aborting already Completed Job not allowed",
    });
  });

  it("stops where it is when aborted, and tells what it never looked at", () => {
    const bulk = client();
    const rows = Array.from({ length: 1000 }, (_, n) => `A${n}`);
    const { id } = bulk.create({ object: "Account", operation: "insert" });
    bulk.put(id, `Name\n${rows.join("\n")}\n`);
    bulk.patch(id, "UploadComplete");
    bulk.org.wait(220);
    expect(bulk.info(id)).toMatchObject({ state: "InProgress", numberRecordsProcessed: 400 });
    bulk.patch(id, "Aborted");
    bulk.org.wait(60_000);
    expect(bulk.info(id)).toMatchObject({ state: "Aborted", numberRecordsProcessed: 400 });
    expect(bulk.org.records("SELECT Id FROM Account")).toHaveLength(400);
    expect(bulk.file(id, "unprocessedrecords")).toBe(`Name\n${rows.slice(400).join("\n")}\n`);
    expect(bulk.org.send("DELETE", `jobs/ingest/${id}`).status).toBe(204);
    expect(bulk.org.send("GET", `jobs/ingest/${id}`).status).toBe(404);
  });

  it("tells change events that they came through the Bulk API, 200 rows to a transaction", () => {
    const bulk = client();
    const rows = Array.from({ length: 250 }, (_, n) => `A${n}`);
    const commits: number[] = [];
    bulk.org.org.onCommit((commit) => {
      if (commit.rows.length > 0) commits.push(commit.rows.length);
    });
    bulk.load({ object: "Account", operation: "insert" }, `Name\n${rows.join("\n")}\n`, {
      "sforce-call-options": "client=Loader",
    });
    expect(commits).toEqual([200, 50]);
    const { org } = bulk.org;
    const [event] = org.feed.since("/data/AccountChangeEvent", 0);
    expect(Buffer.from(event?.payload ?? "", "base64").toString("latin1")).toContain(
      "com/salesforce/api/bulkapi/66.0;client=Loader",
    );
    expect(org.usage.report()).toMatchObject({ rowsWritten: 250 });
    expect(org.usage.report().byKind.bulk).toBeGreaterThan(3);
  });

  it("goes on after a restart where it was, neither twice nor with a hole", () => {
    const bulk = client();
    const rows = Array.from({ length: 1000 }, (_, n) => `A${n}`);
    const { id } = bulk.create({ object: "Account", operation: "insert" });
    bulk.put(id, `Name\n${rows.join("\n")}\n`);
    bulk.patch(id, "UploadComplete");
    bulk.org.wait(220);
    expect(bulk.info(id).numberRecordsProcessed).toBe(400);
    const second = new BulkClient(new OrgClient({ restore: bulk.org.org.store.snapshot() }));
    second.org.wait(10_000);
    expect(second.info(id)).toMatchObject({ state: "JobComplete", numberRecordsProcessed: 1000 });
    expect(second.org.records("SELECT Name FROM Account").map((row) => row["Name"])).toEqual(rows);
    expect(second.file(id, "successfulResults").split("\n")).toHaveLength(1002);
  });

  it("is gone after a reset, and seven days after it was made", () => {
    const bulk = client();
    const { id } = bulk.load({ object: "Account", operation: "insert" }, "Name\nA\n");
    bulk.org.wait(6 * 86_400_000);
    expect(bulk.info(id).state).toBe("JobComplete");
    bulk.org.wait(86_400_000);
    expect(bulk.org.send("GET", `jobs/ingest/${id}`).status).toBe(404);
    const other = bulk.load({ object: "Account", operation: "insert" }, "Name\nB\n");
    bulk.org.send("POST", "/_emulator/reset");
    expect(bulk.org.send("GET", `jobs/ingest/${other.id}`).status).toBe(404);
  });

  it("fails or stays in progress when a fault says so", () => {
    const bulk = client();
    const arm = (rule: object) => bulk.org.send("POST", "/_emulator/faults", [rule]);
    arm({
      fault: "bulk-fail",
      match: { path: "Account" },
      message: "InternalServerError : Out of luck",
    });
    expect(bulk.load({ object: "Account", operation: "insert" }, "Name\nA\n")).toMatchObject({
      state: "Failed",
      errorMessage: "InternalServerError : Out of luck",
    });
    arm({ fault: "bulk-stall", delayMs: 60_000 });
    const job = bulk.load({ object: "Account", operation: "insert" }, "Name\nB\n");
    expect(job.state).toBe("InProgress");
    bulk.org.wait(60_000);
    expect(bulk.info(job.id).state).toBe("JobComplete");
  });

  it("counts its batches against the day, and says so among the limits", () => {
    const bulk = client();
    const before = (bulk.org.send("GET", "limits").body as Record<string, { Remaining: number }>)[
      "DailyBulkApiBatches"
    ];
    bulk.load({ object: "Account", operation: "insert" }, "Name\nA\n");
    expect(bulk.org.send("GET", "limits").body).toMatchObject({
      DailyBulkApiBatches: { Max: 15_000, Remaining: (before?.Remaining ?? 0) - 1 },
    });
  });

  it("lists jobs in pages", () => {
    const bulk = client();
    for (let n = 0; n < 1001; n += 1) bulk.create({ object: "Account", operation: "insert" });
    const first = bulk.org.send("GET", "jobs/ingest").body as { nextRecordsUrl: string };
    expect(first).toMatchObject({ done: false, records: { length: 1000 } });
    expect(bulk.org.send("GET", first.nextRecordsUrl).body).toMatchObject({
      done: true,
      nextRecordsUrl: null,
      records: [expect.objectContaining({ state: "Open" })],
    });
  });

  it("has its file even when the answer to the upload was lost, and says so the second time", () => {
    const bulk = client();
    const { id } = bulk.create({ object: "Account", operation: "insert" });
    const rule = { fault: "close-after", match: { method: "PUT", path: "/batches" } };
    bulk.org.send("POST", "/_emulator/faults", [rule]);
    expect(bulk.put(id, "Name\nA\n").raw.transport).toEqual({ loss: "close" });
    expect(errorOf(bulk.put(id, "Name\nA\n"))?.["errorCode"]).toBe("BULK_API_ERROR");
    bulk.patch(id, "UploadComplete");
    bulk.org.wait(1000);
    expect(bulk.info(id).numberRecordsProcessed).toBe(1);
  });

  it("refuses a file that is too large, and one that is no UTF-8, and stays open", () => {
    const bulk = client();
    const { id } = bulk.create({ object: "Account", operation: "insert" });
    expect(bulk.put(id, "x".repeat(112_500_001)).status).toBe(413);
    const odd = bulk.org.org.handle(
      {
        method: "PUT",
        url: `/services/data/v66.0/jobs/ingest/${id}/batches`,
        headers: { authorization: "Bearer demo", "content-type": "text/csv" },
        body: "Name\n\uFFFD\n",
        isUtf8: false,
      },
      bulk.org.now,
    );
    expect(odd.status).toBe(400);
    expect(bulk.put(id, "Name\n\uFFFD\n").status).toBe(201);
  });

  it("lets no call wait for more rows than the settings allow", () => {
    const settings = { bulk: { ...DEFAULT_BULK_SETTINGS, rowsPerCall: 400 } };
    const bulk = new BulkClient(new OrgClient({ settings }));
    const { id } = bulk.create({ object: "Account", operation: "insert" });
    bulk.put(id, `Name\n${"A\n".repeat(1000)}`);
    bulk.patch(id, "UploadComplete");
    bulk.org.wait(60_000);
    const processed = [1, 2, 3, 4].map(() => bulk.info(id).numberRecordsProcessed);
    expect(processed).toEqual([400, 800, 1000, 1000]);
    expect(bulk.info(id).state).toBe("JobComplete");
  });

  it("does what its creator may do: what is hidden from them is no field of the object", () => {
    const org = new OrgClient();
    const real = org.org.accessOf.bind(org.org);
    const hidden = {
      ...org.org,
      accessOf: (userId: string) => ({
        ...real(userId),
        object: () => real(userId).object("Account"),
        canEditField: () => true,
        canReadField: (_object: string, field: { name: string }) => field.name !== "Phone",
      }),
    };
    const context = jobContext(hidden, { ...JOB, createdById: "005000000000002AAA" }, 0);
    const object = org.org.schema.object("Account");
    if (object === undefined) throw new Error("no Account");
    expect(() => compileHeader(context, object, JOB, ["Name", "Phone"])).toThrow(
      "InvalidBatch : Field name not found : Phone",
    );
    expect(compileHeader(context, object, JOB, ["Name"])).toHaveLength(1);
  });
});

const JOB: IngestJob = {
  id: "750000000000001AAA",
  kind: "ingest",
  operation: "insert",
  object: "Account",
  createdById: "005000000000001AAA",
  createdAt: 0,
  changedAt: 0,
  state: "InProgress",
  version: "66.0",
  client: null,
  processed: 0,
  failed: 0,
  hasData: true,
  offset: 0,
  columnDelimiter: "COMMA",
  lineEnding: "LF",
};
