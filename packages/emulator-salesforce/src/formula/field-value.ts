import type { Row } from "../store/row.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";
import { compileFormula, type CompiledFormula } from "./compile-formula.ts";
import { RegexTooComplicated } from "./regex-match.ts";
import type { FormulaWorld } from "./references.ts";

/** Formulas of fields, compiled at first use: an object belongs to one org. */
const compiled = new WeakMap<ObjectEntry, Map<string, CompiledFormula>>();

/** The compiled formula of a formula field. @throws FormulaError when it does not compile */
export function fieldFormula(
  world: Pick<FormulaWorld, "schema">,
  object: ObjectEntry,
  field: FieldSchema,
): CompiledFormula {
  const known = compiled.get(object) ?? new Map<string, CompiledFormula>();
  compiled.set(object, known);
  const formula =
    known.get(field.name) ??
    compileFormula(world.schema, object, {
      text: field.formula ?? "",
      place: `${object.name}.${field.name}`,
      returns: field.type,
      scale: field.scale,
      blanksAsZero: field.formulaBlanksAsZero,
    });
  known.set(field.name, formula);
  return formula;
}

/**
 * The value of a field as everything that reads rows must see it: what is stored, or what the formula of
 * a formula field gives at this moment.
 */
export function fieldValue(
  world: FormulaWorld,
  object: ObjectEntry,
  field: FieldSchema,
  row: Row,
): Scalar {
  if (field.formula === null) return row[field.name] ?? null;
  try {
    return fieldFormula(world, object, field).evaluate({ world, row, before: row });
  } catch (error) {
    // As on the platform, a formula that fails for one record shows as an error there, not as a failed read.
    if (error instanceof RegexTooComplicated) return null;
    throw error;
  }
}
