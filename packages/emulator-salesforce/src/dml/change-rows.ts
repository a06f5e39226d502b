import { refuse } from "../api-error.ts";
import { publishRow } from "./publish-row.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { Scalar } from "../store/document-store.ts";
import { toApiTime } from "../times.ts";
import { nextAutoNumber } from "./auto-number.ts";
import { checkRequired, checkUnique, fieldValues, rowAt } from "./check-fields.ts";
import { atomically, type DmlContext, formulaWorld } from "./context.ts";
import type { Row } from "../store/row.ts";
import { checkDuplicates } from "./duplicates/check-duplicates.ts";
import { checkLocks } from "./locks.ts";
import { changeableObject } from "./may-change.ts";
import { rulesOf } from "./object-rules.ts";
import { moveRollups, recountRollups } from "./rollups.ts";
import { checkOwner } from "./rules/users.ts";
import { planOf, type SavePlan } from "./save-plan.ts";
import { stamp } from "./stamps.ts";
import { checkLookupFilters, checkValidationRules } from "./validate-row.ts";

/**
 * Create and update. The order of a save is the platform's order of execution as far as it applies;
 * `docs/order-of-a-save.md` tells it with its sources:
 *
 *    1 may the user                object, then field permissions
 *    2 values                      types, lengths, picklists, references, external ids of parents
 *    3 defaults                    of a new row: literals, formulas, owner, auto numbers
 *    4 locks                       the row and what owns it
 *    5 the object's own rules      names made of parts, prices, stages, totals
 *    6 required fields
 *    7 lookup filters
 *    8 validation rules            all that fail, in one answer
 *    9 duplicate rules
 *   10 unique values
 *   11 stored
 *   12 the object's consequences   totals of the document that a line belongs to
 *   13 roll-ups                    of the parents, with their validation rules, and of theirs
 */

type Body = Readonly<Record<string, unknown>>;

/** Creates a row and returns its id. Throws an ApiError and leaves nothing behind. */
export function createRow(context: DmlContext, objectName: string, body: Body): string {
  return atomically(context, () => {
    const object = changeableObject(context, objectName, "create");
    const plan = planOf(context.schema, object);
    const given = fieldValues(context, object, body, "createable");
    const id = context.ids.record(object.keyPrefix);
    const row: Record<string, Scalar> = {
      ...plan.defaults,
      ...(plan.hasOwner ? { OwnerId: context.actor.userId } : {}),
      ...given,
      Id: id,
      IsDeleted: false,
      CreatedDate: toApiTime(context.now),
      CreatedById: context.actor.userId,
      ...stamp(context),
    };
    addComputedDefaults(context, object, plan, { row, given });
    if (object.platformEvent !== undefined) return publishRow(context, object, row);
    save(context, object, plan, { row, before: undefined });
    return id;
  });
}

/** Changes the given fields of a live row; the others keep their values. */
export function updateRow(
  context: DmlContext,
  objectName: string,
  idText: string,
  body: Body,
): void {
  atomically(context, () => {
    const object = changeableObject(context, objectName, "update");
    const { row: before } = rowAt(context, object, idText);
    const given = fieldValues(context, object, body, "updateable");
    const row = { ...before, ...given, ...stamp(context) };
    save(context, object, planOf(context.schema, object), { row, before });
  });
}

/** Default formulas of fields the creator left out, then auto numbers. */
function addComputedDefaults(
  context: DmlContext,
  object: ObjectEntry,
  plan: SavePlan,
  { row, given }: { readonly row: Record<string, Scalar>; readonly given: Row },
): void {
  for (const { field, formula } of plan.defaultFormulas) {
    if (Object.hasOwn(given, field.name)) continue;
    row[field.name] = formula.evaluate({ world: formulaWorld(context), row, before: undefined });
  }
  for (const field of plan.autoNumbers) row[field.name] = nextAutoNumber(context, object, field);
}

/** A row about to be stored; `before` is undefined for a new one. */
interface Version {
  readonly row: Row;
  readonly before: Row | undefined;
}

/** The common end of create and update. */
function save(
  context: DmlContext,
  object: ObjectEntry,
  plan: SavePlan,
  { row, before }: Version,
): void {
  const id = String(row["Id"]);
  checkLocks(context, lockedBy(plan, id, row, before));
  const rules = rulesOf(object.name);
  if (plan.hasOwner) checkOwner(context, object.name, row, before);
  const settled = rules.beforeSave?.(context, row, before) ?? row;
  checkRequired(plan.required, settled);
  checkSelfReference(plan, settled);
  checkLookupFilters(context, plan, settled, before);
  checkValidationRules(context, plan, settled, before);
  if (object.duplicateRules.length > 0) checkDuplicates(context, object, settled, before);
  checkUnique(context, object, settled, plan.unique);
  context.store.put(object.name, id, settled);
  rules.afterSave?.(context, settled, before);
  moveRollups(context, object, before, settled);
  const isOtherCurrency = before?.["CurrencyIsoCode"] !== settled["CurrencyIsoCode"];
  if (before !== undefined && isOtherCurrency) recountRollups(context, object, id);
}

/** The row itself and its owners, before and after. */
function* lockedBy(
  plan: SavePlan,
  id: string,
  row: Row,
  before: Row | undefined,
): Generator<Scalar | undefined> {
  yield id;
  for (const { name } of plan.owners) {
    yield row[name];
    if (before !== undefined) yield before[name];
  }
}

/** A record cannot belong to itself. */
function checkSelfReference(plan: SavePlan, row: Row): void {
  for (const { name } of plan.owners) {
    if (row[name] !== row["Id"]) continue;
    throw refuse(400, "CIRCULAR_DEPENDENCY", "attempt to violate hierarchy constraints", [name]);
  }
}
