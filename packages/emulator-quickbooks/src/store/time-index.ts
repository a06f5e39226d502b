/** What stands in the index: the value and the moment it was put under. */
interface Entry<T> {
  readonly at: number;
  readonly value: T;
}

/** How many entries more than values may stand before the dead ones are dropped. */
const SLACK = 64;

/**
 * Values in the order of a time that mostly grows, such as LastUpdatedTime. Entries are appended; a
 * value that was taken out leaves a dead entry behind, which a later clean-up drops. So a change costs
 * the same at any size, and a window of time is found by bisection. Only when a value was put under an
 * earlier time than the last (a loaded company, an undone write) does the next read sort again.
 */
export class TimeIndex<T extends object> {
  #entries: Entry<T>[] = [];
  #isSorted = true;
  readonly #live = new Set<T>();
  readonly #timeOf: (value: T) => number;
  readonly #compare: (a: T, b: T) => number;

  /** `compare` orders values of one time. */
  constructor(timeOf: (value: T) => number, compare: (a: T, b: T) => number) {
    this.#timeOf = timeOf;
    this.#compare = compare;
  }

  get size(): number {
    return this.#live.size;
  }

  add(value: T): void {
    const at = this.#timeOf(value);
    const last = this.#entries.at(-1);
    if (last !== undefined && this.#order(last, { at, value }) > 0) this.#isSorted = false;
    this.#entries.push({ at, value });
    this.#live.add(value);
  }

  /** Without effect on a value that is not there. */
  remove(value: T): void {
    this.#live.delete(value);
    if (this.#entries.length > 2 * this.#live.size + SLACK) this.#tidy();
  }

  /** At most how many values stand in the window: dead entries count too. */
  countAtMost(from: number, until: number): number {
    this.#sort();
    return Math.max(0, this.#firstAt(until, true) - this.#firstAt(from, false));
  }

  /** The values from one moment to another, both included, oldest first. */
  *between(from: number, until: number): Generator<T> {
    this.#sort();
    const entries = this.#entries;
    let previous: T | undefined;
    for (let at = this.#firstAt(from, false); at < entries.length; at += 1) {
      const entry = entries[at];
      if (entry === undefined || entry.at > until) return;
      // A write that was undone may have left the same value twice, with nothing alive between.
      if (!this.#live.has(entry.value) || entry.value === previous) continue;
      yield entry.value;
      previous = entry.value;
    }
  }

  /** All values, latest first. */
  latestFirst(): T[] {
    return [...this.between(-Infinity, Infinity)].toReversed();
  }

  #order(a: Entry<T>, b: Entry<T>): number {
    return a.at - b.at || this.#compare(a.value, b.value);
  }

  #sort(): void {
    if (this.#isSorted) return;
    this.#tidy();
    this.#entries.sort((a, b) => this.#order(a, b));
    this.#isSorted = true;
  }

  /** Drops dead entries and second ones of a value. */
  #tidy(): void {
    const seen = new Set<T>();
    this.#entries = this.#entries.filter(({ value }) => {
      if (!this.#live.has(value) || seen.has(value)) return false;
      seen.add(value);
      return true;
    });
  }

  /** The place of the first entry at or after `moment`; strictly after it when `isAfter`. */
  #firstAt(moment: number, isAfter: boolean): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = this.#entries[middle]?.at ?? 0;
      if (at < moment || (isAfter && at === moment)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
