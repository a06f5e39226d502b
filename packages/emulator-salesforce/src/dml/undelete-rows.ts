import { refuse } from "../api-error.ts";
import { UNDELETE_WITHOUT_PARENT } from "../not-evidenced.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import { parseRecordId } from "../store/record-id.ts";
import { checkUnique } from "./check-fields.ts";
import { atomically, type DmlContext, writableObject } from "./context.ts";
import { liveRow, type Row } from "../store/row.ts";
import { changeableObject } from "./may-change.ts";
import { rulesOf } from "./object-rules.ts";
import { isAbove } from "./rules/accounts.ts";
import { recountRollups } from "./rollups.ts";
import { planOf } from "./save-plan.ts";
import {
  BIN_RETENTION_MS,
  binEntry,
  deletedTogether,
  RECYCLE_BIN,
  type ReleasedLookup,
} from "./recycle-bin.ts";
import { stamp, systemStamp } from "./stamps.ts";

/**
 * Undeletion: the row comes back with all that went with it, and lookups to it that its deletion emptied
 * are filled again unless they have got another value meanwhile (D: Apex guide, "Restoring Deleted
 * Records"). A loser of a merge comes back alone: what was re-parented stays where it is (D: `undelete()`).
 */

/** @throws UNDELETE_FAILED when the bin does not hold it, DUPLICATE_VALUE when its place is taken */
export function undeleteRow(context: DmlContext, objectName: string, idText: string): void {
  const object = changeableObject(context, objectName, "undelete");
  const id = parseRecordId(idText);
  if (id === undefined || id.slice(0, 3) !== object.keyPrefix) {
    throw refuse(400, "MALFORMED_ID", `malformed id ${idText}`, []);
  }
  atomically(context, () => restoreGroup(context, id));
}

/** Undeletes rows of any objects, all or none; those that came back with an earlier one count. */
export function undeleteRows(context: DmlContext, idTexts: readonly string[]): void {
  atomically(context, () => {
    const restored = new Set<string>();
    for (const text of idTexts) {
      const id = parseRecordId(text);
      if (id === undefined) throw refuse(400, "MALFORMED_ID", `malformed id ${text}`, []);
      if (!restored.has(id)) for (const each of restoreGroup(context, id)) restored.add(each);
    }
  });
}

/** Puts a row and, if it was the root of a deletion, all that went with it back into the tables. */
function restoreGroup(context: DmlContext, id: string): readonly string[] {
  const entry = binEntry(context.store, id);
  const isGone = entry === undefined || entry.deletedAt + BIN_RETENTION_MS <= context.now;
  // Who may not read an object must not learn what of it is in the bin.
  if (isGone || !context.access.object(entry.object).read) {
    throw refuse(400, "UNDELETE_FAILED", "Entity is not in the recycle bin", []);
  }
  changeableObject(context, entry.object, "undelete");
  const ids = [...new Set([id, ...deletedTogether(context.store, id)])];
  const restored = ids.map((each) => restoreRow(context, each));
  for (const { object, row } of restored) {
    checkParents(context, object, row);
    checkUnique(context, object, row, planOf(context.schema, object).unique);
  }
  for (const { released } of restored) refillLookups(context, released);
  followUp(context, restored, new Set(ids));
  return ids;
}

/** Totals and roll-ups: of what came back, from the lowest up, and of parents that had stayed. */
function followUp(
  context: DmlContext,
  restored: readonly { readonly object: ObjectEntry; readonly row: Row }[],
  ids: ReadonlySet<string>,
): void {
  for (const { object, row } of restored) rulesOf(object.name).afterDelete?.(context, row);
  for (const { object, row } of restored.toReversed()) {
    recountRollups(context, object, String(row["Id"]));
    for (const field of planOf(context.schema, object).owners) {
      const id = row[field.name];
      const parent = typeof id === "string" ? context.schema.objectOfId(id) : undefined;
      if (parent === undefined || ids.has(String(id))) continue;
      recountRollups(context, parent, String(id));
    }
  }
}

/** Marks one row of the bin as live. */
function restoreRow(context: DmlContext, id: string) {
  const entry = binEntry(context.store, id);
  const object = writableObject(context.schema, entry?.object ?? "");
  const binned = context.store.get(object.name, id) as Row;
  const isLoser = (binned["MasterRecordId"] ?? null) !== null;
  const row: Row = {
    ...binned,
    IsDeleted: false,
    ...(isLoser ? { MasterRecordId: null } : {}),
    ...stamp(context),
  };
  context.store.put(object.name, id, row);
  context.store.remove(RECYCLE_BIN, id);
  return { object, row: clearDeadLookups(context, object, row), released: entry?.released ?? [] };
}

/** Lookups to rows that were deleted after this one are empty when it returns. */
function clearDeadLookups(context: DmlContext, object: ObjectEntry, row: Row): Row {
  const dead = object.fields.filter((field) => {
    const value = row[field.name];
    const isMere = field.type === "reference" && field.updateable && field.nillable;
    if (!isMere || field.cascadeDelete || typeof value !== "string") return false;
    const target = context.schema.objectOfId(value);
    return target !== undefined && liveRow(context.store, target.name, value) === undefined;
  });
  if (dead.length === 0) return row;
  const emptied = { ...row, ...Object.fromEntries(dead.map((field) => [field.name, null])) };
  context.store.put(object.name, String(row["Id"]), emptied);
  return emptied;
}

/** A row that belongs to another cannot be without it. */
function checkParents(context: DmlContext, object: ObjectEntry, row: Row): void {
  for (const field of object.fields) {
    const value = row[field.name];
    if (!field.cascadeDelete || typeof value !== "string") continue;
    const parent = context.schema.objectOfId(value);
    if (parent !== undefined && liveRow(context.store, parent.name, value) !== undefined) continue;
    const { errorCode, message } = UNDELETE_WITHOUT_PARENT;
    throw refuse(400, errorCode, message, [field.name]);
  }
}

/** Fills the lookups that the deletion emptied, where nobody has filled them since. */
function refillLookups(context: DmlContext, released: readonly ReleasedLookup[]): void {
  for (const { object, id, field, target } of released) {
    const row = liveRow(context.store, object, id);
    if (row === undefined || (row[field] ?? null) !== null) continue;
    // Meanwhile the target may have come to stand below the row: the lookup then stays empty.
    if (object === "Account" && field === "ParentId" && isAbove(context, id, target)) continue;
    context.store.put(object, id, { ...row, [field]: target, ...systemStamp(context) });
  }
}
