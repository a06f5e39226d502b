import type { FieldType, Query, Subquery } from "@jetstreamapp/soql-parser-js";
import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import { parseStatement } from "../soql/parse-soql.ts";
import type { QueryResult } from "../soql/run-query.ts";
import type { Call } from "./call.ts";

/**
 * `query?columns=true`: what `sf data query` asks for beside the records, to know its table (S1.5).
 * Columns of parents and of child queries stand as `joinColumns` below the relationship's name; those of
 * child queries and aggregates are marked `aggregate`.
 */
interface Column {
  readonly aggregate: boolean;
  readonly apexType: string;
  readonly booleanType: boolean;
  readonly columnName: string;
  readonly custom: boolean;
  readonly displayName: string;
  readonly foreignKeyName: string | null;
  readonly insertable: boolean;
  readonly joinColumns: Column[];
  readonly numberType: boolean;
  readonly textType: boolean;
  readonly updatable: boolean;
}

const NUMBERS = new Set(["int", "double", "currency", "percent"]);

export function queryColumns(call: Call, soql: string, result: QueryResult) {
  const { query, aliases } = parseStatement(soql);
  const columnMetadata =
    result.aggregates === undefined
      ? columnsOf(call.org.schema, result.object, query, aliases)
      : Object.keys(result.aggregates[0] ?? {})
          .filter((name) => name !== "attributes")
          .map((name) => ({ ...column(name, result.object.field(name)), aggregate: true }));
  return {
    columnMetadata,
    entityName: result.object.name,
    groupBy: query.groupBy !== undefined,
    idSelected: columnMetadata.some(({ columnName }) => columnName === "Id"),
    keyPrefix: result.object.keyPrefix,
  };
}

/** The select list of a query or of a query within it, in its order. */
function columnsOf(
  schema: SchemaRegistry,
  object: ObjectEntry,
  query: Query | Subquery,
  aliases: Aliases = NO_ALIASES,
): readonly Column[] {
  const columns: Column[] = [];
  for (const field of query.fields ?? []) {
    if (field.type === "FieldSubquery") {
      columns.push(childColumn(schema, object, field.subquery));
      continue;
    }
    for (const path of pathsOf(object, query.sObjectAlias, field, aliases)) {
      addPath(schema, object, columns, path);
    }
  }
  return columns;
}

/** Paths by the names that FROM gives to related objects, in lower case. */
type Aliases = ReadonlyMap<string, string>;
const NO_ALIASES: Aliases = new Map();

/** The path with such a name replaced by what it stands for, which may begin with another. */
function named(path: readonly string[], aliases: Aliases): readonly string[] {
  const [first = "", ...rest] = path;
  const known = rest.length === 0 ? undefined : aliases.get(first.toLowerCase());
  return known === undefined ? path : named([...known.split("."), ...rest], aliases);
}

/** A list of children: one column with those of the inner query below it. */
function childColumn(schema: SchemaRegistry, object: ObjectEntry, query: Subquery): Column {
  const name = query.relationshipName;
  const relationship = object.children.find(
    (each) => each.relationshipName?.toLowerCase() === name.toLowerCase(),
  );
  const child = schema.object(relationship?.childObject ?? "");
  const joinColumns = child === undefined ? [] : [...columnsOf(schema, child, query)];
  return {
    ...column(relationship?.relationshipName ?? name, undefined),
    aggregate: true,
    joinColumns,
  };
}

/** The fields that an entry of the list stands for, each as its path. */
function pathsOf(
  object: ObjectEntry,
  alias: string | undefined,
  field: FieldType,
  aliases: Aliases,
): readonly (readonly string[])[] {
  if (field.type === "FieldFunctionExpression") {
    const [set] = field.parameters;
    const wanted = typeof set === "string" ? set.toUpperCase() : "";
    if (field.functionName.toUpperCase() !== "FIELDS") return [[field.alias ?? field.functionName]];
    return object.fields
      .filter((each) => wanted === "ALL" || each.custom === (wanted === "CUSTOM"))
      .map((each) => [each.name]);
  }
  if (field.type === "Field") return [[field.field]];
  if (field.type !== "FieldRelationship") return [];
  const path = named([...field.relationships, field.field], aliases);
  const [first = ""] = path;
  const isAlias = first.toLowerCase() === (alias ?? object.name).toLowerCase();
  return [isAlias && object.parent(first) === undefined ? path.slice(1) : path];
}

/** Puts a path into the tree; paths through one parent share its column. */
function addPath(
  schema: SchemaRegistry,
  object: ObjectEntry,
  columns: Column[],
  path: readonly string[],
): void {
  const [first = "", ...rest] = path;
  if (rest.length === 0) {
    columns.push(column(object.field(first)?.name ?? first, object.field(first)));
    return;
  }
  const lookup = object.parent(first);
  const name = lookup?.relationshipName ?? first;
  let join = columns.find((each) => each.columnName === name && !each.aggregate);
  if (join === undefined) {
    join = { ...column(name, undefined), foreignKeyName: lookup?.name ?? null };
    columns.push(join);
  }
  const parent = schema.object(lookup?.referenceTo[0] ?? "");
  if (parent !== undefined) addPath(schema, parent, join.joinColumns, rest);
}

/** One column; what is no field of the schema counts as text. */
function column(name: string, field: FieldSchema | undefined): Column {
  const isNumber = field !== undefined && NUMBERS.has(field.type);
  const isBoolean = field?.type === "boolean";
  return {
    aggregate: false,
    apexType: isNumber ? "Double" : isBoolean ? "Boolean" : "String",
    booleanType: isBoolean,
    columnName: name,
    custom: field?.custom ?? false,
    displayName: name,
    foreignKeyName: null,
    insertable: field?.createable ?? false,
    joinColumns: [],
    numberType: isNumber,
    textType: !isNumber && !isBoolean,
    updatable: field?.updateable ?? false,
  };
}
