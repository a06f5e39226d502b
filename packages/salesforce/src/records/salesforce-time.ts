/** Times: Salesforce stores whole seconds and writes them as `2026-11-20T10:20:30.000+0000`. */
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";

/** Milliseconds since 1970; null when `text` is no time. HTTP dates are read as well. */
export function epochOf(text: string | null | undefined): number | null {
  if (text === null || text === undefined) return null;
  const epochMs = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  return Number.isNaN(epochMs) ? null : epochMs;
}

/** The same moment as `2026-11-20T10:20:30Z`; null when `text` is no time. */
export function utcOf(text: string | null): string | null {
  const epochMs = epochOf(text);
  return epochMs === null ? null : isoSeconds(epochMs);
}

/** The form that the header `If-Unmodified-Since` takes. */
export function httpDate(iso: string): string {
  return new Date(Date.parse(iso)).toUTCString();
}
