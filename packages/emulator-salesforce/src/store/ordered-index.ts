/**
 * Keys of documents in the order of one field's values, equal values in the order of their keys: for
 * ranges, sorting and counting without looking at each row. Entries lie in short sorted chunks, so a
 * write moves at most one chunk and 250,000 entries are a few hundred chunks.
 */

/** What entries are sorted by: null first, then numbers and booleans by size, texts by code units. */
export type OrderKey = string | number | boolean | null;

/** A stretch of the order. An end that is not given is open. */
export interface Bounds {
  readonly from?: Bound;
  readonly to?: Bound;
}

export interface Bound {
  readonly value: OrderKey;
  /** Whether the value itself belongs to the stretch. */
  readonly inclusive: boolean;
}

interface Chunk {
  readonly values: OrderKey[];
  readonly keys: string[];
}

const CHUNK_MAX = 512;

/** A position: before the entry `at` of chunk `chunk`. */
interface Position {
  readonly chunk: number;
  readonly at: number;
}

export class OrderedIndex {
  readonly #chunks: Chunk[] = [];
  #size = 0;

  /** Takes entries in any order. */
  constructor(entries: Iterable<readonly [OrderKey, string]>) {
    const sorted = [...entries].sort((a, b) => compareEntries(a[0], a[1], b[0], b[1]));
    for (let start = 0; start < sorted.length; start += CHUNK_MAX / 2) {
      const part = sorted.slice(start, start + CHUNK_MAX / 2);
      this.#chunks.push({ values: part.map(([value]) => value), keys: part.map(([, key]) => key) });
    }
    this.#size = sorted.length;
  }

  get size(): number {
    return this.#size;
  }

  insert(value: OrderKey, key: string): void {
    this.#size += 1;
    const position = this.#find(value, key);
    // An entry between two chunks goes to the end of the first, which keeps growing at the end cheap.
    const chunk = position.at === 0 && position.chunk > 0 ? position.chunk - 1 : position.chunk;
    const target = this.#chunks[chunk];
    if (target === undefined) {
      this.#chunks.push({ values: [value], keys: [key] });
      return;
    }
    const at = chunk === position.chunk ? position.at : target.keys.length;
    target.values.splice(at, 0, value);
    target.keys.splice(at, 0, key);
    if (target.keys.length > CHUNK_MAX) this.#split(chunk, target);
  }

  /** Nothing happens when there is no such entry. */
  delete(value: OrderKey, key: string): void {
    const { chunk, at } = this.#find(value, key);
    const target = this.#chunks[chunk];
    if (target === undefined || target.keys[at] !== key) return;
    target.values.splice(at, 1);
    target.keys.splice(at, 1);
    if (target.keys.length === 0) this.#chunks.splice(chunk, 1);
    this.#size -= 1;
  }

  /** How many entries lie within the bounds. */
  count(bounds: Bounds): number {
    const from = this.#start(bounds);
    const to = this.#end(bounds);
    if (from.chunk > to.chunk) return 0;
    let total = to.at - from.at;
    for (let chunk = from.chunk; chunk < to.chunk; chunk += 1) {
      total += this.#chunks[chunk]?.keys.length ?? 0;
    }
    return Math.max(0, total);
  }

  /** Entries within the bounds in rising order; live, so the index must not change meanwhile. */
  *ascending(bounds: Bounds): Generator<readonly [OrderKey, string]> {
    const { chunk: last, at: end } = this.#end(bounds);
    let { chunk, at } = this.#start(bounds);
    for (; chunk <= last; chunk += 1, at = 0) {
      const { values = [], keys = [] } = this.#chunks[chunk] ?? {};
      const stop = chunk === last ? end : keys.length;
      for (; at < stop; at += 1) yield [values[at] ?? null, keys[at] ?? ""];
    }
  }

  /** The same entries in falling order of values; equal values still in rising order of keys. */
  *descending(bounds: Bounds): Generator<readonly [OrderKey, string]> {
    const { chunk: first, at: start } = this.#start(bounds);
    let { chunk, at } = this.#end(bounds);
    let equal: (readonly [OrderKey, string])[] = [];
    for (; chunk >= first; chunk -= 1, at = this.#chunks[chunk]?.keys.length ?? 0) {
      const { values = [], keys = [] } = this.#chunks[chunk] ?? {};
      const stop = chunk === first ? start : 0;
      for (at -= 1; at >= stop; at -= 1) {
        const entry = [values[at] ?? null, keys[at] ?? ""] as const;
        if (equal[0] !== undefined && equal[0][0] !== entry[0]) {
          yield* equal.reverse();
          equal = [];
        }
        equal.push(entry);
      }
    }
    yield* equal.reverse();
  }

  #split(position: number, chunk: Chunk): void {
    const half = chunk.keys.length >> 1;
    const right = { values: chunk.values.splice(half), keys: chunk.keys.splice(half) };
    this.#chunks.splice(position + 1, 0, right);
  }

  #start({ from }: Bounds): Position {
    if (from === undefined) return { chunk: 0, at: 0 };
    return this.#find(from.value, from.inclusive ? undefined : AFTER_ALL_KEYS);
  }

  #end({ to }: Bounds): Position {
    if (to === undefined) return { chunk: this.#chunks.length, at: 0 };
    return this.#find(to.value, to.inclusive ? AFTER_ALL_KEYS : undefined);
  }

  /** Where the first entry not below (value, key) stands; without a key, before all of the value. */
  #find(value: OrderKey, key: string | undefined): Position {
    let low = 0;
    let high = this.#chunks.length;
    // The first chunk whose last entry is not below.
    while (low < high) {
      const middle = (low + high) >> 1;
      const { values = [], keys = [] } = this.#chunks[middle] ?? {};
      const last = keys.length - 1;
      if (compareEntries(values[last] ?? null, keys[last] ?? "", value, key) < 0) low = middle + 1;
      else high = middle;
    }
    const { values = [], keys = [] } = this.#chunks[low] ?? {};
    let from = 0;
    let to = keys.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (compareEntries(values[middle] ?? null, keys[middle] ?? "", value, key) < 0) {
        from = middle + 1;
      } else to = middle;
    }
    return { chunk: low, at: from };
  }
}

/** Above every key: keys are texts of ordinary characters. */
const AFTER_ALL_KEYS = "\uffff\uffff";

/** By value, then by key; no key stands before all keys. */
function compareEntries(
  value: OrderKey,
  key: string,
  otherValue: OrderKey,
  otherKey: string | undefined,
): number {
  const order = compareKeys(value, otherValue);
  if (order !== 0) return order;
  if (otherKey === undefined) return 1;
  return key < otherKey ? -1 : key > otherKey ? 1 : 0;
}

/** The order of the index; values of different types by the names of their types. */
export function compareKeys(left: OrderKey, right: OrderKey): number {
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  if (typeof left !== typeof right) return typeof left < typeof right ? -1 : 1;
  return left < right ? -1 : 1;
}
