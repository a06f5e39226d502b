import { liveRow, type Row } from "../store/row.ts";
import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import type { DocumentStore, Scalar } from "../store/document-store.ts";
import { fieldValue } from "./field-value.ts";

/** What a formula can look at beside its record. */
export interface FormulaWorld {
  readonly store: DocumentStore;
  readonly schema: SchemaRegistry;
  /** Epoch milliseconds, for TODAY and NOW. */
  readonly now: number;
  /** Who `$User` is; without one its fields are blank. */
  readonly userId?: string;
}

/** The record of a formula. `before` is undefined while the record is new. */
export interface FormulaInput {
  readonly world: FormulaWorld;
  readonly row: Row;
  readonly before: Row | undefined;
}

/** A field that a formula names. */
export interface FieldReference {
  readonly object: ObjectEntry;
  readonly field: FieldSchema;
  /** Whether it is a field of the formula's own record. */
  readonly isOwn: boolean;
  read(world: FormulaWorld, row: Row): Scalar;
}

/** Parents that a path may climb (D help: "Tips for Building Cross-Object Formulas", 10). */
const HOPS_MAX = 10;

interface Start {
  readonly object: ObjectEntry;
  readonly path: readonly string[];
  readonly rowOf: (world: FormulaWorld, row: Row) => Row | undefined;
}

/** Finds the field of a path such as `Account.Owner.Name` or `$User.Email`; text says what is wrong. */
export function resolveReference(
  schema: SchemaRegistry,
  object: ObjectEntry,
  path: string,
): FieldReference | string {
  const parts = path.split(".");
  const start: Start | string = path.startsWith("$")
    ? globalStart(schema, parts)
    : { object, path: parts, rowOf: (_world, row) => row };
  if (typeof start === "string") return start;
  const hops: { readonly lookup: FieldSchema; readonly target: string }[] = [];
  let at = start.object;
  for (const part of start.path.slice(0, -1)) {
    const [name = "", wanted] = part.split(":");
    const lookup = at.parent(name);
    const target = schema.object(wanted ?? lookup?.referenceTo[0] ?? "");
    if (lookup === undefined || target === undefined || !lookup.referenceTo.includes(target.name)) {
      return `${at.name} has no relationship ${part}`;
    }
    hops.push({ lookup, target: target.name });
    at = target;
  }
  if (hops.length > HOPS_MAX) return `more than ${HOPS_MAX} relationships in ${path}`;
  const last = start.path.at(-1) ?? "";
  const field = at.field(last);
  if (field === undefined) return `field ${last} does not exist on ${at.name}`;
  const owner = at;
  return {
    object: owner,
    field,
    isOwn: hops.length === 0 && start.object === object && !path.startsWith("$"),
    read: (world, row) => {
      let current = start.rowOf(world, row);
      for (const { lookup, target } of hops) {
        const id = current?.[lookup.name] ?? null;
        current = typeof id === "string" ? liveRow(world.store, target, id) : undefined;
      }
      return current === undefined ? null : fieldValue(world, owner, field, current);
    },
  };
}

/** The record behind a `$` name. */
function globalStart(schema: SchemaRegistry, parts: readonly string[]): Start | string {
  const [name = "", ...path] = parts;
  const global = name.toLowerCase();
  const user = schema.object("User");
  const userRow = (world: FormulaWorld) =>
    world.store.get("User", world.userId ?? "") as Row | undefined;
  if (path.length === 0 || user === undefined) return `${name} is no field`;
  if (global === "$user") return { object: user, path, rowOf: userRow };
  const links: Readonly<Record<string, readonly [string, string]>> = {
    $profile: ["Profile", "ProfileId"],
    $userrole: ["UserRole", "UserRoleId"],
  };
  const [objectName = "", link = ""] = links[global] ?? [];
  const linked = schema.object(objectName);
  if (linked !== undefined) {
    const rowOf = (world: FormulaWorld) =>
      world.store.get(linked.name, String(userRow(world)?.[link])) as Row | undefined;
    return { object: linked, path, rowOf };
  }
  const organization = schema.object("Organization");
  if (global === "$organization" && organization !== undefined) {
    const rowOf = (world: FormulaWorld) =>
      world.store.all("Organization").values().next().value as Row | undefined;
    return { object: organization, path, rowOf };
  }
  return `the global variable ${name} does not exist in this org`;
}
