import { SCHEMA_TYPES, type SchemaProperty } from "../generated/properties.ts";
import type { JsonObject, JsonValue } from "../json/json-value.ts";

/** One property somewhere inside a record: the steps that lead to it, and its entry in the schema. */
export interface Place {
  readonly steps: readonly (readonly [name: string, isList: boolean])[];
  /** Schema type that has the property. */
  readonly owner: string;
  readonly name: string;
  readonly property: SchemaProperty;
}

/** Every property that a record of `type` can have, at every depth; a type inside itself is entered once. */
export function placesOf(type: string): Place[] {
  return placesIn(type, [], new Set([type]));
}

function placesIn(owner: string, steps: Place["steps"], inside: ReadonlySet<string>): Place[] {
  return Object.entries(SCHEMA_TYPES[owner] ?? {}).flatMap(([name, property]) => {
    const own = { steps, owner, name, property };
    const isEntered = SCHEMA_TYPES[property.type] !== undefined && !inside.has(property.type);
    if (!isEntered) return [own];
    const further = [...steps, [name, property.many === true] as const];
    return [own, ...placesIn(property.type, further, new Set([...inside, property.type]))];
  });
}

/** A body that holds nothing but `value` in that place. */
export function bodyAt({ steps, name, property }: Place, value: JsonValue): JsonObject {
  const innermost: JsonObject = { [name]: property.many === true ? [value] : value };
  return around(steps, innermost);
}

/** A body that holds nothing but a property that the owner of the place does not have. */
export function strangerAt({ steps }: Place, name: string): JsonObject {
  return around(steps, { [name]: "1" });
}

function around(steps: Place["steps"], innermost: JsonObject): JsonObject {
  return steps.reduceRight<JsonObject>(
    (inner, [name, isList]) => ({ [name]: isList ? [inner] : inner }),
    innermost,
  );
}
