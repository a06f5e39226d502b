import { describe, expect, it } from "vitest";
import { readFilter } from "./read-filter.ts";

const understood = (object: string, text: string): string => {
  const read = readFilter(object, text);
  if (!read.ok) throw new Error(`${read.message} (at ${read.at})`);
  return read.filter;
};

describe("a filter that is understood", () => {
  it.each([
    ["Id='58'", "Id = '58'"],
    ["Id=’58’", "Id = '58'"],
    ["Id = ‘58’", "Id = '58'"],
    ["Id = “58”", "Id = '58'"],
    ["Id = '58’", "Id = '58'"],
    ['id = "58"', "Id = '58'"],
    ["Id = 58", "Id = '58'"],
    ["WHERE Id = '58'", "Id = '58'"],
    ["Id in ('58','59')", "Id IN ('58', '59')"],
    ["displayname like 'Amy%'", "DisplayName LIKE 'Amy%'"],
    ["DisplayName = 'Amy\\'s Bird Sanctuary'", "DisplayName = 'Amy\\'s Bird Sanctuary'"],
    ["DisplayName = 'Amy''s Bird Sanctuary'", "DisplayName = 'Amy\\'s Bird Sanctuary'"],
    ["DisplayName = ‘Amy’s Bird Sanctuary’", "DisplayName = 'Amy’s Bird Sanctuary'"],
    ['DisplayName = "Amy\'s Bird Sanctuary"', "DisplayName = 'Amy\\'s Bird Sanctuary'"],
    ["Active = FALSE and Balance > 10", "Active = false AND Balance > 10"],
    ["Active = 'true'", "Active = true"],
    ["DisplayName <> 'Cool Cars'", "DisplayName != 'Cool Cars'"],
    ["DisplayName = 'a; DROP x -- ORDER BY'", "DisplayName = 'a; DROP x -- ORDER BY'"],
    [
      "MetaData.LastUpdatedTime >= '2026-11-01T00:00:00-08:00'",
      "MetaData.LastUpdatedTime >= '2026-11-01T00:00:00-08:00'",
    ],
    ["Id\u00a0=\u00a0'58'", "Id = '58'"],
  ])("reads %s as %s", (text, canonical) => {
    expect(understood("Customer", text)).toBe(canonical);
  });

  it("takes an empty filter for every record", () => {
    expect(readFilter("Customer", "  ")).toEqual({ ok: true, filter: "" });
  });

  it.each(["constructor", "toString", "__proto__", "Hologram", ""])(
    "is none for the object %j, whatever it says",
    (object) => {
      for (const text of ["", "Id = '58'", "/app/customerdetail?nameId=58"]) {
        expect(readFilter(object, text)).toMatchObject({
          ok: false,
          message: expect.stringContaining("no QuickBooks object"),
          length: text.length,
        });
      }
    },
  );

  it("understands what it has written", () => {
    const once = understood(
      "Customer",
      "displayname in (’a’, 'b') AND active=true and balance>=0.5",
    );
    expect(understood("Customer", once)).toBe(once);
  });

  it.each([
    ["Customer", "https://qbo.intuit.com/app/customerdetail?nameId=58"],
    ["Customer", "http://localhost:4002/app/customerdetail?jobId=1&nameid=58#top"],
    ["Customer", " /app/customerdetail?nameId=58 "],
    ["Item", "http://localhost:4002/app/item?itemId=58"],
    ["Invoice", "https://app.qbo.intuit.com/app/invoice?txnId=58"],
  ])("takes the pasted page address of %s %s for its record", (object, address) => {
    expect(understood(object, address)).toBe("Id = '58'");
  });
});

describe("a filter with a mistake", () => {
  const cases: readonly [string, string, RegExp, number, number][] = [
    ["property that nothing resembles", "Colour = 'red'", /cannot filter Customer by Colour/, 0, 6],
    ["mistyped property", "Id = '1' AND DisplayNam = 'x'", /Did you mean DisplayName\?/, 13, 10],
    ["everyday property name", "Email = 'x'", /Did you mean PrimaryEmailAddr\?/, 0, 5],
    ["OR", "Id = '1' OR Id = '2'", /no OR\. Use IN/, 9, 2],
    ["NOT", "NOT Id = '1'", /no NOT/, 0, 3],
    ["semicolon", "Id = '1'; SELECT * FROM Vendor", /semicolon/, 8, 1],
    ["second statement", "Id = '1' SELECT * FROM Vendor", /only the condition/, 9, 6],
    ["whole statement", "SELECT * FROM Customer WHERE Id = '1'", /only the condition/, 0, 6],
    ["ORDER BY", "Id = '1' ORDER BY Id", /order cannot be chosen/, 9, 8],
    ["ORDERBY", "Id = '1' ORDERBY Id", /order cannot be chosen/, 9, 7],
    ["STARTPOSITION", "Id = '1' STARTPOSITION 1", /cannot be limited/, 9, 13],
    ["MAXRESULTS", "Id = '1' MAXRESULTS 1", /cannot be limited/, 9, 10],
    ["missing operator", "Id '58'", /Expected an operator/, 3, 4],
    ["missing value", "Id = ", /ends too early.*a value in quotes/, 4, 0],
    ["unquoted value", "DisplayName = Amy", /Expected a value in quotes/, 14, 3],
    ["quote that is not closed", "DisplayName = 'Amy", /not closed/, 14, 4],
    ["stray character", "Id = '1' # x", /character # has no meaning/, 9, 1],
    ["comment", "Id = '1' -- x", /character - has no meaning/, 9, 1],
    ["missing AND", "Id = '1' Active = true", /Expected AND, or the end/, 9, 6],
    ["dangling AND", "Id = '1' AND", /ends too early.*name of a property/, 12, 0],
    ["empty list", "Id IN ()", /Expected values in brackets/, 7, 1],
    ["list without brackets", "Id IN '1'", /values in brackets/, 6, 3],
    ["brackets", "(Id = '1')", /name of a property/, 0, 1],
    ["text where an id belongs", "Id = 'abc'", /Id must be a number/, 5, 5],
    ["text where a flag belongs", "Active = 'maybe'", /true or false/, 9, 7],
    ["number where text belongs", "DisplayName = 5", /in quotes: '5'/, 14, 1],
    ["LIKE on a number", "Balance LIKE '1%'", /LIKE is for text/, 8, 4],
    ["line break in a value", "DisplayName = 'a\nb'", /line break/, 14, 5],
    ["backslash at the end of a value", "DisplayName = 'a\\\\'", /backslash/, 14, 5],
    ["address of another object", "/app/item?itemId=5", /address of an item.*Customer/, 0, 18],
    [
      "address of no record",
      "https://qbo.intuit.com/app/banking",
      /does not show one record/,
      0,
      34,
    ],
    [
      "address with a filter smuggled in",
      "/app/customerdetail?nameId=5'",
      /not show one record/,
      0,
      29,
    ],
  ];

  it.each(cases)("points at the place: %s", (...[, text, message, at, length]) => {
    const read = readFilter("Customer", text);
    expect(read).toMatchObject({ ok: false, at, length });
    expect(read.ok ? "" : read.message).toMatch(message);
  });

  it("refuses text longer than a person would type", () => {
    expect(readFilter("Customer", `Id = '${"1".repeat(3000)}'`)).toMatchObject({ ok: false });
  });
});
