/**
 * Kysely over Node's own SQLite, for what is built anew at each use: migrations, and statements that are not
 * worth compiling once (`statement.ts`).
 *
 * Everything is synchronous underneath: a transaction that awaits only statements is over before
 * the next macrotask, which the simulator relies on.
 */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import type { StatementOutcome } from "./prepared-statement.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";

/** What Kysely is given of a connection. */
export interface Door {
  /** Resolves when the connection may be used, until `leave`. */
  enter(): Promise<void>;
  leave(): void;
  run(sql: string, parameters: readonly unknown[]): StatementOutcome;
}

/** Waits for its turn: for everything outside the ledger's own transactions. */
export function outerDoor(connection: SqliteConnection): Door {
  return {
    enter: () => connection.turns.take(),
    leave: () => connection.turns.pass(),
    run: (sql, parameters) => connection.run(sql, parameters, "snake_case"),
  };
}

/** For whoever has the turn already, by a transaction. */
export function innerDoor(connection: SqliteConnection): Door {
  return {
    enter: async () => undefined,
    leave: () => undefined,
    run: (sql, parameters) => connection.runInTransaction(sql, parameters, "snake_case"),
  };
}

export class NodeSqliteDialect implements Dialect {
  readonly #door: Door;

  constructor(door: Door) {
    this.#door = door;
  }

  createDriver(): Driver {
    return new NodeSqliteDriver(this.#door);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return new NodeSqliteAdapter();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}

/** SQLite takes migrations in transactions. */
class NodeSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  /** The door lets in one at a time; Kysely need not. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class NodeSqliteDriver implements Driver {
  readonly #door: Door;
  readonly #connection: DatabaseConnection;

  constructor(door: Door) {
    this.#door = door;
    this.#connection = new DoorConnection(door);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    await this.#door.enter();
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#door.leave();
  }

  async beginTransaction(): Promise<void> {
    this.#door.run("begin immediate", []);
  }

  async commitTransaction(): Promise<void> {
    this.#door.run("commit", []);
  }

  async rollbackTransaction(): Promise<void> {
    this.#door.run("rollback", []);
  }

  /** Closing is its owner's: `open-database.ts`. */
  async destroy(): Promise<void> {}
}

class DoorConnection implements DatabaseConnection {
  readonly #door: Door;

  constructor(door: Door) {
    this.#door = door;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, changes } = this.#door.run(sql, parameters);
    return { rows: rows as R[], numAffectedRows: BigInt(changes) };
  }

  async *streamQuery<R>(compiled: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(compiled);
  }
}
