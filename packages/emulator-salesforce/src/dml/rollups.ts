import { fieldValue } from "../formula/field-value.ts";
import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";
import type { FieldSchema, Rollup } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";
import { convert, currenciesOf, currencyOf } from "../soql/currency.ts";
import { roundHalfUp } from "../schema/coerce-value.ts";
import { formulaWorld, type DmlContext } from "./context.ts";
import { liveRow, type Row } from "../store/row.ts";
import { meets } from "./criteria.ts";
import { planOf } from "./save-plan.ts";
import { systemStamp } from "./stamps.ts";
import { checkValidationRules } from "./validate-row.ts";

/**
 * Roll-up summaries: kept on the parent, moved by each change of a child. Counts and sums move by the
 * child's share, so that a parent with many children costs no more than one with few; minima and maxima
 * are looked for again when the extreme goes. The parent is saved by the system: its validation rules
 * count, its own parent's roll-ups follow (D: Apex guide, "Triggers and Order of Execution").
 */

/** What working a roll-up out needs of a context. */
type Reading = Pick<DmlContext, "store" | "schema" | "now" | "actor">;

/** A roll-up field of a parent object. */
interface Summary {
  readonly parent: ObjectEntry;
  readonly child: ObjectEntry;
  readonly field: FieldSchema;
  readonly rollup: Rollup;
}

const summaries = new WeakMap<SchemaRegistry, ReadonlyMap<string, readonly Summary[]>>();

/** The roll-ups over an object's rows; most objects have none. */
function summariesOver(schema: SchemaRegistry, childObject: string): readonly Summary[] {
  const known = summaries.get(schema) ?? allSummaries(schema);
  summaries.set(schema, known);
  return known.get(childObject) ?? [];
}

function allSummaries(schema: SchemaRegistry): ReadonlyMap<string, readonly Summary[]> {
  const byChild = new Map<string, Summary[]>();
  for (const parent of schema.objects) {
    for (const field of parent.fields) {
      const { rollup } = field;
      const child = schema.object(rollup?.childObject ?? "");
      if (rollup === null || child === undefined) continue;
      const known = byChild.get(child.name) ?? [];
      byChild.set(child.name, [...known, { parent, child, field, rollup }]);
    }
  }
  return byChild;
}

/**
 * Moves the roll-ups that a change of a child touches.
 * @param before undefined when the child was not there: new, or in the bin
 * @param after undefined when it is there no longer
 */
export function moveRollups(
  context: DmlContext,
  object: ObjectEntry,
  before: Row | undefined,
  after: Row | undefined,
): void {
  const over = summariesOver(context.schema, object.name);
  if (over.length === 0) return;
  const parents = new Map<string, ObjectEntry>();
  for (const { parent, rollup } of over) {
    for (const row of [before, after]) {
      const id = row?.[rollup.foreignKey];
      if (typeof id === "string") parents.set(id, parent);
    }
  }
  for (const [id, parent] of parents) {
    saveBySystem(context, parent, id, (row) => {
      const values: Record<string, Scalar> = {};
      for (const summary of over) {
        if (summary.parent.name !== parent.name) continue;
        const left = shareOf(context, summary, id, before);
        const came = shareOf(context, summary, id, after);
        values[summary.field.name] = moved(context, summary, row, { left, came });
      }
      return values;
    });
  }
}

/** Works out all roll-ups of a row anew, from its children. */
export function recountRollups(context: DmlContext, object: ObjectEntry, id: string): void {
  const own = object.fields.filter((field) => field.rollup !== null);
  if (own.length === 0) return;
  saveBySystem(context, object, id, () =>
    Object.fromEntries(own.map((field) => [field.name, rollupOf(context, object, field, id)])),
  );
}

/** The value of a roll-up by its definition. */
export function rollupOf(
  context: Reading,
  parent: ObjectEntry,
  field: FieldSchema,
  id: string,
): Scalar {
  const { rollup } = field;
  const child = context.schema.object(rollup?.childObject ?? "");
  if (rollup === null || child === undefined) return null;
  return counted(context, { parent, child, field, rollup }, id);
}

/** What a child contributes: undefined when it does not belong to the parent or the filter leaves it out. */
function shareOf(
  context: Reading,
  { parent, child, rollup }: Summary,
  parentId: string,
  row: Row | undefined,
): Scalar | undefined {
  if (row === undefined || row[rollup.foreignKey] !== parentId) return undefined;
  const world = formulaWorld(context);
  if (!rollup.filters.every((filter) => meets(world, child, row, filter))) return undefined;
  const summarized = child.field(rollup.summarizedField ?? "");
  if (summarized === undefined) return 1;
  const value = fieldValue(world, child, summarized, row);
  if (summarized.type !== "currency" || typeof value !== "number") return value;
  return inCurrencyOf(context, context.store.get(parent.name, parentId) as Row, row, value);
}

/** A child's amount in its parent's currency (D help: "Implications of Using Multiple Currencies"). */
function inCurrencyOf(context: Reading, parent: Row | undefined, row: Row, amount: number): number {
  if (context.schema.features.multiCurrency === null || parent === undefined) return amount;
  const currencies = currenciesOf({ store: context.store });
  if (currencies === undefined) return amount;
  const [from, to] = [currencyOf(currencies, row), currencyOf(currencies, parent)];
  return convert(currencies, amount, from, to) ?? amount;
}

/** The parent's value after a share left and another came. */
function moved(
  context: DmlContext,
  summary: Summary,
  row: Row,
  shares: { readonly left: Scalar | undefined; readonly came: Scalar | undefined },
): Scalar {
  const { field, rollup } = summary;
  const now = row[field.name] ?? null;
  const { left, came } = shares;
  if (left === came) return now;
  const isAdditive = rollup.operation === "count" || rollup.operation === "sum";
  if (isAdditive && typeof now === "number") {
    const share = (value: Scalar | undefined): number => {
      if (value === undefined) return 0;
      return rollup.operation === "count" ? 1 : Number(value ?? 0);
    };
    return roundHalfUp(now + share(came) - share(left), field.scale);
  }
  return counted(context, summary, String(row["Id"]));
}

/** Works a roll-up out from all children. */
function counted(context: Reading, summary: Summary, parentId: string): Scalar {
  const { child, field, rollup } = summary;
  let total = 0;
  let extreme: Scalar = null;
  for (const id of context.store.lookup(child.name, rollup.foreignKey, parentId)) {
    const share = shareOf(context, summary, parentId, liveRow(context.store, child.name, id));
    if (share === undefined) continue;
    if (rollup.operation === "count") total += 1;
    else if (rollup.operation === "sum")
      total = roundHalfUp(total + Number(share ?? 0), field.scale);
    else extreme = furthest(rollup.operation, extreme, share);
  }
  return rollup.operation === "count" || rollup.operation === "sum" ? total : extreme;
}

/** The smaller or greater of two values; blanks do not count. */
function furthest(operation: "min" | "max", one: Scalar, other: Scalar): Scalar {
  if (one === null || other === null) return one ?? other;
  return one < other === (operation === "min") ? one : other;
}

/**
 * Saves values that follow from another change in a live row, if they differ, and lets its own parents
 * follow. Its validation rules count.
 */
export function saveBySystem(
  context: DmlContext,
  parent: ObjectEntry,
  id: string,
  valuesOf: (row: Row) => Record<string, Scalar>,
): void {
  const row = liveRow(context.store, parent.name, id);
  if (row === undefined) return;
  const values = valuesOf(row);
  const differs = Object.entries(values).some(([name, value]) => (row[name] ?? null) !== value);
  if (!differs) return;
  const changed = { ...row, ...values, ...systemStamp(context) };
  checkValidationRules(context, planOf(context.schema, parent), changed, row);
  context.store.put(parent.name, id, changed);
  moveRollups(context, parent, row, changed);
}
