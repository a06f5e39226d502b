import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { assert } from "@accord-sync/core/errors/assert.ts";
import { CamelCasePlugin, Kysely } from "kysely";
import type { Schema } from "../schema.ts";
import { runStatementsOn, type StatementRunner } from "../statement.ts";
import { type FileLock, lockFile } from "./file-lock.ts";
import { type Door, innerDoor, NodeSqliteDialect, outerDoor } from "./node-sqlite-dialect.ts";
import { makePrivate } from "./private-file.ts";
import { SqliteConnection } from "./sqlite-connection.ts";

export interface OpenDatabase {
  /** Each statement waits for the transaction that runs. */
  readonly db: Kysely<Schema>;
  /** All of `work` or nothing, alone; inside it only `tx` may be used. */
  transaction<T>(work: (tx: Kysely<Schema>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** A path, or `:memory:`. */
  readonly file: string;
  /** Used instead of opening one; it is neither locked nor closed here. */
  readonly database?: DatabaseSync;
}

const IN_MEMORY = ":memory:";

/** Opens the file under its lock, durable, with foreign keys enforced, readable by its owner alone. */
export function openDatabase(options: DatabaseOptions): OpenDatabase {
  if (options.database !== undefined) return reuse(options.database);
  const lock = options.file === IN_MEMORY ? null : lockFile(options.file);
  try {
    if (lock !== null) makeLedgerPrivate(options.file);
    const database = new DatabaseSync(options.file, { timeout: 0 });
    configure(database, lock === null ? "memory" : "wal");
    return wrap(database, () => finish(database, lock));
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** What SQLite makes beside the file takes the file's mode; what an earlier run left is put right. */
function makeLedgerPrivate(file: string): void {
  makePrivate(file);
  for (const side of [`${file}-wal`, `${file}-shm`]) if (existsSync(side)) makePrivate(side);
}

/** The lock goes last: until the database is closed, nobody else may open it. */
function finish(database: DatabaseSync, lock: FileLock | null): void {
  database.close();
  lock?.release();
}

/** A pragma that sets anything has SQLite prepare every statement of the database anew. */
const configured = new WeakSet<DatabaseSync>();

function reuse(database: DatabaseSync): OpenDatabase {
  assert(!database.isTransaction, "the given database has an open transaction");
  if (!configured.has(database)) configure(database, null);
  return wrap(database, () => undefined);
}

/**
 * `synchronous = full` makes WAL flush at each commit: an acknowledged commit survives a power cut.
 * A journal mode that SQLite did not accept (a network drive, for one) must not pass unseen.
 */
function configure(database: DatabaseSync, journal: "wal" | "memory" | null): void {
  if (journal !== null) {
    const row = database.prepare(`pragma journal_mode = ${journal}`).get();
    assert(row?.["journal_mode"] === journal, `journal mode is not ${journal}`);
  }
  database.exec("pragma synchronous = full; pragma foreign_keys = on; pragma busy_timeout = 0");
  configured.add(database);
}

function wrap(database: DatabaseSync, closeDatabase: () => void): OpenDatabase {
  const connection = new SqliteConnection(database);
  const { turns } = connection;
  const tx = kyselyOn(innerDoor(connection), innerRunner(connection));
  let isOpen = true;
  return {
    db: kyselyOn(outerDoor(connection), outerRunner(connection)),
    transaction: (work) => inTransaction(connection, () => work(tx)),
    async close() {
      if (!isOpen) return;
      isOpen = false;
      await turns.take(); // The running transaction has ended.
      closeDatabase();
      turns.pass();
    },
  };
}

function kyselyOn(door: Door, runner: StatementRunner): Kysely<Schema> {
  const db = new Kysely<Schema>({
    dialect: new NodeSqliteDialect(door),
    plugins: [new CamelCasePlugin()],
  });
  runStatementsOn(db, runner);
  return db;
}

function innerRunner(connection: SqliteConnection): StatementRunner {
  return {
    run: async (sql, parameters) => connection.runInTransaction(sql, parameters, "camelCase"),
  };
}

function outerRunner(connection: SqliteConnection): StatementRunner {
  const { turns } = connection;
  return {
    async run(sql, parameters) {
      if (!turns.isTaken) return connection.run(sql, parameters, "camelCase");
      await turns.take();
      try {
        return connection.run(sql, parameters, "camelCase");
      } finally {
        turns.pass();
      }
    },
  };
}

async function inTransaction<T>(connection: SqliteConnection, work: () => Promise<T>): Promise<T> {
  await connection.turns.take();
  try {
    connection.begin();
    try {
      const result = await work();
      connection.commit();
      return result;
    } catch (error) {
      connection.rollback();
      throw error;
    }
  } finally {
    connection.turns.pass();
  }
}
