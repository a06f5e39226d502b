import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEMO_SEED, OrgClient, START } from "../../test/support/org-client.ts";

const names = (client: OrgClient, where: string): readonly unknown[] =>
  client.records(`SELECT Name FROM Account WHERE ${where} ORDER BY Name`).map((row) => row["Name"]);

function people(): OrgClient {
  const client = new OrgClient();
  client.create("Account", {
    Name: "Alpha",
    Phone: "1",
    NumberOfEmployees: 5,
    Accord_Active__c: true,
  });
  client.wait(86_400_000);
  client.create("Account", {
    Name: "beta",
    Phone: "2",
    NumberOfEmployees: 50,
    Accord_Active__c: false,
  });
  client.create("Account", { Name: "Gamma_x", Website: "http://g" });
  client.create("Account", { Name: "O'Neil \\ 50%", Phone: "2" });
  return client;
}

describe("WHERE", () => {
  it.each([
    ["Name = 'ALPHA'", ["Alpha"]],
    ["Phone = null", ["Gamma_x"]],
    ["Phone != '2'", ["Alpha", "Gamma_x"]],
    ["NumberOfEmployees >= 5 AND NumberOfEmployees < 50", ["Alpha"]],
    ["Phone = '1' OR Website != null", ["Alpha", "Gamma_x"]],
    ["Phone = '2' AND (Name LIKE 'B%' OR Name LIKE '%neil%')", ["beta", "O'Neil \\ 50%"]],
    ["NOT Phone = '2'", ["Alpha", "Gamma_x"]],
    ["(NOT (Phone = '2' AND Name = 'beta')) AND Phone != null", ["Alpha", "O'Neil \\ 50%"]],
    ["Name LIKE '_eta'", ["beta"]],
    ["Name like '_eta' and (not Phone in ('1'))", ["beta"]],
    ["Phone not in ('1', '2') or Name like 'alp%'", ["Alpha", "Gamma_x"]],
    ["Name LIKE 'Gamma\\_x'", ["Gamma_x"]],
    ["Name LIKE '%50\\%'", ["O'Neil \\ 50%"]],
    ["Name = 'O\\'Neil \\\\ 50%'", ["O'Neil \\ 50%"]],
    ["Name IN ('Alpha', 'beta')", ["Alpha", "beta"]],
    ["Phone NOT IN ('2')", ["Alpha", "Gamma_x"]],
    ["Accord_Active__c = FALSE", ["beta"]],
    ["CreatedDate = TODAY", ["beta", "Gamma_x", "O'Neil \\ 50%"]],
    ["CreatedDate = YESTERDAY", ["Alpha"]],
    ["CreatedDate < TODAY", ["Alpha"]],
    ["CreatedDate = LAST_N_DAYS:2", ["Alpha", "beta", "Gamma_x", "O'Neil \\ 50%"]],
    ["SystemModstamp > 2026-11-20T10:00:00Z", ["beta", "Gamma_x", "O'Neil \\ 50%"]],
    ["SystemModstamp >= 2026-11-20T12:00:00+02:00", ["Alpha", "beta", "Gamma_x", "O'Neil \\ 50%"]],
    ["Owner.Name = 'Demo Admin' AND Name = 'Alpha'", ["Alpha"]],
  ])("%s", (where, expected) => {
    const byCase = (a: unknown, b: unknown) =>
      String(a).toLowerCase().localeCompare(String(b).toLowerCase());
    expect(names(people(), where)).toEqual([...expected].sort(byCase));
  });

  it("takes the rows of a semi join, and the others of an anti join", () => {
    const client = people();
    const [alpha] = client.records("SELECT Id FROM Account WHERE Name = 'Alpha'");
    client.create("Contact", { LastName: "Doe", AccountId: alpha?.["Id"] });
    expect(names(client, "Id IN (SELECT AccountId FROM Contact WHERE LastName = 'doe')")).toEqual([
      "Alpha",
    ]);
    expect(names(client, "Id NOT IN (SELECT AccountId FROM Contact)")).not.toContain("Alpha");
  });

  it("passes over nulls in an anti join, those of the subquery and those of the row", () => {
    const client = people();
    const [alpha] = client.records("SELECT Id FROM Account WHERE Name = 'Alpha'");
    client.create("Contact", { LastName: "Doe", AccountId: alpha?.["Id"] });
    client.create("Contact", { LastName: "Alone" });
    expect(names(client, "Id NOT IN (SELECT AccountId FROM Contact)")).toHaveLength(3);
    const contacts = client.records(
      "SELECT LastName FROM Contact WHERE AccountId NOT IN (SELECT Id FROM Account WHERE Name = 'Alpha')",
    );
    expect(contacts).toEqual([{ LastName: "Alone" }]);
  });

  it("finds the same rows by an index as by looking at all of them", () => {
    const client = new OrgClient({ seed: DEMO_SEED });
    const all = client.records("SELECT Id, Name FROM Account");
    fc.assert(
      fc.property(fc.subarray([...all], { maxLength: 5 }), fc.boolean(), (some, upper) => {
        const wanted = some.map((row) => String(row["Name"]));
        const list = wanted.map(
          (name) => `'${(upper ? name.toUpperCase() : name).replace(/'/g, "\\'")}'`,
        );
        const found = client.records(
          `SELECT Id, Name FROM Account WHERE Name IN (${list.join(",") || "''"})`,
        );
        const plain = all.filter((row) => wanted.includes(String(row["Name"])));
        expect(new Set(found.map((row) => row["Id"]))).toEqual(
          new Set(plain.map((row) => row["Id"])),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe("SELECT, ORDER BY, LIMIT and counting", () => {
  it("sorts nulls first unless told otherwise, in both directions", () => {
    const client = people();
    const phones = (tail: string) =>
      client.records(`SELECT Phone FROM Account ORDER BY Phone ${tail}`).map((row) => row["Phone"]);
    expect(phones("")).toEqual([null, "1", "2", "2"]);
    expect(phones("DESC")).toEqual([null, "2", "2", "1"]);
    expect(phones("DESC NULLS LAST LIMIT 3")).toEqual(["2", "2", "1"]);
    expect(phones("ASC LIMIT 2 OFFSET 1")).toEqual(["1", "2"]);
  });

  it("reads parents and children", () => {
    const client = people();
    const [alpha] = client.records("SELECT Id FROM Account WHERE Name = 'Alpha'");
    const id = alpha?.["Id"];
    client.create("Contact", { FirstName: "Jane", LastName: "Doe", AccountId: id });
    client.create("Account", { Name: "Child", ParentId: id });
    expect(
      client.records("SELECT Parent.Name, Parent.Owner.Username FROM Account WHERE Name = 'Child'"),
    ).toMatchObject([
      { Parent: { Name: "Alpha", Owner: { Username: "admin@accord-demo.example.com" } } },
    ]);
    expect(
      client.records(
        "SELECT (SELECT Name FROM Contacts), (SELECT Id FROM Opportunities) FROM Account WHERE Name = 'Alpha'",
      ),
    ).toMatchObject([
      {
        Contacts: { totalSize: 1, done: true, records: [{ Name: "Jane Doe" }] },
        Opportunities: null,
      },
    ]);
    expect(client.records("SELECT Parent.Name FROM Account WHERE Name = 'Alpha'")).toEqual([
      { Parent: null },
    ]);
  });

  it("counts and groups", () => {
    const client = people();
    expect(client.query("SELECT COUNT() FROM Account WHERE Phone = '2'").body).toEqual({
      totalSize: 2,
      done: true,
      records: [],
    });
    expect(
      client.records(
        "SELECT Phone, COUNT(Id) n, MAX(NumberOfEmployees) FROM Account WHERE Phone != null GROUP BY Phone",
      ),
    ).toEqual([
      { Phone: "1", n: 1, expr0: 5 },
      { Phone: "2", n: 2, expr0: 50 },
    ]);
  });

  it("expands FIELDS(), within its limit", () => {
    const client = people();
    const [row] = client.records("SELECT FIELDS(CUSTOM) FROM Account LIMIT 1");
    expect(Object.keys(row ?? {})).toContain("Accord_QB_Id__c");
    expect(client.query("SELECT FIELDS(ALL) FROM Account").body).toMatchObject([
      { errorCode: "MALFORMED_QUERY" },
    ]);
  });

  it("leaves deleted rows to queryAll", () => {
    const client = people();
    const [alpha] = client.records("SELECT Id FROM Account WHERE Name = 'Alpha'");
    client.send("DELETE", `sobjects/Account/${String(alpha?.["Id"])}`);
    expect(names(client, "Name = 'Alpha'")).toEqual([]);
    const all = client.send(
      "GET",
      `queryAll?q=${encodeURIComponent("SELECT Id FROM Account WHERE IsDeleted = true")}`,
    );
    expect(all.body).toMatchObject({ totalSize: 1 });
  });

  it("pages by the batch size asked for, and keeps the cursor", () => {
    const client = new OrgClient();
    for (let n = 0; n < 450; n += 1)
      client.create("Account", { Name: `A${String(n).padStart(3, "0")}` });
    const options = { "sforce-query-options": "batchSize=200" };
    const seen: unknown[] = [];
    let path = `query?q=${encodeURIComponent("SELECT Name FROM Account ORDER BY Name")}`;
    for (let pages = 1; ; pages += 1) {
      const { body } = client.send("GET", path, undefined, options);
      const page = body as {
        totalSize: number;
        done: boolean;
        nextRecordsUrl?: string;
        records: { Name: string }[];
      };
      expect(page.totalSize).toBe(450);
      seen.push(...page.records.map((row) => row.Name));
      if (page.done) {
        expect(pages).toBe(3);
        break;
      }
      expect(page.nextRecordsUrl).toMatch(/^\/services\/data\/v66\.0\/query\/01g.{15}-\d+$/);
      path = page.nextRecordsUrl ?? "";
    }
    expect(new Set(seen).size).toBe(450);
    expect(client.send("GET", "query/01gHs0000000009IAA-2000").body).toMatchObject([
      { errorCode: "INVALID_QUERY_LOCATOR" },
    ]);
  });
});

describe("errors of queries", () => {
  it.each([
    [
      "SELECT Naem FROM Account",
      "INVALID_FIELD",
      "\nSELECT Naem FROM Account\n       ^\nERROR at Row:1:Column:8\nNo such column 'Naem' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
    ],
    [
      "SELECT Id FROM Contact123",
      "INVALID_TYPE",
      "\nSELECT Id FROM Contact123\n               ^\nERROR at Row:1:Column:16\nsObject type 'Contact123' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.",
    ],
    [
      "SELECT Id FORM Account",
      "MALFORMED_QUERY",
      "\nSELECT Id FORM Account\n          ^\nERROR at Row:1:Column:11\nunexpected token: 'FORM'",
    ],
    [
      "SELECT Id FROM Account WHERE Name = ",
      "MALFORMED_QUERY",
      "\nSELECT Id FROM Account WHERE Name = \n                                    ^\nERROR at Row:1:Column:37\nunexpected token: '<EOF>'",
    ],
    [
      "SELECT Id FROM Account WHERE Name = 'x",
      "MALFORMED_QUERY",
      "line 1:38 mismatched character '<EOF>' expecting '''",
    ],
    [
      "SELECT Id FROM Account WHERE Name = 'a' OR Name = 'b' AND Phone = 'c'",
      "MALFORMED_QUERY",
      "\nWHERE Name = 'a' OR Name = 'b' AND Phone = 'c'\n                               ^\nERROR at Row:1:Column:55\nunexpected token: 'AND'",
    ],
    [
      "SELECT Id FROM Account WHERE NumberOfEmployees = '5'",
      "INVALID_FIELD",
      "\nSELECT Id FROM Account WHERE NumberOfEmployees = '5'\n                             ^\nERROR at Row:1:Column:30\nvalue of filter criterion for field 'NumberOfEmployees' must be of type double and should not be enclosed in quotes",
    ],
  ])("%s", (soql, errorCode, message) => {
    const answer = new OrgClient().query(soql);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual([{ message, errorCode }]);
  });

  it("points into the row of a query that has several", () => {
    const answer = new OrgClient().query("SELECT Id\nFROM Account\nWHERE Boss.Name = 'x'");
    expect(answer.body).toMatchObject([
      {
        errorCode: "INVALID_FIELD",
        message: expect.stringContaining(
          "WHERE Boss.Name = 'x'\n      ^\nERROR at Row:3:Column:7\nDidn't understand relationship 'Boss'",
        ),
      },
    ]);
  });

  it("refuses a statement that is missing, too long or beyond the greatest offset", () => {
    const client = new OrgClient();
    expect(client.query("").body).toMatchObject([{ errorCode: "MALFORMED_QUERY" }]);
    // An address has room for 16,384 bytes; a longer statement comes in the body of a batch.
    const long = encodeURIComponent(`SELECT Id FROM Account WHERE Name = '${"x".repeat(100_000)}'`);
    const batchRequests = [{ method: "GET", url: `v66.0/query?q=${long}` }];
    expect(client.send("POST", "composite/batch", { batchRequests }).body).toMatchObject({
      results: [{ statusCode: 400, result: [{ errorCode: "MALFORMED_QUERY" }] }],
    });
    expect(client.query("SELECT Id FROM Account OFFSET 2001").body).toMatchObject([
      { errorCode: "NUMBER_OUTSIDE_VALID_RANGE" },
    ]);
  });
});

describe("a statement with hostile text", () => {
  it("never escapes its string literal", () => {
    const client = new OrgClient({ seed: DEMO_SEED, seededAt: START });
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        const literal = text.replace(/[\\']/g, "\\$&");
        const answer = client.query(`SELECT COUNT() FROM Account WHERE Name = '${literal}'`);
        const expected = text.trim() === "" ? [0] : [0, 1];
        if (answer.status === 200)
          expect(expected).toContain((answer.body as { totalSize: number }).totalSize);
        else expect(answer.body).toMatchObject([{ errorCode: "MALFORMED_QUERY" }]);
      }),
      { numRuns: 200 },
    );
  });
});
