import { createHash } from "node:crypto";
import { MASTER_RECORD_TYPE, recordTypesOf } from "../access/describe.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema, FieldType } from "../schema/types.ts";
import { formatSettings } from "../soql/expression.ts";
import { formatValue } from "../soql/format-value.ts";
import { shownValue } from "../soql/project.ts";
import type { Scalar } from "../store/document-store.ts";
import type { Row } from "../store/row.ts";
import type { Call } from "./call.ts";
import { recordTypeShape } from "./ui-object-info.ts";

/** A field of a row, formulas already computed. */
interface Shown {
  readonly object: ObjectEntry;
  readonly field: FieldSchema;
  readonly row: Row;
}

/**
 * A value and how the asking user reads it: labels, amounts, dates and times in the user's language and zone,
 * nothing for other types (S: recorded answers of the UI API). Times end in `Z` here, not in `+0000`.
 */
export function fieldShape(call: Call, { object, field, row }: Shown) {
  const value = shownValue(object, field, row);
  const displayValue = displayOf(call, field, row);
  const isTime = field.type === "datetime" && typeof value === "string";
  return { displayValue, value: isTime ? isoTime(value) : value };
}

const FORMATTED: ReadonlySet<FieldType> = new Set(["currency", "date", "datetime"]);

function displayOf(call: Call, field: FieldSchema, row: Row): Scalar {
  const value = row[field.name] ?? null;
  const labelOf = (one: string): string =>
    field.picklist.find((each) => each.value === one)?.label ?? one;
  if (field.type === "picklist" || field.type === "multipicklist") {
    return typeof value === "string" ? value.split(";").map(labelOf).join(";") : null;
  }
  if (!FORMATTED.has(field.type)) return null;
  const settings = formatSettings(call.world);
  const code = row["CurrencyIsoCode"];
  const currency = settings.isMulti && typeof code === "string" ? code : settings.currency;
  return formatValue(value, field, { ...settings, currency });
}

const isoTime = (time: string): string => time.replace("+0000", "Z");

/** Objects whose records have no record type, not even the master one (S: recorded answers). */
const WITHOUT_TYPES: ReadonlySet<string> = new Set(["User"]);

/** A record of the UI API; parents have the same shape, nested. */
export function recordShape(object: ObjectEntry, row: Row, fields: Record<string, unknown>) {
  const [changed, stamp] = [row["LastModifiedDate"], row["SystemModstamp"]].map((time) =>
    isoTime(String(time)),
  );
  const types = WITHOUT_TYPES.has(object.name) ? [] : recordTypesOf(object);
  const type =
    types.find((each) => each.recordTypeId === row["RecordTypeId"]) ??
    types.find((each) => each.recordTypeId === MASTER_RECORD_TYPE);
  return {
    apiName: object.name,
    childRelationships: {},
    eTag: createHash("md5").update(JSON.stringify(row)).digest("hex"),
    fields,
    id: row["Id"],
    lastModifiedById: row["LastModifiedById"] ?? null,
    lastModifiedDate: changed,
    recordTypeId: type?.recordTypeId ?? null,
    recordTypeInfo: type === undefined || type.master ? null : recordTypeShape(type),
    systemModstamp: stamp,
    weakEtag: Date.parse(stamp ?? ""),
  };
}
