import type { FieldSchema, FieldType } from "./types.ts";

/** What queries may do with a field: describe tells it, and SOQL holds to it. */

/** Characters of a standard text area that can still be searched through, and of a custom one. */
const STANDARD_TEXT_MAX = 4000;
const CUSTOM_TEXT_MAX = 255;

/** Whether it may stand in WHERE: long text areas, markup and encrypted text may not (D SOQL WHERE). */
export function isFilterable(field: FieldSchema): boolean {
  if (field.type === "encryptedstring" || field.html) return false;
  if (field.type !== "textarea") return true;
  return field.length <= (field.custom ? CUSTOM_TEXT_MAX : STANDARD_TEXT_MAX);
}

const UNSORTABLE: ReadonlySet<FieldType> = new Set(["address", "location", "multipicklist"]);

/** Whether it may stand in ORDER BY (D SOQL ORDER BY). */
export const isSortable = (field: FieldSchema): boolean =>
  isFilterable(field) && !UNSORTABLE.has(field.type);

/** Types that cannot be grouped (D SOQL GROUP BY); custom numbers are doubles. */
const UNGROUPABLE: ReadonlySet<FieldType> = new Set([
  "address",
  "location",
  "datetime",
  "time",
  "multipicklist",
  "currency",
  "double",
  "percent",
]);

/** Whether it may stand in GROUP BY: formulas and auto numbers may not either. */
export function isGroupable(field: FieldSchema): boolean {
  if (field.formula !== null || field.autoNumber !== null) return false;
  if (field.type === "textarea" && field.length > CUSTOM_TEXT_MAX) return false;
  return isFilterable(field) && !UNGROUPABLE.has(field.type);
}
