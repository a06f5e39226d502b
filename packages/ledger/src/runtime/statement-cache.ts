/** Enough for every statement of the ledger with room for the shapes of a partial update. */
export const STATEMENT_LIMIT = 512;

/**
 * Prepared statements by their SQL, in two generations: when the newer one is full it becomes the older one, and
 * what was not used since is let go. An order of use kept exactly would cost two changes of a map at every run of
 * a statement, a third of what SQLite takes for one.
 */
export class StatementCache<T> {
  readonly #prepare: (sql: string) => T;
  #newer = new Map<string, T>();
  #older = new Map<string, T>();

  constructor(prepare: (sql: string) => T) {
    this.#prepare = prepare;
  }

  /** A statement is used to its end before the next `take`, so handing out the same one is safe. */
  take(sql: string): T {
    return this.#newer.get(sql) ?? this.#keep(sql, this.#older.get(sql) ?? this.#prepare(sql));
  }

  get size(): number {
    return this.#newer.size + this.#older.size;
  }

  #keep(sql: string, statement: T): T {
    this.#older.delete(sql);
    if (this.#newer.size >= STATEMENT_LIMIT / 2) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(sql, statement);
    return statement;
  }
}
