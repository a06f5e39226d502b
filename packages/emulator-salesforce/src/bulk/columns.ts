import { refuse } from "../api-error.ts";
import type { DmlContext } from "../dml/context.ts";
import { liveRow } from "../store/row.ts";
import { BULK_TEXTS } from "../not-evidenced.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import { InvalidFile } from "./csv-text.ts";
import { cellValue, NULL_CELL } from "./cell-value.ts";
import type { IngestJob } from "./job.ts";

/**
 * The header of an uploaded file, understood once for all its rows. A column is
 *
 *   Name                       a field
 *   Parent.Ext__c              a lookup, by a field that identifies the parent
 *   User:Owner.Username        the same where the lookup has several targets: the type must be said
 *
 * A header that cannot be understood fails the whole job, before any row is looked at. The texts are
 * those of real orgs, as recorded in public reports of them.
 */
export type Column = (context: DmlContext, cell: string) => readonly [name: string, value: unknown];

/** Fields of one record (D `bulk_common_limits`). */
const FIELDS_MAX = 5000;

/** @throws InvalidFile */
export function compileHeader(
  context: DmlContext,
  object: ObjectEntry,
  job: IngestJob,
  header: readonly string[],
): readonly Column[] {
  const onlyId = job.operation === "delete" || job.operation === "hardDelete";
  if (header.length > FIELDS_MAX) throw new InvalidFile(BULK_TEXTS.tooManyFields(FIELDS_MAX));
  const columns = new Set<string>();
  return header.map((title): Column => {
    if (title === "") throw fieldNotFound(title);
    const column = title.toLowerCase();
    if (columns.has(column)) throw new InvalidFile(BULK_TEXTS.duplicateColumn(title));
    columns.add(column);
    if (onlyId && title.toLowerCase() !== "id") throw fieldNotFound(title);
    return title.includes(".")
      ? parentColumn(context, object, title)
      : fieldColumn(context, object, title);
  });
}

const fieldNotFound = (title: string): InvalidFile =>
  new InvalidFile(`InvalidBatch : Field name not found : ${title}`);

/** A field that the acting user may not read does not exist for them. */
function fieldColumn(context: DmlContext, object: ObjectEntry, title: string): Column {
  const field = object.field(title);
  if (field === undefined || !context.access.canReadField(object.name, field)) {
    throw fieldNotFound(title);
  }
  return (_context, cell) => [field.name, cellValue(field, cell)];
}

function parentColumn(context: DmlContext, object: ObjectEntry, title: string): Column {
  const dot = title.indexOf(".");
  const colon = title.slice(0, dot).indexOf(":");
  const typeName = colon < 0 ? undefined : title.slice(0, colon);
  const relationship = title.slice(colon + 1, dot);
  const lookup = object.parent(relationship);
  if (lookup === undefined || !context.access.canReadField(object.name, lookup)) {
    throw new InvalidFile(`InvalidBatch : Unable to find relationship: ${relationship}`);
  }
  const isPolymorphic = lookup.referenceTo.length > 1;
  if (typeName !== undefined && !isPolymorphic) {
    throw new InvalidFile(
      `InvalidBatch : type is not needed for non polymorphic foreign key references: ${relationship}`,
    );
  }
  const target = lookup.referenceTo.find(
    (each) => each.toLowerCase() === (typeName ?? lookup.referenceTo[0] ?? "").toLowerCase(),
  );
  const parent = context.schema.object(target ?? "");
  const key = parent?.field(title.slice(dot + 1));
  if (parent === undefined || key === undefined || !identifies(key)) throw fieldNotFound(title);
  return (current, cell) => [lookup.name, parentId(current, parent, key, cell)];
}

/** Fields by which a parent can be named: those that `describe` calls `idLookup`. */
function identifies(field: FieldSchema): boolean {
  const isKey = field.externalId || field.unique || field.nameField;
  return isKey || field.type === "id" || field.type === "email" || field.name === "Username";
}

/** The id behind a cell; several parents with one value are as wrong as none. */
function parentId(context: DmlContext, parent: ObjectEntry, key: FieldSchema, cell: string) {
  if (cell === "" || cell === NULL_CELL) return cell === "" ? undefined : null;
  const found = rowsWith(context, parent, key, cell);
  const [id] = found;
  if (id !== undefined && found.length === 1) return id;
  const problem =
    id === undefined
      ? `Foreign key external ID: ${cell} not found for field ${key.name} in entity ${parent.name}`
      : `More than one record found for external id field: [${found.join(", ")}]`;
  throw refuse(400, "INVALID_FIELD", problem, []);
}

/** Ids of the live rows whose field has the value. */
export function rowsWith(
  context: DmlContext,
  object: ObjectEntry,
  field: FieldSchema,
  value: string,
): readonly string[] {
  const { store } = context;
  const matches = (id: string): boolean => {
    const row = liveRow(store, object.name, id);
    return row !== undefined && (!field.caseSensitive || row[field.name] === value);
  };
  if (store.hasIndex(object.name, field.name)) {
    return [...store.lookup(object.name, field.name, value)].filter(matches);
  }
  const wanted = value.toLowerCase();
  return [...store.all(object.name)]
    .filter(([, row]) => isSame(row[field.name], wanted))
    .map(([id]) => id)
    .filter(matches);
}

/** Compares as indexes do: text whatever its case. */
const isSame = (value: unknown, wanted: string): boolean =>
  typeof value === "string" && value.toLowerCase() === wanted;
