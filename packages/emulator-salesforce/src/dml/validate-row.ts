import { ApiError, refuse } from "../api-error.ts";
import { RegexTooComplicated } from "../formula/regex-match.ts";
import { FORMULA_TOO_COMPLICATED } from "../not-evidenced.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import { combine, meets, meetsValue } from "./criteria.ts";
import { formulaWorld, type DmlContext } from "./context.ts";
import { liveRow, type Row } from "../store/row.ts";
import type { SavePlan } from "./save-plan.ts";

/** What an org's administrator demands of a row: validation rules and lookup filters. */

/** Refuses a row that breaks validation rules; the answer names all of them, each at its place (S1.7). */
export function checkValidationRules(
  context: DmlContext,
  plan: SavePlan,
  row: Row,
  before: Row | undefined,
): void {
  if (plan.validationRules.length === 0) return;
  const input = { world: formulaWorld(context), row, before };
  const broken = plan.validationRules.filter(({ rule, formula }) =>
    bounded(rule.name, () => formula.evaluate(input) === true),
  );
  if (broken.length === 0) return;
  throw new ApiError(
    400,
    broken.map(({ rule }) => ({
      message: rule.message,
      errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION",
      fields: rule.errorField === null ? [] : [rule.errorField],
    })),
  );
}

/** A rule whose pattern cannot be matched in bounded time refuses the save instead of holding up the org. */
function bounded(ruleName: string, run: () => boolean): boolean {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof RegexTooComplicated)) throw error;
    const { errorCode, message } = FORMULA_TOO_COMPLICATED;
    throw refuse(400, errorCode, message(ruleName, error.message), []);
  }
}

/** Refuses a parent that a required lookup filter does not let through; only changed lookups are asked. */
export function checkLookupFilters(
  context: DmlContext,
  plan: SavePlan,
  row: Row,
  before: Row | undefined,
): void {
  for (const field of plan.filteredLookups) {
    const value = row[field.name] ?? null;
    if (typeof value !== "string" || value === (before?.[field.name] ?? null)) continue;
    const target = context.schema.objectOfId(value);
    const parent = target && liveRow(context.store, target.name, value);
    if (target === undefined || parent === undefined) continue;
    if (passes(context, { field, row, target, parent })) continue;
    const message = field.lookupFilter?.message ?? "";
    throw refuse(400, "FIELD_FILTER_VALIDATION_EXCEPTION", message, [field.name]);
  }
}

/** A lookup with both its ends. */
interface Link {
  readonly field: FieldSchema;
  readonly row: Row;
  readonly target: ObjectEntry;
  readonly parent: Row;
}

function passes(context: DmlContext, { field, row, target, parent }: Link): boolean {
  const filter = field.lookupFilter;
  if (filter === null) return true;
  const world = formulaWorld(context);
  const answers = filter.criteria.map((criterion) => {
    // `Account.Industry` is the parent's field, `$Source.Region__c` the row's own.
    const own = criterion.valueField?.replace(/^\$Source\./, "");
    const name = criterion.field.split(".").at(-1) ?? "";
    if (own === undefined) return meets(world, target, parent, { ...criterion, field: name });
    const compared = target.field(name);
    const wanted = row[own.split(".").at(-1) ?? ""] ?? "";
    if (compared === undefined) return false;
    return meetsValue(compared, parent[name] ?? null, criterion.operation, String(wanted));
  });
  return combine(filter.logic, answers);
}
