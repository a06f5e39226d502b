import type { ApiErrorItem } from "../page-host.ts";
import type { FieldSchema, FieldType } from "./types.ts";
import type { Scalar } from "../store/document-store.ts";
import { parseRecordId } from "../store/record-id.ts";
import { isDate, parseTime, toApiTime } from "../times.ts";
import { TRIMS_TEXT } from "../not-evidenced.ts";

/** A value as it will be stored, or the error that Salesforce gives for it. */
export type Coerced = { readonly value: Scalar } | { readonly error: ApiErrorItem };

const EMAIL = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:".]+(?:\.[^\s@<>()[\]\\,;:".]+)+$/;

const fail = (errorCode: string, message: string, field: FieldSchema): Coerced => ({
  error: { message, errorCode, fields: [field.name] },
});

/**
 * What the JSON parser in front of the database says when a value has the wrong JSON type. The platform
 * ends with the place in the body, which is not known here; the field's name stands instead.
 */
function wrongType(field: FieldSchema, javaType: string, value: unknown): Coerced {
  return {
    error: {
      message: `Cannot deserialize instance of ${javaType} from ${tokenOf(value)} or request may be missing a required field for ${field.name}`,
      errorCode: "JSON_PARSER_ERROR",
    },
  };
}

/** A JSON value by the name that the platform's parser gives it. */
function tokenOf(value: unknown): string {
  if (Array.isArray(value)) return "START_ARRAY value [";
  if (typeof value === "object") return "START_OBJECT value {";
  if (typeof value === "boolean")
    return value ? "VALUE_TRUE value true" : "VALUE_FALSE value false";
  if (typeof value === "string") return `VALUE_STRING value ${value}`;
  return `VALUE_NUMBER_${Number.isInteger(value) ? "INT" : "FLOAT"} value ${Number(value)}`;
}

/** Turns what a caller sent for a field into what the org stores. References are checked elsewhere. */
export function coerceValue(field: FieldSchema, input: unknown): Coerced {
  if (input === null || input === undefined || input === "") return emptyValue(field);
  return COERCIONS[field.type](field, input);
}

/** Null, and the empty text, empty a field; a checkbox alone cannot be empty. */
function emptyValue(field: FieldSchema): Coerced {
  if (field.type !== "boolean") return { value: null };
  return fail(
    "INVALID_TYPE_ON_FIELD_IN_RECORD",
    `${field.label}: value not of required type: `,
    field,
  );
}

/** JSON booleans, and the two words that form-like clients send. */
function coerceBoolean(field: FieldSchema, input: unknown): Coerced {
  if (typeof input === "boolean") return { value: input };
  if (input === "true" || input === "false") return { value: input === "true" };
  return wrongType(field, "boolean", input);
}

/** Numbers and numeric text, rounded to the scale of the field; too many digits are refused, and parts of an `int`. */
function coerceNumber(field: FieldSchema, input: unknown): Coerced {
  const isNumeric =
    typeof input === "string" && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(input.trim());
  const number = typeof input === "number" ? input : isNumeric ? Number(input) : Number.NaN;
  if (!Number.isFinite(number) || (field.type === "int" && !Number.isInteger(number))) {
    return wrongType(field, field.type === "int" ? "int" : "double", input);
  }
  const rounded = roundHalfUp(number, field.scale);
  const digitsMax = (field.precision || 18) - field.scale;
  if (Math.abs(rounded) >= 10 ** digitsMax) {
    return fail(
      "NUMBER_OUTSIDE_VALID_RANGE",
      `${field.label}: value outside of valid range on numeric field: ${number}`,
      field,
    );
  }
  return { value: rounded };
}

/** Rounds the decimal text, not the binary number, so that 1.005 becomes 1.01. */
export function roundHalfUp(number: number, scale: number): number {
  const rounded = shiftPoint(Math.round(shiftPoint(Math.abs(number), scale)), -scale);
  return number < 0 && rounded !== 0 ? -rounded : rounded;
}

/** Moves the decimal point to the right, or to the left by negative places, exactly. */
export function shiftPoint(number: number, places: number): number {
  const [mantissa, exponent] = number.toExponential().split("e");
  return Number(`${mantissa}e${Number(exponent) + places}`);
}

/** A time with an offset, or a bare date, which means its midnight in UTC. */
function coerceTime(field: FieldSchema, input: unknown): Coerced {
  const epochMs = typeof input === "string" ? parseTime(input) : undefined;
  if (epochMs !== undefined) return { value: toApiTime(epochMs) };
  if (typeof input === "string" && isDate(input)) {
    return { value: toApiTime(Date.parse(`${input}T00:00:00Z`)) };
  }
  return wrongType(field, "datetime", input);
}

/** Either form of a record id, stored in the long one. */
function coerceReference(field: FieldSchema, input: unknown): Coerced {
  const id = typeof input === "string" ? parseRecordId(input) : undefined;
  if (id !== undefined) return { value: id };
  const shown = typeof input === "string" ? input : JSON.stringify(input);
  return fail("MALFORMED_ID", `${field.label}: id value of incorrect type: ${shown}`, field);
}

/**
 * Length, e-mail syntax and restricted picklists; lengths are reported by label, not name (S1.7).
 */
function coerceText(field: FieldSchema, input: unknown): Coerced {
  if (typeof input !== "string") return wrongType(field, "string", input);
  const value = TRIMS_TEXT ? input.trim() : input;
  if (value === "") return { value: null };
  if (value.length > field.length) {
    return fail(
      "STRING_TOO_LONG",
      `${field.label}: data value too large: ${value} (max length=${field.length})`,
      field,
    );
  }
  if (field.type === "email" && !EMAIL.test(value)) {
    return fail("INVALID_EMAIL_ADDRESS", `${field.label}: invalid email address: ${value}`, field);
  }
  if (field.type === "picklist" && field.restrictedPicklist && !isListed(field, value)) {
    return fail(
      "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
      `${field.label}: bad value for restricted picklist field: ${value}`,
      field,
    );
  }
  return { value };
}

const isListed = (field: FieldSchema, value: string): boolean =>
  field.picklist.some((each) => each.active && each.value === value);

/**
 * Values of a multi-select picklist between semicolons, each once; a restricted one takes listed values
 * only.
 */
function coerceSeveral(field: FieldSchema, input: unknown): Coerced {
  if (typeof input !== "string") return wrongType(field, "string", input);
  const values = [...new Set(input.split(";").map((value) => value.trim()))];
  const chosen = values.filter((value) => value !== "");
  const unknown = field.restrictedPicklist
    ? chosen.find((value) => !isListed(field, value))
    : undefined;
  if (unknown !== undefined) {
    return fail(
      "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
      `${field.label}: bad value for restricted picklist field: ${unknown}`,
      field,
    );
  }
  return { value: chosen.length === 0 ? null : chosen.join(";") };
}

/** `10:20`, `10:20:30` or `10:20:30.123`, with or without `Z`, stored in the longest form. */
function coerceClockTime(field: FieldSchema, input: unknown): Coerced {
  const parts =
    typeof input === "string"
      ? /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3}))?)?Z?$/.exec(input.trim())
      : null;
  if (parts === null) return wrongType(field, "time", input);
  const [, hours = "", minutes = "", seconds = "00", fraction = ""] = parts;
  return { value: `${hours}:${minutes}:${seconds}.${fraction.padEnd(3, "0")}Z` };
}

type Coercion = (field: FieldSchema, input: unknown) => Coerced;

const COERCIONS: Readonly<Record<FieldType, Coercion>> = {
  id: coerceReference,
  string: coerceText,
  textarea: coerceText,
  email: coerceText,
  phone: coerceText,
  url: coerceText,
  boolean: coerceBoolean,
  int: coerceNumber,
  double: coerceNumber,
  currency: coerceNumber,
  percent: coerceNumber,
  date: coerceDate,
  datetime: coerceTime,
  time: coerceClockTime,
  picklist: coerceText,
  multipicklist: coerceSeveral,
  reference: coerceReference,
  address: (field, input) => wrongType(field, "address", input),
  location: (field, input) => wrongType(field, "location", input),
  encryptedstring: coerceText,
};

/** A day that exists in the calendar. */
function coerceDate(field: FieldSchema, input: unknown): Coerced {
  const isDay = typeof input === "string" && isDate(input);
  return isDay ? { value: input } : wrongType(field, "date", input);
}
