/** JSON as the emulator keeps it: plain, immutable by habit, absent rather than null. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [property: string]: JsonValue;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The list under `property`, only its objects; empty when there is none. */
export function objectsOf(owner: JsonObject, property: string): readonly JsonObject[] {
  const value = owner[property];
  return isList(value) ? value.filter(isObject) : [];
}

/** Undefined when the property is missing or no object. */
export function objectOf(owner: JsonObject, property: string): JsonObject | undefined {
  const value = owner[property];
  return isObject(value) ? value : undefined;
}

/** Undefined when the property is missing or no text. */
export function textOf(owner: JsonObject, property: string): string | undefined {
  const value = owner[property];
  return typeof value === "string" ? value : undefined;
}

/** Undefined when the property is missing or no number. */
export function numberOf(owner: JsonObject, property: string): number | undefined {
  const value = owner[property];
  return typeof value === "number" ? value : undefined;
}

/** The `value` of a reference property, e.g. the customer id of `CustomerRef`. */
export function referenceOf(owner: JsonObject, property: string): string | undefined {
  const reference = objectOf(owner, property);
  return reference === undefined ? undefined : textOf(reference, "value");
}

/** A copy without the properties whose value is undefined. */
export function compact(entries: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const result: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) result[key] = value;
  return result;
}

/** A copy with the properties in the given order; properties not named follow in their own order. */
export function inOrder(value: JsonObject, order: readonly string[]): JsonObject {
  const result: Record<string, JsonValue> = {};
  for (const key of order) {
    const found = value[key];
    if (found !== undefined) result[key] = found;
  }
  for (const [key, found] of Object.entries(value)) if (!(key in result)) result[key] = found;
  return result;
}
