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
  /^(select|count|from|where|and|in|like|orderby|asc|desc|startposition|maxresults|true|false)$/i;
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
  fc.boolean().map((value) => ({ kind: "boolean" as const, value })),
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
  fc.constant({ kind: "all" as const }),
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
