import { subtract } from "../../money.ts";
import type { Posting } from "../../store/posting.ts";
import { toHome } from "../currencies.ts";

/** A posting whose home amount is still to be worked out. */
export type Entry = Omit<Posting, "home">;

/**
 * The entries in home currency. What the rounding of each leaves over falls on the first of them, so
 * that the books balance.
 */
export function inHome(entries: readonly Entry[], rate: number): Posting[] {
  const [first, ...others] = entries;
  if (first === undefined) return [];
  const rest = others.map((entry) => ({ ...entry, home: toHome(entry.amount, rate) }));
  return [{ ...first, home: subtract(0, ...rest.map(({ home }) => home)) }, ...rest];
}

/** The same entries the other way round: a credit of what a bill charged. */
export function reversed(entries: readonly Entry[]): Entry[] {
  return entries.map((entry) => ({ ...entry, amount: subtract(0, entry.amount) }));
}
