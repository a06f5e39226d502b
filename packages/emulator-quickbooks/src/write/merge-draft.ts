import type { EntityDescriptor } from "../entities/descriptor.ts";
import { isList, isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { SPARSE_MERGES_ADDRESS_PARTS, SPARSE_NULL_CLEARS } from "../not-evidenced.ts";

/** Properties of the envelope, which say what to change and are never content. */
const ENVELOPE: ReadonlySet<string> = new Set([
  "Id",
  "SyncToken",
  "MetaData",
  "domain",
  "sparse",
  "status",
]);

/**
 * The content of a request: without envelope and read-only properties, references without their
 * shown names. A property whose value is `null` was sent empty.
 */
export function contentOf(body: JsonObject, descriptor: EntityDescriptor): JsonObject {
  const result: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(body)) {
    if (ENVELOPE.has(name) || descriptor.readOnly.has(name)) continue;
    result[name] = stripReferenceNames(value, name);
  }
  return result;
}

/** References of which a read shows the type besides (recorded); clients write it into any. */
const TYPED: ReadonlySet<string> = new Set(["Entity", "EntityRef"]);

/**
 * `{"value":"1","name":"Amy","type":"Customer"}` → `{"value":"1"}`, at every depth: names are looked up at
 * each read. `property` is where the value stands.
 */
export function stripReferenceNames(value: JsonValue, property = ""): JsonValue {
  if (isList(value)) return value.map((item) => stripReferenceNames(item, property));
  if (!isObject(value)) return value;
  const isReference =
    typeof value["value"] === "string" &&
    Object.keys(value).every((key) => ["value", "name", "type"].includes(key));
  const entries = Object.entries(value).filter(
    ([key]) => !(isReference && (key === "name" || (key === "type" && !TYPED.has(property)))),
  );
  return Object.fromEntries(
    entries.map(([key, member]) => [key, stripReferenceNames(member, key)]),
  );
}

/** What a create or a full update stores: only what was sent with content. */
export function withoutEmpty(fields: JsonObject): JsonObject {
  const result: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(fields)) {
    const cleaned = dropNulls(value);
    if (cleaned !== undefined) result[name] = cleaned;
  }
  return result;
}

/**
 * A sparse update over the stored fields: properties that were not sent stay, those sent replace
 * theirs as a whole, those sent empty are cleared. `nulls` names the properties sent as JSON null.
 */
export function mergeSparse(
  stored: JsonObject,
  sent: JsonObject,
  nulls: ReadonlySet<string>,
): JsonObject {
  const result: Record<string, JsonValue> = { ...stored };
  for (const [name, value] of Object.entries(sent)) {
    if (nulls.has(name) && !SPARSE_NULL_CLEARS) continue;
    const whole =
      SPARSE_MERGES_ADDRESS_PARTS && isObject(value) && isObject(stored[name])
        ? { ...stored[name], ...value }
        : value;
    const cleaned = dropNulls(whole);
    if (cleaned === undefined) delete result[name];
    else result[name] = cleaned;
  }
  return result;
}

/** Undefined for null and for an object of which nothing is left. */
function dropNulls(value: JsonValue): JsonValue | undefined {
  if (value === null) return undefined;
  if (isList(value)) return value.map(dropNulls).filter((item) => item !== undefined);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, member]) => {
    const cleaned = dropNulls(member);
    // Clients write empty lists into every line; a list that says nothing is not kept.
    const isNothing = cleaned === undefined || (isList(cleaned) && cleaned.length === 0);
    return isNothing ? [] : [[key, cleaned] as const];
  });
  const isEmptied = entries.length === 0 && Object.keys(value).length > 0;
  return isEmptied ? undefined : Object.fromEntries(entries);
}

/** Sub-objects that were sent as `{}` count as cleared too, but `SubTotalLineDetail:{}` is content. */
export function nullsOf(body: JsonObject): ReadonlySet<string> {
  return new Set(
    Object.entries(body)
      .filter(([, value]) => value === null)
      .map(([name]) => name),
  );
}
