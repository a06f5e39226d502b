import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import { toApiTime } from "../times.ts";
import type { DmlContext } from "./context.ts";

/** The collection of the last number of each auto number field, by `Object.Field`. */
export const AUTO_NUMBERS = "autoNumbers";

/** The next value of an auto number field. A number is used up even when the save then fails. */
export function nextAutoNumber(
  context: DmlContext,
  object: ObjectEntry,
  field: FieldSchema,
): string {
  const key = `${object.name}.${field.name}`;
  const last = context.store.get(AUTO_NUMBERS, key)?.["last"];
  const next = (typeof last === "number" ? last : 0) + 1;
  context.store.put(AUTO_NUMBERS, key, { last: next });
  return formatAutoNumber(field.autoNumber ?? "{0}", next, context.now);
}

/**
 * A number in a display format: `{0000}` is the number with at least so many digits, `{YYYY}`, `{YY}`,
 * `{MM}` and `{DD}` are parts of the day in UTC (D help: "Auto-Number Fields").
 * @param now epoch milliseconds
 */
export function formatAutoNumber(format: string, number: number, now: number): string {
  const day = toApiTime(now);
  const parts: Readonly<Record<string, string>> = {
    YYYY: day.slice(0, 4),
    YY: day.slice(2, 4),
    MM: day.slice(5, 7),
    DD: day.slice(8, 10),
  };
  return format.replace(/\{(0+|YYYY|YY|MM|DD)\}/g, (_, token: string) =>
    token.startsWith("0") ? String(number).padStart(token.length, "0") : (parts[token] ?? ""),
  );
}
