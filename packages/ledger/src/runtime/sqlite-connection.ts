/**
 * The one connection to the database. A statement is done when `run` returns; who may run one is told by
 * `turns`: whoever begins a transaction keeps the turn until its end.
 */
import type { DatabaseSync } from "node:sqlite";
import { assert } from "@accord-sync/core/errors/assert.ts";
import { type ColumnStyle, preparedFor, type StatementOutcome } from "./prepared-statement.ts";
import { Turns } from "./turns.ts";

export class SqliteConnection {
  readonly turns = new Turns();
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof preparedFor>;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = preparedFor(database);
  }

  run(sql: string, parameters: readonly unknown[], style: ColumnStyle): StatementOutcome {
    return this.#statements.take(sql).run(parameters, style);
  }

  /** For what only a transaction may do: one that was handed on too far finds its own at an end. */
  runInTransaction(
    sql: string,
    parameters: readonly unknown[],
    style: ColumnStyle,
  ): StatementOutcome {
    assert(this.#database.isTransaction, "a transaction was used after its end");
    return this.run(sql, parameters, style);
  }

  /** IMMEDIATE: a transaction that cannot write fails before it did anything. */
  begin(): void {
    this.run("begin immediate", [], "snake_case");
  }

  commit(): void {
    this.run("commit", [], "snake_case");
  }

  /** SQLite itself has rolled back already where the disk is full. */
  rollback(): void {
    if (this.#database.isTransaction) this.run("rollback", [], "snake_case");
  }
}
