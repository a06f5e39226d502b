/** Values as people read them. Pure: the current time and the locale come in as arguments. */
import { LABELS } from "c/accordLabels";

const STEPS: readonly [
  limitSeconds: number,
  unitSeconds: number,
  unit: Intl.RelativeTimeFormatUnit,
][] = [
  [60, 1, "second"],
  [3_600, 60, "minute"],
  [86_400, 3_600, "hour"],
  [30 * 86_400, 86_400, "day"],
  [365 * 86_400, 30 * 86_400, "month"],
];
const YEAR_SECONDS = 365 * 86_400;

/** "3 minutes ago". A time in the future, by a clock that is a little off, reads as now. */
export function relativeTime(iso: string, nowMs: number, locale?: string): string {
  const seconds = Math.max(0, Math.floor((nowMs - Date.parse(iso)) / 1_000));
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  for (const [limit, size, unit] of STEPS) {
    if (seconds < limit) return format.format(-Math.floor(seconds / size), unit);
  }
  return format.format(-Math.floor(seconds / YEAR_SECONDS), "year");
}

/** When a connection's permission ends, as a screen says it. */
export interface Permission {
  label: string;
  endsAt: string;
  tone: string;
}

/**
 * Null where there is nothing to say: no end is known, or it only comes when nobody uses the connection
 * and is far.
 */
export function permissionOf(
  end: { endsAt: string; why: "unused" | "final"; isNear: boolean } | null,
): Permission | null {
  if (end === null || (end.why === "unused" && !end.isNear)) return null;
  return {
    label: end.isNear ? LABELS.connectAgainBefore : LABELS.authorisedUntil,
    endsAt: end.endsAt,
    tone: end.isNear ? "slds-text-color_error" : "",
  };
}

/** How an org's changes are found, one line for each thing that is polled for; none where events tell all. */
export function pollingOf(
  org:
    | {
        changes: { by: "events" | "polling"; detail: string | null };
        polledObjects: readonly string[];
      }
    | null
    | undefined,
): string[] {
  if (!org) return [];
  const { changes, polledObjects } = org;
  if (changes.by === "polling") {
    return [
      changes.detail === null
        ? LABELS.foundByPolling
        : `${LABELS.foundByPolling}: ${changes.detail}`,
    ];
  }
  // While nothing is told by events, a list of what is not told by them would only confuse.
  return polledObjects.length === 0 ? [] : [`${LABELS.withoutEvents}: ${polledObjects.join(", ")}`];
}

/** How often a company is swept and why, one sentence; empty where it is not known. */
export function sweepOf(sweep: { everySeconds: number; why: string } | null | undefined): string {
  if (!sweep) return "";
  const { everySeconds, why } = sweep;
  const every =
    everySeconds < 180
      ? `${everySeconds} ${LABELS.seconds}`
      : `${Math.round(everySeconds / 60)} ${LABELS.minutes}`;
  return `${LABELS.sweepEvery} ${every}: ${why}`;
}

/** A field value for a screen; nothing reads as an em dash, so that an empty value is seen as such. */
export function valueText(value: string | boolean | null | undefined): string {
  if (value === true) return LABELS.yes;
  if (value === false) return LABELS.no;
  return value === null || value === undefined || value === "" ? LABELS.empty : value;
}

/**
 * A decimal string with its currency, "$1,234.50"; a plain "1,234.50" without one, and the digits as they
 * came when the code is unknown.
 */
export function moneyText(
  amount: string | null | undefined,
  currency: string | null | undefined,
  locale?: string,
): string {
  if (amount === null || amount === undefined || amount === "") return valueText(null);
  const number = Number(amount);
  if (!Number.isFinite(number)) return amount;
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 10 };
  if (!currency) return new Intl.NumberFormat(locale, digits).format(number);
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency }).format(number);
  } catch {
    return `${amount} ${currency}`;
  }
}

/**
 * A text in the pieces between which it may be broken over lines. An e-mail address or an URL has no
 * spaces: it breaks after its "@" and "/" and before its dots, not within a word.
 */
export function breakablePieces(text: string): string[] {
  return text.split(/(?<=[@/])|(?=\.\w)/).filter((piece) => piece !== "");
}

/** Marks the place of a mistake under the text: spaces up to `at`, then `length` carets (at least one). */
export function caretLine(at: number, length: number): string {
  return " ".repeat(Math.max(0, at)) + "^".repeat(Math.max(1, length));
}

/** "keptApart" and "kept-apart" as words, "Kept apart": for codes that no label knows. */
export function humanize(code: string): string {
  const words = code
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll(/[-_]/g, " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
