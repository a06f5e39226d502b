import { DatabaseSync, type StatementSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { STATEMENT_LIMIT, StatementCache } from "./statement-cache.ts";

function counting(): {
  readonly cache: StatementCache<StatementSync>;
  readonly prepared: string[];
} {
  const database = new DatabaseSync(":memory:");
  const prepared: string[] = [];
  const cache = new StatementCache((sql) => {
    prepared.push(sql);
    return database.prepare(sql);
  });
  return { cache, prepared };
}

describe("the statement cache", () => {
  it("prepares a statement once", () => {
    const { cache, prepared } = counting();
    expect(cache.take("select 1")).toBe(cache.take("select 1"));
    expect(prepared).toEqual(["select 1"]);
  });

  it("holds no more than its limit, and keeps what is in use", () => {
    const { cache, prepared } = counting();
    for (let number = 0; number < STATEMENT_LIMIT * 2; number += 1) {
      cache.take("select 'hot'");
      cache.take(`select ${number}`);
    }
    expect(cache.size).toBeLessThanOrEqual(STATEMENT_LIMIT);
    expect(prepared.filter((sql) => sql === "select 'hot'")).toHaveLength(1);
    cache.take("select 0");
    expect(prepared.filter((sql) => sql === "select 0")).toHaveLength(2);
  });
});
