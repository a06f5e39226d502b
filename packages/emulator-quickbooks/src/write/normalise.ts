/**
 * Reads a request body against the schema table: unknown property → fault 2010 at once (the
 * vendor's parser stops there); wrong enum, over-long text, unreadable date or number → collected,
 * because the vendor reports all field faults together.
 *
 * Scalars are taken as the vendor's parser takes them: a number where text is meant becomes text (a
 * reference value `1`), a numeric text where a number is meant becomes a number. Null and empty text
 * are kept as `null` so that an update can tell "cleared" from "not sent".
 */

import { isDay } from "../company-time.ts";
import { elementName, lengthOf } from "../entities/lengths.ts";
import { ApiFault, fault, type FaultError } from "../faults/api-fault.ts";
import {
  invalidBoolean,
  invalidCharacters,
  invalidEnumeration,
  invalidNumber,
  invalidNumberFormat,
  malformedJson,
  malformedUrl,
  rawCardNumber,
  tooLong,
  unknownProperty,
  unreadableDate,
  unsupportedDecimal,
} from "../faults/fault-texts.ts";
import { knownProperties } from "../faults/known-properties.ts";
import { SCHEMA_ENUMS, SCHEMA_TYPES, type SchemaProperty } from "../generated/properties.ts";
import { toCents } from "../money.ts";
import {
  JSON_DEPTH_MAX,
  UNREADABLE_SCALARS_END_THE_PARSE,
  WEB_ADDRESS_NEEDS_SCHEME,
} from "../not-evidenced.ts";
import { isList, isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { nestsDeeperThan } from "../json/nesting.ts";

/** Properties that hold money and no price. */
const MONEY: ReadonlySet<string> = new Set([
  "Amount",
  "TaxAmount",
  "TaxInclusiveAmt",
  "TotalAmt",
  "TotalTax",
]);
/** More digits than a double holds exactly are refused rather than rounded in silence. */
const NUMERAL_DIGITS_MAX = 15;
/** As JSON writes numbers; a sign or zeros before them do no harm. */
const NUMERAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** Of 12 to 19 digits, as cards have them; a masked one has fewer. */
const CARD_NUMBER = /^\d(?:[ -]?\d){11,18}$/;
/** What no XML text can hold either: control characters but tab and line breaks, halves of pairs. */
const NO_TEXT = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** Throws fault 2010 for anything but a JSON object, and for one that nests too deeply to be walked. */
export function parseBody(text: string): JsonObject {
  if (nestsDeeperThan(text, JSON_DEPTH_MAX)) throw fault(malformedJson());
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw fault(malformedJson());
  }
  const value = parsed as JsonValue;
  if (!isObject(value)) throw fault(malformedJson());
  return value;
}

/** The body's properties, cleaned; faults that can be collected go to `errors`. */
export function normalise(schemaType: string, body: JsonObject, errors: FaultError[]): JsonObject {
  const properties = SCHEMA_TYPES[schemaType];
  if (properties === undefined) throw new Error(`no schema for ${schemaType}`);
  const result: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(body)) {
    const property = properties[name];
    if (property === undefined || !Object.hasOwn(properties, name)) {
      throw fault(unknownProperty(name, schemaType, knownProperties(schemaType)));
    }
    result[name] = normaliseProperty({ owner: schemaType, name, property }, value, errors);
  }
  return result;
}

/** Where a value stands: its owner's schema type, its name and its schema entry. */
interface Place {
  readonly owner: string;
  readonly name: string;
  readonly property: SchemaProperty;
}

/** Nulls inside a list are dropped, as the vendor's parser does. */
function normaliseProperty(place: Place, value: JsonValue, errors: FaultError[]): JsonValue {
  if (value === null) return null;
  if (place.property.many !== true) return normaliseValue(place, value, errors);
  // The vendor's parser takes a single value for a list of one.
  const list = isList(value) ? value : [value];
  return list.filter((item) => item !== null).map((item) => normaliseValue(place, item, errors));
}

/** A wrong kind of value ends the parse (2010); a wrong value of the right kind is collected. */
function normaliseValue(place: Place, value: JsonValue, errors: FaultError[]): JsonValue {
  const { type } = place.property;
  if (type === "any") return value;
  if (SCHEMA_TYPES[type] !== undefined) {
    if (!isObject(value)) throw fault(malformedJson());
    return normalise(type, value, errors);
  }
  if (typeof value === "object") throw fault(malformedJson());
  const text = String(value);
  if (text === "") return null;
  if (type.startsWith("enum:")) return readEnum(type.slice(5), text, errors);
  switch (type) {
    case "boolean":
      return readBoolean(place, text, errors);
    case "decimal":
      return readNumber(place, text, errors);
    case "integer":
      return readInteger(place, text, errors);
    case "date":
      return readDate(place, text, errors);
    default:
      return readText(place, text, errors);
  }
}

/** A scalar that cannot be read is told beside the other faults of fields, or ends the parse. */
function refuseScalar(error: FaultError, errors: FaultError[]): void {
  if (UNREADABLE_SCALARS_END_THE_PARSE) throw fault(malformedJson());
  errors.push(error);
}

/** Spelled exactly. */
function readEnum(name: string, text: string, errors: FaultError[]): string {
  if (SCHEMA_ENUMS[name]?.includes(text) !== true) refuseScalar(invalidEnumeration(text), errors);
  return text;
}

function readBoolean({ name }: Place, text: string, errors: FaultError[]): boolean {
  if (text !== "true" && text !== "false") refuseScalar(invalidBoolean(name), errors);
  return text === "true";
}

/** Zero stands in for an unreadable number; the collected fault refuses the request anyway. */
function readNumber({ name }: Place, text: string, errors: FaultError[]): number {
  const value = Number(text);
  const digits = text.replace(/e.*$/i, "").replace(/\D/g, "").replace(/^0+/, "");
  if (!NUMERAL.test(text) || !Number.isFinite(value)) {
    refuseScalar(invalidNumber(name, text), errors);
    return 0;
  }
  // An exponent makes a long number of a short text.
  const isTooLong =
    digits.length > NUMERAL_DIGITS_MAX || Math.abs(value) >= 10 ** NUMERAL_DIGITS_MAX;
  if (isTooLong) errors.push(unsupportedDecimal(name));
  // Money is rounded half up to cents (observed of line amounts).
  return MONEY.has(name) ? toCents(value) : value;
}

function readInteger(place: Place, text: string, errors: FaultError[]): number {
  const value = readNumber(place, text, errors);
  if (!Number.isInteger(value)) refuseScalar(invalidNumberFormat(place.name), errors);
  return value;
}

/** A time after the date is cut off, as clients send date-times for dates. */
function readDate({ name }: Place, text: string, errors: FaultError[]): string {
  const date = text.slice(0, 10);
  if (!isDay(date)) refuseScalar(unreadableDate(name, text), errors);
  return date;
}

/** Counts UTF-16 units, as the vendor's Java does. */
function readText({ owner, name, property }: Place, text: string, errors: FaultError[]): string {
  const max = lengthOf(owner, name) ?? property.max;
  if (max !== undefined && text.length > max) {
    errors.push(tooLong(elementName(owner, name), max, text.length));
  }
  if (NO_TEXT.test(text)) errors.push(invalidCharacters(elementName(owner, name), text));
  if (owner === "CreditChargeInfo" && name === "Number" && CARD_NUMBER.test(text)) {
    errors.push(rawCardNumber());
  }
  if (owner === "WebSiteAddress" && name === "URI" && !isWebAddress(text)) {
    errors.push(malformedUrl(name, text));
  }
  return text;
}

/** With or without a scheme: people type `www.` first. */
function isWebAddress(text: string): boolean {
  if (WEB_ADDRESS_NEEDS_SCHEME && !/^https?:\/\//i.test(text)) return false;
  return (
    !/\s/.test(text) &&
    URL.canParse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`)
  );
}

/** The end of the field checks: all their faults in one answer. */
export function throwCollected(errors: readonly FaultError[]): void {
  if (errors.length > 0) throw new ApiFault(errors);
}
