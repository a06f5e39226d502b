/** The only door to time. Milliseconds since 1970 in UTC. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The only door to randomness, keyed so that one draw never shifts another (simulation). */
export interface Random {
  /** A number in [0, 1) for this site and these ids; the n-th call with the same key draws anew. */
  fraction(site: string, ...ids: readonly string[]): number;
  /** A new unique id, at most 36 characters of [0-9a-z-], fit for QuickBooks' requestid (Q-REQUESTID). */
  id(site: string): string;
}

/** ISO 8601 in UTC without milliseconds, the form of all times in the ledger and the API. */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
