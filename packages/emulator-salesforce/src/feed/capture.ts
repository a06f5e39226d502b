import type { Actor, Row } from "../dml/context.ts";
import { EMPTY_UPDATE_MAKES_EVENT, MERGES_EQUAL_EVENTS } from "../not-evidenced.ts";
import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import type { Change, Scalar } from "../store/document-store.ts";
import { parseTime } from "../times.ts";
import type { ChangeType } from "./event-schema.ts";

/**
 * From the net changes of a transaction to change events: several changes of one record are one event
 * with the first kind and the final values; records of one type that changed alike share an event (S2.1).
 */

/** A change event before it is encoded. */
export interface CapturedChange {
  readonly object: ObjectEntry;
  readonly recordIds: readonly string[];
  readonly changeType: ChangeType;
  /** The captured fields with their new values, in Avro's types; empty for deletes and gaps. */
  readonly values: Readonly<Record<string, Scalar>>;
  /** Names of changed and of nulled fields; parts of compounds by their own names. Updates only. */
  readonly changed: ReadonlySet<string>;
  readonly nulled: ReadonlySet<string>;
}

/** What all events of one transaction have in common. */
export interface Transaction {
  readonly key: string;
  readonly number: number;
  readonly at: number;
  readonly actor: Actor;
}

/** Records that one event names at most. */
const RECORDS_PER_EVENT_MAX = 200;

/** The events of one transaction, in order of first change; only for selected objects. */
export function captureChanges(
  schema: SchemaRegistry,
  changes: readonly Change[],
  isSelected: (objectName: string) => boolean,
): readonly CapturedChange[] {
  const merged = new Map<string, { first: CapturedChange; ids: string[] }>();
  for (const change of changes) {
    const object = schema.object(change.collection);
    if (object === undefined || !object.changeEvents || !isSelected(object.name)) continue;
    const captured = captureChange(object, change);
    if (captured === undefined) continue;
    const alike = JSON.stringify([
      object.name,
      captured.changeType,
      captured.values,
      [...captured.changed],
    ]);
    const key = MERGES_EQUAL_EVENTS ? alike : change.key;
    const known = merged.get(key);
    if (known !== undefined && known.ids.length < RECORDS_PER_EVENT_MAX) known.ids.push(change.key);
    else {
      if (known !== undefined) merged.set(`${key}\n${merged.size}`, known);
      merged.set(key, { first: captured, ids: [change.key] });
    }
  }
  return [...merged.values()].map(({ first, ids }) => ({ ...first, recordIds: ids }));
}

/** One record's event, or undefined when the transaction left nothing to tell of it. */
function captureChange(object: ObjectEntry, change: Change): CapturedChange | undefined {
  const before = change.before as Row | undefined;
  const after = change.after as Row | undefined;
  const changeType = kindOf(before, after);
  if (changeType === undefined) return undefined;
  const none: ReadonlySet<string> = new Set();
  const base = {
    object,
    recordIds: [change.key],
    changeType,
    values: {},
    changed: none,
    nulled: none,
  };
  if (after === undefined || changeType === "DELETE") return base;
  const fields = object.fields.filter((field) => field.inChangeEvents && field.type !== "address");
  if (before === undefined || changeType !== "UPDATE") {
    return { ...base, values: valuesOf(fields, after) };
  }
  const differing = fields.filter(
    (field) => (before[field.name] ?? null) !== (after[field.name] ?? null),
  );
  const isStamped = before["SystemModstamp"] !== after["SystemModstamp"] || differing.length > 0;
  if (!isStamped && !EMPTY_UPDATE_MAKES_EVENT) return undefined;
  const stamp = fields.filter((field) => field.name === "LastModifiedDate");
  const shown = [...new Set([...differing, ...stamp])];
  return {
    ...base,
    values: valuesOf(shown, after),
    changed: new Set(shown.map((field) => field.name)),
    nulled: new Set(
      differing.filter((field) => (after[field.name] ?? null) === null).map((field) => field.name),
    ),
  };
}

/** The kind of change as seen by someone who cannot look into the recycle bin. */
function kindOf(before: Row | undefined, after: Row | undefined): ChangeType | undefined {
  const existed = before !== undefined && before["IsDeleted"] !== true;
  const exists = after !== undefined && after["IsDeleted"] !== true;
  if (existed) return exists ? "UPDATE" : "DELETE";
  if (!exists) return undefined; // made and deleted in one transaction: nothing to tell
  return before === undefined ? "CREATE" : "UNDELETE";
}

/** Values for the event body; null stays out, since null in an event means "not changed". */
function valuesOf(fields: readonly FieldSchema[], row: Row): Record<string, Scalar> {
  const values: Record<string, Scalar> = {};
  for (const field of fields) {
    const value = row[field.name] ?? null;
    if (value !== null) values[field.name] = avroValue(field, value);
  }
  return values;
}

/** Dates and times travel as epoch milliseconds. */
function avroValue(field: FieldSchema, value: Scalar): Scalar {
  if (typeof value !== "string") return value;
  if (field.type === "datetime") return parseTime(value) ?? null;
  return field.type === "date" ? Date.parse(`${value}T00:00:00Z`) : value;
}
