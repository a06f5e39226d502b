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
