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

type Index = Map<string, Set<string>>;

const EMPTY: ReadonlyMap<string, Document> = new Map();
const NO_KEYS: ReadonlySet<string> = new Set();

/** Not for sharing between orgs; all calls are synchronous. */
export class DocumentStore {
  #collections = new Map<string, Map<string, Document>>();
  readonly #indexes = new Map<string, Map<string, Index>>();
  #undo: Undo[] = [];

  /** The document of a key, if there is one. */
  get(collection: string, key: string): Document | undefined {
    return this.#collections.get(collection)?.get(key);
  }

  /** All documents of a collection by key; live, so not to be changed while it is read. */
  all(collection: string): ReadonlyMap<string, Document> {
    return this.#collections.get(collection) ?? EMPTY;
  }

  /** Stores a document in place of the one before. */
  put(collection: string, key: string, document: Document): void {
    this.#undo.push({ collection, key, before: this.get(collection, key) });
    this.#write(collection, key, document);
  }

  /** Forgets a document; nothing happens when there is none. */
  remove(collection: string, key: string): void {
    const before = this.get(collection, key);
    if (before === undefined) return;
    this.#undo.push({ collection, key, before });
    this.#write(collection, key, undefined);
  }

  /** Keeps an index on one field of a collection from now on. Strings are indexed in lower case. */
  defineIndex(collection: string, field: string): void {
    const fields = this.#indexes.get(collection) ?? new Map<string, Index>();
    if (fields.has(field)) return;
    const index: Index = new Map();
    this.#indexes.set(collection, fields.set(field, index));
    for (const [key, document] of this.all(collection)) addTo(index, document[field], key);
  }

  /** Whether `lookup` can be asked for this field. */
  hasIndex(collection: string, field: string): boolean {
    return this.#indexes.get(collection)?.has(field) ?? false;
  }

  /** Keys of the documents whose indexed field equals the value, ignoring case. */
  lookup(collection: string, field: string, value: unknown): ReadonlySet<string> {
    const index = this.#indexes.get(collection)?.get(field);
    if (index === undefined) throw new Error(`No index on ${collection}.${field}`);
    return index.get(indexKey(value)) ?? NO_KEYS;
  }

  /** A mark to go back to; valid until the changes are taken. */
  savepoint(): number {
    return this.#undo.length;
  }

  /** Takes back every write since the mark, newest first. */
  rollbackTo(savepoint: number): void {
    while (this.#undo.length > savepoint) {
      const entry = this.#undo.pop();
      if (entry !== undefined) this.#write(entry.collection, entry.key, entry.before);
    }
  }

  /** The net changes since the last take, in order of first touch; the undo log starts anew. */
  takeChanges(): readonly Change[] {
    const first = new Map<string, Undo>();
    for (const entry of this.#undo) {
      const id = `${entry.collection}\n${entry.key}`;
      if (!first.has(id)) first.set(id, entry);
    }
    this.#undo = [];
    const changes: Change[] = [];
    for (const { collection, key, before } of first.values()) {
      const after = this.get(collection, key);
      if (after !== before) changes.push({ collection, key, before, after });
    }
    return changes;
  }

  /** The state as it is now; later writes do not show in it. */
  snapshot(): Snapshot {
    return new Map([...this.#collections].map(([name, rows]) => [name, new Map(rows)]));
  }

  /** Replaces everything by the snapshot and forgets the undo log; indexes are rebuilt. */
  restore(snapshot: Snapshot): void {
    this.#collections = new Map([...snapshot].map(([name, rows]) => [name, new Map(rows)]));
    this.#undo = [];
    for (const [collection, fields] of this.#indexes) {
      for (const [field, index] of fields) {
        index.clear();
        for (const [key, document] of this.all(collection)) addTo(index, document[field], key);
      }
    }
  }

  #write(collection: string, key: string, document: Document | undefined): void {
    const rows = this.#collections.get(collection) ?? new Map<string, Document>();
    const before = rows.get(key);
    if (document === undefined) rows.delete(key);
    else rows.set(key, document);
    this.#collections.set(collection, rows);
    for (const [field, index] of this.#indexes.get(collection) ?? []) {
      if (before !== undefined) removeFrom(index, before[field], key);
      if (document !== undefined) addTo(index, document[field], key);
    }
  }
}

/** Values of different types never meet, and case does not matter. */
function indexKey(value: unknown): string {
  return typeof value === "string" ? `s${value.toLowerCase()}` : `v${JSON.stringify(value)}`;
}

/** Null is not indexed: no rule looks for it. */
function addTo(index: Index, value: unknown, key: string): void {
  if (value === null || value === undefined) return;
  const id = indexKey(value);
  const keys = index.get(id);
  if (keys === undefined) index.set(id, new Set([key]));
  else keys.add(key);
}

/** Empty entries go, or the index would grow for ever. */
function removeFrom(index: Index, value: unknown, key: string): void {
  const id = indexKey(value);
  const keys = index.get(id);
  keys?.delete(key);
  if (keys?.size === 0) index.delete(id);
}
