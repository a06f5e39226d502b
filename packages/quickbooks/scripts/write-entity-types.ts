/** Writes the schema as TypeScript: one interface a type, one union of texts an enumeration. */
import type { Schema, SchemaProperty, SchemaType } from "./read-schema.ts";

/** What every record has: `Id`, `SyncToken`, `MetaData`. */
const ROOT = "IntuitEntity";
/** Extend the root only to be extended themselves; the schema does not mark all of them abstract. */
const NO_ENTITIES: ReadonlySet<string> = new Set([
  "Transaction",
  "SalesTransaction",
  "NameBase",
  "PurchaseByVendor",
  "CustomFieldDefinition",
  "StringTypeCustomFieldDefinition",
  "NumberTypeCustomFieldDefinition",
  "DateTypeCustomFieldDefinition",
  "BooleanTypeCustomFieldDefinition",
]);

/** XML Schema's own types in the JSON that the adapter reads, where a number keeps its digits as text. */
const SCALARS: Readonly<Record<string, string>> = {
  "xs:string": "string",
  "xs:anyURI": "string",
  "xs:boolean": "boolean",
  "xs:decimal": "DecimalText",
  "xs:int": "IntegerText",
  "xs:long": "IntegerText",
  "xs:positiveInteger": "IntegerText",
  "xs:date": "DateText",
  "xs:dateTime": "DateTimeText",
};

/** Holds anything by its nature; JSON whose form the schema does not tell. */
const OPEN_TYPES: ReadonlySet<string> = new Set(["IntuitAnyType"]);

export function writeEntityTypes(schema: Schema): string {
  const entities = [...schema.types.keys()].filter((name) => isEntity(schema, name)).toSorted();
  const reached = reachedFrom(schema, entities);
  const types = [...reached.types].toSorted().map((name) => interfaceText(schema, name));
  const enums = [...reached.enums]
    .toSorted()
    .map((name) => enumText(name, schema.enums.get(name) ?? []));
  const members = entities.map((name) => `  readonly ${name}: ${name};\n`).join("");
  return `${HEADER}${enums.join("")}\n${types.join("\n")}
/** Every entity of the schema by its name in the API. */
export interface Entities {
${members}}

export type EntityName = keyof Entities;
`;
}

const HEADER = `// Generated from the published schema by \`node scripts/generate-entities.ts\`. Do not edit.

import type { Json } from "@accord-sync/core/json/lossless-json.ts";
import type { DateText, DateTimeText, DecimalText, IntegerText } from "../entities/scalars.ts";

`;

function isEntity(schema: Schema, name: string): boolean {
  if (NO_ENTITIES.has(name)) return false;
  for (let base = schema.types.get(name)?.base; typeof base === "string"; ) {
    if (base === ROOT) return true;
    base = schema.types.get(base)?.base;
  }
  return false;
}

interface Reached {
  readonly types: Set<string>;
  readonly enums: Set<string>;
}

function reachedFrom(schema: Schema, roots: readonly string[]): Reached {
  const reached: Reached = { types: new Set(), enums: new Set() };
  const waiting = [...roots];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (schema.enums.has(name)) reached.enums.add(name);
    const type = schema.types.get(name);
    if (type === undefined || OPEN_TYPES.has(name) || reached.types.has(name)) continue;
    reached.types.add(name);
    if (type.base !== null) waiting.push(type.base);
    waiting.push(...type.properties.map((property) => property.type));
  }
  return reached;
}

function interfaceText(schema: Schema, name: string): string {
  const type = schema.types.get(name);
  if (type === undefined) throw new Error(`the schema has no type ${name}`);
  const heritage = type.base === null ? "" : ` extends ${type.base}`;
  const own = [...contentOf(type), ...type.properties];
  const lines = own.map((property) => propertyText(schema, property)).join("");
  return `export interface ${name}${heritage} {\n${lines}}\n`;
}

function contentOf(type: SchemaType): readonly SchemaProperty[] {
  return type.content === null ? [] : [{ name: "value", type: type.content, isList: false }];
}

function propertyText(schema: Schema, { name, type, isList }: SchemaProperty): string {
  const member = typeText(schema, type);
  return `  readonly ${name}?: ${isList ? `readonly ${member}[]` : member};\n`;
}

function typeText(schema: Schema, type: string): string {
  const scalar = SCALARS[type];
  if (scalar !== undefined) return scalar;
  if (OPEN_TYPES.has(type)) return "Json";
  if (schema.enums.has(type) || schema.types.has(type)) return type;
  const alias = schema.aliases.get(type);
  // A type of a file that the schema's publisher does not put beside these (faults of batches).
  return alias === undefined ? "Json" : typeText(schema, alias);
}

function enumText(name: string, values: readonly string[]): string {
  const members = values.map((value) => `\n  | ${JSON.stringify(value)}`).join("");
  return `export type ${name} =${members};\n`;
}
