import type { EntityDescriptor } from "../entities/descriptor.ts";
import { SCHEMA_TYPES } from "../generated/properties.ts";
import { isObject, type JsonValue } from "../json/json-value.ts";
import type { QueryRow } from "./query-row.ts";
import { notQueryable, unknownProperty } from "./query-faults.ts";

export type ComparedAs = "text" | "number" | "boolean" | "date" | "time";

/** A property as a query names it: where its value is found and how it compares. */
export interface QueryProperty {
  readonly name: string;
  readonly comparedAs: ComparedAs;
  readonly read: (row: QueryRow) => JsonValue | undefined;
}

/** Properties of every type; MetaData times compare as moments, ids as numbers. */
const ALWAYS: Readonly<Record<string, QueryProperty>> = {
  id: { name: "Id", comparedAs: "number", read: ({ record }) => record.id },
  "metadata.createtime": {
    name: "MetaData.CreateTime",
    comparedAs: "time",
    read: ({ record }) => record.createdAt,
  },
  "metadata.lastupdatedtime": {
    name: "MetaData.LastUpdatedTime",
    comparedAs: "time",
    read: ({ record }) => record.updatedAt,
  },
};

/** The property for a WHERE or ORDERBY; fault 4001 when it is unknown or not queryable. */
export function queryProperty(name: string, descriptor: EntityDescriptor): QueryProperty {
  const always = ALWAYS[name.toLowerCase()];
  if (always !== undefined) return always;
  const found = schemaProperty(name, descriptor);
  if (found === undefined) throw unknownProperty(name, descriptor.type);
  if (!descriptor.queryable.has(found)) throw notQueryable(name);
  return {
    name: found,
    comparedAs: comparedAs(found, descriptor),
    read: ({ shown }) => scalarOf(shown[found]),
  };
}

/** The exact spelling of a property that a query may name in any case. */
export function schemaProperty(name: string, descriptor: EntityDescriptor): string | undefined {
  const lower = name.toLowerCase();
  return Object.keys(SCHEMA_TYPES[descriptor.type] ?? {}).find(
    (key) => key.toLowerCase() === lower,
  );
}

/** Text unless the schema says otherwise; references and e-mail addresses are text. */
function comparedAs(property: string, descriptor: EntityDescriptor): ComparedAs {
  switch (SCHEMA_TYPES[descriptor.type]?.[property]?.type ?? "string") {
    case "decimal":
    case "integer":
      return "number";
    case "boolean":
      return "boolean";
    case "date":
      return "date";
    default:
      return "text";
  }
}

/** References compare by their id, e-mail addresses and phones by their text. */
function scalarOf(value: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(value)) return value;
  return value["value"] ?? value["Address"] ?? value["FreeFormNumber"];
}
