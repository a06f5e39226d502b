import { describe, expect, it } from "vitest";
import { TENANT } from "../test/samples.ts";
import { holds } from "../test/scratch.ts";
import { saveCursor } from "./cursors.ts";
import { openLedger } from "./ledger.ts";
import { type Given, rowCount, runStatementsOn, statement } from "./statement.ts";

/** A statement that says how often it was built. */
function counted() {
  const built = { times: 0 };
  const find = statement((db, given: Given<{ accountId: string; feed?: string }>) => {
    built.times += 1;
    return db
      .selectFrom("cursors")
      .selectAll()
      .where((eb) => eb.and({ ...given }))
      .orderBy("feed");
  });
  return { built, find };
}

describe("a statement", () => {
  holds("is built once, and runs with the values of each use", async ({ db }) => {
    const { built, find } = counted();
    for (const feed of ["a", "b"]) await saveCursor(db, TENANT, `of ${feed}`, feed, "1");
    for (const feed of ["a", "b", "a"]) {
      expect(await find.rows(db, { accountId: `of ${feed}` })).toEqual([
        { tenant: TENANT, accountId: `of ${feed}`, feed, value: "1" },
      ]);
    }
    expect(built.times).toBe(1);
  });

  holds("is built once for each set of names, in whatever order they come", async ({ db }) => {
    const { built, find } = counted();
    await saveCursor(db, TENANT, "co1", "a", "1");
    await saveCursor(db, TENANT, "co1", "b", "2");
    for (let time = 0; time < 2; time += 1) {
      expect(await find.rows(db, { accountId: "co1" })).toHaveLength(2);
      expect(await find.first(db, { accountId: "co1", feed: "b" })).toMatchObject({ value: "2" });
      expect(await find.first(db, { feed: "a", accountId: "co1" })).toMatchObject({ value: "1" });
    }
    expect(built.times).toBe(3);
  });

  holds("says how many rows it changed, and what it found none of", async ({ db }) => {
    const clear = statement((on, given: Given<{ value: string }>) =>
      on.deleteFrom("cursors").where("value", "=", given.value),
    );
    const { find } = counted();
    await saveCursor(db, TENANT, "co1", "a", "1");
    await saveCursor(db, TENANT, "co1", "b", "1");
    expect((await clear.run(db, { value: "1" })).changes).toBe(2);
    expect((await clear.run(db, { value: "1" })).changes).toBe(0);
    expect(await find.first(db, { accountId: "co1" })).toBeUndefined();
    await expect(find.only(db, { accountId: "co1" })).rejects.toThrow("no result");
  });

  holds("takes a number of rows, each time another", async ({ db }) => {
    const page = statement((on, given: Given<{ limit: number }>) =>
      on.selectFrom("cursors").select("feed").orderBy("feed").limit(rowCount(given.limit)),
    );
    for (const feed of ["a", "b", "c"]) await saveCursor(db, TENANT, "co1", feed, "1");
    for (const limit of [0, 2, 1, 3]) expect(await page.rows(db, { limit })).toHaveLength(limit);
  });

  holds("is refused a value that SQL has no type for", async ({ db }) => {
    const { find } = counted();
    const values = { accountId: undefined } as unknown as { accountId: string };
    await expect(find.rows(db, values)).rejects.toThrow(TypeError);
  });

  it("waits outside a transaction until that is over", async () => {
    const ledger = await openLedger({ file: ":memory:" });
    const { find } = counted();
    const reading: Promise<unknown>[] = [];
    await ledger.transaction(async (tx) => {
      await saveCursor(tx, TENANT, "co1", "a", "1");
      reading.push(find.first(ledger.db, { accountId: "co1" }));
      await Promise.resolve();
      await saveCursor(tx, TENANT, "co1", "a", "2");
    });
    const [seen] = await Promise.all(reading);
    expect(seen).toMatchObject({ value: "2" });
    await ledger.close();
  });

  it("gives the same through Kysely, where nobody else runs it", async () => {
    const ledger = await openLedger({ file: ":memory:" });
    const { db } = ledger;
    const { built, find } = counted();
    await saveCursor(db, TENANT, "co1", "a", "1");
    const direct = await find.rows(db, { accountId: "co1" });
    const plain = db.withTables();
    const through = await find.rows(plain, { accountId: "co1" });
    expect(through).toEqual(direct);
    const asked: string[] = [];
    runStatementsOn(plain, {
      run: async (sql) => {
        asked.push(sql);
        return { rows: [], changes: 0 };
      },
    });
    await find.rows(plain, { accountId: "co1" });
    expect(asked).toEqual(['select * from "cursors" where "account_id" = ? order by "feed"']);
    expect(built.times).toBe(1);
    await ledger.close();
  });
});
