/**
 * Which records were carried over from one system, of one mapping, in the last stretch of time. Each counts once,
 * however often it changed. In memory, and small: what grows beyond the guard's limit is held and counts no more.
 */
export class ChangeWindow {
  /** Seconds since 1970 by link, the oldest first: both are numbers that take no room of their own. */
  readonly #times = new Map<number, number>();

  /** How many there are since `from`, milliseconds, this one included whether or not it is among them. */
  countWith(linkId: string, from: number): number {
    this.#forgetBefore(from);
    return this.#times.size + (this.#times.has(Number(linkId)) ? 0 : 1);
  }

  note(linkId: string, at: number): void {
    const key = Number(linkId);
    this.#times.delete(key);
    this.#times.set(key, Math.floor(at / 1_000));
  }

  /** Milliseconds; null while there is none. */
  get first(): number | null {
    const { value } = this.#times.values().next();
    return value === undefined ? null : value * 1_000;
  }

  get size(): number {
    return this.#times.size;
  }

  clear(): void {
    this.#times.clear();
  }

  #forgetBefore(from: number): void {
    for (const [link, at] of this.#times) {
      if (at * 1_000 >= from) return;
      this.#times.delete(link);
    }
  }
}
