import { describe, expect, it } from "vitest";
import { OrgClient } from "../../test/support/org-client.ts";

/** Accounts of two types with opportunities in several years; the clock stands at 2026-11-20T10:00Z. */
function sales(): OrgClient {
  const client = new OrgClient();
  const account = (Name: string, Type: string | null, extra: object = {}): string =>
    client.create("Account", { Name, Type, ...extra });
  const acme = account("Acme", "Customer", {
    BillingLatitude: 37.79,
    BillingLongitude: -122.4,
    NumberOfEmployees: 10,
  });
  const beta = account("Beta", "Customer", { ParentId: acme, NumberOfEmployees: 20 });
  account("Gamma", "Prospect", { BillingLatitude: 40.71, BillingLongitude: -74.0 });
  account("Delta", null);
  const deal = (Name: string, AccountId: string, Amount: number, CloseDate: string): void => {
    client.create("Opportunity", { Name, AccountId, Amount, CloseDate, StageName: "Prospecting" });
  };
  deal("One", acme, 0.1, "2025-12-31");
  deal("Two", acme, 0.2, "2026-11-20");
  deal("Three", beta, 1_000.5, "2026-03-01");
  return client;
}

const shown = (client: OrgClient, soql: string): readonly unknown[] =>
  client.records(soql).map((row) => Object.values(row));

const messageOf = (client: OrgClient, soql: string): string => {
  const [error] = client.query(soql).body as { message: string; errorCode: string }[];
  return `${error?.errorCode}: ${error?.message.split("\n").at(-1)}`;
};

describe("groups", () => {
  it.each([
    ["SELECT SUM(Amount) FROM Opportunity WHERE Amount < 1", [[0.3]]],
    [
      "SELECT AVG(Amount) a, MIN(Name), MAX(CloseDate) FROM Opportunity",
      [[333.6, "One", "2026-11-20"]],
    ],
    [
      "SELECT CALENDAR_YEAR(CloseDate), COUNT(Id) n FROM Opportunity GROUP BY CALENDAR_YEAR(CloseDate) ORDER BY CALENDAR_YEAR(CloseDate) DESC",
      [
        [2026, 2],
        [2025, 1],
      ],
    ],
    [
      "SELECT FORMAT(CloseDate) d, CALENDAR_MONTH(CloseDate) m, CloseDate FROM Opportunity WHERE Amount < 1 GROUP BY CloseDate",
      [
        ["12/31/2025", 12, "2025-12-31"],
        ["11/20/2026", 11, "2026-11-20"],
      ],
    ],
    [
      "SELECT Account.Name, SUM(Amount) FROM Opportunity GROUP BY Account.Name ORDER BY SUM(Amount) DESC",
      [
        ["Beta", 1_000.5],
        ["Acme", 0.3],
      ],
    ],
    ["SELECT Type, COUNT(Id) FROM Account GROUP BY Type HAVING COUNT(Id) > 1", [["Customer", 2]]],
    ["SELECT Type FROM Account GROUP BY Type HAVING Type LIKE 'p%'", [["Prospect"]]],
    ["SELECT COUNT(Type), COUNT_DISTINCT(Type), COUNT(Id) FROM Account", [[3, 2, 4]]],
    [
      "SELECT Type t, GROUPING(Type) g, COUNT(Id) c FROM Account WHERE Type != null GROUP BY ROLLUP(Type)",
      [
        ["Customer", 0, 2],
        ["Prospect", 0, 1],
        [null, 1, 3],
      ],
    ],
    [
      "SELECT Type, IsDeleted, COUNT(Id) c FROM Account WHERE Type = 'Customer' GROUP BY CUBE(Type, IsDeleted) ORDER BY GROUPING(Type), GROUPING(IsDeleted)",
      [
        ["Customer", false, 2],
        ["Customer", null, 2],
        [null, false, 2],
        [null, null, 2],
      ],
    ],
    ["SELECT FORMAT(SUM(Amount)) total FROM Opportunity", [["$1,000.80"]]],
  ])("%s", (soql, expected) => {
    const rows = sales().query(soql).body as { records: Record<string, unknown>[] };
    const values = rows.records.map(({ attributes: _attributes, ...fields }) =>
      Object.values(fields),
    );
    expect(values).toEqual(expected);
  });

  it("are refused beyond 2,000", () => {
    const client = new OrgClient();
    for (let at = 0; at < 2_200; at += 200) {
      const records = Array.from({ length: 200 }, (_, n) => ({
        attributes: { type: "Account" },
        Name: `N${at + n}`,
      }));
      client.send("POST", "composite/sobjects", { records });
    }
    const soql = "SELECT Name FROM Account GROUP BY Name";
    expect(messageOf(client, soql)).toBe(
      "EXCEEDED_ID_LIMIT: Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch",
    );
    expect(client.query(`${soql} LIMIT 2000`).body).toMatchObject({ totalSize: 2_000, done: true });
  });
});

describe("functions and literals", () => {
  it.each([
    ["SELECT Name FROM Opportunity WHERE CALENDAR_QUARTER(CloseDate) = 1", [["Three"]]],
    [
      "SELECT Name FROM Opportunity WHERE CloseDate = THIS_FISCAL_YEAR ORDER BY Name",
      [["Three"], ["Two"]],
    ],
    [
      "SELECT Name FROM Opportunity WHERE CloseDate = LAST_N_FISCAL_QUARTERS:4 ORDER BY Name",
      [["One"], ["Three"]],
    ],
    ["SELECT Name FROM Opportunity WHERE CloseDate = N_DAYS_AGO:0", [["Two"]]],
    ["SELECT Name FROM Account WHERE CreatedDate = TODAY AND Name > 'D'", [["Gamma"], ["Delta"]]],
    ["SELECT FORMAT(Amount) f FROM Opportunity WHERE Name = 'Three'", [["$1,000.50"]]],
    ["SELECT FORMAT(CloseDate) f FROM Opportunity WHERE Name = 'Three'", [["3/1/2026"]]],
    ["SELECT toLabel(Type) FROM Account WHERE Name = 'Acme'", [["Customer"]]],
    [
      "SELECT Name FROM Account WHERE DISTANCE(BillingAddress, GEOLOCATION(37.77, -122.42), 'mi') < 10",
      [["Acme"]],
    ],
    [
      "SELECT Name FROM Account WHERE BillingLatitude != null ORDER BY DISTANCE(BillingAddress, GEOLOCATION(40.7, -74), 'km')",
      [["Gamma"], ["Acme"]],
    ],
    ["SELECT a.Name FROM Account a, a.Parent p WHERE p.Name = 'Acme'", [["Beta"]]],
    [
      "SELECT Name FROM Account WHERE NumberOfEmployees <> 10 AND NumberOfEmployees > +5",
      [["Beta"]],
    ],
    ["SELECT Name FROM Account WHERE CreatedDate >= 2026-11-20T11:00:00.500+01:00", []],
    ["SELECT Name FROM Account USING SCOPE mine WHERE Name = 'Acme' FOR VIEW", [["Acme"]]],
    [
      "SELECT Name FROM Account USING SCOPE everything WHERE Name = 'Acme' FOR VIEW FOR REFERENCE",
      [["Acme"]],
    ],
  ])("%s", (soql, expected) => {
    expect(shown(sales(), soql)).toEqual(expected);
  });
});

describe("what the platform refuses", () => {
  it.each([
    [
      "SELECT Name, COUNT(Id) FROM Account",
      "MALFORMED_QUERY: Field must be grouped or aggregated: Name",
    ],
    [
      "SELECT Id, COUNT(Id) FROM Account GROUP BY Id",
      "MALFORMED_QUERY: Grouped field should not be aggregated: Id",
    ],
    [
      "SELECT Type, COUNT(Id) FROM Account GROUP BY Type ORDER BY Name",
      "MALFORMED_QUERY: Ordered field must be grouped or aggregated: Name",
    ],
    [
      "SELECT MAX(CreatedDate) FROM Account LIMIT 1",
      "MALFORMED_QUERY: Non-grouped query that uses overall aggregate functions cannot also use LIMIT",
    ],
    [
      "SELECT COUNT(IsDeleted) FROM Account",
      "MALFORMED_QUERY: field IsDeleted does not support aggregate operator COUNT",
    ],
    [
      "SELECT Amount FROM Opportunity GROUP BY Amount",
      "MALFORMED_QUERY: field 'Amount' can not be grouped in a query call",
    ],
    [
      "SELECT Id FROM Account WHERE Description = 'x'",
      "INVALID_FIELD: field 'Description' can not be filtered in a query call",
    ],
    [
      "SELECT Id FROM Account ORDER BY Description",
      "MALFORMED_QUERY: field 'Description' can not be sorted in a query call",
    ],
    [
      "SELECT Id FROM Account WHERE BillingAddress = 'x'",
      "INVALID_FIELD: Address fields can only be filtered using Distance expressions",
    ],
    [
      "SELECT Id FROM Account WHERE Id = '58'",
      "INVALID_QUERY_FILTER_OPERATOR: invalid ID field: 58",
    ],
    [
      "SELECT Id FROM Account WHERE Id LIKE '001%'",
      "INVALID_QUERY_FILTER_OPERATOR: invalid operator on id field",
    ],
    ["SELECT Id, Name, id FROM Account", "INVALID_FIELD: duplicate field selected: Id"],
    [
      "SELECT Name n FROM Account",
      "MALFORMED_QUERY: only aggregate expressions use field aliasing",
    ],
    [
      "SELECT Id, (SELECT COUNT(Id) FROM Contacts) FROM Account",
      "MALFORMED_QUERY: only root queries support aggregate expressions",
    ],
    [
      "SELECT Id FROM Account WHERE Id IN (SELECT Name FROM Contact)",
      "MALFORMED_QUERY: semi join sub selects can only query id fields, cannot use: 'Name'",
    ],
    [
      "SELECT Id FROM Account WHERE Id IN (SELECT ParentId FROM Account)",
      "MALFORMED_QUERY: The inner and outer selects should not be on the same object type",
    ],
    [
      "SELECT Id FROM Account WHERE Name = 'x' OR Id IN (SELECT AccountId FROM Contact)",
      "MALFORMED_QUERY: Semi join sub-selects are not allowed with the 'OR' operator",
    ],
    [
      "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact LIMIT 1)",
      "MALFORMED_QUERY: missing value at 'LIMIT'",
    ],
    ["SELECT Id FROM Account WHERE Id IN ()", "MALFORMED_QUERY: unexpected token: 'Id IN ()'"],
    ["SELECT FROM Account", "MALFORMED_QUERY: unexpected token: 'SELECT FROM'"],
    // The platform's own words, as its release notes show them.
    ...["SECURITY_ENFORCED", "USER_MODE", "SYSTEM_MODE LIMIT 1"].map((mode): [string, string] => [
      `SELECT Id FROM Account WHERE Name != null WITH ${mode}`,
      "MALFORMED_QUERY: rule soqlWithIdentifierClause failed predicate: {this.helper.allowApexSyntax() && this.helper.hasApexContext()}?",
    ]),
    [
      "SELECT Id FROM Account WITH DATA CATEGORY Geography__c AT usa__c",
      "MALFORMED_QUERY: unexpected token: 'WITH'",
    ],
    ["SELECT Id FROM Account WITH DATA CATEGORY", "MALFORMED_QUERY: unexpected token: '<EOF>'"],
    ["SELECT Id FROM Account WITH x", "MALFORMED_QUERY: unexpected token: 'x'"],
    ["SELECT Id FROM $Account", "MALFORMED_QUERY: line 1:15 unexpected token: '$'"],
    ["SELECT Id FROM Account WHERE Name LIKE NULL", "MALFORMED_QUERY: unexpected token: 'NULL'"],
    [
      "SELECT Id FROM Account WHERE CreatedDate > 2020-52-12T12:12:00-05:00",
      "MALFORMED_QUERY: Invalid datetime: 2020-52-12T12:12:00-05:00",
    ],
    [
      "SELECT Id FROM Account WHERE Name = :name",
      "MALFORMED_QUERY: Bind variables only allowed in Apex code",
    ],
    ["SELECT Id FROM Account ALL ROWS", "MALFORMED_QUERY: ALL ROWS not allowed in this context"],
    [
      "SELECT CALENDAR_YEAR(CreatedDate) FROM Account",
      "MALFORMED_QUERY: Field must be grouped or aggregated: CALENDAR_YEAR(CreatedDate)",
    ],
    ["SELECT Id FROM Account USING SCOPE team", "INVALID_QUERY_SCOPE: Invalid filter scope: team"],
    [
      "SELECT Id FROM Account ORDER BY Id FOR UPDATE",
      "MALFORMED_QUERY: Explicit ORDER BY not allowed when locking rows (Id order is implied)",
    ],
    [
      "SELECT Id FROM Account WHERE Name INCLUDES ('a')",
      "INVALID_QUERY_FILTER_OPERATOR: invalid operator on string field",
    ],
  ])("%s", (soql, expected) => {
    expect(messageOf(new OrgClient(), soql)).toBe(expected);
  });

  it("shows some thirty characters around the culprit of a long statement", () => {
    const soql =
      "SELECT Id, CreatedById, LastModifiedById, NumberOfEmployees, Nmae, BillingCity, BillingStreet, Phone, Website FROM Account";
    expect(new OrgClient().query(soql).body).toMatchObject([
      {
        message: expect.stringContaining(
          "\nLastModifiedById, NumberOfEmployees, Nmae, BillingCity, BillingStreet\n                                     ^\nERROR at Row:1:Column:62\nNo such column 'Nmae'",
        ),
      },
    ]);
  });

  it("names the occurrence of a word that the parser stumbles over", () => {
    const { body } = new OrgClient().query(
      "SELECT Id FROM Account WHERE Name = 'a' WHERE Id = 'b'",
    );
    expect(body).toMatchObject([
      { message: expect.stringContaining("ERROR at Row:1:Column:41\nunexpected token: 'WHERE'") },
    ]);
  });
});

describe("pages", () => {
  it("count the rows of child sets, and give the rest of a set an address of its own", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "Parent" });
    for (let at = 0; at < 400; at += 200) {
      const records = Array.from({ length: 200 }, (_, n) => ({
        attributes: { type: "Contact" },
        LastName: `C${String(at + n).padStart(3, "0")}`,
        AccountId: id,
      }));
      client.send("POST", "composite/sobjects", { records });
    }
    client.create("Account", { Name: "Second" });
    const soql =
      "SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account ORDER BY Name";
    const options = { "sforce-query-options": "batchSize=200" };
    const first = client.send("GET", `query?q=${encodeURIComponent(soql)}`, undefined, options);
    const body = first.body as {
      done: boolean;
      nextRecordsUrl: string;
      records: {
        Contacts: { totalSize: number; done: boolean; nextRecordsUrl: string; records: unknown[] };
      }[];
    };
    expect(body).toMatchObject({ totalSize: 2, done: false });
    expect(body.records).toHaveLength(1);
    const [parent] = body.records;
    expect(parent?.Contacts).toMatchObject({ totalSize: 400, done: false });
    expect(parent?.Contacts.records).toHaveLength(199);
    const children = client.send("GET", parent?.Contacts.nextRecordsUrl ?? "", undefined, options);
    expect(children.body).toMatchObject({
      totalSize: 400,
      done: false,
      records: [{ LastName: "C199" }, ...Array.from({ length: 199 }, () => ({}))],
    });
    expect(client.send("GET", body.nextRecordsUrl).body).toMatchObject({
      done: true,
      records: [{ Name: "Second", Contacts: null }],
    });
    client.wait(2 * 86_400_000);
    client.token = "demo";
    expect(client.send("GET", body.nextRecordsUrl).body).toMatchObject([
      { errorCode: expect.any(String) },
    ]);
  });
});
