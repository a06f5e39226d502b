import type { Access } from "../access/access.ts";
import { changeEventName } from "../schema/event-name.ts";
import { liveRow, type Row } from "../store/row.ts";
import { field as fieldOf } from "../schema/field-kinds.ts";
import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import type { DocumentStore, Scalar } from "../store/document-store.ts";
import { fieldReader } from "./read-field.ts";
import type { Relationships } from "./relationships.ts";
import {
  refuseQuery,
  type Statement,
  unknownColumn,
  unknownEntity,
  unknownRelationship,
} from "./soql-error.ts";

/** What a query reads from. */
export interface QueryWorld {
  readonly store: DocumentStore;
  readonly schema: SchemaRegistry;
  /** Epoch milliseconds, for date literals. */
  readonly now: number;
  /** `queryAll` sees the recycle bin. */
  readonly includeDeleted: boolean;
  /** What the asking user may see. */
  readonly access: Access;
  /** The asking user: whose rows are "mine", whose time zone, locale and currency count. */
  readonly userId?: string;
  /** A further condition on the rows of the main object, as a search has. */
  readonly accepts?: (row: Row) => boolean;
}

/** One query or subquery: the object its field names belong to, and the text errors point into. */
export interface Scope {
  readonly world: QueryWorld;
  readonly object: ObjectEntry;
  /** For the places of errors: the statement, or the part of it that is being read. */
  readonly soql: Statement;
  /** The alias of the object in FROM, which paths may start with. */
  readonly alias: string | undefined;
  /** Paths by the lower-case names that FROM gives them. */
  readonly aliases: ReadonlyMap<string, string>;
  /** What the statement has named so far; shared with its subqueries. */
  readonly relationships: Relationships;
}

/** A field reached from the scope's object through any number of parents. */
export interface ResolvedPath {
  readonly field: FieldSchema;
  /** The object that the field belongs to; undefined behind a lookup to several objects. */
  readonly object: ObjectEntry | undefined;
  /** The lookups on the way, in order. */
  readonly hops: readonly FieldSchema[];
  /** The exact names of the way, joined by dots. */
  readonly name: string;
  /** Null when a parent on the way is missing. */
  readonly read: (row: Row) => Scalar;
}

/** Parents that a path may climb (D SOQL "Relationship Query Limitations"). */
const HOPS_MAX = 5;

/** The object of FROM, if the user may see it and it has rows. @throws INVALID_TYPE and the like */
export function objectInFrom(world: QueryWorld, soql: Statement, name: string): ObjectEntry {
  const event = eventNamed(world.schema, name);
  if (event !== undefined) {
    // S: an answer for AccountChangeEvent, recorded in a public report; without the place in the statement.
    throw refuseQuery("INVALID_TYPE_FOR_OPERATION", `entity type ${event} does not support query`);
  }
  const object = world.schema.object(name);
  if (object === undefined || !world.access.object(object.name).read) {
    throw unknownEntity(soql, name);
  }
  return object;
}

/** The exact name of a platform or change event. */
function eventNamed(schema: SchemaRegistry, name: string): string | undefined {
  const object = schema.object(name);
  if (object !== undefined) return object.platformEvent === undefined ? undefined : object.name;
  if (!/changeevent$/i.test(name)) return undefined;
  return schema.objects
    .filter((each) => each.changeEvents)
    .map((each) => changeEventName(each.name))
    .find((each) => each.toLowerCase() === name.toLowerCase());
}

/** A field by its name in any case, if the user may see it. */
export function visibleField(
  world: QueryWorld,
  object: ObjectEntry,
  name: string,
): FieldSchema | undefined {
  const field = object.field(name);
  return field !== undefined && world.access.canReadField(object.name, field) ? field : undefined;
}

/** Finds the field of a path such as `Owner.Name`. @throws INVALID_FIELD */
export function resolvePath(scope: Scope, path: string): ResolvedPath {
  const parts = withoutAlias(scope, path.split("."));
  const last = parts.at(-1) ?? "";
  const { hops, object } = climbPath(scope, path, parts.slice(0, -1));
  const name = [...hops.map(relationshipOf), last].join(".");
  if (object === undefined) return nameField(scope, path, hops, last);
  const field = visibleField(scope.world, object, last);
  if (field === undefined) throw unknownColumn(scope.soql, path, object.name);
  const readOwn = fieldReader(scope.world, object, field);
  const exact = name.slice(0, name.length - last.length) + field.name;
  if (hops.length === 0) return { field, object, hops, name: exact, read: readOwn };
  const read = (row: Row): Scalar => {
    const parent = climb(scope.world, row, hops);
    return parent === undefined ? null : readOwn(parent);
  };
  return { field, object, hops, name: exact, read };
}

/** What a parent is called in paths and in records. */
export const relationshipOf = (hop: FieldSchema): string => hop.relationshipName ?? hop.name;

/** Follows relationship names; an undefined object means any of several. @throws INVALID_FIELD */
export function climbPath(
  scope: Scope,
  path: string,
  parts: readonly string[],
): { readonly hops: readonly FieldSchema[]; readonly object: ObjectEntry | undefined } {
  const { world } = scope;
  const hops: FieldSchema[] = [];
  let object: ObjectEntry | undefined = scope.object;
  for (const part of parts) {
    const lookup: FieldSchema | undefined = object?.parent(part);
    const isVisible =
      object !== undefined &&
      lookup !== undefined &&
      hops.length < HOPS_MAX &&
      world.access.canReadField(object.name, lookup);
    if (!isVisible || lookup === undefined) throw unknownRelationship(scope.soql, path, part);
    hops.push(lookup);
    scope.relationships.addParent([scope.object.name, ...hops.map(relationshipOf)].join("."));
    if (isPolymorphic(lookup)) {
      object = undefined;
      continue;
    }
    object = world.schema.object(lookup.referenceTo[0] ?? "");
    if (object === undefined || !world.access.object(object.name).read) {
      throw unknownRelationship(scope.soql, path, part);
    }
  }
  return { hops, object };
}

/** Whether the parent can be of several types. */
export const isPolymorphic = (lookup: FieldSchema): boolean => lookup.referenceTo.length > 1;

/** The fields of `Name`, the object that stands for a parent of several types (D object reference). */
const NAME_FIELDS: ReadonlyMap<string, FieldSchema> = new Map(
  [
    fieldOf("Id", "Name ID", "id", { length: 18 }),
    ...[
      "Name",
      "Type",
      "FirstName",
      "LastName",
      "Alias",
      "Email",
      "Phone",
      "Title",
      "Username",
      "UserRoleId",
      "ProfileId",
    ].map((name) => fieldOf(name, name, "string", { length: 255 })),
    fieldOf("IsActive", "Active", "boolean"),
  ].map((each) => [each.name.toLowerCase(), each]),
);

/** `What.Name`, `Owner.Type`: what every possible parent has in common. */
function nameField(
  scope: Scope,
  path: string,
  hops: readonly FieldSchema[],
  last: string,
): ResolvedPath {
  const { world } = scope;
  const field = NAME_FIELDS.get(last.toLowerCase());
  if (field === undefined) throw unknownColumn(scope.soql, path, "Name");
  const name = [...hops.map(relationshipOf), field.name].join(".");
  const read = (row: Row): Scalar => {
    const parent = climb(world, row, hops);
    const type = parent === undefined ? undefined : objectOfRow(world, parent);
    if (parent === undefined || type === undefined) return null;
    if (field.name === "Type") return type.name;
    const own = field.name === "Name" ? type.fields.find((each) => each.nameField) : undefined;
    return parent[own?.name ?? field.name] ?? null;
  };
  return { field, object: undefined, hops, name, read };
}

/** The object a row belongs to, by its id. */
export function objectOfRow(world: QueryWorld, row: Row): ObjectEntry | undefined {
  return world.schema.objectOfId(String(row["Id"]));
}

/** `a.Name` and `Account.Name` mean `Name` where a is the alias of Account. */
export function withoutAlias(
  scope: Scope,
  parts: readonly string[],
  known: ReadonlySet<string> = new Set(),
): readonly string[] {
  const first = parts[0]?.toLowerCase() ?? "";
  if (parts.length < 2) return parts;
  // A name that leads back to itself (`FROM Contact c, a.Parent a`) is taken for a relationship.
  const named = known.has(first) ? undefined : scope.aliases.get(first);
  if (named !== undefined) {
    const path = [...named.split("."), ...parts.slice(1)];
    return withoutAlias(scope, path, new Set([...known, first]));
  }
  const isPrefix =
    first === scope.alias?.toLowerCase() || first === scope.object.name.toLowerCase();
  return isPrefix ? parts.slice(1) : parts;
}

/** The row at the end of the lookups; undefined when one of them is empty. */
export function climb(world: QueryWorld, row: Row, hops: readonly FieldSchema[]): Row | undefined {
  let current: Row | undefined = row;
  for (const hop of hops) {
    const id: Scalar = current?.[hop.name] ?? null;
    if (typeof id !== "string") return undefined;
    const object = isPolymorphic(hop) ? world.schema.objectOfId(id)?.name : hop.referenceTo[0];
    current = liveRow(world.store, object ?? "", id);
  }
  return current;
}

/** Whether the query may see a row, as far as the recycle bin goes. */
export function isVisible(world: QueryWorld, row: Row): boolean {
  return world.includeDeleted || row["IsDeleted"] !== true;
}
