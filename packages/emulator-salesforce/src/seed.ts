import { AUTO_NUMBERS } from "./dml/auto-number.ts";
import { rollupOf } from "./dml/rollups.ts";
import type { SchemaRegistry } from "./schema/registry.ts";
import type { DocumentStore, Scalar } from "./store/document-store.ts";
import { toLongId } from "./store/record-id.ts";
import { toApiTime } from "./times.ts";

/**
 * Rows that an org begins with, by object. Each row gives `Id` (15 or 18 characters) and what differs
 * from the defaults; system fields are filled in. Rows are taken as they are: a seed is data, not a caller.
 * Custom fields that the org's project does not bring are left out.
 */
export type Seed = Readonly<Record<string, readonly Readonly<Record<string, Scalar>>[]>>;

const SEEDED_BY = "005000000000001AAA";

/** Stores the rows of a seed as if the admin had made them at a moment (epoch milliseconds). */
export function plantSeed(
  store: DocumentStore,
  schema: SchemaRegistry,
  seed: Seed,
  at: number,
): void {
  const time = toApiTime(at);
  for (const [objectName, rows] of Object.entries(seed)) {
    const object = schema.object(objectName);
    if (object === undefined)
      throw new Error(`The seed has rows of an unknown object ${objectName}`);
    const defaults = Object.fromEntries(
      object.fields
        .filter((field) => field.defaultValue !== undefined)
        .map((field) => [field.name, field.defaultValue ?? null]),
    );
    for (const row of rows) {
      const known = Object.entries(row).filter(([name]) => object.field(name) !== undefined);
      const unknown = Object.keys(row).find(
        (name) => object.field(name) === undefined && !name.endsWith("__c"),
      );
      if (unknown !== undefined)
        throw new Error(`The seed gives ${objectName} an unknown ${unknown}`);
      const id = toLongId(String(row["Id"]).slice(0, 15));
      store.put(object.name, id, {
        ...defaults,
        ...(object.field("OwnerId") === undefined ? {} : { OwnerId: SEEDED_BY }),
        IsDeleted: false,
        CreatedDate: time,
        CreatedById: SEEDED_BY,
        LastModifiedDate: time,
        LastModifiedById: SEEDED_BY,
        SystemModstamp: time,
        ...Object.fromEntries(known),
        Id: id,
      });
    }
  }
  for (let level = 0; level < ROLLUP_LEVELS; level += 1) sumUp(store, schema, seed, at);
  for (const [objectName, rows] of Object.entries(seed)) {
    const fields = schema.object(objectName)?.fields.filter((each) => each.autoNumber !== null);
    for (const { name } of fields ?? []) countOn(store, `${objectName}.${name}`, rows, name);
  }
  store.takeChanges();
}

/** Roll-ups can be summed up again by the master of their own object, three levels up. */
const ROLLUP_LEVELS = 3;

/** Gives rows the roll-ups that their children make, unless the seed says otherwise. */
function sumUp(store: DocumentStore, schema: SchemaRegistry, seed: Seed, at: number): void {
  const context = { store, schema, now: at, actor: { userId: SEEDED_BY, changeOrigin: "" } };
  for (const [objectName, rows] of Object.entries(seed)) {
    const object = schema.object(objectName);
    const rollups = object?.fields.filter((each) => each.rollup !== null) ?? [];
    if (object === undefined || rollups.length === 0) continue;
    for (const row of rows) {
      const id = toLongId(String(row["Id"]).slice(0, 15));
      const values = rollups
        .filter(({ name }) => !Object.hasOwn(row, name))
        .map((field) => [field.name, rollupOf(context, object, field, id)] as const);
      store.put(object.name, id, { ...store.get(object.name, id), ...Object.fromEntries(values) });
    }
  }
}

/** New records are numbered after the highest number of the seed. */
function countOn(
  store: DocumentStore,
  counter: string,
  rows: readonly Readonly<Record<string, Scalar>>[],
  field: string,
): void {
  const numbers = rows.map((row) => Number(/(\d+)\D*$/.exec(String(row[field] ?? ""))?.[1] ?? 0));
  const last = Math.max(0, ...numbers);
  if (last > 0) store.put(AUTO_NUMBERS, counter, { last });
}

/**
 * Gives rows from an earlier start the checkboxes that the project has gained since: a checkbox is never
 * empty. Runs at every start and is not logged.
 */
export function completeCheckboxes(store: DocumentStore, schema: SchemaRegistry): void {
  for (const object of schema.objects) {
    const checkboxes = object.fields.filter((field) => field.type === "boolean");
    for (const [id, row] of store.all(object.name)) {
      const missing = checkboxes.filter((field) => row[field.name] === undefined);
      if (missing.length === 0) continue;
      const values = missing.map((field) => [field.name, field.defaultValue ?? false] as const);
      store.put(object.name, id, { ...row, ...Object.fromEntries(values) });
    }
  }
  store.takeChanges();
}
