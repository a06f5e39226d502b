import type { EntityDescriptor } from "../entities/descriptor.ts";
import { SCHEMA_TYPES, type SchemaProperty } from "../generated/properties.ts";
import { isObject, objectsOf, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { QUERY_NAMES_PARTS } from "../not-evidenced.ts";
import { notQueryable, notSortable, unknownProperty } from "./query-faults.ts";
import { queryPropertiesOf } from "./query-properties.ts";
import type { QueryRow } from "./query-row.ts";

export type ComparedAs = "id" | "text" | "number" | "boolean" | "date" | "time";

/** A property as a query names it: where its value is found and how it compares. */
export interface QueryProperty {
  /** In the schema's spelling, e.g. `MetaData.LastUpdatedTime`. */
  readonly name: string;
  readonly comparedAs: ComparedAs;
  /** Undefined when the record has no value. Times are epoch ms. */
  readonly read: (row: QueryRow) => JsonValue | undefined;
  /** For a part of what a list holds: conditions on parts must be met by one member together. */
  readonly member?: MemberProperty;
}

/** Where the members of a list are found, and the part of a member that is compared. */
export interface MemberProperty {
  readonly list: string;
  readonly readMember: (member: JsonObject) => JsonValue | undefined;
}

/** Properties of every type; MetaData times compare as moments. */
const ALWAYS: ReadonlyMap<string, QueryProperty> = new Map([
  ["id", { name: "Id", comparedAs: "id", read: ({ record }) => record.id }],
  [
    "metadata.createtime",
    {
      name: "MetaData.CreateTime",
      comparedAs: "time",
      read: ({ record }) => record.createdAt,
    },
  ],
  [
    "metadata.lastupdatedtime",
    {
      name: "MetaData.LastUpdatedTime",
      comparedAs: "time",
      read: ({ record }) => record.updatedAt,
    },
  ],
] satisfies [string, QueryProperty][]);

/** The property for a WHERE; fault 4001 when it is unknown or not filterable. */
export function filterProperty(name: string, descriptor: EntityDescriptor): QueryProperty {
  const found = findProperty(name, descriptor);
  if (isAlways(found)) return found;
  const { filterable } = queryPropertiesOf(descriptor.type);
  if (!filterable.has(found.name)) throw notQueryable(name);
  return found;
}

/** The property for an ORDERBY; fault 4001 when it is unknown or not sortable. */
export function sortProperty(name: string, descriptor: EntityDescriptor): QueryProperty {
  const found = findProperty(name, descriptor);
  if (isAlways(found)) return found;
  const { filterable, sortable } = queryPropertiesOf(descriptor.type);
  if (sortable.has(found.name)) return found;
  throw filterable.has(found.name) ? notSortable(name) : notQueryable(name);
}

function isAlways(property: QueryProperty): boolean {
  return ALWAYS.get(property.name.toLowerCase()) === property;
}

/** By its whole name first; a part of a reference or an address stands for the property that holds it. */
function findProperty(name: string, descriptor: EntityDescriptor): QueryProperty {
  const always = ALWAYS.get(name.toLowerCase());
  if (always !== undefined) return always;
  const [first = "", ...parts] = name.split(".");
  const exact = schemaProperty(first, descriptor);
  const schema = exact === undefined ? undefined : SCHEMA_TYPES[descriptor.type]?.[exact];
  if (exact === undefined || schema === undefined) throw unknownProperty(name, descriptor.type);
  const plain: QueryProperty = {
    name: exact,
    comparedAs: comparedAs(schema),
    read: (row) => scalarOf(row.value(exact)),
  };
  if (parts.length === 0) return plain;
  const rest = parts.join(".").toLowerCase();
  if (exact === "AttachableRef") {
    const member = ENTITY_REF_PARTS.get(rest);
    if (member !== undefined) return memberProperty(member);
  }
  if (QUERY_NAMES_PARTS && rest === MAIN_PARTS[schema.type]) return plain;
  throw unknownProperty(name, descriptor.type);
}

/** The part of a structure that the structure compares by. */
const MAIN_PARTS: Readonly<Record<string, string>> = {
  ReferenceType: "value",
  EmailAddress: "address",
};

/** Both are documented as filters of attachables. */
const ENTITY_REF_PARTS: ReadonlyMap<string, "Type" | "value"> = new Map([
  ["entityref.type", "Type"],
  ["entityref.value", "value"],
]);

function memberProperty(part: "Type" | "value"): QueryProperty {
  const readMember = (member: JsonObject): JsonValue | undefined => {
    const reference = member["EntityRef"];
    return isObject(reference) ? reference[part === "Type" ? "type" : "value"] : undefined;
  };
  const list = "AttachableRef";
  const first = (row: QueryRow): JsonValue | undefined =>
    objectsOf({ [list]: row.value(list) ?? [] }, list).map(readMember)[0];
  return {
    name: `${list}.EntityRef.${part}`,
    comparedAs: "text",
    read: first,
    member: { list, readMember },
  };
}

/** Lower-case spelling → the schema's, per type; worked out once. */
const SPELLINGS = new Map<string, ReadonlyMap<string, string>>();

/** The exact spelling of a property that a query may name in any case. */
export function schemaProperty(name: string, { type }: EntityDescriptor): string | undefined {
  const known =
    SPELLINGS.get(type) ??
    new Map(Object.keys(SCHEMA_TYPES[type] ?? {}).map((key) => [key.toLowerCase(), key]));
  SPELLINGS.set(type, known);
  return known.get(name.toLowerCase());
}

/** Text unless the schema says otherwise; e-mail addresses are text, references compare by their id. */
function comparedAs({ type }: SchemaProperty): ComparedAs {
  switch (type) {
    case "decimal":
    case "integer":
      return "number";
    case "boolean":
      return "boolean";
    case "date":
      return "date";
    case "dateTime":
      return "time";
    case "ReferenceType":
      return "id";
    default:
      return "text";
  }
}

/** References compare by their id, e-mail addresses and phones by their text. */
function scalarOf(value: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(value)) return value;
  return value["value"] ?? value["Address"] ?? value["FreeFormNumber"];
}
