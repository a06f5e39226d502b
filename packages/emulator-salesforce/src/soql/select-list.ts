import type {
  FieldFunctionExpression,
  FieldTypeOf,
  Query,
  Subquery,
} from "@jetstreamapp/soql-parser-js";
import type { Row } from "../store/row.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import { pathOf } from "./aggregate.ts";
import { type Column, fieldColumn, functionColumn, nameOf } from "./expression.ts";
import type { Uses } from "./prepare.ts";
import { type ApiBase, attributesOf, shownValue } from "./project.ts";
import {
  climb,
  climbPath,
  isPolymorphic,
  objectOfRow,
  relationshipOf,
  resolvePath,
  type Scope,
} from "./scope.ts";
import { malformed, refuseQuery, unknownColumn } from "./soql-error.ts";

/** The SELECT list: how a row becomes a record of the answer. */

/** A record and what is inside it. */
export type QueryRecord = Record<string, unknown>;

/** Makes a record of a row. @param pager shares a page's room among the rows of child sets */
export type Projection = (row: Row, pager?: ChildPager) => QueryRecord;

/** The room that is left on a page, and where the rest of a child set can be asked for. */
export interface ChildPager {
  /** Rows that still fit; child rows count (S1.5). */
  room: number;
  /** Keeps a result whose first `shown` rows were answered. @returns the address of the next page */
  open(rest: PagedRows, shown: number): string;
}

/** Rows that are answered page by page: those of a query, or one child set. */
export interface PagedRows {
  readonly object: ObjectEntry;
  readonly totalSize: number;
  readonly rows: readonly Row[];
  readonly inPage: Projection;
  /** What the rows are asked for; absent: for nothing that is kept. */
  readonly uses?: Uses;
  /** Records that a page may have, when that is less than usual. */
  readonly pageMax?: number;
}

/** A compiled child subquery. */
export interface ChildQuery {
  readonly name: string;
  run(parent: Row, pager: ChildPager | undefined): unknown;
}

/** Rows that `FIELDS(ALL)` and `FIELDS(CUSTOM)` may answer (S1.5). */
const FIELDS_LIMIT_MAX = 200;

type Writer = (record: QueryRecord, row: Row, pager: ChildPager | undefined) => void;

/** @param childQuery compiles a subquery of the list */
export function compileSelect(
  scope: Scope,
  query: Query | Subquery,
  base: ApiBase,
  childQuery: (subquery: Subquery) => ChildQuery,
): Projection {
  const names = new Names();
  let unnamed = 0;
  const writers = (query.fields ?? []).flatMap((field): readonly Writer[] => {
    if (field.type === "FieldSubquery") {
      const child = childQuery(field.subquery);
      names.add(child.name);
      return [(record, row, pager) => void (record[child.name] = child.run(row, pager))];
    }
    if (field.type === "FieldTypeof") return [typeWriter(scope, field, base)];
    if (field.type !== "FieldFunctionExpression") {
      const column = plainColumn(scope, field);
      names.add(column.name);
      return [columnWriter(scope, column, base)];
    }
    if (nameOf(field) === "FIELDS") {
      const fields = fieldSet(scope, query, field);
      for (const each of fields) names.add(each.name);
      return fields.map((each) => columnWriter(scope, fieldColumn(scope, each.name), base));
    }
    const column = functionColumn(scope, field);
    if (column.isUnnamed && nameOf(field) !== "DISTANCE") throw notGrouped(scope, field);
    const name = field.alias ?? (column.isUnnamed ? `expr${unnamed++}` : column.name);
    names.add(name);
    return [columnWriter(scope, { ...column, name }, base)];
  });
  return (row, pager) => {
    const record: QueryRecord = { attributes: attributesOf(scope.object, row, base) };
    for (const write of writers) write(record, row, pager);
    return record;
  };
}

/** A field as it is; only groups can be given other names. */
function plainColumn(scope: Scope, field: Parameters<typeof pathOf>[0]): Column {
  const path = pathOf(field);
  if ("alias" in field && field.alias !== undefined) {
    throw malformed(scope.soql, path, "only aggregate expressions use field aliasing");
  }
  return fieldColumn(scope, path);
}

/** A date function without a GROUP BY (D SOQL "Date Functions"). */
const notGrouped = (scope: Scope, { functionName, rawValue }: FieldFunctionExpression): Error =>
  malformed(
    scope.soql,
    functionName,
    `Field must be grouped or aggregated: ${rawValue ?? functionName}`,
  );

/** The names of the list; none may come twice (D SOQL "FIELDS()"). */
class Names {
  readonly #seen = new Set<string>();

  add(name: string): void {
    const key = name.toLowerCase();
    if (this.#seen.has(key)) {
      throw refuseQuery("INVALID_FIELD", `duplicate field selected: ${name}`);
    }
    this.#seen.add(key);
  }
}

/** `FIELDS(ALL)`, `FIELDS(STANDARD)`, `FIELDS(CUSTOM)`. */
function fieldSet(
  scope: Scope,
  query: Query | Subquery,
  field: FieldFunctionExpression,
): readonly FieldSchema[] {
  const [parameter] = field.parameters;
  const set = typeof parameter === "string" ? parameter.toUpperCase() : "";
  if (!["ALL", "STANDARD", "CUSTOM"].includes(set)) {
    throw malformed(scope.soql, set, `unexpected token: '${set}'`);
  }
  if (set !== "STANDARD" && (query.limit ?? Number.POSITIVE_INFINITY) > FIELDS_LIMIT_MAX) {
    throw refuseQuery(
      "MALFORMED_QUERY",
      `The SOQL FIELDS function must have a LIMIT of at most ${FIELDS_LIMIT_MAX}`,
    );
  }
  const { object, world } = scope;
  return object.fields
    .filter((each) => set === "ALL" || each.custom === (set === "CUSTOM"))
    .filter((each) => world.access.canReadField(object.name, each));
}

/** Writes one value; parents become nested records, an absent one null. */
function columnWriter(scope: Scope, column: Column, base: ApiBase): Writer {
  const parts = column.name.split(".");
  const { path } = column;
  if (path === undefined || path.hops.length === 0) {
    const [only] = parts;
    if (path !== undefined || parts.length === 1) {
      const field = path?.field.type === "address" ? path.field : undefined;
      const name = only ?? column.name;
      return (record, row) =>
        void (record[name] =
          field === undefined ? column.read(row) : shownValue(scope.object, field, row));
    }
  }
  const hops = path?.hops ?? climbPath(scope, column.name, parts.slice(0, -1)).hops;
  const last = parts.at(-1) ?? "";
  return (record, row) => {
    const target = parentRecord(scope, hops, base, { record, row });
    if (target === undefined) return;
    const { field, object } = path ?? {};
    const isAddress = field?.type === "address" && object !== undefined;
    target.record[last] = isAddress ? shownValue(object, field, target.row) : column.read(row);
  };
}

/** The nested record of the last parent; undefined when a parent is missing, which is then null. */
function parentRecord(
  scope: Scope,
  hops: readonly FieldSchema[],
  base: ApiBase,
  start: { readonly record: QueryRecord; readonly row: Row },
): { readonly record: QueryRecord; readonly row: Row } | undefined {
  let { record, row } = start;
  for (const hop of hops) {
    const name = relationshipOf(hop);
    const parent = climb(scope.world, row, [hop]);
    // Rows of the catalogue share one id, which tells no type.
    const [only = ""] = isPolymorphic(hop) ? [] : hop.referenceTo;
    const object = parent && (scope.world.schema.object(only) ?? objectOfRow(scope.world, parent));
    if (parent === undefined || object === undefined) {
      record[name] = null;
      return undefined;
    }
    const known: unknown = record[name];
    const next: QueryRecord =
      typeof known === "object" && known !== null
        ? (known as QueryRecord)
        : { attributes: attributesOf(object, parent, base) };
    record[name] = next;
    record = next;
    row = parent;
  }
  return { record, row };
}

/** `TYPEOF What WHEN Account THEN Phone ELSE Name END`: the fields depend on the parent's type. */
function typeWriter(scope: Scope, { field, conditions }: FieldTypeOf, base: ApiBase): Writer {
  const { world, soql } = scope;
  const { hops } = climbPath(scope, field, field.split("."));
  const lookup = hops.at(-1);
  if (lookup === undefined || !isPolymorphic(lookup))
    throw unknownColumn(soql, field, scope.object.name);
  const cases = new Map<string, readonly Column[]>();
  let otherwise: readonly string[] | undefined;
  for (const { type, objectType, fieldList } of conditions) {
    if (type.toUpperCase() === "ELSE") {
      otherwise = fieldList;
      for (const name of fieldList) resolvePath(scope, `${field}.${name}`);
      continue;
    }
    const object = world.schema.object(objectType ?? "");
    if (object === undefined || !lookup.referenceTo.includes(object.name)) {
      throw unknownColumn(soql, objectType ?? "", scope.object.name);
    }
    const inner: Scope = { ...scope, object, alias: undefined };
    scope.relationships.addParent(`${scope.object.name}.${field}.${object.name}`);
    cases.set(
      object.name,
      fieldList.map((name) => fieldColumn(inner, name)),
    );
  }
  return (record, row) => {
    const target = parentRecord(scope, hops, base, { record, row });
    const object = target && objectOfRow(world, target.row);
    if (target === undefined || object === undefined) return;
    const inner: Scope = { ...scope, object, alias: undefined };
    const columns = cases.get(object.name);
    if (columns === undefined) {
      for (const name of otherwise ?? []) {
        target.record[name] = resolvePath(scope, `${field}.${name}`).read(row);
      }
      return;
    }
    for (const column of columns)
      columnWriter(inner, column, base)(target.record, target.row, undefined);
  };
}
