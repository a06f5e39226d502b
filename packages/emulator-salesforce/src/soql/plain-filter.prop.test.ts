import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FULL_ACCESS } from "../access/access.ts";
import { createOrg } from "../org.ts";
import { field } from "../schema/field-kinds.ts";
import { NO_METADATA } from "../schema/types.ts";
import { recordIdAt } from "../store/record-id.ts";
import { runQuery } from "./run-query.ts";

/**
 * Queries against a plain filter, sort and grouping over the same rows, written here without any code of
 * the query engine. Tables are large enough for indexes to be built, and rows change between queries.
 */

interface Sample {
  readonly Id: string;
  readonly Word__c: string | null;
  readonly Count__c: number | null;
  readonly Day__c: string | null;
  readonly Flag__c: boolean;
  readonly IsDeleted: boolean;
}

type Value = string | number | boolean | null;

const METADATA = {
  ...NO_METADATA,
  objects: [
    {
      name: "Sample__c",
      label: "Sample",
      labelPlural: "Samples",
      custom: true,
      writable: true,
      changeEvents: false,
      fields: [
        field("Id", "Record ID", "id", { length: 18 }),
        field("IsDeleted", "Deleted", "boolean"),
        field("Word__c", "Word", "string", { length: 80, custom: true }),
        field("Count__c", "Count", "double", { custom: true }),
        field("Day__c", "Day", "date", { custom: true }),
        field("Flag__c", "Flag", "boolean", { custom: true }),
      ],
    },
  ],
} as unknown as typeof NO_METADATA;

const WORDS = ["a", "A", "ab", "Abc", "b", "b%", "B_c", "ß", "straße", "it's", "c\\d", "é", "zz"];
const word = fc.option(fc.constantFrom(...WORDS), { nil: null });
const count = fc.option(
  fc.integer({ min: -3, max: 3 }).map((n) => n / 2),
  { nil: null },
);
const day = fc.option(fc.constantFrom("2026-01-01", "2026-02-03", "2026-02-04", "2027-12-31"), {
  nil: null,
});
const content = fc.record({
  Word__c: word,
  Count__c: count,
  Day__c: day,
  Flag__c: fc.boolean(),
  IsDeleted: fc.constantFrom(false, false, false, true),
});

/** A condition as text and as a function. */
interface Condition {
  readonly text: string;
  accepts(row: Sample): boolean;
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;
const literal = (value: Value): string =>
  typeof value === "string" ? quoted(value) : String(value);
const low = (value: Value): Value => (typeof value === "string" ? value.toLowerCase() : value);
const high = (value: Value): Value => (typeof value === "string" ? value.toUpperCase() : value);

function compared(left: Value, operator: string, right: Value): boolean {
  if (operator === "=") return low(left) === low(right);
  if (operator === "!=") return low(left) !== low(right);
  if (left === null || right === null) return false;
  const [a, b] = [high(left), high(right)] as [number, number];
  if (operator === "<") return a < b;
  if (operator === "<=") return a <= b;
  return operator === ">" ? a > b : a >= b;
}

const operator = fc.constantFrom("=", "!=", "<", "<=", ">", ">=");
const simple = fc.oneof(
  fc.tuple(fc.constant("Word__c" as const), operator, word, fc.constant(literal)),
  fc.tuple(fc.constant("Count__c" as const), operator, count, fc.constant(literal)),
  fc.tuple(
    fc.constant("Day__c" as const),
    operator,
    day,
    fc.constant((value: Value) => String(value)),
  ),
  fc.tuple(
    fc.constant("Flag__c" as const),
    fc.constantFrom("=", "!="),
    fc.boolean(),
    fc.constant(literal),
  ),
);
const comparison = simple.map(
  ([name, sign, value, write]): Condition => ({
    text: `${name} ${sign} ${write(value)}`,
    accepts: (row) => compared(row[name], sign, value),
  }),
);

const membership = fc
  .tuple(
    fc.constantFrom("IN", "NOT IN"),
    fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }),
  )
  .map(
    ([sign, words]): Condition => ({
      text: `Word__c ${sign} (${words.map(quoted).join(", ")})`,
      accepts: (row) => words.some((each) => low(each) === low(row.Word__c)) === (sign === "IN"),
    }),
  );

const prefix = fc.constantFrom(...WORDS).map(
  (start): Condition => ({
    text: `Word__c LIKE '${start.replace(/[\\'%_]/g, "\\$&")}%'`,
    accepts: (row) => row.Word__c?.toLowerCase().startsWith(start.toLowerCase()) === true,
  }),
);

const { clause } = fc.letrec<{ clause: Condition }>((tie) => ({
  clause: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(comparison, membership, prefix),
    tie("clause").map(
      (inner): Condition => ({
        text: `(NOT (${inner.text}))`,
        accepts: (row) => !inner.accepts(row),
      }),
    ),
    fc
      .tuple(fc.constantFrom("AND", "OR"), fc.array(tie("clause"), { minLength: 2, maxLength: 3 }))
      .map(
        ([joint, parts]): Condition => ({
          text: `(${parts.map((each) => each.text).join(` ${joint} `)})`,
          accepts: (row) =>
            joint === "AND"
              ? parts.every((each) => each.accepts(row))
              : parts.some((each) => each.accepts(row)),
        }),
      ),
  ),
}));

const sorting = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom("Word__c", "Count__c", "Day__c", "Id"),
    descending: fc.boolean(),
    nullsLast: fc.boolean(),
  }),
  { selector: ({ name }) => name, maxLength: 3 },
);
type Sorting = typeof sorting extends fc.Arbitrary<infer Keys> ? Keys : never;

function plainOrder(keys: Sorting) {
  return (left: Sample, right: Sample): number => {
    for (const { name, descending, nullsLast } of keys) {
      const of = (row: Sample): Value => (name === "Id" ? row.Id : high(row[name as keyof Sample]));
      const [a, b] = [of(left), of(right)];
      if (a === b) continue;
      if (a === null) return nullsLast ? 1 : -1;
      if (b === null) return nullsLast ? -1 : 1;
      return (a < b ? -1 : 1) * (descending ? -1 : 1);
    }
    return left.Id < right.Id ? -1 : 1;
  };
}

const orderText = (keys: Sorting): string =>
  keys.length === 0
    ? ""
    : ` ORDER BY ${keys
        .map(
          (key) =>
            `${key.name}${key.descending ? " DESC" : ""}${key.nullsLast ? " NULLS LAST" : ""}`,
        )
        .join(", ")}`;

/** An org with rows of the given contents, `times` over. */
function orgWith(contents: readonly Omit<Sample, "Id">[], times: number) {
  const org = createOrg({ metadata: METADATA });
  const prefixOf = org.schema.object("Sample__c")?.keyPrefix ?? "";
  const rows = new Map<string, Sample>();
  const put = (row: Sample): void => {
    org.store.put("Sample__c", row.Id, { ...row });
    rows.set(row.Id, row);
  };
  for (let n = 0; n < contents.length * times; n += 1) {
    const each = contents[n % contents.length];
    if (each !== undefined) put({ Id: recordIdAt(prefixOf, n + 1), ...each });
  }
  const run = (soql: string) => {
    const { store, schema } = org;
    const world = { store, schema, now: 0, access: FULL_ACCESS, includeDeleted: false };
    return runQuery(world, soql, "/services/data/v66.0");
  };
  return { rows, put, run };
}

describe("a query", () => {
  it.each([
    [1, 100],
    [40, 60],
  ])("finds, sorts and cuts as a plain filter does (%d times the rows)", (times, numRuns) => {
    fc.assert(
      fc.property(
        fc.array(content, { minLength: 1, maxLength: 40 }),
        fc.array(fc.tuple(clause, sorting, fc.nat({ max: 40 }), fc.nat({ max: 5 })), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.array(fc.tuple(fc.nat(), content), { maxLength: 6 }),
        (contents, queries, changes) => {
          const { rows, put, run } = orgWith(contents, times);
          for (const [condition, keys, limit, offset] of queries) {
            const expected = [...rows.values()]
              .filter((row) => !row.IsDeleted && condition.accepts(row))
              .sort(plainOrder(keys));
            const where = `FROM Sample__c WHERE ${condition.text}`;
            const found = run(
              `SELECT Id ${where}${orderText(keys)} LIMIT ${limit} OFFSET ${offset}`,
            );
            const ids = found.rows.map((row) => row["Id"]);
            expect(ids).toEqual(expected.slice(offset, offset + limit).map((row) => row.Id));
            expect(run(`SELECT COUNT() ${where}`).totalSize).toBe(expected.length);
            // Rows change between queries, as the indexes must.
            const all = [...rows.values()];
            for (const [at, change] of changes) {
              const row = all[at % all.length];
              if (row !== undefined) put({ ...row, ...change });
            }
          }
        },
      ),
      { numRuns },
    );
  });

  it("groups and sums as plain arithmetic does", () => {
    fc.assert(
      fc.property(fc.array(content, { minLength: 1, maxLength: 60 }), (contents) => {
        const { rows, run } = orgWith(contents, 1);
        const groups = new Map<Value, { sum: number; count: number; numbers: number }>();
        for (const row of rows.values()) {
          if (row.IsDeleted) continue;
          const key = low(row.Word__c);
          const group = groups.get(key) ?? { sum: 0, count: 0, numbers: 0 };
          group.count += 1;
          if (row.Count__c !== null) {
            group.sum += row.Count__c;
            group.numbers += 1;
          }
          groups.set(key, group);
        }
        const { aggregates = [] } = run(
          "SELECT Word__c, COUNT(Id) n, SUM(Count__c) s, COUNT(Count__c) c, AVG(Count__c) a FROM Sample__c GROUP BY Word__c HAVING COUNT(Id) > 1",
        );
        const found = aggregates.map((each) => [
          low(each["Word__c"] as Value),
          { n: each["n"], s: each["s"], c: each["c"], a: each["a"] },
        ]);
        const plain = [...groups]
          .filter(([, { count: n }]) => n > 1)
          .map(([key, { sum, count: n, numbers }]) => [
            key,
            {
              n,
              s: numbers === 0 ? null : sum,
              c: numbers,
              a: numbers === 0 ? null : sum / numbers,
            },
          ]);
        expect(new Map(found as [Value, object][])).toEqual(new Map(plain as [Value, object][]));
      }),
      { numRuns: 100 },
    );
  });

  it("pages by time and id over all rows, each once", () => {
    const contents = Array.from({ length: 60 }, (_, n) => ({
      Word__c: null,
      Count__c: n % 7,
      Day__c: ["2026-01-01", "2026-01-02", "2026-01-03"][n % 3] ?? null,
      Flag__c: false,
      IsDeleted: false,
    }));
    const { rows, run } = orgWith(contents, 40);
    const seen: string[] = [];
    for (let where = ""; ; ) {
      const page = run(
        `SELECT Id, Day__c FROM Sample__c${where} ORDER BY Day__c, Id LIMIT 250`,
      ).rows;
      seen.push(...page.map((row) => String(row["Id"])));
      const last = page.at(-1);
      if (last === undefined) break;
      const [date, id] = [String(last["Day__c"]), String(last["Id"])];
      where = ` WHERE (Day__c > ${date} OR (Day__c = ${date} AND Id > '${id}'))`;
    }
    expect(seen).toHaveLength(rows.size);
    expect(new Set(seen).size).toBe(rows.size);
  });
});
