import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { assert } from "@accord-sync/core/errors/assert.ts";
import { CamelCasePlugin, Kysely } from "kysely";
import { type FileLock, lockFile } from "./file-lock.ts";
import { NodeSqliteDialect } from "./node-sqlite-dialect.ts";
import { makePrivate } from "./private-file.ts";

export interface OpenDatabase<S> {
  readonly db: Kysely<S>;
  readonly close: () => Promise<void>;
}

export interface DatabaseOptions {
  /** A path, or `:memory:`. */
  readonly file: string;
  /** Used instead of opening one; it is neither locked nor closed here. */
  readonly database?: DatabaseSync;
}

const IN_MEMORY = ":memory:";

/** Opens the file under its lock, durable, with foreign keys enforced, readable by its owner alone. */
export function openDatabase<S>(options: DatabaseOptions): OpenDatabase<S> {
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

function reuse<S>(database: DatabaseSync): OpenDatabase<S> {
  assert(!database.isTransaction, "the given database has an open transaction");
  configure(database, null);
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
}

function wrap<S>(database: DatabaseSync, closeDatabase: () => void): OpenDatabase<S> {
  const db = new Kysely<S>({
    dialect: new NodeSqliteDialect(database),
    plugins: [new CamelCasePlugin()],
  });
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    // Takes the only connection, so the running transaction has ended. Kysely's own `destroy` would
    // close a database that may not be ours.
    await db.connection().execute(async () => closeDatabase());
  };
  return { db, close };
}
