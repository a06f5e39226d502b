import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OrgClient } from "../../test/support/org-client.ts";

/** Statements that nobody should send, and that must cost neither the process nor its time. */

const STATEMENTS = [
  "SELECT Id, Parent.Name, (SELECT Id FROM Contacts WHERE LastName LIKE 'a%' LIMIT 2) FROM Account WHERE Name = 'x' AND (CreatedDate > LAST_N_DAYS:3 OR NumberOfEmployees IN (1,2)) ORDER BY Name DESC NULLS LAST LIMIT 10 OFFSET 2",
  "SELECT COUNT(Id) c, Type, SUM(AnnualRevenue) FROM Account GROUP BY ROLLUP(Type) HAVING COUNT(Id) > 1 ORDER BY COUNT(Id) LIMIT 5",
  "SELECT Id FROM Contact WHERE AccountId IN (SELECT Id FROM Account WHERE Name LIKE '%a_') AND NOT Email = null FOR VIEW",
  "SELECT TYPEOF What WHEN Account THEN Phone ELSE Name END FROM Event",
  "SELECT DISTANCE(BillingAddress, GEOLOCATION(37.7,-122.4), 'mi') FROM Account USING SCOPE mine",
  "SELECT c.Id, a.Name FROM Contact c, c.Account a WHERE a.Name != '\\u0041\\n' AND c.CreatedDate < 2020-01-01T00:00:00Z",
  "SELECT CALENDAR_YEAR(CreatedDate) y, COUNT(Id) FROM Account GROUP BY CALENDAR_YEAR(CreatedDate)",
  "FIND {a* AND \"b c\" OR (d)} IN ALL FIELDS RETURNING Account(Id, Name WHERE Name LIKE 'A%' LIMIT 3), Contact LIMIT 20",
];
const WORDS =
  "SELECT FROM WHERE AND OR NOT IN LIKE ( ) (( , = != < ' \" \\ { } : ; null true 1 -1 1e999 2020-13-45 TODAY LAST_N_DAYS:99999999999 COUNT() COUNT(Id) Id Parent.Name Owner.Name Contacts LIMIT OFFSET GROUP BY HAVING NULLS FOR UPDATE USING TYPEOF WHEN END FIELDS(ALL) 'a%' INCLUDES 10:20:30Z USD1e400 __proto__ constructor.name \u0000 😀 ALL ROWS X__e AccountChangeEvent a a.a".split(
    " ",
  );

const edit = fc.record({
  at: fc.nat(200),
  word: fc.constantFrom(...WORDS),
  kind: fc.constantFrom("drop", "put", "replace"),
});

const mutated = fc
  .tuple(fc.constantFrom(...STATEMENTS), fc.array(edit, { minLength: 1, maxLength: 5 }))
  .map(([statement, edits]) => {
    const pieces = statement.split(/(\s+|[(),=])/);
    for (const { at, word, kind } of edits) {
      const place = at % pieces.length;
      pieces.splice(place, kind === "put" ? 0 : 1, ...(kind === "drop" ? [] : [` ${word} `]));
    }
    return pieces.join("");
  });

/** Sends a statement; one that is too long for an address goes in the body of a batch. */
function ask(client: OrgClient, statement: string): { status: number; body: unknown } {
  const resource = statement.includes("FIND") ? "search" : "query";
  const path = `${resource}?q=${encodeURIComponent(statement)}`;
  if (path.length < 10_000) return client.send("GET", path);
  const batchRequests = [{ method: "GET", url: `v66.0/${path}` }];
  const { results } = client.send("POST", "composite/batch", { batchRequests }).body as {
    results: readonly { statusCode: number; result: unknown }[];
  };
  return { status: results[0]?.statusCode ?? 0, body: results[0]?.result };
}

describe("a hostile statement", () => {
  it("is answered or refused, whatever was made of it, and nothing of the parser shows", () => {
    const client = new OrgClient();
    client.create("Account", { Name: "Acme", Type: "Customer" });
    fc.assert(
      fc.property(
        fc.oneof({ weight: 4, arbitrary: mutated }, { weight: 1, arbitrary: fc.string() }),
        (statement) => {
          const { status, body } = ask(client, statement);
          expect([200, 400]).toContain(status);
          if (status === 400)
            expect(JSON.stringify(body)).not.toMatch(/_of_the_parser__x|u0000time:/);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ["a comma after WHERE", "SELECT Id FROM Account WHERE ,("],
    ["a comma after FROM", "SELECT Id FROM Account a, ,"],
    ["aliases that mean each other", "SELECT a.Name FROM Contact c, b.x a, a.x b"],
    ["an alias that means itself", "SELECT a.Name FROM Contact c, a.Parent a"],
    ["a time where none may stand", "SELECT Id FROM Account 10:20:30Z"],
    [
      "3,000 negations",
      `SELECT Id FROM Account WHERE ${"NOT(".repeat(3_000)}Name='x'${")".repeat(3_000)}`,
    ],
    [
      "20,000 parentheses",
      `SELECT Id FROM Account WHERE ${"(".repeat(20_000)}Name='x'${")".repeat(20_000)}`,
    ],
    ["parentheses without end", `SELECT Id FROM Account WHERE ${"(".repeat(90_000)}`],
    ["3,000 functions", `SELECT ${"MAX(".repeat(3_000)}Id${")".repeat(3_000)} FROM Account`],
  ])("is refused: %s", { timeout: 5_000 }, (_name, statement) => {
    expect(ask(new OrgClient(), statement).status).toBe(400);
  });

  it.each([
    ["5,000 alternatives", Array.from({ length: 5_000 }, (_, n) => `Name = '${n}'`).join(" OR ")],
    [
      "4,000 ids",
      `Id NOT IN (${Array.from({ length: 4_000 }, (_, n) => `'001Hs000000${String(n).padStart(4, "0")}'`).join(",")})`,
    ],
    ["300 parentheses", `${"(".repeat(300)}Name != null${")".repeat(300)}`],
    ["a pattern of many wildcards", `Name LIKE '${"%a".repeat(30)}%z'`],
  ])("is run in good time: %s", { timeout: 5_000 }, (_name, condition) => {
    const client = new OrgClient();
    client.create("Account", { Name: "a".repeat(250) });
    expect(ask(client, `SELECT Id FROM Account WHERE ${condition}`).status).toBe(200);
  });

  it("is searched in good time, however many wildcards it has", { timeout: 5_000 }, () => {
    const client = new OrgClient();
    client.create("Account", { Name: "a".repeat(250) });
    const answer = ask(client, `FIND {${"a*".repeat(30)}z} RETURNING Account(Id)`);
    expect(answer.body).toEqual({ searchRecords: [] });
  });
});

describe("parentheses", () => {
  it("group conditions at any depth as they do nearer to the surface", () => {
    const client = new OrgClient();
    for (const Name of ["A", "B", "C"]) client.create("Account", { Name, Type: "Customer" });
    const deep = (inner: string): string => `${"(".repeat(12)}${inner}${")".repeat(12)}`;
    const names = (where: string): unknown[] =>
      client
        .records(`SELECT Name FROM Account WHERE ${where} ORDER BY Name`)
        .map((row) => row["Name"]);
    expect(names(`${deep("Name = 'A' OR Name = 'B'")} AND Name != 'A'`)).toEqual(["B"]);
    expect(names(`Type = 'Customer' AND NOT ${deep("Name = 'A' OR (Name = 'B')")}`)).toEqual(["C"]);
    expect(names(deep("Name IN ('A', 'C') AND (Type = 'Customer')"))).toEqual(["A", "C"]);
    const left =
      "((((((((Name = 'A') OR Name = 'B') OR Name = 'C') AND Name != 'B') AND Type != null) AND Id != null) AND Name != 'x') AND Name != 'y')";
    expect(names(left)).toEqual(["A", "C"]);
    expect(
      client.query(`SELECT Id FROM Account WHERE ${deep("Name = 'A' OR Name = 'B' AND Id = null")}`)
        .status,
    ).toBe(400);
  });
});
