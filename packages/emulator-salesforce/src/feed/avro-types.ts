import type { FieldSchema, FieldType } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";
import { parseTime } from "../times.ts";

/** How fields look in the Avro schemas of events, and how their values travel (S2.2). */

/** The Avro type of a field, and the name of its kind in `doc` (`Data:Text`); S forcedotcom examples. */
const KINDS: Readonly<Record<FieldType, readonly [avro: string, doc: string]>> = {
  id: ["string", "EntityId"],
  string: ["string", "Text"],
  textarea: ["string", "MultiLineText"],
  email: ["string", "Email"],
  phone: ["string", "Phone"],
  url: ["string", "Url"],
  boolean: ["boolean", "Boolean"],
  int: ["int", "Integer"],
  double: ["double", "Double"],
  currency: ["double", "Currency"],
  percent: ["double", "Percent"],
  date: ["long", "DateOnly"],
  datetime: ["long", "DateTime"],
  time: ["long", "TimeOnly"],
  picklist: ["string", "DynamicEnum"],
  multipicklist: ["string", "MultiEnum"],
  reference: ["string", "EntityId"],
  address: ["Address", "Address"],
  location: ["string", "Location"],
  encryptedstring: ["string", "EncryptedText"],
};

export const avroTypeOf = (field: FieldSchema): string => KINDS[field.type][0];

/** `Data:Text`, `ForeignKey:EntityId`, `CreatedDate:DateTime`, … */
export function docOf(field: FieldSchema): string {
  const kind = KINDS[field.type][1];
  if (field.name === "CreatedDate") return `CreatedDate:${kind}`;
  if (field.name === "CreatedById") return `CreatedBy:${kind}`;
  return `${field.type === "reference" ? "ForeignKey" : "Data"}:${kind}`;
}

/** A field that may be null, as all but the first two of a platform event are. */
export const optionalField = (field: FieldSchema) => ({
  name: field.name,
  type: ["null", avroTypeOf(field)],
  doc: docOf(field),
  default: null,
});

/** Dates and times travel as epoch milliseconds, times of day as milliseconds since midnight. */
export function avroValue(field: FieldSchema, value: Scalar): Scalar {
  if (typeof value !== "string") return value;
  if (field.type === "datetime") return parseTime(value) ?? null;
  if (field.type === "date") return Date.parse(`${value}T00:00:00Z`);
  if (field.type === "time") return Date.parse(`1970-01-01T${value.replace(/Z?$/, "Z")}`);
  return value;
}

/**
 * The way back, for rows of platform events that came as Avro. A number that is no time becomes text, which
 * no field of a time takes.
 */
export function scalarOf(field: FieldSchema, value: unknown): Scalar {
  if (typeof value === "number" && TIMES.has(field.type)) {
    const time = new Date(value);
    if (Number.isNaN(time.getTime())) return String(value);
    const text = time.toISOString();
    if (field.type === "date") return text.slice(0, 10);
    return field.type === "time" ? text.slice(11) : text;
  }
  const isScalar =
    typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return isScalar ? value : null;
}

const TIMES: ReadonlySet<FieldType> = new Set(["date", "datetime", "time"]);
