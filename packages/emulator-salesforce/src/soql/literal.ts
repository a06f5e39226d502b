import type { FieldSchema } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";
import { parseRecordId } from "../store/record-id.ts";
import { isDate, parseTime, toApiTime } from "../times.ts";
import { dateLiteralRange, type TimeRange } from "./date-literals.ts";
import type { ResolvedPath, Scope } from "./scope.ts";
import { atToken } from "./soql-error.ts";

/** The right-hand side of a comparison: one value, or a range of time for a date literal. */
export type Operand =
  | { readonly kind: "value"; readonly value: Scalar }
  | { readonly kind: "range"; readonly range: TimeRange };

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** Takes the quotes off a string literal and resolves its escapes. */
export function unquote(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\(.)/gs, (_all, character: string) => ESCAPES[character] ?? character);
}

/** Reads a literal for a field; refuses one whose type cannot be compared with the field's. */
export function operandOf(
  scope: Scope,
  path: ResolvedPath,
  literal: { readonly type: string; readonly text: string },
  pathText: string,
): Operand {
  const value = (each: Scalar): Operand => ({ kind: "value", value: each });
  const { field } = path;
  const mismatch = (text: string) =>
    atToken(scope.soql, pathText, { errorCode: "INVALID_FIELD", message: text });
  switch (literal.type) {
    case "NULL":
      return value(null);
    case "BOOLEAN":
      if (field.type !== "boolean") throw mismatch(mustBe(field));
      return value(literal.text.toUpperCase() === "TRUE");
    case "INTEGER":
    case "DECIMAL":
      if (!isNumeric(field)) throw mismatch(mustBe(field));
      return value(Number(literal.text));
    case "STRING":
      return value(stringOperand(field, unquote(literal.text), mismatch));
    case "DATE":
    case "DATETIME":
      return value(timeOperand(field, literal.text, mismatch));
    case "DATE_LITERAL":
    case "DATE_N_LITERAL": {
      const range = dateLiteralRange(literal.text, scope.world.now);
      if (range === undefined || (field.type !== "date" && field.type !== "datetime")) {
        throw mismatch(mustBe(field));
      }
      return { kind: "range", range };
    }
    default:
      throw mismatch(`value of filter criterion for field '${field.name}' is not supported`);
  }
}

const isNumeric = (field: FieldSchema): boolean =>
  ["int", "double", "currency", "percent"].includes(field.type);

/** The platform's words for a literal of the wrong type. */
function mustBe(field: FieldSchema): string {
  const type = field.type === "datetime" ? "dateTime" : isNumeric(field) ? "double" : field.type;
  const quotes =
    type === "string" ? "should be enclosed in quotes" : "should not be enclosed in quotes";
  return `value of filter criterion for field '${field.name}' must be of type ${type} and ${quotes}`;
}

/** Text, or an id in its long form. The empty text means null, as it is stored. */
function stringOperand(
  field: FieldSchema,
  text: string,
  mismatch: (text: string) => Error,
): Scalar {
  if (field.type === "id" || field.type === "reference") {
    const id = parseRecordId(text);
    if (id !== undefined || text === "") return id ?? null;
    throw mismatch(`invalid ID field: ${text}`);
  }
  if (
    isNumeric(field) ||
    field.type === "boolean" ||
    field.type === "date" ||
    field.type === "datetime"
  ) {
    throw mismatch(mustBe(field));
  }
  return text === "" ? null : text;
}

/** A date for a date field, a time for a time field; no mixing. */
function timeOperand(field: FieldSchema, text: string, mismatch: (text: string) => Error): Scalar {
  if (field.type === "date" && isDate(text)) return text;
  const epochMs = field.type === "datetime" ? parseTime(text) : undefined;
  if (epochMs === undefined) throw mismatch(mustBe(field));
  return toApiTime(epochMs);
}
