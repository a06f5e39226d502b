/** Times: QuickBooks writes the company's own offset (`2020-09-29T05:58:07-07:00`), the ledger UTC. */
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";

/** Milliseconds since 1970 of a time as QuickBooks writes it; null when it is none. */
export function epochOf(text: string | null): number | null {
  const epochMs = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(epochMs) ? null : epochMs;
}

/** The same moment in UTC, whole seconds; null when `text` is no time. */
export function utcOf(text: string | null): string | null {
  const epochMs = epochOf(text);
  return epochMs === null ? null : isoSeconds(epochMs);
}
