import type { Row } from "../dml/context.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";
import type { QueryWorld } from "./scope.ts";

/** The value of one field of a row, stored or computed. */
export function readField(
  world: QueryWorld,
  object: ObjectEntry,
  field: FieldSchema,
  row: Row,
): Scalar {
  if (field.formula !== null && world.compute !== undefined) {
    return world.compute(object, field, row);
  }
  return row[field.name] ?? null;
}

/** The same as a function of the row alone; stored fields are read without detour. */
export function fieldReader(
  world: QueryWorld,
  object: ObjectEntry,
  field: FieldSchema,
): (row: Row) => Scalar {
  const { name } = field;
  if (field.formula === null || world.compute === undefined) return (row) => row[name] ?? null;
  return (row) => readField(world, object, field, row);
}
