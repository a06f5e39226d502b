/** Days and times of day for the schedule's form. Pure. */

/** Every half hour of a day, `00:00` to `23:30`. */
export function timesOfDay(): string[] {
  return Array.from({ length: 48 }, (_, half) => {
    const hour = String(Math.floor(half / 2)).padStart(2, "0");
    return `${hour}:${half % 2 === 0 ? "00" : "30"}`;
  });
}

/** The day that `now` falls on in the time zone, `2026-11-23`. */
export function dayOf(now: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return format.format(now);
}

/** What somebody typed as a whole number; 0, which no schedule takes, for anything else. */
export function wholeNumber(text: string): number {
  return /^\s*\d{1,4}\s*$/.test(text) ? Number(text) : 0;
}
