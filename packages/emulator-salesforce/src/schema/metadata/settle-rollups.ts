import type { FieldSchema } from "../types.ts";
import { MetadataError } from "./xml.ts";

/** A roll-up has the type of what it sums up, a count is a whole number; each child field must exist. */

type Fields = ReadonlyMap<string, readonly FieldSchema[]>;

export function settleRollups(
  fields: Fields,
  objects: readonly { readonly name: string; readonly fields: readonly FieldSchema[] }[],
): Fields {
  const find = (object: string, name: string): FieldSchema | undefined =>
    [
      ...(objects.find((each) => each.name === object)?.fields ?? []),
      ...(fields.get(object) ?? []),
    ].find((each) => each.name === name);
  return new Map(
    [...fields].map(([object, own]) => [
      object,
      own.map((field) => (field.rollup === null ? field : settle(object, field, find))),
    ]),
  );
}

/** @throws MetadataError naming the roll-up whose child or field is missing */
function settle(
  object: string,
  field: FieldSchema,
  find: (object: string, name: string) => FieldSchema | undefined,
): FieldSchema {
  const { rollup } = field;
  if (rollup === null) return field;
  const file = `objects/${object}/fields/${field.name}.field-meta.xml`;
  if (find(rollup.childObject, rollup.foreignKey) === undefined) {
    throw new MetadataError(
      file,
      `the roll-up follows ${rollup.childObject}.${rollup.foreignKey}, which is not in the project`,
    );
  }
  if (rollup.summarizedField === null) return { ...field, precision: 18, scale: 0 };
  const source = find(rollup.childObject, rollup.summarizedField);
  if (source === undefined) {
    throw new MetadataError(
      file,
      `it sums up ${rollup.childObject}.${rollup.summarizedField}, which is not in the project`,
    );
  }
  const { type, precision, scale } = source;
  return { ...field, type, precision: precision === 0 ? 0 : 18, scale };
}
