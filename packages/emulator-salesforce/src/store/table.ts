import type { Document } from "./document-store.ts";
import { HashIndex } from "./hash-index.ts";
import { OrderedIndex, type OrderKey } from "./ordered-index.ts";

/** How a field's value is sorted. */
export type KeyOf = (value: unknown) => OrderKey;

/** The keys under which a document is to be found. */
export type KeysOf = (document: Document) => readonly string[];

/**
 * One collection of the store with its indexes. An index is built when it is first asked for and kept
 * up to date from then on: worlds that never ask pay nothing.
 */
export class Table {
  #rows: Map<string, Document>;
  readonly #declared = new Set<string>();
  #hashes = new Map<string, HashIndex>();
  #ordered = new Map<string, { readonly index: OrderedIndex; readonly keyOf: KeyOf }>();
  #keyed = new Map<string, { readonly index: HashIndex; readonly keysOf: KeysOf }>();
  /** Whether the rows lie in the order of their keys, as they do while keys count up. */
  #isInKeyOrder = true;
  #lastKey = "";

  constructor(rows: ReadonlyMap<string, Document> = new Map()) {
    this.#rows = new Map();
    this.replace(rows);
  }

  get rows(): ReadonlyMap<string, Document> {
    return this.#rows;
  }

  /** The rows in the order of their keys. */
  get sortedRows(): ReadonlyMap<string, Document> {
    if (!this.#isInKeyOrder) {
      this.#rows = new Map([...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1)));
      this.#isInKeyOrder = true;
    }
    return this.#rows;
  }

  write(key: string, document: Document | undefined): void {
    const before = this.#rows.get(key);
    if (document === undefined) this.#rows.delete(key);
    else this.#rows.set(key, document);
    if (before === undefined && document !== undefined) this.#noteKey(key);
    for (const [field, index] of this.#hashes) {
      const [old, now] = [before?.[field], document?.[field]];
      if (old === now) continue;
      index.remove(old, key);
      index.add(now, key);
    }
    for (const { index, keysOf } of this.#keyed.values()) {
      if (before !== undefined) for (const each of keysOf(before)) index.remove(each, key);
      if (document !== undefined) for (const each of keysOf(document)) index.add(each, key);
    }
    for (const [field, { index, keyOf }] of this.#ordered) {
      const [old, now] = [before?.[field], document?.[field]];
      if (before !== undefined && document !== undefined && old === now) continue;
      if (before !== undefined) index.delete(keyOf(old), key);
      if (document !== undefined) index.insert(keyOf(now), key);
    }
  }

  /** Other rows in place of all; indexes are built anew when they are asked for. */
  replace(rows: ReadonlyMap<string, Document>): void {
    this.#rows = new Map(rows);
    this.#hashes = new Map();
    this.#ordered = new Map();
    this.#keyed = new Map();
    this.#isInKeyOrder = true;
    this.#lastKey = "";
    for (const key of rows.keys()) this.#noteKey(key);
  }

  declare(field: string): void {
    this.#declared.add(field);
  }

  isDeclared(field: string): boolean {
    return this.#declared.has(field);
  }

  hash(field: string): HashIndex {
    const known = this.#hashes.get(field);
    if (known !== undefined) return known;
    const index = new HashIndex();
    for (const [key, document] of this.#rows) index.add(document[field], key);
    this.#hashes.set(field, index);
    return index;
  }

  isOrdered(field: string): boolean {
    return this.#ordered.has(field);
  }

  ordered(field: string, keyOf: KeyOf): OrderedIndex {
    const known = this.#ordered.get(field);
    if (known !== undefined) return known.index;
    const entries = [...this.#rows].map(([key, document]): readonly [OrderKey, string] => [
      keyOf(document[field]),
      key,
    ]);
    const index = new OrderedIndex(entries);
    this.#ordered.set(field, { index, keyOf });
    return index;
  }

  /** An index by keys that are worked out of the whole document; the first function of a name counts. */
  keyed(name: string, keysOf: KeysOf): HashIndex {
    const known = this.#keyed.get(name);
    if (known !== undefined) return known.index;
    const index = new HashIndex();
    for (const [key, document] of this.#rows) {
      for (const each of keysOf(document)) index.add(each, key);
    }
    this.#keyed.set(name, { index, keysOf });
    return index;
  }

  #noteKey(key: string): void {
    if (key < this.#lastKey) this.#isInKeyOrder = false;
    else this.#lastKey = key;
  }
}
