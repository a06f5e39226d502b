/**
 * Whatever text is accepted, the statement that it becomes part of is one statement with exactly that
 * WHERE part. Judged by another parser of the same language, the emulator's.
 */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseQuery } from "@accord-sync/emulator-quickbooks/query/parse-query.ts";
import { readFilter } from "../src/filter/read-filter.ts";
import { quoteText, selectStatement } from "../src/query/query-text.ts";

const FRAGMENTS = [
  "Id",
  "DisplayName",
  "displayname",
  "Active",
  "Balance",
  "MetaData.CreateTime",
  " = ",
  "=",
  "!=",
  " LIKE ",
  " in ",
  "('58')",
  "('a','b')",
  "'58'",
  "’58’",
  "“x”",
  "'it\\'s'",
  "'a''b'",
  "'\\\\'",
  "'\\",
  "true",
  "5",
  "-1.5",
  " AND ",
  " and ",
  " OR ",
  " NOT ",
  ";",
  "--",
  "/*",
  ")",
  "(",
  ",",
  "'",
  "’",
  '"',
  "\\",
  " ",
  "SELECT * FROM Vendor",
  " ORDERBY Id",
  " STARTPOSITION 2",
  " MAXRESULTS 1",
  "WHERE ",
  "x",
  "\n",
];

const value = fc.oneof(
  fc.string().map((text) => `'${text}'`),
  fc.string().map((text) => `’${text}’`),
  fc
    .string({ unit: fc.constantFrom("'", "\\", '"', "’", "a", " ", ";") })
    .map((text) => `'${text}'`),
);
const plausible = fc
  .array(
    fc.tuple(fc.constantFrom("DisplayName", "CompanyName"), fc.constantFrom("=", "LIKE"), value),
    { minLength: 1, maxLength: 3 },
  )
  .map((conditions) => conditions.map((parts) => parts.join(" ")).join(" AND "));
const scrambled = fc
  .array(fc.constantFrom(...FRAGMENTS), { maxLength: 14 })
  .map((parts) => parts.join(""));

describe("an accepted filter", () => {
  it("stays inside its WHERE, whatever it is made of", () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof(plausible, scrambled), (text) => {
        const read = readFilter("Customer", text);
        if (!read.ok || read.filter === "") return;
        accepted += 1;
        const statement = selectStatement({
          type: "Customer",
          where: [read.filter],
          start: 3,
          rows: 9,
        });
        const query = parseQuery(statement);
        expect(query).toMatchObject({ from: "Customer", startPosition: 3, maxResults: 9 });
        const { where } = parseQuery(`SELECT * FROM Customer WHERE ${read.filter}`);
        const inactiveToo = query.where.slice(where.length);
        expect(query.where.slice(0, where.length)).toEqual(where);
        expect(inactiveToo.every(({ property }) => property === "Active")).toBe(true);
        expect(inactiveToo.length).toBeLessThanOrEqual(1);
        // Written anew and read again, it means the same: nothing was hidden in a value.
        expect(readFilter("Customer", read.filter)).toEqual(read);
      }),
      { numRuns: 3_000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it("carries a value through quoting unchanged", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", "\\", "a", " ", ";") }), (text) => {
        const query = parseQuery(`SELECT * FROM Customer WHERE DisplayName = ${quoteText(text)}`);
        expect(JSON.stringify(query)).toContain(JSON.stringify(text));
      }),
      { numRuns: 200 },
    );
  });
});
