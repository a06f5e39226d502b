import { compileFormula, type CompiledFormula } from "../formula/compile-formula.ts";
import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";
import type { FieldSchema, ValidationRule } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";

/**
 * What a save of one object has to look at, worked out once per org, so that an object without rules pays
 * for none.
 */
export interface SavePlan {
  readonly required: readonly FieldSchema[];
  readonly unique: readonly FieldSchema[];
  /** Values of a new row whose creator says nothing. */
  readonly defaults: Readonly<Record<string, Scalar>>;
  readonly defaultFormulas: readonly {
    readonly field: FieldSchema;
    readonly formula: CompiledFormula;
  }[];
  readonly autoNumbers: readonly FieldSchema[];
  readonly hasOwner: boolean;
  /** Lookups whose target owns the row. */
  readonly owners: readonly FieldSchema[];
  readonly filteredLookups: readonly FieldSchema[];
  readonly validationRules: readonly CompiledRule[];
}

/** A validation rule ready to run. */
export interface CompiledRule {
  readonly rule: ValidationRule;
  readonly formula: CompiledFormula;
}

const plans = new WeakMap<ObjectEntry, SavePlan>();

/** @throws FormulaError when a rule or default of the object does not compile */
export function planOf(schema: SchemaRegistry, object: ObjectEntry): SavePlan {
  const known = plans.get(object);
  if (known !== undefined) return known;
  const plan = makePlan(schema, object);
  plans.set(object, plan);
  return plan;
}

function makePlan(schema: SchemaRegistry, object: ObjectEntry): SavePlan {
  const stored = object.fields.filter((field) => field.formula === null);
  return {
    required: stored.filter(
      (field) => !field.nillable && field.createable && field.autoNumber === null,
    ),
    unique: stored.filter((field) => field.unique),
    defaults: Object.fromEntries(
      stored.flatMap((field) => {
        const value = literalDefault(field);
        return value === undefined ? [] : [[field.name, value]];
      }),
    ),
    defaultFormulas: stored.flatMap((field) =>
      field.defaultFormula === null
        ? []
        : [{ field, formula: defaultOf(schema, object, field, field.defaultFormula) }],
    ),
    autoNumbers: stored.filter((field) => field.autoNumber !== null),
    hasOwner: object.field("OwnerId") !== undefined,
    owners: stored.filter((field) => field.type === "reference" && field.cascadeDelete),
    filteredLookups: stored.filter((field) => field.lookupFilter?.required === true),
    validationRules: object.validationRules
      .filter((rule) => rule.active)
      .map((rule) => ({ rule, formula: ruleFormula(schema, object, rule) })),
  };
}

/** The field's literal default, its picklist's default value, or the start of a roll-up. */
function literalDefault(field: FieldSchema): Scalar | undefined {
  if (field.rollup !== null) {
    return field.rollup.operation === "count" || field.rollup.operation === "sum" ? 0 : undefined;
  }
  if (field.defaultValue !== undefined) return field.defaultValue;
  if (field.type !== "picklist") return undefined;
  return field.picklist.find((each) => each.isDefault && each.active)?.value;
}

function defaultOf(
  schema: SchemaRegistry,
  object: ObjectEntry,
  field: FieldSchema,
  text: string,
): CompiledFormula {
  return compileFormula(schema, object, {
    text,
    place: `${object.name}.${field.name}, default value`,
    returns: field.type === "picklist" ? "string" : field.type,
    scale: field.scale,
    blanksAsZero: false,
  });
}

/** A validation rule, compiled. @throws FormulaError */
export function ruleFormula(
  schema: SchemaRegistry,
  object: ObjectEntry,
  rule: ValidationRule,
): CompiledFormula {
  return compileFormula(schema, object, {
    text: rule.formula,
    place: `${object.name}, validation rule ${rule.name}`,
    returns: "boolean",
    scale: 0,
    blanksAsZero: false,
  });
}
