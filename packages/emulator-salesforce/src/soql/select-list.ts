import type { FieldType, Query, Subquery } from "@jetstreamapp/soql-parser-js";
import type { Row } from "../dml/context.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import { type ApiBase, attributesOf, shownValue } from "./project.ts";
import { climb, resolvePath, type Scope } from "./scope.ts";
import { malformed, refuseQuery } from "./soql-error.ts";

/** The SELECT list: how a row becomes a record of the answer. */

/** Makes a record of a row. */
export type Projection = (row: Row) => Record<string, unknown>;

/** Runs a child subquery for one parent row. */
export type ChildQuery = (parent: Row) => unknown;

/** Rows that `FIELDS(ALL)` and `FIELDS(CUSTOM)` may answer (S1.5). */
const FIELDS_LIMIT_MAX = 200;

type Writer = (record: Record<string, unknown>, row: Row) => void;

/** @param childQuery compiles a subquery of the list */
export function compileSelect(
  scope: Scope,
  query: Query | Subquery,
  base: ApiBase,
  childQuery: (
    subquery: Subquery,
    scope: Scope,
  ) => { readonly name: string; readonly run: ChildQuery },
): Projection {
  const writers = (query.fields ?? []).flatMap((field): readonly Writer[] => {
    if (field.type === "FieldSubquery") {
      const child = childQuery(field.subquery, scope);
      return [(record, row) => void (record[child.name] = child.run(row))];
    }
    return pathsOf(scope, query, field).map((path) => fieldWriter(scope, path, base));
  });
  return (row) => {
    const record: Record<string, unknown> = { attributes: attributesOf(scope.object, row, base) };
    for (const write of writers) write(record, row);
    return record;
  };
}

/** The field paths that one entry of the list stands for. */
function pathsOf(scope: Scope, query: Query | Subquery, field: FieldType): readonly string[] {
  if (field.type === "Field") return ["rawValue" in field ? field.rawValue : field.field];
  if (field.type === "FieldRelationship") {
    return [field.rawValue ?? [...field.relationships, field.field].join(".")];
  }
  if (field.type !== "FieldFunctionExpression") {
    throw malformed(scope.soql, "TYPEOF", "TYPEOF is not modelled by this emulator");
  }
  const [set] = field.parameters;
  if (field.functionName.toUpperCase() === "FIELDS" && typeof set === "string") {
    return fieldsFunction(scope, query, set.toUpperCase());
  }
  const message = `the function ${field.functionName} is not modelled by this emulator`;
  throw malformed(scope.soql, field.functionName, message);
}

/** `FIELDS(ALL)`, `FIELDS(STANDARD)`, `FIELDS(CUSTOM)`. */
function fieldsFunction(scope: Scope, query: Query | Subquery, set: string): readonly string[] {
  if (set !== "STANDARD" && (query.limit ?? Number.POSITIVE_INFINITY) > FIELDS_LIMIT_MAX) {
    throw refuseQuery(
      "MALFORMED_QUERY",
      `The SOQL FIELDS function must have a LIMIT of at most ${FIELDS_LIMIT_MAX}`,
    );
  }
  return scope.object.fields
    .filter((field) => set === "ALL" || field.custom === (set === "CUSTOM"))
    .map((field) => field.name);
}

/** Writes one field; parents become nested records, an absent one null. */
function fieldWriter(scope: Scope, pathText: string, base: ApiBase): Writer {
  const path = resolvePath(scope, pathText);
  if (path.hops.length === 0) {
    return (record, row) =>
      void (record[path.field.name] = shownValue(scope.object, path.field, row));
  }
  return (record, row) => {
    let target: Record<string, unknown> | undefined = record;
    for (const [depth, hop] of path.hops.entries()) {
      const parent = climb(scope.world, row, path.hops.slice(0, depth + 1));
      const name = hop.relationshipName ?? hop.name;
      const object: ObjectEntry | undefined = scope.world.schema.object(hop.referenceTo[0] ?? "");
      if (parent === undefined || object === undefined) {
        target[name] = null;
        return;
      }
      const known: unknown = target[name];
      const next: Record<string, unknown> =
        typeof known === "object" && known !== null
          ? (known as Record<string, unknown>)
          : { attributes: attributesOf(object, parent, base) };
      target[name] = next;
      target = next;
      if (depth === path.hops.length - 1) {
        target[path.field.name] = shownValue(object, path.field, parent);
      }
    }
  };
}
