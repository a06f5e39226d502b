import type { HashIndex } from "./hash-index.ts";
import type { OrderedIndex } from "./ordered-index.ts";
import { type KeyOf, type KeysOf, Table } from "./table.ts";

/**
 * The org's memory: named collections of immutable documents, with secondary indexes, an undo log and
 * snapshots. It knows nothing of Salesforce. Order of a change:
 *
 *   savepoint() ─ put()/remove() … ─┬─ rollbackTo(savepoint)   as if nothing had happened
 *                                   └─ takeChanges()           the net changes since the last take
 *
 * Documents must not be mutated after `put`; snapshots share them.
 */

/** What a field of a record can hold. */
export type Scalar = string | number | boolean | null;
/** A JSON object as the store holds it; never mutated. */
export type Document = Readonly<Record<string, unknown>>;

/** The net effect of a transaction on one document; `undefined` means it does not exist. */
export interface Change {
  readonly collection: string;
  readonly key: string;
  readonly before: Document | undefined;
  readonly after: Document | undefined;
}

/** Documents by collection, in insertion order. Cheap for small worlds: only references are copied. */
export type Snapshot = ReadonlyMap<string, ReadonlyMap<string, Document>>;

/** How to take one write back. */
interface Undo {
  readonly collection: string;
  readonly key: string;
  readonly before: Document | undefined;
}

const EMPTY: ReadonlyMap<string, Document> = new Map();

interface Derivation {
  readonly documents: () => ReadonlyMap<string, Document>;
  readonly sourceOf: (() => unknown) | undefined;
  source: unknown;
}

/** Not for sharing between orgs; all calls are synchronous. */
export class DocumentStore {
  readonly #tables = new Map<string, Table>();
  readonly #lasting = new Set<string>();
  /** How derived collections come about that nobody has read yet, or that may have to be made anew. */
  readonly #underived = new Map<string, Derivation>();
  readonly #derived = new Set<string>();
  #undo: Undo[] = [];

  /** The document of a key, if there is one. */
  get(collection: string, key: string): Document | undefined {
    this.#derive(collection);
    return this.#tables.get(collection)?.rows.get(key);
  }

  /** All documents of a collection by key; live, so not to be changed while it is read. */
  all(collection: string): ReadonlyMap<string, Document> {
    this.#derive(collection);
    return this.#tables.get(collection)?.rows ?? EMPTY;
  }

  /** The same in the order of their keys. */
  sorted(collection: string): ReadonlyMap<string, Document> {
    this.#derive(collection);
    return this.#tables.get(collection)?.sortedRows ?? EMPTY;
  }

  /**
   * Declares a collection that follows from something else: its documents are made when they are first
   * read, and are no part of snapshots and changes. It must not be written. With `sourceOf` they are made
   * anew when it gives another value than at the last time.
   */
  derive(
    collection: string,
    documents: () => ReadonlyMap<string, Document>,
    sourceOf?: () => unknown,
  ): void {
    this.#table(collection);
    this.#derived.add(collection);
    this.#underived.set(collection, { documents, sourceOf, source: undefined });
  }

  /** Stores a document in place of the one before. */
  put(collection: string, key: string, document: Document): void {
    const table = this.#table(collection);
    this.#undo.push({ collection, key, before: table.rows.get(key) });
    table.write(key, document);
  }

  /** Forgets a document; nothing happens when there is none. */
  remove(collection: string, key: string): void {
    const before = this.get(collection, key);
    if (before === undefined) return;
    this.#undo.push({ collection, key, before });
    this.#table(collection).write(key, undefined);
  }

  /** Lets one field of a collection be looked up. The index itself is built at the first look-up. */
  defineIndex(collection: string, field: string): void {
    this.#table(collection).declare(field);
  }

  /** Whether `lookup` can be asked for this field. */
  hasIndex(collection: string, field: string): boolean {
    return this.#tables.get(collection)?.isDeclared(field) ?? false;
  }

  /** Keys of the documents whose indexed field equals the value, ignoring case. */
  lookup(collection: string, field: string, value: unknown): ReadonlySet<string> {
    return this.hashIndex(collection, field).find(value);
  }

  /** The index that `lookup` uses; live. */
  hashIndex(collection: string, field: string): HashIndex {
    const table = this.#table(collection);
    if (!table.isDeclared(field)) throw new Error(`No index on ${collection}.${field}`);
    return table.hash(field);
  }

  /** Documents by keys worked out of the whole document; built at the first call, then kept. */
  keyIndex(collection: string, name: string, keysOf: KeysOf): HashIndex {
    return this.#table(collection).keyed(name, keysOf);
  }

  /**
   * Documents in the order of a field; built at the first call, then kept. `keyOf` must be the same
   * function of the field's value at every call.
   */
  orderedIndex(collection: string, field: string, keyOf: KeyOf): OrderedIndex {
    return this.#table(collection).ordered(field, keyOf);
  }

  /** Whether `orderedIndex` was asked for before, so that it costs nothing now. */
  hasOrderedIndex(collection: string, field: string): boolean {
    return this.#tables.get(collection)?.isOrdered(field) ?? false;
  }

  /** A mark to go back to; valid until the changes are taken. */
  savepoint(): number {
    return this.#undo.length;
  }

  /** Lets the writes of a collection stand when a transaction is taken back, as sequences do. */
  keepOnRollback(collection: string): void {
    this.#lasting.add(collection);
  }

  /** Takes back every write since the mark, newest first. */
  rollbackTo(savepoint: number): void {
    const kept: Undo[] = [];
    while (this.#undo.length > savepoint) {
      const entry = this.#undo.pop();
      if (entry === undefined) continue;
      if (this.#lasting.has(entry.collection)) kept.push(entry);
      else this.#table(entry.collection).write(entry.key, entry.before);
    }
    if (kept.length > 0) this.#undo.push(...kept.toReversed());
  }

  /** The net changes since the last take, in order of first touch; the undo log starts anew. */
  takeChanges(): readonly Change[] {
    const undo = this.#undo;
    if (undo.length === 0) return [];
    this.#undo = [];
    const seen = new Map<string, Set<string>>();
    const changes: Change[] = [];
    for (const { collection, key, before } of undo) {
      let keys = seen.get(collection);
      if (keys === undefined) seen.set(collection, (keys = new Set()));
      if (keys.has(key)) continue;
      keys.add(key);
      const after = this.get(collection, key);
      if (after !== before) changes.push({ collection, key, before, after });
    }
    return changes;
  }

  /** The state as it is now; later writes do not show in it. */
  snapshot(): Snapshot {
    const own = [...this.#tables].filter(([name]) => !this.#derived.has(name));
    return new Map(own.map(([name, table]) => [name, new Map(table.rows)]));
  }

  /** Replaces everything by the snapshot and forgets the undo log. */
  restore(snapshot: Snapshot): void {
    this.#undo = [];
    for (const [name, table] of this.#tables) {
      if (!this.#derived.has(name)) table.replace(snapshot.get(name) ?? EMPTY);
    }
    for (const [name, rows] of snapshot) {
      if (!this.#tables.has(name)) this.#tables.set(name, new Table(rows));
    }
  }

  #derive(collection: string): void {
    const derivation = this.#underived.get(collection);
    if (derivation === undefined) return;
    if (derivation.sourceOf === undefined) this.#underived.delete(collection);
    else {
      const source = derivation.sourceOf();
      if (source === derivation.source) return;
      derivation.source = source;
    }
    this.#tables.get(collection)?.replace(derivation.documents());
  }

  #table(collection: string): Table {
    if (this.#underived.size > 0) this.#derive(collection);
    const known = this.#tables.get(collection);
    if (known !== undefined) return known;
    const table = new Table();
    this.#tables.set(collection, table);
    return table;
  }
}
