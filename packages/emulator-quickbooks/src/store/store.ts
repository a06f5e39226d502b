/**
 * The company's memory: immutable values in named tables, with the indexes that reads need.
 *
 * Every change goes through `write`, which journals the previous value. `transact` makes a request
 * atomic: if its work throws, the journal is undone in reverse; otherwise the changes are handed to
 * `onCommit` (the folder's log) before the caller answers. Values are replaced as a whole and never
 * changed in place, so a snapshot is a shallow copy of the tables.
 */

import { isRecord, RecordIndexes } from "./record-indexes.ts";
import { RunningSums } from "./running-sums.ts";
import { STATE_NAMES, type StateName, type StateTables } from "./state-tables.ts";
import {
  ENTITY_TYPES,
  type Deletion,
  type EntityType,
  type StoredRecord,
} from "./stored-record.ts";

/** One value put (or, with `value` undefined, removed) under a key of a table. */
export interface Change {
  readonly table: EntityType | StateName;
  readonly key: string;
  readonly value?: unknown;
}

export type Snapshot = ReadonlyMap<string, ReadonlyMap<string, unknown>>;

/** Reads are free at any time; writes need a running `transact`. */
export class Store {
  readonly #tables = new Map<string, Map<string, unknown>>();
  readonly #onCommit: (changes: readonly Change[]) => void;
  #journal: { readonly change: Change; readonly previous: unknown }[] | undefined;
  readonly indexes: RecordIndexes = new RecordIndexes();
  readonly sums: RunningSums = new RunningSums();

  constructor(onCommit: (changes: readonly Change[]) => void = () => {}) {
    this.#onCommit = onCommit;
    for (const name of [...ENTITY_TYPES, ...STATE_NAMES]) this.#tables.set(name, new Map());
  }

  record(type: EntityType, id: string): StoredRecord | undefined {
    return this.#table(type).get(id) as StoredRecord | undefined;
  }

  /** All records of a type, in the order of their creation. */
  records(type: EntityType): IterableIterator<StoredRecord> {
    return this.#table(type).values() as IterableIterator<StoredRecord>;
  }

  count(table: EntityType | StateName): number {
    return this.#table(table).size;
  }

  /** Number of values in all tables. */
  get size(): number {
    return [...this.#tables.values()].reduce((sum, table) => sum + table.size, 0);
  }

  putRecord(record: StoredRecord): void {
    this.#write({ table: record.type, key: record.id, value: record });
  }

  removeRecord(type: EntityType, id: string): void {
    this.#write({ table: type, key: id });
  }

  state<N extends StateName>(name: N, key: string): StateTables[N] | undefined {
    return this.#table(name).get(key) as StateTables[N] | undefined;
  }

  states<N extends StateName>(name: N): IterableIterator<[string, StateTables[N]]> {
    return this.#table(name).entries() as IterableIterator<[string, StateTables[N]]>;
  }

  putState<N extends StateName>(name: N, key: string, value: StateTables[N]): void {
    this.#write({ table: name, key, value });
  }

  removeState(name: StateName, key: string): void {
    if (this.#table(name).has(key)) this.#write({ table: name, key });
  }

  /** The next number of a counter, e.g. the ids that customers, vendors and employees share. */
  next(counter: string): number {
    const value = (this.state("counter", counter) ?? 0) + 1;
    this.putState("counter", counter, value);
    return value;
  }

  /**
   * Runs `work` as one change: all of it is kept and logged, or (if it throws) none of it. Inside a
   * running transaction it is a savepoint: a throw undoes only its own part.
   */
  transact<R>(work: () => R): R {
    const outer = this.#journal;
    const journal = outer ?? [];
    const mark = journal.length;
    this.#journal = journal;
    try {
      const result = work();
      if (outer === undefined && journal.length > 0) {
        this.#onCommit(lastChanges(journal.map((entry) => entry.change)));
      }
      return result;
    } catch (error) {
      for (const { change, previous } of journal.splice(mark).toReversed()) {
        this.#apply({ table: change.table, key: change.key, value: previous });
      }
      throw error;
    } finally {
      this.#journal = outer;
    }
  }

  /** Takes changes over from a log or a seed without journalling them. */
  load(changes: Iterable<Change>): void {
    for (const change of changes) this.#apply(change);
  }

  /** Every value, as the changes that would rebuild the store. */
  *dump(): Generator<Change> {
    for (const [table, values] of this.#tables) {
      for (const [key, value] of values) yield { table: table as Change["table"], key, value };
    }
  }

  /** A copy of the tables; values are shared because they never change in place. */
  snapshot(): Snapshot {
    return new Map([...this.#tables].map(([name, values]) => [name, new Map(values)]));
  }

  restore(snapshot: Snapshot): void {
    this.indexes.clear();
    this.sums.clear();
    for (const [name, values] of this.#tables) {
      values.clear();
      for (const [key, value] of snapshot.get(name) ?? []) {
        this.#apply({ table: name as Change["table"], key, value });
      }
    }
  }

  /**
   * Replaces everything by the given changes and logs the whole as one commit. Counters alone never go
   * back: an id that was once given out is never given to another record.
   */
  reset(changes: Iterable<Change>): void {
    this.transact(() => {
      const reached = [...this.states("counter")];
      const old = [...this.dump()];
      for (const change of old) this.#write({ table: change.table, key: change.key });
      for (const change of changes) this.#write(change);
      for (const [counter, value] of reached) {
        this.putState("counter", counter, Math.max(value, this.state("counter", counter) ?? 0));
      }
    });
  }

  #table(name: EntityType | StateName): Map<string, unknown> {
    const table = this.#tables.get(name);
    if (table === undefined) throw new Error(`no table ${name}`);
    return table;
  }

  #write(change: Change): void {
    if (this.#journal === undefined) throw new Error("a write outside a transaction");
    this.#journal.push({ change, previous: this.#table(change.table).get(change.key) });
    this.#apply(change);
  }

  #apply(change: Change): void {
    const table = this.#table(change.table);
    const previous = table.get(change.key);
    if (change.value === undefined) table.delete(change.key);
    else table.set(change.key, change.value);
    const [before, after] = [previous, change.value].map((value) =>
      isRecord(value) ? value : undefined,
    );
    this.indexes.update(change.table, before, after);
    if (change.table === "deletion") {
      this.indexes.updateDeletion(
        previous as Deletion | undefined,
        change.value as Deletion | undefined,
      );
    }
    this.sums.update(before, after);
  }
}

/** Only the last value of each key matters to the log. */
function lastChanges(changes: readonly Change[]): Change[] {
  const last = new Map(changes.map((change) => [`${change.table}/${change.key}`, change]));
  return [...last.values()];
}
