/**
 * Keys of documents by the value of one field. A value that only one document has costs one map entry;
 * a set is made for the second. Strings are found whatever their case; values of different types never
 * meet. Null, a missing value and `false` are not kept: nothing looks for them, and they are most rows.
 */

const NO_KEYS: ReadonlySet<string> = new Set();

export class HashIndex {
  readonly #keys = new Map<unknown, string | Set<string>>();

  add(value: unknown, key: string): void {
    if (!isKept(value)) return;
    const id = folded(value);
    const known = this.#keys.get(id);
    if (known === undefined) this.#keys.set(id, key);
    else if (typeof known !== "string") known.add(key);
    else if (known !== key) this.#keys.set(id, new Set([known, key]));
  }

  remove(value: unknown, key: string): void {
    if (!isKept(value)) return;
    const id = folded(value);
    const known = this.#keys.get(id);
    if (known === key) this.#keys.delete(id);
    else if (typeof known === "object") {
      known.delete(key);
      // Empty entries go, or the index would grow for ever.
      if (known.size === 0) this.#keys.delete(id);
    }
  }

  /** The keys of a value; live, so not to be held across writes. */
  find(value: unknown): ReadonlySet<string> {
    const known = isKept(value) ? this.#keys.get(folded(value)) : undefined;
    return known === undefined ? NO_KEYS : typeof known === "string" ? new Set([known]) : known;
  }

  /** How many documents have the value. */
  count(value: unknown): number {
    const known = isKept(value) ? this.#keys.get(folded(value)) : undefined;
    return known === undefined ? 0 : typeof known === "string" ? 1 : known.size;
  }
}

const isKept = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== false;

const folded = (value: unknown): unknown =>
  typeof value === "string"
    ? value.toLowerCase()
    : typeof value === "object"
      ? JSON.stringify(value)
      : value;
