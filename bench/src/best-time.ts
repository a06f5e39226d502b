/**
 * The shortest time in which a number of calls can be made under rate limits: each call leaves as soon
 * as every rolling window has room and fewer than `inFlight` are out. Nothing that obeys the limits can
 * be faster, so use of the budget (P2) is measured against it.
 */
export interface CallLimits {
  /** At most `max` calls leave in any `windowMs` milliseconds. */
  readonly windows: readonly { readonly windowMs: number; readonly max: number }[];
  readonly inFlight: number;
  /** From leaving to the answer, milliseconds. */
  readonly latencyMs: number;
}

/** QuickBooks' published limits on single calls: 500 a minute, 10 a second, 10 in flight. */
export const QUICKBOOKS_CALL_LIMITS: Omit<CallLimits, "latencyMs"> = {
  windows: [
    { windowMs: 60_000, max: 500 },
    { windowMs: 1_000, max: 10 },
  ],
  inFlight: 10,
};

/** Milliseconds from the first call's leaving to the last answer; 0 for no calls. */
export function bestTimeMs(calls: number, limits: CallLimits): number {
  const { windows, inFlight, latencyMs } = limits;
  const left: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const afterWindows = windows.map(
      ({ windowMs, max }) => (left[call - max] ?? -windowMs) + windowMs,
    );
    const afterAnswer = (left[call - inFlight] ?? -latencyMs) + latencyMs;
    left.push(Math.max(left.at(-1) ?? 0, afterAnswer, ...afterWindows));
  }
  const last = left.at(-1);
  return last === undefined ? 0 : last + latencyMs;
}
