import type { Row } from "../store/row.ts";
import { FISCAL_YEAR_NAMED_BY_END } from "../not-evidenced.ts";
import type { QueryWorld } from "./scope.ts";

/**
 * The asking user's time zone, locale and currency, and the org's fiscal year: from the rows of `User`
 * and `Organization`, as in Setup. Without them: UTC, US English, a year that begins in January.
 */

/** The row of the asking user. */
export function userRow(world: Pick<QueryWorld, "store" | "userId">): Row | undefined {
  return world.userId === undefined
    ? undefined
    : (world.store.get("User", world.userId) as Row | undefined);
}

/** The one row of `Organization`. */
export function organizationRow(world: QueryWorld): Row | undefined {
  const [row] = world.store.all("Organization").values();
  return row as Row | undefined;
}

/** An IANA name such as `America/Los_Angeles`; `GMT` for an unknown one. */
export function timeZoneOf(world: QueryWorld): string {
  const zone = userRow(world)?.["TimeZoneSidKey"] ?? organizationRow(world)?.["TimeZoneSidKey"];
  return typeof zone === "string" && isKnownZone(zone) ? zone : "GMT";
}

/** A BCP 47 tag made of a locale key such as `en_US`. */
export function localeOf(world: QueryWorld): string {
  const key = userRow(world)?.["LocaleSidKey"] ?? organizationRow(world)?.["DefaultLocaleSidKey"];
  const tag = String(key ?? "en_US").replaceAll("_", "-");
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? "en-US";
  } catch {
    return "en-US";
  }
}

/** The fiscal year: its first month from 1, and whether it is named after the year it ends in. */
export interface FiscalYear {
  readonly startMonth: number;
  readonly isNamedByEnd: boolean;
}

export function fiscalYearOf(world: QueryWorld): FiscalYear {
  const row = organizationRow(world);
  const month = row?.["FiscalYearStartMonth"];
  const byStart = row?.["UsesStartDateAsFiscalYearName"];
  return {
    startMonth: typeof month === "number" && month >= 1 && month <= 12 ? month : 1,
    isNamedByEnd: typeof byStart === "boolean" ? !byStart : FISCAL_YEAR_NAMED_BY_END,
  };
}

const UTC_NAMES: ReadonlySet<string> = new Set(["GMT", "UTC", "Etc/UTC", "Etc/GMT"]);
const formats = new Map<string, Intl.DateTimeFormat | undefined>();

/** The format that takes a moment apart in a zone; undefined for a zone that does not exist. */
function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (formats.has(zone)) return formats.get(zone);
  let format: Intl.DateTimeFormat | undefined;
  try {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    format = undefined;
  }
  formats.set(zone, format);
  return format;
}

const isKnownZone = (zone: string): boolean => UTC_NAMES.has(zone) || formatOf(zone) !== undefined;

/** A moment as the clocks of a zone show it, as if it were UTC: epoch milliseconds. */
export function toLocal(epochMs: number, zone: string): number {
  if (UTC_NAMES.has(zone)) return epochMs;
  const parts = formatOf(zone)?.formatToParts(epochMs) ?? [];
  const part = (type: string): number =>
    Number(parts.find((each) => each.type === type)?.value ?? 0);
  return Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
}

/** The moment at which the clocks of a zone show a local time; the first of two. */
export function fromLocal(localMs: number, zone: string): number {
  if (UTC_NAMES.has(zone)) return localMs;
  let guess = localMs;
  // Twice, since the offset at the first guess can be that of the other side of a clock change.
  for (let round = 0; round < 2; round += 1) guess = localMs - (toLocal(guess, zone) - guess);
  return guess;
}
