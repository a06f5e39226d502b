import { formatSeconds, parseTime } from "../../../company-time.ts";
import type { FaultError } from "../../../faults/api-fault.ts";
import {
  invalidDuration,
  invalidStartOrEnd,
  invalidTime,
  missingTime,
  startAfterEnd,
  twoDurations,
} from "../../../faults/time-faults.ts";
import { compact, numberOf, textOf, type JsonObject } from "../../../json/json-value.ts";
import { TIME_OFFSETS_ARE_IGNORED } from "../../../not-evidenced.ts";

/** How long someone worked: hours and minutes, or else from a start to an end less a break. */

/** Documented. */
const HOURS_MAX = 8760;
const MINUTES_MAX = 59;
/** A date may stand before the clock, an offset after it (documented samples have both ways). */
const CLOCK =
  /^(?:(\d{4}-\d{2}-\d{2})T)?(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Adds the faults of a time that is missing, double or impossible. */
export function checkWorkedTime(fields: JsonObject, errors: FaultError[]): void {
  const [start, end] = [textOf(fields, "StartTime"), textOf(fields, "EndTime")];
  const hasClock = start !== undefined || end !== undefined;
  const hasDuration = fields["Hours"] !== undefined || fields["Minutes"] !== undefined;
  if (hasClock && hasDuration) errors.push(twoDurations());
  else if (hasClock) checkClock(start, end, fields, errors);
  else if (!hasDuration) errors.push(missingTime());
  checkDuration(fields, "Hours", "Minutes", errors);
  checkDuration(fields, "BreakHours", "BreakMinutes", errors);
}

function checkDuration(
  fields: JsonObject,
  hoursName: string,
  minutesName: string,
  errors: FaultError[],
): void {
  const hours = numberOf(fields, hoursName) ?? 0;
  const minutes = numberOf(fields, minutesName) ?? 0;
  const shown = `${hours}:${minutes}`;
  const isWhole = Number.isInteger(hours) && Number.isInteger(minutes);
  if (!isWhole || minutes < 0 || minutes > MINUTES_MAX) errors.push(invalidTime(shown));
  else if (hours < 0 || hours > HOURS_MAX) errors.push(invalidDuration(shown));
}

function checkClock(
  start: string | undefined,
  end: string | undefined,
  fields: JsonObject,
  errors: FaultError[],
): void {
  if (start === undefined || end === undefined) {
    errors.push(invalidStartOrEnd());
    return;
  }
  const [from, to] = [minutesOf(start), minutesOf(end)];
  for (const [text, minutes] of [
    [start, from],
    [end, to],
  ] as const) {
    if (minutes === undefined) errors.push(invalidTime(text));
  }
  if (from === undefined || to === undefined) return;
  const pause =
    (numberOf(fields, "BreakHours") ?? 0) * 60 + (numberOf(fields, "BreakMinutes") ?? 0);
  if (from > to) errors.push(startAfterEnd(start));
  else if (pause > to - from) errors.push(invalidStartOrEnd());
}

/** Minutes since the beginning of 1970, by the clock alone where the text has no date. */
function minutesOf(text: string): number | undefined {
  const match = CLOCK.exec(text);
  if (match === null) return undefined;
  const [, date = "1970-01-01", hours = "", minutes = "", seconds = "00"] = match;
  const time = Date.parse(`${date}T${hours}:${minutes}:${seconds}Z`);
  return Number.isNaN(time) || Number(hours) > 23 ? undefined : time / 60_000;
}

/** The day of a start that names one. */
export function dayOfStart(fields: JsonObject): string | undefined {
  return CLOCK.exec(textOf(fields, "StartTime") ?? "")?.[1];
}

/**
 * Start and end as they are stored: on the activity's day where they name none, with the company's offset
 * of that day. The clock is kept as it was sent; an offset does not move it (documented).
 */
export function storedClock(fields: JsonObject, date: string, timeZone: string): JsonObject {
  return compact({
    StartTime: clockOf(textOf(fields, "StartTime"), date, timeZone),
    EndTime: clockOf(textOf(fields, "EndTime"), date, timeZone),
  });
}

function clockOf(text: string | undefined, date: string, timeZone: string): string | undefined {
  const match = CLOCK.exec(text ?? "");
  if (text === undefined || match === null) return undefined;
  const [, day = date, hours = "", minutes = "", seconds = "00", zone = ""] = match;
  const kept = TIME_OFFSETS_ARE_IGNORED ? "" : zone;
  const moment = parseTime(`${day}T${hours}:${minutes}:${seconds}${kept}`, timeZone);
  return moment === undefined ? undefined : formatSeconds(moment, timeZone);
}
