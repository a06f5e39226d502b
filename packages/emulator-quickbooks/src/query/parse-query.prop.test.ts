import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ApiFault } from "../faults/api-fault.ts";
import { parseQuery } from "./parse-query.ts";
import {
  printQuery,
  type Condition,
  type Literal,
  type Ordering,
  type Query,
  type Selection,
} from "./query-tree.ts";

const KEYWORDS =
  /^(select|count|from|where|and|or|in|like|orderby|order|by|asc|desc|iterator|startposition|maxresults|true|false|current_date)$/i;
const name = fc
  .stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/)
  .filter((text) => !KEYWORDS.test(text));
const property = fc.oneof(
  name,
  fc.tuple(name, name).map((parts) => parts.join(".")),
);
const literal: fc.Arbitrary<Literal> = fc.oneof(
  fc.string().map((value) => ({ kind: "text" as const, value })),
  fc
    .integer({ min: -1_000_000, max: 1_000_000 })
    .map((value) => ({ kind: "number" as const, value: String(value) })),
  fc
    .tuple(fc.integer({ min: -9999, max: 9999 }), fc.nat(99))
    .map(([whole, part]) => ({ kind: "number" as const, value: `${whole}.${part}` })),
  fc.boolean().map((value) => ({ kind: "boolean" as const, value })),
  fc.constant({ kind: "currentDate" as const }),
);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    property,
    operator: fc.constantFrom(
      "=" as const,
      "!=" as const,
      "<" as const,
      ">" as const,
      "<=" as const,
      ">=" as const,
      "LIKE" as const,
    ),
    value: literal,
  }),
  fc.record({
    property,
    operator: fc.constant("IN" as const),
    values: fc.array(literal, { minLength: 1, maxLength: 4 }),
  }),
);
const ordering: fc.Arbitrary<Ordering> = fc.record({
  property,
  direction: fc.constantFrom("ASC" as const, "DESC" as const),
});
const select: fc.Arbitrary<Selection> = fc.oneof(
  fc.constant({ kind: "count" as const }),
  fc.record({
    kind: fc.constant("all" as const),
    columns: fc.array(property, { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant("columns" as const),
    columns: fc.array(property, { minLength: 1, maxLength: 3 }),
  }),
);
const query: fc.Arbitrary<Query> = fc.record({
  select,
  from: name,
  where: fc.array(condition, { maxLength: 3 }),
  orderBy: fc.array(ordering, { maxLength: 2 }),
  startPosition: fc.option(fc.nat(5000), { nil: undefined }),
  maxResults: fc.option(fc.nat(1000), { nil: undefined }),
});

/** Fast-check prints the seed and the smallest counterexample of a failure. */
describe("the query language", () => {
  it("reads back every statement that it prints", () => {
    fc.assert(
      fc.property(query, (tree) => {
        expect(parseQuery(printQuery(tree))).toEqual(tree);
      }),
      { numRuns: 300 },
    );
  });

  it("reads a statement alike however its keywords, spaces and order words are written", () => {
    const spell = fc.constantFrom(
      (text: string) => text.toLowerCase(),
      (text: string) => text.replace(/ /g, "\n\t "),
      (text: string) => text.replace(/ORDERBY/, "Order  By"),
      (text: string) => `  ${text} \r\n`,
    );
    const plain = query.map((tree) => ({ ...tree, where: [] }));
    fc.assert(
      fc.property(plain, spell, (tree, respell) => {
        const lower = (text: string): unknown => JSON.parse(text.toLowerCase());
        const read = parseQuery(respell(printQuery(tree)));
        expect(lower(JSON.stringify(read))).toEqual(lower(JSON.stringify(tree)));
      }),
    );
  });

  it("answers hostile text of any kind with a tree or with fault 4000", () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc
        .tuple(query, fc.nat(200), fc.string({ unit: "binary", maxLength: 3 }))
        .map(([tree, at, noise]) => {
          const text = printQuery(tree);
          const place = at % (text.length + 1);
          return text.slice(0, place) + noise + text.slice(place);
        }),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        try {
          parseQuery(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ApiFault);
          expect((error as ApiFault).errors[0]?.code).toBe("4000");
          expect((error as ApiFault).errors[0]?.detail).toMatch(/line \d+, column \d+/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("reads a statement of a megabyte", () => {
    const text = "\\'".repeat(400_000);
    expect(parseQuery(`select * from Item where Name = '${text}'`).where).toMatchObject([
      { value: { value: "'".repeat(400_000) } },
    ]);
    expect(() => parseQuery(`select * from Item where Name = '${text}`)).toThrow(ApiFault);
    const ids = Array.from({ length: 50_000 }, (_, id) => `'${id}'`).join(",");
    expect(parseQuery(`select * from Item where Id in (${ids})`).where).toHaveLength(1);
  });

  it("answers any text with a tree or with fault 4000, never with an accident", () => {
    const noise = fc.array(
      fc.constantFrom(
        "select",
        "*",
        "from",
        "Customer",
        "where",
        "Id",
        "=",
        "'1'",
        "in",
        "(",
        ")",
        ",",
        "orderby",
        "count",
        "5",
        "'",
        ";",
        "\n",
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(noise, (words) => {
        try {
          parseQuery(words.join(" "));
        } catch (error) {
          expect(error).toBeInstanceOf(ApiFault);
          expect((error as ApiFault).errors[0]?.detail).toMatch(/line \d+, column \d+/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
