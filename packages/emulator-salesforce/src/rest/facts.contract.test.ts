import { describe, expect, it } from "vitest";
import { API, OrgClient, START } from "../../test/support/org-client.ts";

/** Small facts of conditional requests, collections and flags that nothing else here would miss. */

const date = (ms: number): string => new Date(START + ms).toUTCString();
const account = (fields: object) => ({ attributes: { type: "Account" }, ...fields });

describe("conditional requests", () => {
  it.each([
    ["POST", "sobjects/Account", "if-unmodified-since"],
    ["POST", "sobjects/Account", "if-modified-since"],
    ["PATCH", "sobjects/Account/Accord_QB_Id__c/new", "if-unmodified-since"],
  ])("refuse a date that is none on %s %s by %s, and write nothing", (method, path, header) => {
    const client = new OrgClient();
    const answer = client.send(method, path, { Name: "A" }, { [header]: "yesterday" });
    expect(answer.status).toBe(400);
    expect(client.records("SELECT Id FROM Account")).toEqual([]);
  });

  it.each(["sobjects", "sobjects/Account/describe"])("have both dates count for %s", (path) => {
    const client = new OrgClient();
    const status = (headers: Record<string, string>): number =>
      client.send("GET", path, undefined, headers).status;
    const changed = Date.parse(client.send("GET", path).headers["last-modified"] ?? "") - START;
    expect(status({ "if-unmodified-since": date(changed) })).toBe(200);
    expect(status({ "if-unmodified-since": date(changed - 1000) })).toBe(412);
    expect(status({ "if-modified-since": date(changed) })).toBe(304);
    expect(status({ "if-modified-since": date(changed - 1000) })).toBe(200);
  });
});

describe("flags of a body", () => {
  const part = (referenceId: string, body: object) => ({
    method: "POST",
    url: `${API}/sobjects/Account`,
    referenceId,
    body,
  });
  const richInput = (fields: object) => ({
    method: "POST",
    url: "v66.0/sobjects/Account",
    richInput: fields,
  });
  const bodies: Readonly<Record<string, (flag: unknown) => object>> = {
    "composite/sobjects": (allOrNone) => ({
      allOrNone,
      records: [account({}), account({ Name: "A" })],
    }),
    composite: (allOrNone) => ({
      allOrNone,
      compositeRequest: [part("a", {}), part("b", { Name: "A" })],
    }),
    "composite/batch": (haltOnError) => ({
      haltOnError,
      batchRequests: [richInput({}), richInput({ Name: "A" })],
    }),
  };

  it.each(Object.entries(bodies))("may be texts in %s, but nothing else", (path, bodyWith) => {
    const written = (flag: unknown): number => {
      const client = new OrgClient();
      expect(client.send("POST", path, bodyWith(flag)).status).toBe(200);
      return client.records("SELECT Id FROM Account").length;
    };
    expect([true, "true", "TRUE"].map(written)).toEqual([0, 0, 0]);
    expect([false, "false", null, undefined].map(written)).toEqual([1, 1, 1, 1]);
    for (const flag of ["yes", 1, [], {}]) {
      expect(new OrgClient().send("POST", path, bodyWith(flag))).toMatchObject({
        status: 400,
        body: [{ errorCode: "JSON_PARSER_ERROR" }],
      });
    }
  });
});

describe("collections", () => {
  it("know the id of a record whatever the case of its name, and refuse it twice", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    const patch = (fields: object) =>
      client.send("PATCH", "composite/sobjects", { records: [account(fields)] }).body;
    expect(patch({ ID: id, Name: "B" })).toMatchObject([{ id, success: true }]);
    expect(patch({ Id: id, id, Name: "C" })).toMatchObject([
      { success: false, errors: [{ statusCode: "INVALID_FIELD" }] },
    ]);
    expect(client.read("Account", id)["Name"]).toBe("B");
  });

  it("take one object in two cases for one run", () => {
    const records = Array.from({ length: 12 }, (_, at) => ({
      attributes: { type: at % 2 === 0 ? "Account" : "account" },
      Name: "A",
    }));
    const client = new OrgClient();
    expect(client.send("POST", "composite/sobjects", { records }).status).toBe(200);
    expect(client.records("SELECT Id FROM Account")).toHaveLength(12);
  });

  it("refuse the id of a row of another object", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    const records = [{ attributes: { type: "Contact" }, id, LastName: "L" }];
    expect(client.send("PATCH", "composite/sobjects", { records }).body).toEqual([
      {
        success: false,
        errors: [
          {
            statusCode: "MALFORMED_ID",
            message: `Contact ID: id value of incorrect type: ${id}`,
            fields: ["Id"],
          },
        ],
      },
    ]);
  });

  it("upsert only the object that the address names, and one id in both its forms only once", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    const upsert = (field: string, records: readonly object[]) =>
      client.send("PATCH", `composite/sobjects/Account/${field}`, { records }).body;
    const other = { attributes: { type: "Contact" }, Accord_QB_Id__c: "x", Name: "N" };
    expect(upsert("Accord_QB_Id__c", [other])).toMatchObject([
      { success: false, errors: [{ statusCode: "INVALID_TYPE" }] },
    ]);
    const twice = [account({ Id: id, Name: "B" }), account({ Id: id.slice(0, 15), Name: "C" })];
    expect(upsert("Id", twice)).toMatchObject([
      { success: false, errors: [{ statusCode: "DUPLICATE_VALUE" }] },
      { success: false, errors: [{ statusCode: "DUPLICATE_VALUE" }] },
    ]);
    expect(client.records("SELECT Name FROM Account")).toEqual([{ Name: "A" }]);
  });

  it.each([{ ids: "001" }, { fields: ["Id"] }, { ids: [], fields: "Id" }])(
    "refuse a retrieve by %j",
    (body) => {
      expect(new OrgClient().send("POST", "composite/sobjects/Account", body)).toMatchObject({
        status: 400,
        body: [{ errorCode: "JSON_PARSER_ERROR" }],
      });
    },
  );
});

describe("a field that is given twice", () => {
  it.each([
    ["in two cases", '{"Name":"a","name":"b"}', "Name"],
    [
      "itself and by its parent",
      '{"Name":"a","ParentId":null,"Parent":{"Accord_QB_Id__c":"p"}}',
      "ParentId",
    ],
  ])("%s is refused", (_how, body, name) => {
    const client = new OrgClient();
    client.create("Account", { Name: "P", Accord_QB_Id__c: "p" });
    expect(client.send("POST", "sobjects/Account", body)).toMatchObject({
      status: 400,
      body: [{ errorCode: "INVALID_FIELD", message: `Duplicate field '${name}'` }],
    });
  });
});

describe("pages of a query", () => {
  it.each([
    ["batchSize=200", 200],
    ["batchSize=199", 200],
    ["batchsize = 250", 250],
    ["batchSize=301", 301],
    ["batchSize=9999", 301],
    ["batchSize=x", 301],
  ])("hold as many records as %s says, from 200 on", (options, count) => {
    const client = new OrgClient();
    for (let at = 0; at < 301; at += 1) client.create("Account", { Name: `A${at}` });
    const headers = { "sforce-query-options": options };
    const page = (path: string) =>
      client.send("GET", path, undefined, headers).body as {
        readonly totalSize: number;
        readonly done: boolean;
        readonly records: readonly unknown[];
        readonly nextRecordsUrl?: string;
      };
    const first = page("query?q=SELECT+Id+FROM+Account");
    expect([first.totalSize, first.records.length]).toEqual([301, count]);
    if (count === 301) {
      expect(first).not.toHaveProperty("nextRecordsUrl");
      return;
    }
    expect(first.nextRecordsUrl).toMatch(new RegExp(`^${API}/query/01g\\w{15}-${count}$`));
    const last = page(first.nextRecordsUrl ?? "");
    expect([last.totalSize, last.records.length, last.done]).toEqual([301, 301 - count, true]);
    client.wait(2 * 86_400_000);
    expect(client.send("GET", first.nextRecordsUrl ?? "")).toMatchObject({
      status: 400,
      body: [{ errorCode: "INVALID_QUERY_LOCATOR" }],
    });
  });
});

describe("windows of changes", () => {
  const at = (ms: number): string => encodeURIComponent(new Date(START + ms).toISOString());
  const MINUTE = 60_000;
  const DAY = 86_400_000;
  it.each([
    ["updated", -30 * DAY, 0, 200],
    ["updated", -30 * DAY - MINUTE, 0, 400],
    ["deleted", -15 * DAY, 0, 200],
    ["deleted", -15 * DAY - MINUTE, 0, 400],
    ["updated", 0, 59_999, 400],
    ["updated", -1, 1, 200],
    ["deleted", 0, 0, 400],
    ["deleted", 0, -MINUTE, 400],
  ])("of %s from %i to %i ms answer %i", (kind, start, end, status) => {
    const path = `sobjects/Account/${kind}/?start=${at(start)}&end=${at(end)}`;
    const answer = new OrgClient().send("GET", path);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject(
      status === 200
        ? kind === "updated"
          ? { ids: [], latestDateCovered: expect.any(String) as string }
          : {
              deletedRecords: [],
              earliestDateAvailable: expect.any(String) as string,
              latestDateCovered: expect.any(String) as string,
            }
        : [{ errorCode: "INVALID_REPLICATION_DATE" }],
    );
  });
});
