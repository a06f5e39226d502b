import { describe, expect, it } from "vitest";
import { objectsOf, textOf, type JsonObject } from "../json/json-value.ts";
import { ApiDriver, bodyOf, faultOf } from "../testing/api-driver.ts";

const driver = new ApiDriver();

function rows(statement: string): readonly JsonObject[] {
  const response = bodyOf(driver.query(statement))["QueryResponse"] as JsonObject;
  const type = Object.keys(response)[0] ?? "";
  return objectsOf(response, type);
}

const ids = (statement: string): string[] => rows(statement).map((row) => textOf(row, "Id") ?? "");

describe("a query", () => {
  const answers: readonly [claim: string, statement: string, ids: readonly string[]][] = [
    ["finds by id, as guides print it", "select * from Customer where Id='58'", ["58"]],
    [
      "takes keywords, types and properties in any case",
      "SeLeCt * FrOm cUSTOMER wHeRe displayname = 'JANE DOE'",
      ["58"],
    ],
    [
      "reads an escaped apostrophe",
      String.raw`select * from Customer where DisplayName = 'Amy\'s Bird Sanctuary'`,
      ["1"],
    ],
    [
      "matches LIKE anywhere and whatever the case",
      "select * from Customer where DisplayName like '%DOE%' and DisplayName like 'Ja%'",
      ["60", "64", "58"].toSorted(),
    ],
    ["treats only % as a wildcard", "select * from Customer where DisplayName like 'J_ne Doe'", []],
    ["takes a list", "select * from Item where Id in ('4', '6') orderby Name desc", ["6", "4"]],
    [
      "compares amounts as numbers",
      "select * from Customer where Balance > 450",
      ["1", "10", "18"],
    ],
    [
      "compares amounts given as text",
      "select * from SalesReceipt where TotalAmt > '300.00' orderby DocNumber",
      ["11", "17"],
    ],
    ["filters by a reference's id", "select * from Invoice where CustomerRef = '18'", ["49"]],
    [
      "filters by a computed balance",
      "select * from Invoice where Balance = '0' and CustomerRef = '5'",
      ["88"],
    ],
    [
      "filters by update time in any offset",
      "select * from Customer where MetaData.LastUpdatedTime >= '2020-09-29T13:02:35Z'",
      ["1"],
    ],
    [
      "excludes what != names",
      "select * from Term where Name != 'Net 30' orderby Id",
      ["1", "2", "4"],
    ],
    [
      "finds the empty by ' '",
      "select * from Vendor where PrimaryEmailAddr != ' ' and CompanyName = 'Books by Bessie'",
      ["30"],
    ],
    [
      "takes ORDER BY in two words with direction",
      "select * from Item where Type = 'Inventory' order by UnitPrice desc maxresults 2",
      ["5", "11"],
    ],
    [
      "sorts ids as numbers",
      "select * from Customer where Id in ('10','9','8') orderby Id",
      ["8", "9", "10"],
    ],
    ["takes booleans bare or quoted", "select * from Employee where Active = 'false'", ["55"]],
    [
      "pages with STARTPOSITION before MAXRESULTS",
      "select * from Term orderby Id startposition 2 maxresults 2",
      ["2", "3"],
    ],
    [
      "pages with MAXRESULTS before STARTPOSITION",
      "select * from Term orderby Id maxresults 2 startposition 4",
      ["4"],
    ],
    ["takes * with a column besides", "SELECT *, Sku FROM Item WHERE Id = '14'", ["14"]],
    ["answers only active records by default", "select * from Employee", ["54"]],
    [
      "answers inactive records too when Active is named",
      "select * from Employee where Active in (true, false)",
      ["55", "54"],
    ],
  ];
  for (const [claim, statement, expected] of answers) {
    it(claim, () => {
      const found = ids(statement);
      expect(/order/i.test(statement) ? found : found.toSorted()).toEqual(
        /order/i.test(statement) ? expected : expected.toSorted(),
      );
    });
  }

  it("for nothing answers an empty response", () => {
    expect(driver.query("select * from Customer where Id = '9999'").body).toMatch(
      /^\{"QueryResponse":\{\},"time":"/,
    );
  });

  it("answers a hundred rows unless asked for more", () => {
    const many = new ApiDriver();
    for (let n = 0; n < 120; n += 1) many.created("customer", { DisplayName: `Many ${n}` });
    const response = bodyOf(many.query("select * from Customer"))["QueryResponse"];
    expect(response).toMatchObject({ startPosition: 1, maxResults: 100 });
  });

  it("with columns answers sparse objects that carry the Id", () => {
    expect(rows("select DisplayName, Balance from Customer where Id = '58'")).toEqual([
      { Balance: 0, domain: "QBO", sparse: true, Id: "58", DisplayName: "Jane Doe" },
    ]);
  });

  it("can be posted as text", () => {
    const answer = driver.send(
      "POST",
      "/v3/company/9341452700000001/query",
      "select count(*) from Item",
      { "content-type": "application/text" },
    );
    expect(bodyOf(answer)["QueryResponse"]).toEqual({ totalCount: 19 });
  });
});

describe("a query with a mistake", () => {
  const faults: readonly [claim: string, statement: string, code: string, detail: string][] = [
    [
      "in a keyword",
      "select * from Invoice orderbi TxnDate",
      "4000",
      'QueryParserError: Encountered " <IDENTIFIER> "orderbi "" at line 1, column 23.',
    ],
    [
      "on the second line",
      "select *\nfrom Customer where and",
      "4000",
      'QueryParserError: Encountered " <AND> "and "" at line 2, column 21.',
    ],
    [
      "at its end",
      "select * from",
      "4000",
      'QueryParserError: Encountered "<EOF>" at line 1, column 14.',
    ],
    [
      "of a second statement",
      "select * from Customer; delete",
      "4000",
      'QueryParserError: Lexical error at line 1, column 23.  Encountered: ";" (59), after : ""',
    ],
    [
      "of an OR",
      "select * from Customer where Id = '1' or Id = '2'",
      "4000",
      'QueryParserError: Encountered " <IDENTIFIER> "or "" at line 1, column 39.',
    ],
    [
      "of an open quote",
      "select * from Customer where Id = '58",
      "4000",
      'QueryParserError: Lexical error at line 1, column 35.  Encountered: "\'" (39), after : ""',
    ],
    [
      "in the type",
      "SELECT * FROM Custmoer",
      "4001",
      "QueryValidationError: invalid context declaration: Custmoer",
    ],
    [
      "in a property",
      "select * from Customer where NoSuchField = '1'",
      "4001",
      "QueryValidationError: Property NoSuchField not found for Entity Customer",
    ],
    [
      "of a property that cannot be asked for",
      "select * from Customer where CustomerTypeRef = '1'",
      "4001",
      "QueryValidationError: property 'CustomerTypeRef' is not queryable",
    ],
    [
      "of a column that cannot be shown",
      "select BillAddr from Customer",
      "4001",
      "QueryValidationError: Property BillAddr not found for Entity Customer",
    ],
    [
      "of a position below one",
      "select * from Customer startposition 0",
      "4001",
      "QueryValidationError: value 0 is too small. Min allowed value is 1",
    ],
    [
      "of too many results",
      "select * from Customer maxresults 1001",
      "4001",
      "QueryValidationError: value 1001 is too large. Max allowed value is 1000",
    ],
  ];
  for (const [claim, statement, code, detail] of faults) {
    it(`${claim} is told where it stands`, () => {
      const fault = faultOf(driver.query(statement));
      expect(fault).toMatchObject({
        status: 400,
        codes: [code],
        details: [detail],
        elements: [undefined],
      });
    });
  }
});
