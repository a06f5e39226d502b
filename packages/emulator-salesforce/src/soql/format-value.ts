import type { FieldSchema, FieldType } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";
import { storedTime } from "./date-functions.ts";

/** How `FORMAT()` writes a value for people (D SOQL "FORMAT ()"). */
export interface FormatSettings {
  /** BCP 47. */
  readonly locale: string;
  readonly timeZone: string;
  /** ISO code; with `isMulti` it is written as a code instead of a sign. */
  readonly currency: string;
  readonly isMulti: boolean;
}

/** What `FORMAT` needs of a field or of a result. */
export interface Formatted {
  readonly type: FieldType;
  readonly scale: FieldSchema["scale"];
}

/** Null stays null; types without a local form come as they are. */
export function formatValue(
  value: Scalar,
  { type, scale }: Formatted,
  settings: FormatSettings,
): Scalar {
  if (value === null) return null;
  const { locale } = settings;
  const digits = { minimumFractionDigits: scale, maximumFractionDigits: scale };
  if (typeof value === "number") {
    if (type === "currency") return formatAmount(value, digits, settings);
    const text = new Intl.NumberFormat(locale, digits).format(value);
    return type === "percent" ? `${text}%` : text;
  }
  const time = type === "date" || type === "datetime" ? storedTime(value) : undefined;
  if (time === undefined) return value;
  const format =
    type === "date"
      ? new Intl.DateTimeFormat(locale, { timeZone: "UTC" })
      : new Intl.DateTimeFormat(locale, {
          timeZone: settings.timeZone,
          year: "numeric",
          month: "numeric",
          day: "numeric",
          hour: "numeric",
          minute: "2-digit",
        });
  // Newer locale data puts a narrow space before AM and PM.
  return format.format(time).replaceAll("\u202f", " ");
}

function formatAmount(
  value: number,
  digits: Intl.NumberFormatOptions,
  { locale, currency, isMulti }: FormatSettings,
): string {
  if (isMulti) return `${currency} ${new Intl.NumberFormat(locale, digits).format(value)}`;
  return new Intl.NumberFormat(locale, { style: "currency", currency, ...digits }).format(value);
}
