import { CURRENCY_LITERAL_ERROR } from "../not-evidenced.ts";
import type { FieldType } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";
import { parseRecordId } from "../store/record-id.ts";
import { unquote } from "../text-patterns.ts";
import { isDate } from "../times.ts";
import { convert, currenciesOf } from "./currency.ts";
import { dateLiteralRange } from "./date-literals.ts";
import type { Column } from "./expression.ts";
import { fiscalYearOf, fromLocal, timeZoneOf, toLocal } from "./locale.ts";
import { TIME_MARK } from "./prepare.ts";
import type { Scope } from "./scope.ts";
import { invalidField, invalidOperator, malformed } from "./soql-error.ts";

/**
 * The right-hand side of a comparison: one value as rows store it, or a half-open range of dates or
 * datetimes for a date literal.
 */
export type Operand =
  | { readonly kind: "value"; readonly value: Scalar }
  | { readonly kind: "range"; readonly from: string; readonly to: string };

/** One literal as the parser gives it. */
export interface Literal {
  readonly type: string;
  readonly text: string;
}

/** Reads a literal for a column; refuses one whose type cannot be compared with the column's. */
export function operandOf(scope: Scope, column: Column, literal: Literal): Operand {
  const value = (each: Scalar): Operand => ({ kind: "value", value: each });
  const mismatch = () => invalidField(scope.soql, sourceOf(column), mustBe(column));
  switch (literal.type) {
    case "NULL":
      // A checkbox is never empty: null means false (D SOQL "Use null in WHERE").
      return value(column.type === "boolean" ? false : null);
    case "BOOLEAN":
      if (column.type !== "boolean") throw mismatch();
      return value(literal.text.toUpperCase() === "TRUE");
    case "INTEGER":
    case "DECIMAL":
      if (!isNumeric(column.type)) throw mismatch();
      return value(Number(literal.text));
    case "INTEGER_WITH_CURRENCY_PREFIX":
    case "DECIMAL_WITH_CURRENCY_PREFIX":
      return value(amountOperand(scope, column, literal.text));
    case "STRING":
      return value(stringOperand(scope, column, unquote(literal.text), mismatch));
    case "DATE":
    case "DATETIME":
      return value(timeOperand(column, literal.text, mismatch));
    case "DATE_LITERAL":
    case "DATE_N_LITERAL":
      return rangeOperand(scope, column, literal.text, mismatch);
    default:
      throw malformed(scope.soql, literal.text, `unexpected token: '${literal.text}'`);
  }
}

/** What errors point at. */
export const sourceOf = (column: Column): string =>
  column.isUnnamed ? column.name.replace(/\(.*$/s, "") : column.name;

const NUMERIC: ReadonlySet<FieldType> = new Set(["int", "double", "currency", "percent"]);
const isNumeric = (type: FieldType): boolean => NUMERIC.has(type);

/** The platform's words for a literal of the wrong type. */
function mustBe(column: Column): string {
  const name = column.path?.field.name ?? column.name;
  const { type } = column;
  const word = type === "datetime" ? "dateTime" : isNumeric(type) ? "double" : wordOf(type);
  const quotes =
    word === "string" ? "should be enclosed in quotes" : "should not be enclosed in quotes";
  return `value of filter criterion for field '${name}' must be of type ${word} and ${quotes}`;
}

const wordOf = (type: FieldType): string =>
  ["boolean", "date", "time"].includes(type) ? type : "string";

/** Text, or an id in its long form. The empty text means null, as it is stored. */
function stringOperand(scope: Scope, column: Column, text: string, mismatch: () => Error): Scalar {
  if (column.type === "id" || column.type === "reference") {
    const id = parseRecordId(text);
    if (id !== undefined || text === "") return id ?? null;
    throw invalidOperator(scope.soql, sourceOf(column), `invalid ID field: ${text}`);
  }
  if (column.type === "time") {
    const time = text.startsWith(TIME_MARK) ? storedTimeOfDay(text.slice(TIME_MARK.length)) : null;
    if (time === null) throw mismatch();
    return time;
  }
  if (text.startsWith(TIME_MARK)) throw mismatch();
  if (isNumeric(column.type) || ["boolean", "date", "datetime"].includes(column.type)) {
    throw mismatch();
  }
  return text === "" ? null : text;
}

/** `10:30:00Z` → `10:30:00.000Z`, as times are stored; null when it is none. */
function storedTimeOfDay(text: string): string | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3}))?)?Z?$/i.exec(text);
  if (match === null) return null;
  const [, hours, minutes, seconds = "00", fraction = ""] = match;
  return `${hours}:${minutes}:${seconds}.${fraction.padEnd(3, "0")}Z`;
}

/** `USD5000` in the corporate currency. */
function amountOperand(scope: Scope, column: Column, text: string): Scalar {
  const match = /^([a-z]{3})([+-]?[\d.]+)$/i.exec(text);
  const currencies = currenciesOf(scope.world);
  const code = (match?.[1] ?? "").toUpperCase();
  if (column.type !== "currency" || currencies === undefined || !currencies.rates.has(code)) {
    throw malformed(scope.soql, text, CURRENCY_LITERAL_ERROR);
  }
  return convert(currencies, Number(match?.[2]), code, currencies.corporate);
}

/** A date for a date field, a time for a time field; no mixing. */
function timeOperand(column: Column, text: string, mismatch: () => Error): Scalar {
  if (column.type === "date" && isDate(text)) return text;
  const epochMs = column.type === "datetime" ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(epochMs) || isDate(text)) throw mismatch();
  return storedDatetime(epochMs);
}

/** As rows store it, but with the milliseconds that a literal may have. */
const storedDatetime = (epochMs: number): string =>
  new Date(epochMs).toISOString().replace("Z", "+0000");

function rangeOperand(scope: Scope, column: Column, text: string, mismatch: () => Error): Operand {
  const zone = timeZoneOf(scope.world);
  const local = toLocal(scope.world.now, zone);
  const range = dateLiteralRange(text, local, fiscalYearOf(scope.world));
  if (range === undefined || (column.type !== "date" && column.type !== "datetime")) {
    throw mismatch();
  }
  const isInRange = [range.from, range.to].every((each) => Math.abs(each) <= LARGEST_TIME_MS);
  if (!isInRange) throw malformed(scope.soql, text.split(":")[0] ?? "", `Invalid date: ${text}`);
  const stored = (day: number): string =>
    column.type === "date"
      ? new Date(day).toISOString().slice(0, 10)
      : storedDatetime(fromLocal(day, zone));
  return { kind: "range", from: stored(range.from), to: stored(range.to) };
}

/** The last moment of the year 4000, beyond which there are no dates. */
const LARGEST_TIME_MS = Date.UTC(4001, 0, 1);
