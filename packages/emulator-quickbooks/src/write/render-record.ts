import { formatSeconds } from "../company-time.ts";
import { withSingleReadExtras } from "../entities/lists/customer.ts";
import type { ReadContext } from "../entities/descriptor.ts";
import { bareName, fullyQualifiedName, shownName } from "../entities/lists/names.ts";
import { REFERENCE_TARGETS } from "../entities/references.ts";
import { descriptorOf } from "../entities/registry.ts";
import {
  inOrder,
  isList,
  isObject,
  textOf,
  type JsonObject,
  type JsonValue,
} from "../json/json-value.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";

/** The record as queries and change data show it: stored and computed properties in wire order. */
export function renderRecord(record: StoredRecord, context: ReadContext): JsonObject {
  const descriptor = descriptorOf(record.type);
  const { timeZone } = context.settings;
  const shown: Record<string, JsonValue> = {};
  const all = { ...record.fields, ...descriptor.view(record, context) };
  for (const [name, value] of Object.entries(all))
    shown[name] = nameReferences(name, value, context.store);
  shown["domain"] = "QBO";
  shown["sparse"] = false;
  shown["Id"] = record.id;
  shown["SyncToken"] = String(record.syncToken);
  shown["MetaData"] = {
    CreateTime: formatSeconds(record.createdAt, timeZone),
    LastUpdatedTime: formatSeconds(record.updatedAt, timeZone),
  };
  const fullName = descriptor.keepsFullName === true ? undefined : "FullyQualifiedName";
  for (const name of [descriptor.nameProperty, fullName]) {
    const text = name === undefined ? undefined : textOf(shown, name);
    if (name !== undefined && text !== undefined) shown[name] = shownName(record, text);
  }
  const finished = descriptor.finish?.(shown) ?? shown;
  return inOrder(finished, descriptor.wireOrder);
}

/** The record as a single read and a write's answer show it. */
export function renderSingle(record: StoredRecord, context: ReadContext): JsonObject {
  return withSingleReadExtras(record.type, renderRecord(record, context), context.profile);
}

/** Adds the shown name to references that carry one, at every depth. */
function nameReferences(name: string, value: JsonValue, store: Store): JsonValue {
  if (isList(value)) return value.map((item) => nameReferences(name, item, store));
  if (!isObject(value)) return value;
  const target = REFERENCE_TARGETS[name];
  if (target === undefined) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, nameReferences(key, member, store)]),
    );
  }
  const id = textOf(value, "value");
  if (!target.isNamed || target.type === "self" || id === undefined) return value;
  const found = store.record(target.type, id);
  return found === undefined ? value : { ...value, name: referenceName(found, store) };
}

/** Customers by DisplayName; accounts, since April 2026, by their full name (release notes). */
function referenceName(record: StoredRecord, store: Store): string {
  if (record.type === "Account" || record.type === "Item")
    return shownName(record, fullyQualifiedName(record, store));
  return shownName(
    record,
    bareName(textOf(record.fields, "DisplayName") ?? textOf(record.fields, "Name") ?? ""),
  );
}
