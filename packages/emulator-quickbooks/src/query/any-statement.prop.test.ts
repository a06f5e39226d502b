import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SCHEMA_TYPES } from "../generated/properties.ts";
import { ApiDriver, bodyOf, faultOf } from "../testing/api-driver.ts";
import { QUERYABLE_TYPES, queryPropertiesOf } from "./query-properties.ts";
import { printQuery, type Condition, type Literal, type Query } from "./query-tree.ts";

const literal: fc.Arbitrary<Literal> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 6 }).map((value) => ({ kind: "text" as const, value })),
  fc
    .constantFrom(
      "1",
      "58",
      "TAX",
      "2026-02-30",
      "2015-10-01T00:00:00Z",
      "99999-01-01",
      "1e999",
      " ",
    )
    .map((value) => ({ kind: "text" as const, value })),
  fc
    .constantFrom("0", "-1", "1.5", "99999999999999999999", "007")
    .map((value) => ({ kind: "number" as const, value })),
  fc.boolean().map((value) => ({ kind: "boolean" as const, value })),
  fc.constant({ kind: "currentDate" as const }),
);

/** Any type, its own properties and those that only the schema knows, with values of every kind. */
const statement: fc.Arbitrary<Query> = fc.constantFrom(...QUERYABLE_TYPES).chain((type) => {
  const { filterable, sortable } = queryPropertiesOf(type);
  const property = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("Id", "MetaData.LastUpdatedTime", ...filterable) },
    fc.constantFrom(...sortable, "MetaData.CreateTime", ...Object.keys(SCHEMA_TYPES[type] ?? {})),
  );
  const condition: fc.Arbitrary<Condition> = fc.oneof(
    fc.record({
      property,
      operator: fc.constantFrom("=", "!=", "<", ">", "<=", ">=", "LIKE"),
      value: literal,
    }),
    fc.record({
      property,
      operator: fc.constant("IN" as const),
      values: fc.array(literal, { minLength: 1, maxLength: 4 }),
    }),
  );
  return fc.record({
    select: fc.oneof(
      fc.constant({ kind: "count" as const }),
      fc.constant({ kind: "all" as const, columns: [] }),
      fc.record({
        kind: fc.constant("columns" as const),
        columns: fc.array(property, { minLength: 1, maxLength: 2 }),
      }),
    ),
    from: fc.constant(type),
    where: fc.array(condition, { maxLength: 3 }),
    orderBy: fc.array(
      fc.record({ property, direction: fc.constantFrom("ASC" as const, "DESC" as const) }),
      { maxLength: 2 },
    ),
    startPosition: fc.option(fc.constantFrom(0, 1, 2, 5000, 1e12), { nil: undefined }),
    maxResults: fc.option(fc.constantFrom(0, 1, 1000, 1001), { nil: undefined }),
  });
});

describe("any statement", () => {
  const driver = new ApiDriver();

  it("that can be read is answered, or refused with fault 4001", () => {
    fc.assert(
      fc.property(statement, (query) => {
        const printed = printQuery(query);
        const answer = driver.query(printed);
        if (answer.status === 200) expect(bodyOf(answer)).toHaveProperty("QueryResponse");
        else
          expect([faultOf(answer).status, faultOf(answer).codes], printed).toEqual([400, ["4001"]]);
      }),
      { numRuns: 1000 },
    );
  });

  it("of no sense is refused with fault 4000 or 4001, by GET and by POST", () => {
    const noise = fc.oneof(
      fc.string({ unit: "binary", maxLength: 80 }),
      fc.tuple(statement, fc.nat(), fc.nat(4)).map(([query, at, cut]) => {
        const printed = printQuery(query);
        const place = at % printed.length;
        return printed.slice(0, place) + printed.slice(place + cut);
      }),
    );
    fc.assert(
      fc.property(noise, (text) => {
        for (const answer of [
          driver.query(text.toWellFormed()),
          driver.post("query", text.toWellFormed()),
        ]) {
          if (answer.status === 200) continue;
          expect(answer.status).toBe(400);
          expect(["4000", "4001"]).toContain(faultOf(answer).codes[0]);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("asked of change data is answered or refused, whatever the types and the moment", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 20 }),
        fc.oneof(fc.string({ unit: "binary", maxLength: 20 }), fc.constant("2026-11-01T00:00:00Z")),
        fc.array(fc.constantFrom(...QUERYABLE_TYPES), { maxLength: 3 }),
        (name, moment, types) => {
          const parameters = new URLSearchParams({
            entities: [...types, name.toWellFormed()].join(","),
            changedSince: moment.toWellFormed(),
          });
          const answer = driver.get(`cdc?${parameters.toString()}`);
          expect([200, 400]).toContain(answer.status);
          expect(Object.keys(bodyOf(answer))[0]).toBe(
            answer.status === 200 ? "CDCResponse" : "Fault",
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
