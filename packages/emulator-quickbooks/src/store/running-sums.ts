import { Decimal } from "decimal.js";
import type { Posting, PostingParty } from "./posting.ts";
import type { StoredRecord } from "./stored-record.ts";

/**
 * The balances of accounts, customers and vendors, kept as records come and go: a balance is read at
 * once, whether three transactions made it or fifty thousand. Exact, in decimal.
 *
 * What a record adds is taken from its own postings alone, so that an undo needs no memory.
 */
export class RunningSums {
  readonly #sums = new Map<string, Decimal>();

  /** Debits less credits of an account, in the company's currency. */
  accountBalance(id: string): number {
    return this.#total(`account:${id}`);
  }

  /** The same, in the account's own currency. */
  accountBalanceInItsCurrency(id: string): number {
    return this.#total(`foreign:${id}`);
  }

  /** Debits less credits on receivables and payables of a party, in its own currency. */
  partyBalance({ type, id }: PostingParty): number {
    return this.#total(`party:${type}:${id}`);
  }

  /** The record `previous`, if any, is replaced by `next`, if any. */
  update(previous: StoredRecord | undefined, next: StoredRecord | undefined): void {
    if (previous?.postings === next?.postings) return;
    for (const posting of previous?.postings ?? []) this.#book(posting, -1);
    for (const posting of next?.postings ?? []) this.#book(posting, 1);
  }

  clear(): void {
    this.#sums.clear();
  }

  #total(key: string): number {
    return this.#sums.get(key)?.toNumber() ?? 0;
  }

  #book({ account, amount, home, party }: Posting, sign: 1 | -1): void {
    this.#add(`account:${account}`, sign * home);
    this.#add(`foreign:${account}`, sign * amount);
    if (party !== undefined) this.#add(`party:${party.type}:${party.id}`, sign * amount);
  }

  #add(key: string, amount: number): void {
    const sum = (this.#sums.get(key) ?? ZERO).plus(amount);
    if (sum.isZero()) this.#sums.delete(key);
    else this.#sums.set(key, sum);
  }
}

const ZERO = new Decimal(0);
