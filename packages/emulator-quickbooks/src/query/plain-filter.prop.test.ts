/**
 * A query equals a filter in plain code over the rows as they are shown: random companies, random
 * statements, and random writes between them, so that no index and no remembered page may be stale.
 */

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isObject,
  objectsOf,
  textOf,
  type JsonObject,
  type JsonValue,
} from "../json/json-value.ts";
import type { EntityType, StoredRecord } from "../store/stored-record.ts";
import { ApiDriver, bodyOf, idOf } from "../testing/api-driver.ts";
import { renderRecord } from "../write/render-record.ts";
import {
  printQuery,
  type Condition,
  type Literal,
  type Ordering,
  type Query,
} from "./query-tree.ts";

const START = Date.parse("2026-10-30T07:00:00Z");

/** Few letters, so that texts meet; with everything that means something to a pattern or a quote. */
const text = fc.string({
  unit: fc.constantFrom("a", "B", "b", "É", "é", "%", "_", ".", "*", "'", "\\", "&", " ", "(", "1"),
  maxLength: 4,
});
const name = text.filter((value) => value.trim() !== "");
const day = fc
  .integer({ min: 0, max: 40 })
  .map((days) => new Date(START + days * 86_400_000).toISOString().slice(0, 10));
const moment = fc.integer({ min: 0, max: 200 }).map((step) => START + step * 1_800_000);
const amount = fc.integer({ min: -3, max: 30 }).map((cents) => cents / 4);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const id = fc.integer({ min: 1, max: 12 }).map(String);

function withoutGaps(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined),
  );
}

const customer = fc
  .record({
    DisplayName: name,
    CompanyName: maybe(name),
    PrimaryEmailAddr: maybe(name.map((Address) => ({ Address }))),
    Active: fc.boolean(),
  })
  .map(withoutGaps);
const invoice = fc
  .record({
    CustomerRef: id.map((value) => ({ value })),
    DocNumber: maybe(name),
    TxnDate: day,
    DueDate: maybe(day),
    TotalAmt: amount,
  })
  .map(withoutGaps);
const record = (type: EntityType): fc.Arbitrary<StoredRecord> =>
  fc
    .record({
      id,
      createdAt: moment,
      updatedAt: moment,
      fields: type === "Customer" ? customer : invoice,
    })
    .map((parts) => ({ type, syncToken: 0, ...parts }));

type Kind = "id" | "text" | "number" | "boolean" | "date" | "time";
const KINDS: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  Customer: {
    Id: "id",
    DisplayName: "text",
    CompanyName: "text",
    PrimaryEmailAddr: "text",
    Active: "boolean",
    "MetaData.LastUpdatedTime": "time",
    "MetaData.CreateTime": "time",
  },
  Invoice: {
    Id: "id",
    CustomerRef: "id",
    DocNumber: "text",
    TxnDate: "date",
    DueDate: "date",
    TotalAmt: "number",
    "MetaData.LastUpdatedTime": "time",
  },
};

/** The same moment in any offset, with and without fractions, or as a bare date of the company's zone. */
const written = fc.tuple(moment, fc.constantFrom(-480, 0, 330)).map(([at, minutes]) => {
  const local = new Date(at + minutes * 60_000).toISOString().slice(0, 19);
  const sign = minutes < 0 ? "-" : "+";
  const clock = new Date(Math.abs(minutes) * 60_000).toISOString().slice(11, 16);
  return minutes === 0 ? `${local}Z` : `${local}${sign}${clock}`;
});

const asText = (value: string): Literal => ({ kind: "text", value });
const LITERALS: Readonly<Record<Kind, fc.Arbitrary<Literal>>> = {
  id: fc.oneof(
    id.map(asText),
    id.map((value): Literal => ({ kind: "number", value })),
  ),
  text: text.map(asText),
  number: fc.oneof(
    amount.map((value): Literal => ({ kind: "number", value: String(value) })),
    amount.map((value) => asText(value.toFixed(2))),
  ),
  boolean: fc.boolean().map((value): Literal => ({ kind: "boolean", value })),
  date: fc.oneof(day.map(asText), fc.constant<Literal>({ kind: "currentDate" })),
  time: written.map(asText),
};

function condition(type: string): fc.Arbitrary<Condition> {
  return fc
    .constantFrom(...Object.entries(KINDS[type] ?? {}))
    .chain(([property, kind]): fc.Arbitrary<Condition> => {
      const value = fc.oneof({ weight: 8, arbitrary: LITERALS[kind] }, fc.constant(asText(" ")));
      const operators =
        kind === "text"
          ? (["=", "!=", "LIKE"] as const)
          : (["=", "!=", "<", ">", "<=", ">="] as const);
      return fc.oneof(
        fc.record({
          property: fc.constant(property),
          operator: fc.constantFrom(...operators),
          value,
        }),
        fc.record({
          property: fc.constant(property),
          operator: fc.constant("IN" as const),
          values: fc.array(LITERALS[kind], { minLength: 1, maxLength: 3 }),
        }),
      );
    });
}

function statement(type: string): fc.Arbitrary<Query> {
  const sorts = Object.keys(KINDS[type] ?? {}).filter((property) => property !== "CustomerRef");
  return fc.record({
    select: fc.constant({ kind: "all" as const, columns: [] }),
    from: fc.constantFrom(type, type.toLowerCase()),
    where: fc.array(condition(type), { maxLength: 3 }),
    orderBy: fc.array(
      fc.record({
        property: fc.constantFrom(...sorts),
        direction: fc.constantFrom<Ordering["direction"]>("ASC", "DESC"),
      }),
      { maxLength: 2 },
    ),
    startPosition: maybe(fc.integer({ min: 1, max: 6 })),
    maxResults: maybe(fc.integer({ min: 1, max: 5 })),
  });
}

/** The value that a condition looks at, out of the row as it is shown. */
function shownAt(row: JsonObject, property: string): JsonValue | undefined {
  let value: JsonValue | undefined = row;
  for (const part of property.split(".")) value = isObject(value) ? value[part] : undefined;
  return isObject(value) ? (value["value"] ?? value["Address"]) : value;
}

function plainText(value: JsonValue): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A number or text that orders as the kind does. */
function plainKey(kind: Kind, value: JsonValue): string | number {
  const shown = plainText(value);
  if (kind === "number" || kind === "id") return Number(shown);
  if (kind === "time") return Date.parse(shown);
  return shown.toLowerCase();
}

function plainLike(shown: string, pattern: string): boolean {
  if (pattern === "") return shown === "";
  const [head = "", rest] = [pattern[0], pattern.slice(1)];
  if (head !== "%") return shown[0] === head && plainLike(shown.slice(1), rest);
  return plainLike(shown, rest) || (shown !== "" && plainLike(shown.slice(1), pattern));
}

function plainHolds(row: JsonObject, type: string, each: Condition, today: string): boolean {
  const kind = KINDS[type]?.[each.property] ?? "text";
  const value = shownAt(row, each.property);
  const wordOf = (literal: Literal): string =>
    literal.kind === "currentDate" ? today : String(literal.value);
  if (each.operator === "IN") {
    return each.values.some((literal) =>
      plainHolds(row, type, { property: each.property, operator: "=", value: literal }, today),
    );
  }
  const word = wordOf(each.value);
  if (each.operator === "LIKE") {
    return value !== undefined && plainLike(plainText(value).toLowerCase(), word.toLowerCase());
  }
  if (word.trim() === "") {
    if (each.operator === "=") return value === undefined;
    return each.operator === "!=" && value !== undefined;
  }
  if (value === undefined) return each.operator === "!=";
  const [left, right] = [plainKey(kind, value), plainKey(kind, word)];
  if (each.operator === "=") return left === right;
  if (each.operator === "!=") return left !== right;
  if (each.operator === "<") return left < right;
  if (each.operator === ">") return left > right;
  return each.operator === "<=" ? left <= right : left >= right;
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : Number(a > b);
}

/** All rows that the statement selects, in its order, without paging. */
function plainRows(driver: ApiDriver, type: EntityType, query: Query): JsonObject[] {
  const context = driver.company.readContext();
  const rows = [...driver.company.store.records(type)].map((each) => renderRecord(each, context));
  const byDefault =
    type === "Customer"
      ? (row: JsonObject): string => (textOf(row, "DisplayName") ?? "").replace(/ \(deleted\)$/, "")
      : (row: JsonObject): number =>
          -Date.parse(plainText(shownAt(row, "MetaData.LastUpdatedTime") ?? ""));
  const sign = type === "Customer" ? 1 : -1;
  rows.sort(
    (a, b) => compare(byDefault(a), byDefault(b)) || sign * (Number(idOf(a)) - Number(idOf(b))),
  );
  rows.sort((a, b) => {
    for (const { property, direction } of query.orderBy) {
      const kind = KINDS[type]?.[property] ?? "text";
      const [left, right] = [a, b].map((row) => {
        const value = shownAt(row, property);
        if (value === undefined) return undefined;
        return kind === "text" ? plainText(value) : plainKey(kind, value);
      });
      if (left === right) continue;
      const order = left === undefined ? -1 : right === undefined ? 1 : compare(left, right);
      return direction === "ASC" ? order : -order;
    }
    return 0;
  });
  const saysActive = query.where.some(({ property }) => property === "Active");
  return rows.filter(
    (row) =>
      (saysActive || row["Active"] !== false) &&
      query.where.every((each) => plainHolds(row, type, each, "2026-11-02")),
  );
}

function check(driver: ApiDriver, type: EntityType, query: Query): void {
  const expected = plainRows(driver, type, query);
  const printed = printQuery(query);
  const answer = bodyOf(driver.query(printed));
  const response = answer["QueryResponse"] as JsonObject | undefined;
  const first = (query.startPosition ?? 1) - 1;
  const page = expected.slice(first, first + (query.maxResults ?? 100));
  expect(objectsOf(response ?? {}, type).map(idOf), printed).toEqual(page.map(idOf));
  if (page.length === 0) expect(response, printed).toEqual({});
  else expect(response).toMatchObject({ startPosition: first + 1, maxResults: page.length });
  const count = bodyOf(driver.query(printQuery({ ...query, select: { kind: "count" } })));
  expect(count["QueryResponse"], printed).toEqual({ totalCount: expected.length });
}

describe("a query", () => {
  for (const type of ["Customer", "Invoice"] as const) {
    it(`of ${type} equals a filter in plain code, whatever was written before`, () => {
      const step = fc.oneof(
        fc.record({ put: record(type) }),
        fc.record({ undone: record(type) }),
        fc.record({ removed: id }),
        { weight: 4, arbitrary: fc.record({ asked: statement(type) }) },
      );
      const steps = fc.array(step, { maxLength: 12 });
      fc.assert(
        fc.property(fc.array(record(type), { maxLength: 12 }), steps, (records, all) => {
          const driver = new ApiDriver({ changes: [] });
          const { store } = driver.company;
          store.transact(() => records.forEach((each) => store.putRecord(each)));
          for (const each of all) {
            if ("asked" in each) check(driver, type, each.asked);
            else if ("put" in each) store.transact(() => store.putRecord(each.put));
            else if ("removed" in each) {
              if (store.record(type, each.removed) !== undefined)
                store.transact(() => store.removeRecord(type, each.removed));
            } else {
              const attempt = (): void =>
                store.transact(() => {
                  store.putRecord(each.undone);
                  throw new Error("undone");
                });
              expect(attempt).toThrow("undone");
            }
          }
        }),
        { numRuns: 250 },
      );
    });
  }
});
