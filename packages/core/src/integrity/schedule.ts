/**
 * When a scheduled job is due: once, or every so many hours, days or weeks at a time of day of somebody's
 * time zone. Pure; a turn that was missed is not made up one by one (`nextTurn` looks ahead from any time).
 */

export type Schedule =
  | {
      readonly type: "once";
      /** Local time `2026-11-23T18:30` in `timeZone`. */
      readonly start: string;
      readonly timeZone: string;
    }
  | {
      readonly type: "recurring";
      readonly every: number;
      readonly unit: "hours" | "days" | "weeks";
      /** The first turn, local time `2026-11-23T18:30` in `timeZone`; later ones are at the same time of day. */
      readonly start: string;
      readonly timeZone: string;
    };

export const EVERY_MAX = 366;

const LOCAL_TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What is wrong with a schedule, a sentence for a person; null where nothing is. */
export function scheduleProblem(schedule: Schedule): string | null {
  if (readLocal(schedule.start) === null) {
    return `'${schedule.start}' is not a date and time like 2026-11-23T18:30`;
  }
  if (!isTimeZone(schedule.timeZone)) return `'${schedule.timeZone}' is not a time zone`;
  if (schedule.type === "once") return null;
  const { every } = schedule;
  const isWhole = Number.isInteger(every) && every >= 1 && every <= EVERY_MAX;
  return isWhole ? null : `'every' is a whole number from 1 to ${EVERY_MAX}`;
}

/** The first turn later than `after`, milliseconds since 1970; null when there is none any more. */
export function nextTurn(schedule: Schedule, after: number): number | null {
  const first = localToUtc(schedule.start, schedule.timeZone);
  if (first === null) return null;
  if (first > after) return first;
  if (schedule.type === "once") return null;
  const { every, unit } = schedule;
  if (unit === "hours") {
    const stepMs = every * HOUR_MS;
    return first + (Math.floor((after - first) / stepMs) + 1) * stepMs;
  }
  const stepDays = every * (unit === "weeks" ? 7 : 1);
  // Two before the quotient: a day is an hour shorter or longer where the clocks change.
  let step = Math.max(1, Math.floor((after - first) / (stepDays * DAY_MS)) - 1);
  for (;;) {
    const turn = localToUtc(addDays(schedule.start, step * stepDays), schedule.timeZone);
    if (turn === null || turn > after) return turn;
    step += 1;
  }
}

/** How many turns there are after `after` and not later than `until`. */
export function turnsBetween(schedule: Schedule, after: number, until: number): number {
  let count = 0;
  for (let turn = nextTurn(schedule, after); turn !== null && turn <= until; ) {
    count += 1;
    turn = nextTurn(schedule, turn);
  }
  return count;
}

function readLocal(text: string): number | null {
  const parts = LOCAL_TIME.exec(text)?.slice(1).map(Number);
  if (parts === undefined) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts;
  const at = Date.UTC(year, month - 1, day, hour, minute);
  // 31 February and 25 o'clock come out as another date.
  return new Date(at).toISOString().startsWith(text) ? at : null;
}

function addDays(local: string, days: number): string {
  const at = (readLocal(local) ?? 0) + days * DAY_MS;
  return new Date(at).toISOString().slice(0, local.length);
}

/** A time that the clocks skip is the one an hour later; of one that comes twice the first counts. */
function localToUtc(local: string, timeZone: string): number | null {
  const wanted = readLocal(local);
  if (wanted === null) return null;
  const candidates = [wanted - DAY_MS, wanted + DAY_MS].map(
    (at) => wanted - offsetMs(at, timeZone),
  );
  const exact = candidates.filter((at) => at + offsetMs(at, timeZone) === wanted);
  return exact.length > 0 ? Math.min(...exact) : Math.max(...candidates);
}

/** How far the zone's clock is ahead of UTC at a moment. */
function offsetMs(at: number, timeZone: string): number {
  const parts = formatterOf(timeZone).formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  const local = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
  );
  return local - Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  formatters.set(timeZone, made);
  return made;
}

function isTimeZone(name: string): boolean {
  try {
    formatterOf(name);
    return true;
  } catch {
    return false;
  }
}
