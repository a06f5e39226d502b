import type { Row } from "../store/row.ts";
import { fieldValue } from "../formula/field-value.ts";
import type { FormulaWorld } from "../formula/references.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";
import { isPersonal, viewOf } from "./views.ts";

/** Whether a field's value stands in the row, so that indexes know it. */
export const isStoredField = (field: FieldSchema): boolean =>
  field.formula === null && !isPersonal(field);

/** Reads one field of a row, stored or computed; stored fields without detour. */
export function fieldReader(
  world: FormulaWorld,
  object: ObjectEntry,
  field: FieldSchema,
): (row: Row) => Scalar {
  const { name } = field;
  // A checkbox is never empty, also in rows that are older than the field.
  const absent = field.type === "boolean" ? false : null;
  if (isPersonal(field)) return (row) => viewOf(world, row, name);
  if (field.formula === null) return (row) => row[name] ?? absent;
  return (row) => fieldValue(world, object, field, row);
}

/** A row with the values of its formula fields and of the asking user's views, as whole records are shown. */
export function withFormulas(world: FormulaWorld, object: ObjectEntry, row: Row): Row {
  const computed = object.fields.filter((field) => !isStoredField(field));
  if (computed.length === 0) return row;
  const values = computed.map((field) => [field.name, fieldReader(world, object, field)(row)]);
  return { ...row, ...(Object.fromEntries(values) as Row) };
}
