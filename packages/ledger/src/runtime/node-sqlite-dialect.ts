/**
 * Kysely over Node's own SQLite. Kysely's SQLite dialect speaks to anything that looks like
 * better-sqlite3; this makes `node:sqlite` look so, and changes two habits: transactions begin
 * IMMEDIATE, so that one which cannot write fails before it did anything, and migrations run in
 * transactions, which SQLite allows.
 *
 * Everything is synchronous underneath: a transaction that awaits only statements is over before
 * the next macrotask, which the simulator relies on.
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import {
  CompiledQuery,
  type DatabaseConnection,
  type DialectAdapter,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from "kysely";
import { StatementCache } from "./statement-cache.ts";

export class NodeSqliteDialect extends SqliteDialect {
  readonly #database: SqliteDatabase;

  constructor(database: DatabaseSync) {
    const shim = new SqliteShim(database);
    super({ database: shim });
    this.#database = shim;
  }

  override createDriver(): Driver {
    return new ImmediateDriver({ database: this.#database });
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalDdlAdapter();
  }
}

class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}

class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** What kysely needs of better-sqlite3, on `node:sqlite`. */
class SqliteShim implements SqliteDatabase {
  readonly #database: DatabaseSync;
  readonly #statements: StatementCache;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new StatementCache((sql) => database.prepare(sql));
  }

  prepare(sql: string): SqliteStatement {
    return new StatementShim(this.#statements.take(sql));
  }

  close(): void {
    this.#database.close();
  }
}

class StatementShim implements SqliteStatement {
  readonly #statement: StatementSync;
  /** True when the statement answers with rows: a select, or a write with RETURNING. */
  readonly reader: boolean;

  constructor(statement: StatementSync) {
    this.#statement = statement;
    this.reader = statement.columns().length > 0;
  }

  all(parameters: readonly unknown[]): unknown[] {
    return this.#statement.all(...bindable(parameters));
  }

  run(parameters: readonly unknown[]): {
    changes: number | bigint;
    lastInsertRowid: number | bigint;
  } {
    return this.#statement.run(...bindable(parameters));
  }

  iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
    return this.#statement.iterate(...bindable(parameters));
  }
}

/**
 * The driver itself refuses what it cannot bind (undefined, booleans, objects) with a TypeError.
 */
function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[];
}
