/** Enough for every statement of the ledger with room for the shapes of a partial update. */
export const STATEMENT_LIMIT = 256;

/** Prepared statements by their SQL; when full, the one that was used longest ago makes room. */
export class StatementCache<T> {
  readonly #prepare: (sql: string) => T;
  readonly #statements = new Map<string, T>();

  constructor(prepare: (sql: string) => T) {
    this.#prepare = prepare;
  }

  /** A statement is used to its end before the next `take`, so handing out the same one is safe. */
  take(sql: string): T {
    const held = this.#statements.get(sql);
    if (held !== undefined) this.#statements.delete(sql);
    const statement = held ?? this.#prepare(sql);
    this.#statements.set(sql, statement);
    if (this.#statements.size > STATEMENT_LIMIT) this.#dropOldest();
    return statement;
  }

  get size(): number {
    return this.#statements.size;
  }

  #dropOldest(): void {
    const [oldest] = this.#statements.keys();
    if (oldest !== undefined) this.#statements.delete(oldest);
  }
}
