/**
 * Keyed randomness: each draw depends on the seed, the place that asks and how often it asked before,
 * and on nothing else. So dropping one operation of a scenario leaves all other draws as they were,
 * which is what lets a failing scenario shrink.
 */
import { hash } from "node:crypto";
import type { Random } from "@accord-sync/core/ports/clock.ts";

export class KeyedRandom implements Random {
  readonly #seed: string;
  readonly #asked = new Map<string, number>();

  constructor(seed: string) {
    this.#seed = seed;
  }

  fraction(site: string, ...ids: readonly string[]): number {
    return Number.parseInt(this.#draw(keyOf(site, ids)).slice(0, 8), 16) / 0x1_0000_0000;
  }

  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number, site: string, ...ids: readonly string[]): number {
    return min + Math.floor(this.fraction(site, ...ids) * (max - min + 1));
  }

  /** True with probability `chance`. */
  happens(chance: number, site: string, ...ids: readonly string[]): boolean {
    if (chance > 0) return this.fraction(site, ...ids) < chance;
    // What cannot happen is counted all the same, so that a fault that is switched on later strikes where it did.
    this.#count(keyOf(site, ids));
    return false;
  }

  pick<T>(choices: readonly T[], site: string, ...ids: readonly string[]): T {
    const choice = choices[Math.floor(this.fraction(site, ...ids) * choices.length)];
    if (choice === undefined) throw new RangeError(`nothing to pick from at ${site}`);
    return choice;
  }

  id(site: string): string {
    return this.#draw(`id ${site}`).slice(0, 32);
  }

  /** 64 hexadecimal digits. */
  #draw(key: string): string {
    const count = this.#count(key);
    return hash("sha256", `${this.#seed}\u0000${key}\u0000${count}`);
  }

  /** How often this key was asked for before. */
  #count(key: string): number {
    const count = this.#asked.get(key) ?? 0;
    this.#asked.set(key, count + 1);
    return count;
  }
}

function keyOf(site: string, ids: readonly string[]): string {
  return ids.length === 0 ? site : [site, ...ids].join("\u0000");
}
