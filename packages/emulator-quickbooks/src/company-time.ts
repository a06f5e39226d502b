/** Times as QuickBooks writes them: in the company's zone, with its offset of that moment. */

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Offsets change at whole hours only, so one look-up serves an hour. */
const offsets = new Map<string, number>();

/** Minutes that `timeZone` is ahead of UTC at `epochMs` (Los Angeles in summer: −420). */
function offsetMinutes(epochMs: number, timeZone: string): number {
  const key = `${timeZone}@${Math.floor(epochMs / HOUR_MS)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const name = format.formatToParts(epochMs).find((part) => part.type === "timeZoneName")?.value;
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? "");
  const sign = match?.[1] === "-" ? -1 : 1;
  const offset = match === null ? 0 : sign * (Number(match[2]) * 60 + Number(match[3]));
  if (offsets.size > 10_000) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

/** `-07:00`. */
function formatOffset(minutes: number): string {
  const absolute = Math.abs(minutes);
  const pad = (part: number): string => String(part).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${pad(Math.floor(absolute / 60))}:${pad(absolute % 60)}`;
}

/** `2020-09-29T05:58:07-07:00`: MetaData times carry whole seconds (recorded). */
export function formatSeconds(epochMs: number, timeZone: string): string {
  const offset = offsetMinutes(epochMs, timeZone);
  const local = new Date(epochMs + offset * MINUTE_MS).toISOString();
  return `${local.slice(0, 19)}${formatOffset(offset)}`;
}

/** `2020-09-29T05:58:07.300-07:00`: an envelope's `time` carries milliseconds (recorded). */
export function formatMilliseconds(epochMs: number, timeZone: string): string {
  const offset = offsetMinutes(epochMs, timeZone);
  const local = new Date(epochMs + offset * MINUTE_MS).toISOString();
  return `${local.slice(0, 23)}${formatOffset(offset)}`;
}

/** Today in the company's zone, `YYYY-MM-DD`. */
export function formatDate(epochMs: number, timeZone: string): string {
  return formatSeconds(epochMs, timeZone).slice(0, 10);
}

/** True for a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** `date` plus whole days, both `YYYY-MM-DD`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 24 * HOUR_MS).toISOString().slice(0, 10);
}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Epoch milliseconds of an ISO date or date-time. Without an offset it is read in the company's zone.
 * Undefined when the text is not such a time.
 */
export function parseTime(text: string, timeZone: string): number | undefined {
  const match = ISO_TIME.exec(text.trim());
  if (match === null) return undefined;
  const [whole, clock, , , zone] = match;
  const asUtc = Date.parse(
    zone === undefined ? `${whole}${clock === undefined ? "T00:00:00" : ""}Z` : whole,
  );
  if (Number.isNaN(asUtc)) return undefined;
  return zone === undefined ? asUtc - offsetMinutes(asUtc, timeZone) * MINUTE_MS : asUtc;
}
