import { describe, expect, it } from "vitest";
import { objectsOf, textOf, type JsonObject } from "../json/json-value.ts";
import { descriptorOf } from "../entities/registry.ts";
import { ApiDriver, bodyOf, faultOf } from "../testing/api-driver.ts";
import { parseQuery } from "./parse-query.ts";
import { orderingsOf } from "./sort-rows.ts";

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
    ["takes a name after the type", "select * from Term t orderby Id maxresults 1", ["1"]],
    [
      "reads the part of a reference as the reference",
      "select * from Invoice where CustomerRef.value = '18'",
      ["49"],
    ],
    [
      "reads the address of an e-mail as the e-mail",
      "select * from Customer where PrimaryEmailAddr.Address = 'BIRDS@intuit.com'",
      ["1"],
    ],
    [
      "knows the current date",
      "select * from SalesReceipt where TxnDate <= CURRENT_DATE orderby Id maxresults 1",
      ["11"],
    ],
    [
      "finds pseudo codes by their id",
      "select * from TaxCode where Id in ('TAX', 'non')",
      ["TAX", "NON"],
    ],
    [
      "finds an inactive record by its shown name or the bare one, whole or full",
      "select * from Employee where DisplayName in ('Emily Platt (deleted)') and Active = false",
      ["55"],
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

  it("orders names by character codes, and pseudo codes before all", () => {
    const codes = ids("select * from TaxCode");
    expect(codes.slice(0, 2)).toEqual(["TAX", "NON"]);
    const names = rows("select * from Vendor maxresults 1000").map((row) =>
      textOf(row, "DisplayName"),
    );
    expect(names).toEqual(names.toSorted((a = "", b = "") => (a < b ? -1 : 1)));
  });

  it("reads what well-known clients send", () => {
    const sent = [
      // node-quickbooks
      "select * from Customer where Balance > 10 and active = true orderby DisplayName asc startposition 1 maxresults 1000",
      "select count(*) from Item startposition 1 maxresults 1000",
      // python-quickbooks
      "SELECT *, Sku FROM Item  MAXRESULTS 1",
      "SELECT * FROM Customer WHERE Active = True AND DisplayName in ('Jane Doe', 'O\\'Hara') ORDERBY DisplayName  ",
      "SELECT COUNT(*) FROM Account WHERE FullyQualifiedName != 'Accounts Receivable (A/R)'",
      // quickbooks-ruby, qbo_api, .NET and Java SDKs
      "select * from Item Where Metadata.LastUpdatedTime>'2013-03-13T14:50:22-08:00' Order By Metadata.LastUpdatedTime",
      "SELECT * FROM Employee WHERE Active IN ( true, false ) MAXRESULTS 1000 STARTPOSITION 1",
      "Select * From Invoice WHERE MetaData.CreateTime >= '2009-10-14T04:05:05-0700' StartPosition 1 MaxResults 500",
      "SELECT * FROM Invoice WHERE DocNumber LIKE '%03%' AND TxnDate > '2011-01-01' AND Balance > '0.0'",
    ];
    for (const statement of sent) expect(driver.query(statement).status, statement).toBe(200);
  });

  for (const type of ["application/text", "text/plain", "text/plain; charset=utf-8"]) {
    it(`can be posted as ${type}, with line ends around it`, () => {
      const answer = driver.send(
        "POST",
        "/v3/company/9341452700000001/query?minorversion=75",
        "\r\nselect count(*)\n  from Item\n",
        { "content-type": type },
      );
      expect(bodyOf(answer)["QueryResponse"]).toEqual({ totalCount: 19 });
    });
  }

  it("may hold a thousand conditions, and no more", () => {
    const of = (count: number): string =>
      `select Id from Customer where ${Array.from({ length: count }, (_, n) => `Id != '${1000 + n}'`).join(" and ")}`;
    expect(ids(of(1000))).toHaveLength(41);
    expect(faultOf(driver.query(of(1001))).details).toEqual([
      "QueryValidationError: 1001 conditions are too many. Max allowed are 1000",
    ]);
  });

  it("that names one property twenty thousand times to sort by costs and means no more than once", () => {
    const again = Array.from({ length: 20_000 }, () => "id desc, Id").join(", ");
    const statement = `select Id from Vendor orderby Id desc, ${again} maxresults 3`;
    const { orderBy } = parseQuery(statement);
    expect(orderBy).toHaveLength(40_001);
    expect(orderingsOf(parseQuery(statement), descriptorOf("Vendor"))).toHaveLength(1);
    expect(ids("select Id from Vendor orderby Id desc, Id asc")).toEqual(
      ids("select Id from Vendor orderby Id desc"),
    );
  });
});

describe("a query with a mistake", () => {
  type Fault = [claim: string, statement: string, code: string, detail: string];
  const faults: readonly Fault[] = [
    [
      "in a keyword",
      "select * from Invoice orderbi TxnDate",
      "4000",
      'QueryParserError: Encountered " <IDENTIFIER> "TxnDate "" at line 1, column 31.',
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
      'QueryParserError: Encountered "<EOF>" at line 1, column 13.',
    ],
    [
      "of a second statement",
      "select * from Customer; delete",
      "4000",
      'QueryParserError: Invalid content. Lexical error at line 1, column 23.  Encountered: ";" (59), after : ""',
    ],
    [
      "of an OR",
      "select * from Customer where Id = '1' or Id = '2'",
      "4000",
      'QueryParserError: Encountered " <OR> "or "" at line 1, column 39.',
    ],
    [
      "of an open quote",
      "select * from Customer where Id = '58",
      "4000",
      String.raw`QueryParserError: Invalid content. Lexical error at line 1, column 38.  Encountered: <EOF> after : "\'58"`,
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
      "in a keyword, as the live service told it in 2026",
      "select * from Purchase wher TxnDate > '2026-01-01'",
      "4000",
      'QueryParserError: Encountered " <IDENTIFIER> "TxnDate "" at line 1, column 29.',
    ],
    ["of nothing at all", "", "4000", 'QueryParserError: Encountered "<EOF>" at line 0, column 0.'],
    [
      "of an apostrophe that is not escaped",
      "select * from Vendor where DisplayName = 'Cutlery 'R Us'",
      "4000",
      'QueryParserError: Encountered " <IDENTIFIER> "R "" at line 1, column 52.',
    ],
    [
      "of a percent sign outside a text",
      "select * from Account where AccountSubType %3D %27Inventory%27",
      "4000",
      'QueryParserError: Invalid content. Lexical error at line 1, column 44.  Encountered: "%" (37), after : ""',
    ],
    [
      "of double quotes",
      'select * from Customer where DisplayName = "Jane Doe"',
      "4000",
      String.raw`QueryParserError: Invalid content. Lexical error at line 1, column 44.  Encountered: "\"" (34), after : ""`,
    ],
    [
      "of a NOT",
      "select * from Customer where not Active = true",
      "4000",
      'QueryParserError: Encountered " <IDENTIFIER> "Active "" at line 1, column 34.',
    ],
    [
      "of a NOT before IN",
      "select * from Customer where Id not in ('1')",
      "4000",
      'QueryParserError: Encountered " <IDENTIFIER> "not "" at line 1, column 33.',
    ],
    [
      "of a GROUP BY",
      "select * from Customer group by DisplayName",
      "4000",
      'QueryParserError: Encountered " "by" "by "" at line 1, column 30.',
    ],
    [
      "of a JOIN",
      "select * from Invoice join Customer",
      "4000",
      'QueryParserError: Encountered " <IDENTIFIER> "Customer "" at line 1, column 28.',
    ],
    [
      "of a second type",
      "select * from Invoice, Customer",
      "4000",
      'QueryParserError: Encountered " "," ", "" at line 1, column 22.',
    ],
    [
      "of a DISTINCT",
      "select distinct DisplayName from Customer",
      "4000",
      'QueryParserError: Encountered " <IDENTIFIER> "DisplayName "" at line 1, column 17.',
    ],
    [
      "of a sub-select",
      "select * from Invoice where CustomerRef in (select Id from Customer)",
      "4000",
      'QueryParserError: Encountered " "select" "select "" at line 1, column 45.',
    ],
    [
      "of a LIMIT",
      "select * from Customer limit 10",
      "4000",
      'QueryParserError: Encountered " <INTEGER> "10 "" at line 1, column 30.',
    ],
    [
      "of a broken position",
      "select * from Customer startposition 1.5",
      "4000",
      'QueryParserError: Encountered " <DECIMAL> "1.5 "" at line 1, column 38.',
    ],
    [
      "of an empty list",
      "select * from Customer where Id in ()",
      "4000",
      'QueryParserError: Encountered " ")" ") "" at line 1, column 37.',
    ],
    [
      "of two ORDERBYs",
      "select * from Customer orderby Id asc orderby Id desc",
      "4000",
      'QueryParserError: Encountered " "orderby" "orderby "" at line 1, column 39.',
    ],
    [
      "of a property that filters but does not sort",
      "select * from Invoice orderby CustomerRef",
      "4001",
      "QueryValidationError: property 'CustomerRef' is not sortable",
    ],
    [
      "of a property that neither filters nor sorts",
      "select * from Customer orderby Notes",
      "4001",
      "QueryValidationError: property 'Notes' is not queryable",
    ],
    [
      "of a part that a property does not have",
      "select * from Invoice where CustomerRef.name = 'Jane'",
      "4001",
      "QueryValidationError: Property CustomerRef.name not found for Entity Invoice",
    ],
    [
      "of a column beside *",
      "select *, NoSuchField from Item",
      "4001",
      "QueryValidationError: Property NoSuchField not found for Entity Item",
    ],
    [
      "of no results",
      "select * from Customer maxresults 0",
      "4001",
      "QueryValidationError: value 0 is too small. Min allowed value is 1",
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
      "of the link to an invoice as a column",
      "select InvoiceLink from Invoice",
      "4001",
      "QueryValidationError: Property InvoiceLink not found for Entity Invoice",
    ],
    ...["__proto__", "constructor", "toString", "AttachableRef.constructor"].flatMap(
      (name): Fault[] =>
        [`where ${name} = '1'`, `orderby ${name}`].map((rest) => [
          `of ${name} in ${rest}, which is no property although every object has one,`,
          `select * from Attachable ${rest}`,
          "4001",
          `QueryValidationError: Property ${name} not found for Entity Attachable`,
        ]),
    ),
    ...(
      [
        ["Invoice", "TxnDate", ">", "'yesterday'"],
        ["Invoice", "TxnDate", "=", "'2026-13-45'"],
        ["Customer", "MetaData.LastUpdatedTime", ">=", "'2026-11-02 10:00'"],
        ["Customer", "Balance", ">", "'abc'"],
        ["Customer", "Active", "=", "'maybe'"],
      ] as const
    ).map(
      ([type, name, operator, value]): Fault => [
        `of ${value} for ${name}, which it cannot be,`,
        `select * from ${type} where ${name} ${operator} ${value}`,
        "4001",
        `QueryValidationError: value ${value} is not a valid value for property '${name}'`,
      ],
    ),
    [
      "of an unreadable value in a list",
      "select * from Customer where Active in (true, 'maybe')",
      "4001",
      "QueryValidationError: value 'maybe' is not a valid value for property 'Active'",
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
