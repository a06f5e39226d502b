/** Where a run stands and what it counted: the JSON of the ledger's `place` and `totals`, read and written here. */
import { type Amounts, NO_AMOUNTS } from "@accord-sync/core/integrity/money-sums.ts";
import type { IntegrityRun } from "@accord-sync/ledger/integrity-runs.ts";

export interface Place {
  /** Comparing: links first, then each part of the survey by its number. */
  readonly part: number | "links";
  /** Within that, the last link or record that is through. */
  readonly after: string | null;
  /** Before this nothing is done, milliseconds since 1970. */
  readonly restUntil: number;
  /** When waiting for work under way ends, milliseconds since 1970. */
  readonly patienceUntil: number;
}

export const BEGINNING: Place = { part: "links", after: null, restUntil: 0, patienceUntil: 0 };

/** What was counted of one mapping. */
export interface MappingTotals {
  readonly salesforce: number;
  readonly quickbooks: number;
  readonly linked: number;
  /** Linked pairs of which people were told why they may differ. */
  readonly waiting: number;
  /** Linked pairs that were being worked on. */
  readonly busy: number;
  /** Sums of money over linked pairs. */
  readonly amounts: Amounts;
}

export type Totals = Readonly<Record<string, MappingTotals>>;

const NOTHING: MappingTotals = {
  salesforce: 0,
  quickbooks: 0,
  linked: 0,
  waiting: 0,
  busy: 0,
  amounts: NO_AMOUNTS,
};

export function readPlace(run: IntegrityRun): Place {
  return JSON.parse(run.place) as Place;
}

export function readTotals(run: IntegrityRun): Totals {
  return JSON.parse(run.totals) as Totals;
}

export function totalsOf(totals: Totals, mapping: string): MappingTotals {
  return totals[mapping] ?? NOTHING;
}

/** Counters of one step, to be stored with it. */
export class Tallies {
  #totals: Totals;

  constructor(totals: Totals) {
    this.#totals = totals;
  }

  get now(): Totals {
    return this.#totals;
  }

  of(mapping: string): MappingTotals {
    return totalsOf(this.#totals, mapping);
  }

  set(mapping: string, change: Partial<MappingTotals>): void {
    this.#totals = { ...this.#totals, [mapping]: { ...this.of(mapping), ...change } };
  }

  add(mapping: string, counter: Exclude<keyof MappingTotals, "amounts">, by = 1): void {
    this.set(mapping, { [counter]: this.of(mapping)[counter] + by });
  }
}
