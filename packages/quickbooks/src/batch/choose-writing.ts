/**
 * Singles or batches for a bulk job: the whole policy, as a pure function.
 *
 * Intuit meters a batch, also one that holds only writes, while single writes are free (D, App Partner
 * Program); a batch of 30 is quicker, because 40 batches a minute carry 1,200 records where single
 * requests carry 500. So single writes are the rule, and a batch is for bulk work that a person started
 * and that the month's reads can spare.
 */

/** Items of one batch (D, limits page; an older page says 10). */
export const BATCH_ITEMS_MAX = 30;
/** Batches a minute per company and app (D). */
const BATCHES_PER_MINUTE = 40;
/** Single requests a minute per company (D). */
const SINGLES_PER_MINUTE = 500;
/** A job that singles finish in this time is not worth one metered call; minutes. */
const SINGLES_MINUTES_WORTHWHILE = 5;

export interface BulkJob {
  /** Writes to make; 0 or more. */
  readonly items: number;
  /** A person started it and waits for it. */
  readonly isAttended: boolean;
  /** Metered calls that are left this month. */
  readonly meteredLeft: number;
  /** Metered calls that must stay for reads until the month ends. */
  readonly meteredReserve: number;
}

export interface WritingChoice {
  readonly form: "singles" | "batches";
  /** HTTP calls in all. */
  readonly calls: number;
  /** Of these, metered ones. */
  readonly meteredCalls: number;
  /** At least this long, at the vendor's limits. */
  readonly minutes: number;
  /** In plain words, for a log or a screen. */
  readonly reason: string;
}

export function chooseWriting(job: BulkJob): WritingChoice {
  const { items, isAttended, meteredLeft, meteredReserve } = job;
  const batches = Math.ceil(items / BATCH_ITEMS_MAX);
  const singlesMinutes = items / SINGLES_PER_MINUTE;
  const singles = (reason: string): WritingChoice => ({
    form: "singles",
    calls: items,
    meteredCalls: 0,
    minutes: singlesMinutes,
    reason,
  });
  if (!isAttended) return singles("nobody waits for it, and single writes are free");
  if (singlesMinutes <= SINGLES_MINUTES_WORTHWHILE) {
    return singles("single writes are free and finish soon");
  }
  if (batches > meteredLeft - meteredReserve) {
    return singles("the month's metered calls are needed for reads, and single writes are free");
  }
  return {
    form: "batches",
    calls: batches,
    meteredCalls: batches,
    minutes: batches / BATCHES_PER_MINUTE,
    reason: `${batches} metered calls save ${Math.round(singlesMinutes - batches / BATCHES_PER_MINUTE)} minutes`,
  };
}
