import type { Access } from "../access/access.ts";
import { liveRow, type Row } from "../dml/context.ts";
import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import type { DocumentStore, Scalar } from "../store/document-store.ts";
import { unknownColumn, unknownRelationship } from "./soql-error.ts";

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
}

/** One query or subquery: the object its field names belong to, and the text errors point into. */
export interface Scope {
  readonly world: QueryWorld;
  readonly object: ObjectEntry;
  readonly soql: string;
  /** The alias of the object in FROM, which paths may start with. */
  readonly alias: string | undefined;
}

/** A field reached from the scope's object through any number of parents. */
export interface ResolvedPath {
  readonly field: FieldSchema;
  /** The lookups on the way, in order. */
  readonly hops: readonly FieldSchema[];
  /** Null when a parent on the way is missing. */
  read(row: Row): Scalar;
}

/** Parents that a path may climb (S1.5). */
const HOPS_MAX = 5;

/** Finds the field of a path such as `Owner.Name`. @throws INVALID_FIELD */
export function resolvePath(scope: Scope, path: string): ResolvedPath {
  const parts = withoutAlias(scope, path.split("."));
  const last = parts.at(-1) ?? "";
  const hops: FieldSchema[] = [];
  let object = scope.object;
  for (const part of parts.slice(0, -1)) {
    const lookup = object.parent(part);
    const parent = scope.world.schema.object(lookup?.referenceTo[0] ?? "");
    if (lookup === undefined || parent === undefined || hops.length >= HOPS_MAX) {
      throw unknownRelationship(scope.soql, path, part);
    }
    hops.push(lookup);
    object = parent;
  }
  const field = object.field(last);
  if (field === undefined) throw unknownColumn(scope.soql, path, object.name);
  return {
    field,
    hops,
    read: (row) => climb(scope.world, row, hops)?.[field.name] ?? null,
  };
}

/** `a.Name` and `Account.Name` mean `Name` where a is the alias of Account. */
function withoutAlias(scope: Scope, parts: readonly string[]): readonly string[] {
  const first = parts[0]?.toLowerCase();
  const isPrefix =
    first === scope.alias?.toLowerCase() || first === scope.object.name.toLowerCase();
  return parts.length > 1 && isPrefix ? parts.slice(1) : parts;
}

/** The row at the end of the lookups; undefined when one of them is empty. */
export function climb(world: QueryWorld, row: Row, hops: readonly FieldSchema[]): Row | undefined {
  let current: Row | undefined = row;
  for (const hop of hops) {
    const id: Scalar = current?.[hop.name] ?? null;
    if (typeof id !== "string") return undefined;
    current = liveRow(world.store, hop.referenceTo[0] ?? "", id);
  }
  return current;
}

/** The rows of an object that a query may see. */
export function* visibleRows(world: QueryWorld, object: ObjectEntry): Generator<Row> {
  for (const document of world.store.all(object.name).values()) {
    const row = document as Row;
    if (world.includeDeleted || row["IsDeleted"] !== true) yield row;
  }
}
