/**
 * Databases in memory for many short lives one after the other: each begins with an empty ledger, whose tables
 * and prepared statements are those of the life before. To make them anew takes longer than such a life.
 */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { assert } from "@accord-sync/core/errors/assert.ts";

const idle: DatabaseSync[] = [];

/** With a ledger that nothing was ever written to, or with nothing at all. */
export function takeDatabase(): DatabaseSync {
  return idle.pop() ?? new DatabaseSync(":memory:");
}

/** Nobody may use it from now on. */
export function giveBackDatabase(database: DatabaseSync): void {
  assert(!database.isTransaction, "the database that is given back has an open transaction");
  empty(database);
  idle.push(database);
}

/** What says which schema this is. */
const KEPT = ["kysely_migration", "kysely_migration_lock", "migration_hashes", "engine_epoch"];

const emptying = new WeakMap<DatabaseSync, readonly StatementSync[]>();

function empty(database: DatabaseSync): void {
  const statements = emptying.get(database) ?? statementsToEmpty(database);
  for (const statement of statements) statement.run();
  // Before the first ledger there is nothing yet to be known of the tables.
  if (statements.length > 0) emptying.set(database, statements);
}

/** Later tables refer to earlier ones, so they go first. Numbers of rows and of openings begin at 1 again. */
function statementsToEmpty(database: DatabaseSync): readonly StatementSync[] {
  const tables = database
    .prepare("select name from sqlite_schema where type = 'table' order by rowid desc")
    .all()
    .map(({ name }) => String(name));
  if (!tables.includes("engine_epoch")) return [];
  const emptied = tables.filter((name) => !KEPT.includes(name));
  return [
    "begin",
    ...emptied.map((name) => `delete from "${name}"`),
    "update engine_epoch set epoch = 0",
    "commit",
  ].map((sql) => database.prepare(sql));
}
