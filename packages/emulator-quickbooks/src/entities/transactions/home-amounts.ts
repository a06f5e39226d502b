import { add, subtract } from "../../money.ts";
import type { Posting } from "../../store/posting.ts";
import type { Store } from "../../store/store.ts";
import { toHome } from "../currencies.ts";
import { standardAccount } from "./standard-accounts.ts";

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

/** The lines, and what they leave over at home because of their rates as realised gain or loss. */
export function withExchangeGain(lines: readonly Posting[], store: Store): readonly Posting[] {
  const gain = subtract(0, ...lines.map(({ home }) => home));
  if (gain === 0) return lines;
  const account = standardAccount(store, "ExchangeGainOrLoss");
  return [...lines, { account, amount: 0, home: gain }];
}

/** Money in its own currency and at home, both above or both below 0. */
export interface Amounts {
  readonly amount: number;
  readonly home: number;
}

/**
 * The home amount of the next `part` of a whole, after `earlier` was taken of it (all above 0): the parts
 * add up to what the whole has at home, however its lines were rounded.
 */
export function homeOfPart(whole: Amounts, rate: number, earlier: number, part: number): number {
  const upTo = (taken: number): number =>
    taken === Math.abs(whole.amount) ? Math.abs(whole.home) : toHome(taken, rate);
  return subtract(upTo(add(earlier, part)), upTo(earlier));
}

/** The same entries the other way round: a credit of what a bill charged. */
export function reversed(entries: readonly Entry[]): Entry[] {
  return entries.map((entry) => ({ ...entry, amount: subtract(0, entry.amount) }));
}
