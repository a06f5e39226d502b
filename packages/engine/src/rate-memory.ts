/**
 * What a process must know of the one before it: that it was told to wait, how careful it had become,
 * and how many calls it made within the longest window. Kept with the connection as one small text.
 */
import type { Ledger } from "@accord-sync/ledger/ledger.ts";
import { findConnection, updateConnectionSettings } from "@accord-sync/ledger/connections.ts";

/** How careful the calls are after a refusal as too many. */
export interface Caution {
  /** Milliseconds since 1970. */
  readonly until: number;
  /** The part of each window that is used meanwhile. */
  readonly share: number;
}

export interface RateState {
  /** No call leaves before it; milliseconds since 1970. */
  readonly pausedUntil: number;
  readonly caution: Caution;
  /** Calls that left, by when the last of them did; oldest first. `batches` are part of `calls`. */
  readonly made: readonly {
    readonly at: number;
    readonly calls: number;
    readonly batches: number;
  }[];
}

export const NO_CAUTION: Caution = { until: 0, share: 1 };
export const NO_RATE_STATE: RateState = { pausedUntil: 0, caution: NO_CAUTION, made: [] };

/** A refusal that our own count did not foresee makes careful for so long, milliseconds. */
export const CAUTION_MS = 3_600_000;
/** Each such refusal takes a tenth of what was used, and never more than half of the limit. */
const CAUTION_STEP = 0.9;
const CAUTION_LEAST = 0.5;

export function nextCaution(caution: Caution, now: number): Caution {
  const share = caution.until > now ? caution.share : 1;
  return { until: now + CAUTION_MS, share: Math.max(CAUTION_LEAST, share * CAUTION_STEP) };
}

/** Calls that left within this time are one entry, milliseconds. */
const ENTRY_MS = 5_000;
/** No window is longer, the time on the way included. */
const KEPT_MS = 75_000;

/** The state with calls that leave now. */
export function noteCalls(
  state: RateState,
  now: number,
  calls: number,
  batches: number,
): RateState {
  const kept = state.made.filter(({ at }) => at > now - KEPT_MS);
  const last = kept.at(-1);
  // An entry stands for the latest of its calls; one that goes on for long would keep the first too long.
  const isSame =
    last !== undefined && Math.floor(last.at / ENTRY_MS) === Math.floor(now / ENTRY_MS);
  const entry = isSame
    ? { at: now, calls: last.calls + calls, batches: last.batches + batches }
    : { at: now, calls, batches };
  return { ...state, made: [...(isSame ? kept.slice(0, -1) : kept), entry] };
}

/** The setting of a connection that holds the state. */
const SETTING = "rateState";

export async function saveRateState(
  ledger: Ledger,
  connectionId: string,
  state: RateState,
): Promise<void> {
  const text = JSON.stringify(state);
  await ledger.transaction((tx) => updateConnectionSettings(tx, connectionId, { [SETTING]: text }));
}

/** Null when no process has written any. */
export async function readRateState(
  ledger: Ledger,
  connectionId: string,
): Promise<RateState | null> {
  const connection = await findConnection(ledger.db, connectionId);
  const text = connection?.settings[SETTING];
  return text === undefined ? null : (JSON.parse(text) as RateState);
}
