import { DatabaseSync } from "node:sqlite";
import { dirname } from "node:path";
import { sql } from "kysely";
import { OperationalFailure } from "@accord-sync/core/errors/operational-error.ts";
import { describe, expect, it } from "vitest";
import { at, notice, TENANT } from "../test/samples.ts";
import { holds, inFolder } from "../test/scratch.ts";
import { readCursor, saveCursor } from "./cursors.ts";
import { appendNotice, countInbox } from "./inbox.ts";
import { type CommitProbe, type Db, type Ledger, openLedger } from "./ledger.ts";
import { addCalls, readMetered } from "./metering.ts";

const save = (ledger: Ledger, value: string): Promise<void> =>
  ledger.transaction((tx) => saveCursor(tx, TENANT, "co1", "cdc", value));
const read = (ledger: Ledger): Promise<string | null> =>
  readCursor(ledger.db, TENANT, "co1", "cdc");

async function pragma(ledger: Ledger, name: string): Promise<unknown> {
  const { rows } = await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(ledger.db);
  return Object.values(rows[0] ?? {})[0];
}

describe("opening a ledger", () => {
  it("makes it durable: WAL, flushed at each commit, foreign keys, no waiting", () =>
    inFolder(async (file) => {
      const ledger = await openLedger({ file });
      expect(await pragma(ledger, "journal_mode")).toBe("wal");
      expect(await pragma(ledger, "synchronous")).toBe(2);
      expect(await pragma(ledger, "foreign_keys")).toBe(1);
      expect(await pragma(ledger, "busy_timeout")).toBe(0);
      await ledger.close();
    }));

  holds("makes tables that all refuse a value of a wrong type", async ({ db }) => {
    const { rows } = await sql<{ name: string; strict: number }>`
      select name, strict from pragma_table_list
      where schema = 'main' and name not like 'sqlite_%' and name not like 'kysely_%'
        and name <> 'migration_hashes'`.execute(db);
    expect(rows.length).toBeGreaterThanOrEqual(25);
    expect(rows.filter((row) => row.strict === 0)).toEqual([]);
  });

  holds("makes tables that all say whose a row is", async ({ db }) => {
    const tables = await db.introspection.getTables();
    const without = tables.filter((table) => !table.columns.some((one) => one.name === "tenant"));
    expect(without.map((table) => table.name).sort()).toEqual([
      "engine_epoch",
      "migration_hashes",
      "used_tokens",
    ]);
  });

  it("finds what was committed before, and takes the next epoch", () =>
    inFolder(async (file) => {
      const first = await openLedger({ file });
      await save(first, "a");
      await first.close();
      const second = await openLedger({ file });
      expect(await read(second)).toBe("a");
      expect([first.epoch, second.epoch]).toEqual([1, 2]);
      await second.close();
    }));

  it("is refused while it is open, and leaves the open one alone", () =>
    inFolder(async (file) => {
      const holder = await openLedger({ file });
      const refused = openLedger({ file });
      await expect(refused).rejects.toBeInstanceOf(OperationalFailure);
      await expect(refused).rejects.toMatchObject({
        error: { code: "DATA_FOLDER_IN_USE", params: { folder: dirname(file) } },
      });
      await save(holder, "a");
      expect(await read(holder)).toBe("a");
      await holder.close();
      await (await openLedger({ file })).close();
    }));

  it("is refused when a newer version wrote it, which can then still open it", () =>
    inFolder(async (file) => {
      await (await openLedger({ file })).close();
      const database = new DatabaseSync(file);
      database.exec("insert into kysely_migration values ('9999-later', '2030-01-01')");
      const before = database.prepare("select epoch from engine_epoch").get();
      await expect(openLedger({ file })).rejects.toMatchObject({
        error: {
          code: "LEDGER_NEWER_SCHEMA",
          params: { found: "9999-later", supported: "0012-parked-waits" },
        },
      });
      expect(database.prepare("select epoch from engine_epoch").get()).toEqual(before);
      database.exec("delete from kysely_migration where name = '9999-later'");
      database.close();
      await (await openLedger({ file })).close();
    }));

  it.each([
    ["had another schema under the same name", "update migration_hashes set hash = 'another'"],
    ["kept no hashes yet", "drop table migration_hashes"],
  ])("is refused, and left as it was, when a build wrote it that %s", (_which, change) =>
    inFolder(async (file) => {
      await (await openLedger({ file })).close();
      const database = new DatabaseSync(file);
      database.exec(change);
      const before = database.prepare("select epoch from engine_epoch").get();
      await expect(openLedger({ file })).rejects.toMatchObject({
        error: { code: "LEDGER_OTHER_SCHEMA", params: { found: "0001-first" } },
      });
      expect(database.prepare("select epoch from engine_epoch").get()).toEqual(before);
      database.close();
    }),
  );

  it("starts over after a crash within the first migration", () =>
    inFolder(async (file) => {
      const database = new DatabaseSync(file);
      database.exec("pragma journal_mode = wal; begin; create table engine_epoch (id integer)");
      database.close();
      const ledger = await openLedger({ file });
      expect(ledger.epoch).toBe(1);
      await ledger.close();
    }));

  it("leaves no half-made schema when a migration fails", () =>
    inFolder(async (file) => {
      const database = new DatabaseSync(file);
      database.exec("create table run_results (in_the_way integer)");
      await expect(openLedger({ file })).rejects.toThrow("run_results already exists");
      const tables = database.prepare("select name from sqlite_schema where name = 'links'").all();
      expect(tables).toEqual([]);
      database.exec("drop table run_results");
      database.close();
      await (await openLedger({ file })).close();
    }));
});

describe("a transaction", () => {
  holds("answers what its work answers and is all there", async (ledger) => {
    const answer = await ledger.transaction(async (tx) => {
      await saveCursor(tx, TENANT, "co1", "cdc", "a");
      await appendNotice(tx, notice());
      return 42;
    });
    expect(answer).toBe(42);
    expect(await read(ledger)).toBe("a");
    expect(await countInbox(ledger.db, TENANT)).toEqual({ pending: 1, oldestAt: at(0) });
  });

  holds("leaves nothing when its work fails, and the next one runs", async (ledger) => {
    const failing = ledger.transaction(async (tx) => {
      await saveCursor(tx, TENANT, "co1", "cdc", "a");
      throw new Error("in the middle");
    });
    await expect(failing).rejects.toThrow("in the middle");
    expect(await read(ledger)).toBeNull();
    await save(ledger, "b");
    expect(await read(ledger)).toBe("b");
  });

  holds("runs alone: others wait for its end", async (ledger) => {
    await ledger.transaction((tx) => saveCursor(tx, TENANT, "co1", "cdc", "0"));
    const increments = Array.from({ length: 20 }, () =>
      ledger.transaction(async (tx) => {
        const value = Number(await readCursor(tx, TENANT, "co1", "cdc"));
        await Promise.resolve();
        await saveCursor(tx, TENANT, "co1", "cdc", String(value + 1));
      }),
    );
    await Promise.all(increments);
    expect(await read(ledger)).toBe("20");
  });

  holds("is over before the next macrotask when it awaits only statements", async (ledger) => {
    let isOver = false;
    const ending = save(ledger, "a").then(() => {
      isOver = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(true);
    await ending;
  });

  holds("brings along what was to go with the next one, once, and sees it", async (ledger) => {
    ledger.alongside((tx) => addCalls(tx, TENANT, "co1", "2026-11-23", "read", 2));
    const failing = ledger.transaction(async () => {
      throw new Error("in the middle");
    });
    await expect(failing).rejects.toThrow("in the middle");
    const calls = (db: Db) => readMetered(db, TENANT, "co1", "2026-11-01");
    expect(await calls(ledger.db)).toEqual(new Map());
    ledger.alongside((tx) => addCalls(tx, TENANT, "co1", "2026-11-24", "batch", 1));
    const both = new Map([
      ["2026-11-23", 2],
      ["2026-11-24", 1],
    ]);
    expect(await ledger.transaction(calls)).toEqual(both);
    await save(ledger, "a");
    expect(await calls(ledger.db)).toEqual(both);
  });

  holds("is refused to whoever kept it after its end", async (ledger) => {
    const kept = await ledger.transaction(async (tx) => tx);
    await expect(readCursor(kept, TENANT, "co1", "cdc")).rejects.toThrow("after its end");
    await expect(kept.selectFrom("links").selectAll().execute()).rejects.toThrow("after its end");
  });

  it("passes its probe before it begins and after it committed", async () => {
    const seen: string[] = [];
    const watched: { ledger: Ledger | null } = { ledger: null };
    const note = async (moment: string): Promise<void> => {
      if (watched.ledger !== null) seen.push(`${moment} ${await read(watched.ledger)}`);
    };
    const probe: CommitProbe = {
      beforeBegin: () => note("before"),
      afterCommit: () => note("after"),
    };
    const ledger = await openLedger({ file: ":memory:", probe });
    watched.ledger = ledger;
    await save(ledger, "a");
    await save(ledger, "b");
    expect(seen).toEqual(["before null", "after a", "before a", "after b"]);
    await ledger.close();
  });
});

describe("a ledger in a given database", () => {
  it("outlives a restart, and refuses what the earlier opening still tries (I17)", async () => {
    const database = new DatabaseSync(":memory:");
    const told: string[] = [];
    const dead = await openLedger({
      file: ":memory:",
      database,
      onTakenOver: async ({ code }) => void told.push(code),
    });
    await save(dead, "a");
    const alive = await openLedger({ file: ":memory:", database });
    const late = save(dead, "late");
    await expect(late).rejects.toMatchObject({ error: { code: "LEDGER_TAKEN_OVER" } });
    expect([told, alive.epoch]).toEqual([["LEDGER_TAKEN_OVER"], 2]);
    expect(await read(alive)).toBe("a");
    await save(alive, "b");
    expect(await read(alive)).toBe("b");
    database.close();
  });

  it("leaves closing to its owner", async () => {
    const database = new DatabaseSync(":memory:");
    const ledger = await openLedger({ file: ":memory:", database });
    await ledger.close();
    await ledger.close();
    expect(database.isOpen).toBe(true);
    database.close();
  });

  it("is not opened within somebody's transaction", async () => {
    const database = new DatabaseSync(":memory:");
    database.exec("begin");
    const refused = openLedger({ file: ":memory:", database });
    await expect(refused).rejects.toThrow("open transaction");
    database.close();
  });
});

describe("closing a ledger", () => {
  it("leaves what was to go with the next transaction in the file", () =>
    inFolder(async (file) => {
      const ledger = await openLedger({ file });
      ledger.alongside((tx) => saveCursor(tx, TENANT, "co1", "cdc", "a"));
      await ledger.close();
      const again = await openLedger({ file });
      expect(await read(again)).toBe("a");
      await again.close();
    }));

  it("waits for the transactions that were asked for, and takes no more", () =>
    inFolder(async (file) => {
      const ledger = await openLedger({ file });
      const saving = [save(ledger, "a"), save(ledger, "b")];
      const closing = ledger.close();
      await expect(save(ledger, "c")).rejects.toThrow("the ledger is closed");
      await closing;
      await Promise.all(saving);
      const again = await openLedger({ file });
      expect(await read(again)).toBe("b");
      await again.close();
    }));
});
