/** Times as Salesforce writes them. It stores whole seconds: two edits in one second look alike (S1.2). */

/** Epoch milliseconds → `2026-11-20T10:20:30.000+0000`, cut to the whole second. */
export function toApiTime(epochMs: number): string {
  return `${new Date(Math.floor(epochMs / 1000) * 1000).toISOString().slice(0, 19)}.000+0000`;
}

/** Any ISO 8601 time with an offset, on a day that exists → epoch milliseconds; undefined when it is none. */
export function parseTime(text: string): number | undefined {
  const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/i;
  if (!pattern.test(text)) return undefined;
  // Date.parse takes the 30th of February for the 2nd of March; every month has 28 days.
  if (Number(text.slice(8, 10)) > 28 && !isDate(text.slice(0, 10))) return undefined;
  const epochMs = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  return Number.isNaN(epochMs) ? undefined : epochMs;
}

/** `2026-11-20`, and a day that exists. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const epochMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(epochMs) && new Date(epochMs).toISOString().slice(0, 10) === text;
}

/** An HTTP date (`Fri, 20 Nov 2026 10:20:30 GMT`) → epoch milliseconds; undefined when it is none. */
export function parseHttpDate(text: string): number | undefined {
  if (!/^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \S+$/.test(text)) {
    return undefined;
  }
  const epochMs = Date.parse(text);
  return Number.isNaN(epochMs) ? undefined : epochMs;
}

/** Epoch milliseconds → HTTP date, cut to the whole second. */
export function toHttpDate(epochMs: number): string {
  return new Date(epochMs).toUTCString();
}
