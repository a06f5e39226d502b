import type { FieldSchema, FieldType } from "../schema/types.ts";
import type { OrderKey } from "../store/ordered-index.ts";

/**
 * Comparison of stored values as the database does it: text without regard to case, except in fields
 * that are unique by case; English sorting goes by the upper-case letters (S1.5; D SOQL ORDER BY).
 */

/** What values of a field are sorted and looked up in ranges by. */
export type KeyOfValue = (value: unknown) => OrderKey;

const textKey: KeyOfValue = (value) =>
  typeof value === "string"
    ? value.toUpperCase()
    : typeof value === "number" || typeof value === "boolean"
      ? value
      : null;

const plainKey: KeyOfValue = (value) =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : null;

/** Types whose texts are compared as they are: ids differ by case, dates have none. */
const PLAIN: ReadonlySet<FieldType> = new Set(["id", "reference", "date", "datetime", "time"]);

/** Whether values of a field, or of a type alone, distinguish `a` and `A`. */
export const isCaseSensitive = (of: Compared): boolean =>
  PLAIN.has(of.type) || of.caseSensitive === true;

/** By value; the same function for every field of a kind, as an index needs it. */
export function rangeKeyOf(of: Compared): KeyOfValue {
  return isCaseSensitive(of) ? plainKey : textKey;
}

/** What decides how values compare: a field, or the type of a function's result. */
type Compared = Pick<FieldSchema, "type"> & Partial<Pick<FieldSchema, "caseSensitive">>;

/** As `ORDER BY` sorts: picklists by the order of their values in Setup (D SOQL ORDER BY). */
export function orderKeyOf(field: FieldSchema): KeyOfValue {
  if (field.type !== "picklist") return rangeKeyOf(field);
  const places = new Map(field.picklist.map(({ value }, place) => [value.toLowerCase(), place]));
  return (value) => {
    if (typeof value !== "string") return null;
    // Values that are not defined follow, by text.
    const place = places.get(value.toLowerCase());
    return place === undefined
      ? `~${value.toUpperCase()}`
      : String(place).padStart(PLACE_DIGITS, "0");
  };
}

const PLACE_DIGITS = 5;
