import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { StatementCache } from "./statement-cache.ts";

/** What one run of a statement answered. */
export interface StatementOutcome {
  /** Empty for a write without RETURNING. */
  readonly rows: readonly unknown[];
  /** Rows that a write inserted, changed or removed; 0 for what answers with rows. */
  readonly changes: number;
}

/** How the columns of a row are called: as in SQL, or as in `Schema`. */
export type ColumnStyle = "snake_case" | "camelCase";

/**
 * A statement with what SQLite tells of it asked once. Rows come as arrays and get their names here:
 * that costs half of what the driver's own objects cost, and no second walk makes the names camelCase.
 */
export class PreparedStatement {
  readonly #statement: StatementSync;
  readonly #names: Readonly<Record<ColumnStyle, readonly string[]>>;

  constructor(statement: StatementSync) {
    const names = statement.columns().map(({ name }) => name);
    statement.setReturnArrays(true);
    this.#statement = statement;
    this.#names = { snake_case: names, camelCase: names.map(camelCase) };
  }

  /** The driver refuses with a TypeError what it cannot bind: undefined, booleans, objects. */
  run(parameters: readonly unknown[], style: ColumnStyle): StatementOutcome {
    const bound = parameters as readonly SQLInputValue[];
    const names = this.#names[style];
    if (names.length === 0) {
      return { rows: NO_ROWS, changes: Number(this.#statement.run(...bound).changes) };
    }
    const rows = this.#statement.all(...bound) as unknown as readonly (readonly unknown[])[];
    return { rows: rows.map((values) => named(names, values)), changes: 0 };
  }
}

const NO_ROWS: readonly unknown[] = [];

function named(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index];
    if (name !== undefined) row[name] = values[index];
  }
  return row;
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

const caches = new WeakMap<DatabaseSync, StatementCache<PreparedStatement>>();

/** The statements of a database outlive an opening of the ledger on it: to prepare one costs ten runs. */
export function preparedFor(database: DatabaseSync): StatementCache<PreparedStatement> {
  const held = caches.get(database);
  if (held !== undefined) return held;
  const cache = new StatementCache((sql) => new PreparedStatement(database.prepare(sql)));
  caches.set(database, cache);
  return cache;
}
