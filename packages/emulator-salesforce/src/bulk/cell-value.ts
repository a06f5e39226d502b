import { refuse } from "../api-error.ts";
import type { FieldSchema, FieldType } from "../schema/types.ts";

/** What a cell says to empty a field; an empty cell says nothing (D `datafiles_csv_valid_record_rows`). */
export const NULL_CELL = "#N/A";

/** Words for yes and no in a checkbox's cell (D `datafiles_csv_valid_record_rows`), in lower case. */
const YES = new Set(["yes", "y", "true", "on", "1"]);
const NO = new Set(["no", "n", "false", "off", "0"]);
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const DAY = /^(\d{4}-\d{2}-\d{2})(?:T.*)?$/;

/**
 * From a cell's text to what a JSON body would give for the field: `undefined` for an empty cell, which
 * leaves the field as it is, null for `#N/A`. Text that is no value of the field's type is refused here,
 * since JSON bodies know that mistake under another name.
 */
export function cellValue(field: FieldSchema, cell: string): unknown {
  if (cell === "") return undefined;
  if (cell === NULL_CELL) return null;
  return CELLS[field.type]?.(field, cell) ?? cell;
}

/** How cells of a type are read; text of the other types is taken as it is. */
const CELLS: Partial<Record<FieldType, (field: FieldSchema, cell: string) => unknown>> = {
  boolean: (field, cell) => {
    if (YES.has(cell.toLowerCase())) return true;
    return NO.has(cell.toLowerCase()) ? false : wrongType(field, cell);
  },
  int: (field, cell) => {
    const number = numberOf(field, cell);
    return Number.isInteger(number) ? number : wrongType(field, cell);
  },
  double: numberOf,
  currency: numberOf,
  percent: numberOf,
  date: (field, cell) => dayOf(cell) ?? wrongType(field, cell),
  datetime: (field, cell) => timeOf(cell) ?? wrongType(field, cell),
};

function numberOf(field: FieldSchema, cell: string): number {
  return NUMBER.test(cell.trim()) ? Number(cell) : wrongType(field, cell);
}

/** Days may carry a time of day, which counts for nothing (D `datafiles_date_format`). */
function dayOf(cell: string): string | undefined {
  const day = DAY.exec(cell)?.[1];
  return day !== undefined && isDay(day) ? day : undefined;
}

/** Times without a zone are of the user's zone; the emulated org lives in UTC. */
function timeOf(cell: string): string | undefined {
  const [, day = "", time, zone] =
    /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
      cell,
    ) ?? [];
  if (!isDay(day)) return undefined;
  const text = time === undefined ? `${day}T00:00:00Z` : `${day}T${time}${zone ?? "Z"}`;
  return Number.isNaN(Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"))) ? undefined : text;
}

const isDay = (text: string): boolean => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

function wrongType(field: FieldSchema, cell: string): never {
  const message = `${field.label}: value not of required type: ${cell}`;
  throw refuse(400, "INVALID_TYPE_ON_FIELD_IN_RECORD", message, [field.name]);
}
