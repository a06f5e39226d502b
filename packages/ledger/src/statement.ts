/**
 * Statements that are written with Kysely and compiled once.
 *
 *   const FIND = statement((db, given: Given<{ id: number }>) =>
 *     db.selectFrom("links").selectAll().where("id", "=", given.id));
 *   const link = await FIND.first(db, { id: 7 });
 *
 * Kysely takes more time to build and to compile a statement than SQLite to run it. So the building
 * function runs once for each set of names it is given: it gets an expression for every value, and each run
 * puts its values in their places. What differs from run to run must be a value, never the statement.
 *
 * Values are bound as they are. Two things that Kysely does with a value it sees are not done here: a
 * null is compared with `=`, which is never true, and a list is no list. Use those statements as Kysely has
 * them.
 */
import { assert } from "@accord-sync/core/errors/assert.ts";
import { type Compilable, type CompiledQuery, type RawBuilder, sql } from "kysely";
import type { Db } from "./ledger.ts";

/** An expression for each value that a statement is given. */
export type Given<P> = { readonly [Name in keyof P]: RawBuilder<P[Name]> };

export interface Outcome<R> {
  readonly rows: readonly R[];
  /** Rows that a write without RETURNING inserted, changed or removed. */
  readonly changes: number;
}

/**
 * A number of rows for `limit`. Never give `limit` a bare value: SQLite looks at it to plan the statement, and
 * so plans anew at each run, which costs more than ten runs.
 */
export function rowCount(given: RawBuilder<number>): RawBuilder<number> {
  return sql`cast(${given} as integer)`;
}

/** Runs compiled statements without Kysely; rows have camelCase names. */
export interface StatementRunner {
  run(sql: string, parameters: readonly unknown[]): Promise<Outcome<unknown>>;
}

const runners = new WeakMap<Db, StatementRunner>();

/** From now on `runner` runs the statements that are given `db`. Without one Kysely does. */
export function runStatementsOn(db: Db, runner: StatementRunner): void {
  runners.set(db, runner);
}

/** Stands where a value will be. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

interface Plan {
  readonly names: readonly string[];
  readonly compiled: CompiledQuery<unknown>;
}

export class Statement<P extends object, R> {
  readonly #build: (db: Db, given: Given<P>) => Compilable<R>;
  /** By dialect, then by the names of what is given. */
  readonly #plans = new Map<unknown, Map<string, Plan>>();
  #latest: { readonly dialect: unknown; readonly plan: Plan } | null = null;

  constructor(build: (db: Db, given: Given<P>) => Compilable<R>) {
    this.#build = build;
  }

  async run(db: Db, values: P): Promise<Outcome<R>> {
    const { compiled } = this.#planFor(db, values);
    const parameters = compiled.parameters.map((each) =>
      each instanceof Place ? (values as Readonly<Record<string, unknown>>)[each.name] : each,
    );
    const runner = runners.get(db);
    if (runner !== undefined) return (await runner.run(compiled.sql, parameters)) as Outcome<R>;
    const { rows, numAffectedRows } = await db.executeQuery({ ...compiled, parameters });
    return { rows: rows as R[], changes: Number(numAffectedRows ?? 0n) };
  }

  async rows(db: Db, values: P): Promise<readonly R[]> {
    return (await this.run(db, values)).rows;
  }

  /** Undefined when there is none. */
  async first(db: Db, values: P): Promise<R | undefined> {
    return (await this.run(db, values)).rows[0];
  }

  /** Throws an InvariantError when there is none. */
  async only(db: Db, values: P): Promise<R> {
    const { rows } = await this.run(db, values);
    const [row] = rows;
    assert(row !== undefined, "no result of a statement that always answers with a row");
    return row;
  }

  #planFor(db: Db, values: P): Plan {
    const dialect = db.getExecutor().adapter.constructor;
    const names = Object.keys(values);
    const latest = this.#latest;
    if (latest !== null && latest.dialect === dialect && isSame(latest.plan.names, names)) {
      return latest.plan;
    }
    const plan = this.#find(db, dialect, names);
    this.#latest = { dialect, plan };
    return plan;
  }

  #find(db: Db, dialect: unknown, names: readonly string[]): Plan {
    const plans = this.#plans.get(dialect) ?? new Map<string, Plan>();
    this.#plans.set(dialect, plans);
    const key = names.join();
    const plan = plans.get(key) ?? { names, compiled: this.#compile(db, names) };
    plans.set(key, plan);
    return plan;
  }

  #compile(db: Db, names: readonly string[]): CompiledQuery<unknown> {
    const given = Object.fromEntries(names.map((name) => [name, sql`${new Place(name)}`]));
    return this.#build(db, given as unknown as Given<P>).compile();
  }
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, index) => name === right[index]);
}

/** A statement that `build` writes; it runs once, at the first use. */
export function statement<P extends object, R>(
  build: (db: Db, given: Given<P>) => Compilable<R>,
): Statement<P, R> {
  return new Statement(build);
}
