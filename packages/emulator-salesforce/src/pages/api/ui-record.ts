/**
 * A record in the shape of the UI API, for `getRecord` of `lightning/uiRecordApi`: the fields that a
 * component names, down their lookups (S4.3).
 */
import type { DescribedField, DescribedObject, PageResult, RecordBody } from "../../page-host.ts";
import { objectOfId, quoted, type World } from "./request-world.ts";

/** `Account.Owner.Name` → `["Owner", "Name"]`. */
const stepsOf = (path: string): string[] => path.trim().split(".").slice(1);

const CURRENCY = "CurrencyIsoCode";

export interface UiWish {
  /** `Account.Name`; one that does not exist is an error. */
  readonly fields: readonly string[];
  /** Left out of the answer when they do not exist. */
  readonly optionalFields: readonly string[];
}

export function uiRecord(world: World, id: string, wish: UiWish): PageResult<unknown> {
  const object = objectOfId(world, id);
  if (!object.ok) return object;
  const optional = wish.optionalFields.map(stepsOf);
  const known = optional.filter((steps) => exists(world, object.value, steps));
  const paths = [["Id"], ...wish.fields.map(stepsOf), ...known];
  const select = [...new Set(paths.map((steps) => steps.join(".")))].join(", ");
  const from = `FROM ${object.value.name} WHERE Id = ${quoted(id)}`;
  const found = world.org.query(`SELECT ${select} ${from}`);
  if (!found.ok) return found;
  const [body] = found.value.records;
  if (body === undefined) {
    const refused = world.org.read(object.value.name, id);
    return refused.ok ? { ok: true, value: null } : refused;
  }
  const stamp = world.org.read(object.value.name, id);
  const system = stamp.ok ? stamp.value : body;
  return {
    ok: true,
    value: { ...shapeOf(world, object.value, body, system[CURRENCY]), ...systemParts(system) },
  };
}

function exists(world: World, object: DescribedObject, steps: readonly string[]): boolean {
  const [first = "", ...rest] = steps;
  if (rest.length === 0) return object.fields.some(({ name }) => name === first);
  const lookup = object.fields.find(({ relationshipName }) => relationshipName === first);
  const target = world.describe(lookup?.referenceTo[0] ?? "");
  return target.ok && exists(world, target.value, rest);
}

function systemParts(row: RecordBody) {
  const isoTime = (name: string): string => {
    const time = row[name];
    return typeof time === "string" ? time.replace("+0000", "Z") : "";
  };
  return {
    id: row["Id"],
    lastModifiedById: row["LastModifiedById"] ?? null,
    lastModifiedDate: isoTime("LastModifiedDate"),
    systemModstamp: isoTime("SystemModstamp"),
  };
}

/** Fields with value and display value; a lookup's record is nested in the same shape. */
function shapeOf(
  world: World,
  object: DescribedObject,
  body: RecordBody,
  currency: unknown = body[CURRENCY],
) {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name === "attributes") continue;
    const field = object.fields.find((each) => each.name === name);
    if (field !== undefined) {
      fields[name] = { displayValue: displayOf(field, value, currency), value };
      continue;
    }
    const lookup = object.fields.find(({ relationshipName }) => relationshipName === name);
    const target = world.describe(lookup?.referenceTo[0] ?? "");
    if (!target.ok) continue;
    const above = value as RecordBody | null;
    fields[name] =
      above === null
        ? { displayValue: null, value: null }
        : { displayValue: above["Name"] ?? null, value: shapeOf(world, target.value, above) };
  }
  return {
    apiName: object.name,
    childRelationships: {},
    fields,
    id: body["Id"] ?? null,
    recordTypeInfo: null,
  };
}

/** `$1,234.50`; with the code of the record's currency where the org has several: `EUR 1,234.50`. */
function money(value: number, digits: number, currency: unknown): string {
  const format = new Intl.NumberFormat("en-US", {
    style: "currency",
    currency: typeof currency === "string" ? currency : "USD",
    currencyDisplay: typeof currency === "string" ? "code" : "symbol",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(value);
}

function displayOf(field: DescribedField, value: unknown, currency: unknown): string | null {
  if (field.type === "picklist") {
    const option = field.picklistValues.find((each) => each.value === value);
    return option?.label ?? (typeof value === "string" ? value : null);
  }
  if (field.type !== "currency" || typeof value !== "number") return null;
  return money(value, field.scale, currency);
}
