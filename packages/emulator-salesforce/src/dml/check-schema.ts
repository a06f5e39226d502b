import { fieldFormula } from "../formula/field-value.ts";
import { FormulaError } from "../formula/formula-error.ts";
import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";
import { planOf, ruleFormula } from "./save-plan.ts";

/**
 * Compiles everything that the metadata demands of rows, so that a mistake stops the start and not the
 * first save.
 * @throws FormulaError naming the rule or field
 */
export function checkSchema(schema: SchemaRegistry): void {
  const done = new Set<string>();
  for (const object of schema.objects) {
    const hasFormulas = object.fields.some(
      (field) => field.formula !== null || field.defaultFormula !== null,
    );
    if (object.validationRules.length === 0 && !hasFormulas) continue;
    planOf(schema, object);
    // A deployment compiles rules that are switched off as well.
    for (const rule of object.validationRules) if (!rule.active) ruleFormula(schema, object, rule);
    for (const field of object.fields) {
      if (field.formula !== null) checkCycles(schema, object, field.name, { path: [], done });
    }
  }
}

interface Walk {
  readonly path: readonly string[];
  /** Formulas known to be sound: each is walked once, however many use it. */
  readonly done: Set<string>;
}

/** A formula field may use others, but not itself through them. */
function checkCycles(
  schema: SchemaRegistry,
  object: ObjectEntry,
  fieldName: string,
  { path, done }: Walk,
): void {
  const name = `${object.name}.${fieldName}`;
  if (path.includes(name)) {
    throw new FormulaError(name, `the formula refers to itself: ${[...path, name].join(" → ")}`);
  }
  const field = object.field(fieldName);
  if (field === undefined || field.formula === null || done.has(name)) return;
  for (const reference of fieldFormula({ schema }, object, field).references) {
    if (reference.field.formula === null) continue;
    checkCycles(schema, reference.object, reference.field.name, { path: [...path, name], done });
  }
  done.add(name);
}
