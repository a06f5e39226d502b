import type { Row } from "../store/row.ts";
import { EMPTY_UPDATE_MAKES_EVENT, MERGES_EQUAL_EVENTS } from "../not-evidenced.ts";
import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";
import type { FieldSchema } from "../schema/types.ts";
import type { Change, Scalar } from "../store/document-store.ts";
import { avroValue } from "./avro-types.ts";
import { AUDIT, capturedFields, type ChangeType, nameParts } from "./event-schema.ts";

/**
 * From the net changes of a transaction to change events: several changes of one record are one event
 * with the first kind and the final values; records of one type that changed alike share an event (S2.1).
 * A merge is the deletion of the losers and updates of the winner and of what hung on the losers.
 */

/** Who changes rows, and how change events will name the way it came (S2.1). */
export interface Actor {
  readonly userId: string;
  /** `com/salesforce/api/rest/66.0;client=AccordSync`, or empty. */
  readonly changeOrigin: string;
}

/** A change event before it is encoded. */
export interface CapturedChange {
  readonly object: ObjectEntry;
  readonly recordIds: readonly string[];
  readonly changeType: ChangeType;
  /** The captured fields with their new values, in Avro's types; empty for deletes and gaps. */
  readonly values: Readonly<Record<string, Scalar>>;
  /** Whether the name is a person's: a record instead of text. */
  readonly isPerson: boolean;
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

/** What decides on capture. */
export interface CaptureRules {
  isSelected(objectName: string): boolean;
  /** Changes of one transaction after which only overflow events follow. */
  readonly changesMax: number;
}

/** Records that one event names at most. */
const RECORDS_PER_EVENT_MAX = 200;
/** The record id of every overflow event (D `cdc_other_events_overflow`). */
const EMPTY_ID = "000000000000000AAA";

const NONE: ReadonlySet<string> = new Set();

/** An event of header fields only, as a deletion or a gap is. */
export function headerOnly(
  object: ObjectEntry,
  recordIds: readonly string[],
  changeType: ChangeType,
): CapturedChange {
  const rest = { values: {}, isPerson: false, changed: NONE, nulled: NONE };
  return { object, recordIds, changeType, ...rest };
}

/** The events of one transaction, in order of first change; only for selected objects. */
export function captureChanges(
  schema: SchemaRegistry,
  changes: readonly Change[],
  rules: CaptureRules,
): readonly CapturedChange[] {
  const events: { readonly first: CapturedChange; readonly ids: string[] }[] = [];
  const open = new Map<string, (typeof events)[number]>();
  const overflown = new Map<string, CapturedChange>();
  let count = 0;
  for (const change of changes) {
    const object = schema.object(change.collection);
    if (object === undefined || !object.changeEvents || !rules.isSelected(object.name)) continue;
    const captured = captureChange(object, change, rules);
    if (captured === undefined) continue;
    count += captured.changeType === "UPDATE" ? captured.changed.size : 1;
    if (count > rules.changesMax) {
      overflown.set(object.name, headerOnly(object, [EMPTY_ID], "GAP_OVERFLOW"));
      continue;
    }
    const key = MERGES_EQUAL_EVENTS ? likeness(captured) : change.key;
    const known = open.get(key);
    if (known !== undefined && known.ids.length < RECORDS_PER_EVENT_MAX) known.ids.push(change.key);
    else {
      const made = { first: captured, ids: [change.key] };
      events.push(made);
      open.set(key, made);
    }
  }
  return [...events.map(({ first, ids }) => ({ ...first, recordIds: ids })), ...overflown.values()];
}

/** Equal for changes that may share an event. */
function likeness(change: CapturedChange): string {
  const { object, changeType, values, changed } = change;
  return JSON.stringify([object.name, changeType, values, [...changed]]);
}

/** One record's event, or undefined when the transaction left nothing to tell of it. */
function captureChange(
  object: ObjectEntry,
  change: Change,
  rules: CaptureRules,
): CapturedChange | undefined {
  const before = change.before as Row | undefined;
  const after = change.after as Row | undefined;
  const changeType = kindOf(before, after);
  if (changeType === undefined) return undefined;
  const base = headerOnly(object, [change.key], changeType);
  if (after === undefined || changeType === "DELETE") return base;
  const isPerson = after["IsPersonAccount"] === true || object.name !== "Account";
  const fields = carriedFields(object, isPerson);
  if (before === undefined || changeType !== "UPDATE") {
    return { ...base, isPerson, values: valuesOf(fields.filter(isCapturedAtBirth(object)), after) };
  }
  const differing = fields.filter(
    (field) =>
      (before[field.name] ?? null) !== (after[field.name] ?? null) &&
      isCapturedUpdate(object, field, rules),
  );
  const isStamped = before["SystemModstamp"] !== after["SystemModstamp"] || differing.length > 0;
  if (!isStamped && !EMPTY_UPDATE_MAKES_EVENT) return undefined;
  const stamp = fields.filter((field) => field.name === "LastModifiedDate");
  const shown = [...new Set([...differing, ...stamp])];
  return {
    ...base,
    isPerson,
    values: valuesOf(shown, after),
    changed: new Set(shown.map((field) => field.name)),
    nulled: new Set(
      differing.filter((field) => (after[field.name] ?? null) === null).map((field) => field.name),
    ),
  };
}

/** A new price entry's event is without the audit fields (D `cdc_standard_objects_pricebookentry`). */
const isCapturedAtBirth =
  (object: ObjectEntry) =>
  ({ name }: FieldSchema): boolean =>
    object.name !== "PricebookEntry" || !AUDIT.includes(name);

/**
 * Updates of a person account carry the fields that stem from its contact only when Contact is selected
 * too; creations and undeletions always do (D `cdc_standard_objects_person_account`).
 */
function isCapturedUpdate(object: ObjectEntry, field: FieldSchema, rules: CaptureRules): boolean {
  if (object.name !== "Account" || !/^Person|__pc$/.test(field.name)) return true;
  return rules.isSelected("Contact");
}

const carried = new WeakMap<ObjectEntry, Map<boolean, readonly FieldSchema[]>>();

/** All fields with a value of their own: parts instead of compounds. */
function carriedFields(object: ObjectEntry, isPerson: boolean): readonly FieldSchema[] {
  const known = carried.get(object) ?? new Map<boolean, readonly FieldSchema[]>();
  carried.set(object, known);
  const found = known.get(isPerson);
  if (found !== undefined) return found;
  const names = isPerson && !object.custom ? nameParts(object) : [];
  const fields = capturedFields(object).flatMap((field) => {
    if (field.type === "address") {
      return object.fields.filter((part) => part.compound === field.name && part.inChangeEvents);
    }
    return field.nameField && names.length > 0 ? names : [field];
  });
  known.set(isPerson, fields);
  return fields;
}

/** The kind of change as seen by someone who cannot look into the recycle bin. */
function kindOf(before: Row | undefined, after: Row | undefined): ChangeType | undefined {
  const existed = before !== undefined && before["IsDeleted"] !== true;
  const exists = after !== undefined && after["IsDeleted"] !== true;
  if (existed) return exists ? "UPDATE" : "DELETE";
  if (!exists) return undefined; // made and deleted in one transaction, or purged from the bin
  return before === undefined ? "CREATE" : "UNDELETE";
}

/** Values for the event body; null stays out, since null in an event means "not changed". */
export function valuesOf(fields: readonly FieldSchema[], row: Row): Record<string, Scalar> {
  const values: Record<string, Scalar> = {};
  for (const field of fields) {
    const value = row[field.name] ?? null;
    if (value !== null) values[field.name] = avroValue(field, value);
  }
  return values;
}
