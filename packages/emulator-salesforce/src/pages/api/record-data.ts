/** Reads records with the names behind their lookups, in one query. */
import type { DescribedField, DescribedObject, PageResult, RecordBody } from "../../page-host.ts";
import { LIST_PRICE } from "../layout/descriptors.ts";
import { readListPrice } from "../record/list-price.ts";
import { nameFieldOf, quoted, type World } from "./request-world.ts";
import type { FieldValue, RecordData } from "./shapes.ts";

/** Which currency a record's amounts are in; orgs with one currency do not have the field. */
const CURRENCY = "CurrencyIsoCode";

/** A column of the query, and where the lookup's name comes from. */
interface Selected {
  readonly field: DescribedField;
  /** `Owner.Name` as its two steps; null for fields that are no lookups. */
  readonly parent: readonly [relationship: string, nameField: string] | null;
}

export interface Selection {
  readonly select: string;
  readonly read: (body: RecordBody) => RecordData;
}

/** @param names the fields wanted; all when left out. Names that the object lacks are ignored */
export function selectionOf(
  world: World,
  object: DescribedObject,
  names?: readonly string[],
): Selection {
  // Without its currency an amount says nothing.
  const always = [nameFieldOf(object), "Id", CURRENCY];
  const wanted = names === undefined ? null : new Set([...names, ...always]);
  const selected = object.fields
    .filter((field) => wanted === null || wanted.has(field.name))
    .map((field): Selected => ({ field, parent: parentOf(world, field) }));
  const paths = selected.flatMap(({ field, parent }) =>
    parent === null ? [field.name] : [field.name, parent.join(".")],
  );
  return {
    select: [...new Set(paths)].join(", "),
    read: (body) => recordOf(object, selected, body),
  };
}

function parentOf(world: World, field: DescribedField): Selected["parent"] {
  const target = field.referenceTo[0];
  if (field.relationshipName === null || target === undefined) return null;
  const described = world.describe(target);
  if (!described.ok) return null;
  return [field.relationshipName, nameFieldOf(described.value)];
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

function recordOf(
  object: DescribedObject,
  selected: readonly Selected[],
  body: RecordBody,
): RecordData {
  const fields = selected.map(({ field, parent }): [string, FieldValue] => {
    const value = body[field.name] ?? null;
    const above = parent === null ? null : (body[parent[0]] as RecordBody | null | undefined);
    return [
      field.name,
      { value, displayValue: parent === null ? null : textOf(above?.[parent[1]]) },
    ];
  });
  const id = textOf(body["Id"]) ?? "";
  const name = textOf(body[nameFieldOf(object)]) ?? id;
  return { id, object: object.name, name, fields: Object.fromEntries(fields) };
}

/** A live record with all its fields, or why it cannot be shown, in the platform's words. */
export function readRecord(
  world: World,
  object: DescribedObject,
  id: string,
): PageResult<RecordData> {
  const { select, read } = selectionOf(world, object);
  const found = world.org.query(
    `SELECT ${select} FROM ${object.name} WHERE Id = ${quoted(id)} LIMIT 1`,
  );
  const [body] = found.ok ? found.value.records : [];
  if (body === undefined) {
    // The refusal of the record, not of a query that nobody on the page wrote.
    const refused = world.org.read(object.name, id);
    if (!refused.ok) return refused;
    return { ok: true, value: read(refused.value) };
  }
  return { ok: true, value: withListPrice(world, object, read(body)) };
}

/** The standard price of a product stands beside its own fields. */
function withListPrice(world: World, object: DescribedObject, record: RecordData): RecordData {
  if (object.name !== "Product2") return record;
  const price = { value: readListPrice(world.org, record.id), displayValue: null };
  return { ...record, fields: { ...record.fields, [LIST_PRICE]: price } };
}
