import { parseQuery } from "@jetstreamapp/soql-parser-js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptShapes, parseByShape } from "./parse-cache.ts";
import { parseSoql } from "./parse-soql.ts";
import { prepare } from "./prepare.ts";

const plainly = (soql: string) => {
  const { text, aliases, uses } = prepare(soql);
  return { query: parseQuery(text), aliases, uses };
};

/** Texts but blank ones and those with a line break, which the parser alone does not read. */
const literal = fc
  .string({ maxLength: 20, unit: "grapheme" })
  .filter((text) => text === "" || (text.trim() !== "" && !/[\n\r\u2028\u2029]/.test(text)))
  .map((text) => `'${text.replace(/[\\']/g, "\\$&")}'`);

describe("statements that were parsed before", () => {
  it("come out as the parser gives them, whatever literals they carry", () => {
    fc.assert(
      fc.property(literal, literal, literal, (a, b, c) => {
        for (const soql of [
          `SELECT Id FROM Account WHERE Name = ${a}`,
          `SELECT Id FROM Account WHERE Name IN (${a}, ${b}) AND NOT Phone LIKE ${c}`,
          `SELECT Id, (SELECT Id FROM Contacts WHERE LastName = ${b}) FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE Email = ${a})`,
          `SELECT Type, COUNT(Id) FROM Account GROUP BY Type HAVING Type LIKE ${c}`,
        ]) {
          expect(parseSoql(soql)).toEqual(plainly(soql).query);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("may have literals of blanks alone or with a line break, however long they are", () => {
    for (const blank of [" ", "  ", "\t", "a\nb", "\u2028!", "\r"]) {
      for (const rest of ["", ` OR Name = '${"x".repeat(3_000)}'`]) {
        const { where } = parseSoql(`SELECT Id FROM Account WHERE Name = '${blank}'${rest}`);
        expect(where).toMatchObject({ left: { value: `'${blank}'`, literalType: "STRING" } });
      }
    }
  });

  it("are parsed once for all literals", () => {
    let times = 0;
    const counted = (soql: string) => {
      times += 1;
      return plainly(soql);
    };
    for (const name of ["a", "b", "it\\'s", ""]) {
      parseByShape(`SELECT Id, Fax FROM Account WHERE Fax = '${name}'`, counted);
    }
    expect(times).toBe(1);
  });

  it("are parsed once for all moments, and come out as the parser gives them", () => {
    const of = (from: string, to: string) =>
      `SELECT Id, Site FROM Account WHERE SystemModstamp >= ${from} AND Name != '${from}' AND CreatedDate < ${to}`;
    let times = 0;
    const counted = (soql: string) => {
      times += 1;
      return plainly(soql);
    };
    for (const [from, to] of [
      ["2026-06-15T15:00:00.000Z", "2026-06-15T15:00:00Z"],
      ["2026-06-15T15:00:01.000Z", "2026-06-15T17:00:00+02:00"],
      ["1999-12-31T23:59:59.999-0800", "2026-06-15T15:00:00.5Z"],
    ] as const) {
      expect(parseByShape(of(from, to), counted).query).toEqual(plainly(of(from, to)).query);
    }
    expect(times).toBe(1);
    const late = of("2999-12-31T23:59:59.000Z", "2999-12-31T23:59:59.001Z");
    expect(parseSoql(late)).toEqual(plainly(late).query);
    expect(() => parseSoql(of("2026-13-15T15:00:00Z", "2026-06-15T15:00:00Z"))).toThrow(
      "Invalid datetime: 2026-13-15T15:00:00Z",
    );
  });

  it("never leave the literals of one caller to the next", () => {
    const of = (id: string) => JSON.stringify(parseSoql(`SELECT Id FROM Lead WHERE Id = '${id}'`));
    const first = of("one");
    expect(of("two")).not.toContain("one");
    expect(of("one")).toBe(first);
  });

  it("are few, and short", () => {
    for (let at = 0; at < 600; at += 1) parseSoql(`SELECT Id FROM Account LIMIT ${at}`);
    expect(keptShapes()).toBeLessThanOrEqual(256);
    let times = 0;
    const long = `SELECT Id FROM Account WHERE Name = '${"x".repeat(2_000)}'`;
    for (let at = 0; at < 2; at += 1) {
      parseByShape(long, (soql) => {
        times += 1;
        return plainly(soql);
      });
    }
    expect(times).toBe(2);
  });
});
