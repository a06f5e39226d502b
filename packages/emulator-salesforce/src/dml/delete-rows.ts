import { refuse } from "../api-error.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { ChildRelationship } from "../schema/types.ts";
import { rowAt } from "./check-fields.ts";
import { atomically, type DmlContext } from "./context.ts";
import { liveRow, type Row } from "../store/row.ts";
import { checkLocks } from "./locks.ts";
import { changeableObject } from "./may-change.ts";
import { rulesOf } from "./object-rules.ts";
import {
  binEntry,
  deletedTogether,
  eraseRows,
  ownLookups,
  type ReleasedLookup,
  rememberDeletion,
} from "./recycle-bin.ts";
import { moveRollups } from "./rollups.ts";
import { stamp, systemStamp } from "./stamps.ts";

/**
 * Deletion. A row takes along the children it owns, at any depth; mere lookups to it become empty; a
 * lookup that forbids it stops the whole deletion. Nothing is written before all of it is known to be
 * allowed.
 */

/** A live row that is going to the bin. */
interface Doomed {
  readonly object: ObjectEntry;
  readonly id: string;
  readonly row: Row;
}

/** Moves a live row to the recycle bin, with the children that belong to it. */
export function deleteRow(context: DmlContext, objectName: string, idText: string): void {
  atomically(context, () => {
    const object = changeableObject(context, objectName, "delete");
    const { id, row } = rowAt(context, object, idText);
    rulesOf(object.name).beforeDelete?.(context, row);
    if (object.field("IsDeleted") === undefined) eraseSetup(context, object, id);
    else binRows(context, { object, id, row });
  });
}

/** Rows of set-up know no bin: an assignment that is taken away is gone, for `queryAll` too. */
function eraseSetup(context: DmlContext, object: ObjectEntry, id: string): void {
  checkLocks(context, [id]);
  eraseRows(context.store, [{ object: object.name, id }]);
}

/** Deletes a row so that nothing of it stays, not even in the bin (Bulk API `hardDelete`). */
export function hardDeleteRow(context: DmlContext, objectName: string, idText: string): void {
  atomically(context, () => {
    const object = changeableObject(context, objectName, "delete");
    const { id } = rowAt(context, object, idText);
    deleteRow(context, object.name, id);
    eraseGroup(context, id);
  });
}

/**
 * Empties the bin of a row and of what was deleted with it; who may not delete it may not do that either.
 * @throws INVALID_CROSS_REFERENCE_KEY for a row that is not in the bin
 */
export function emptyBin(context: DmlContext, id: string): void {
  const entry = binEntry(context.store, id);
  if (entry === undefined) {
    throw refuse(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", []);
  }
  changeableObject(context, entry.object, "delete");
  eraseGroup(context, id);
}

/** Erases a row of the bin and, if it was the root of a deletion, all that went with it. */
function eraseGroup(context: DmlContext, id: string): void {
  const ids = new Set([id, ...deletedTogether(context.store, id)]);
  eraseRows(
    context.store,
    [...ids].flatMap((each) => {
      const entry = binEntry(context.store, each);
      return entry === undefined ? [] : [{ object: entry.object, id: each }];
    }),
  );
}

/** Marks a row and all it owns as deleted, and empties the lookups to them. */
function binRows(context: DmlContext, root: Doomed): void {
  const doomed = withOwnedRows(context, root);
  const ids = new Set(doomed.map((each) => each.id));
  checkLocks(context, ids);
  for (const each of doomed) {
    const released = releaseLookups(context, each, ids);
    const { id, object } = each;
    context.store.put(object.name, id, { ...each.row, IsDeleted: true, ...stamp(context) });
    rememberDeletion(context.store, id, {
      object: object.name,
      root: root.id,
      deletedAt: context.now,
      released,
    });
  }
  for (const { object, row } of doomed) {
    rulesOf(object.name).afterDelete?.(context, row);
    moveRollups(context, object, row, undefined);
  }
}

/** The row and everything below it that goes with it, parents first. */
function withOwnedRows(context: DmlContext, root: Doomed): readonly Doomed[] {
  const doomed: Doomed[] = [root];
  const seen = new Set([root.id]);
  // The list grows while it is walked: each row adds its own children.
  for (const { object, id, row } of doomed) {
    for (const child of ownLookups(context.schema, object)) {
      const childObject = context.schema.object(child.childObject);
      if (childObject === undefined) continue;
      const children = liveChildren(context, child, id).filter((each) => !seen.has(each.id));
      if (child.restrictedDelete && children.length > 0) {
        throw deletionBlocked(nameOf(object, row), childObject, children);
      }
      if (!child.cascadeDelete) continue;
      for (const each of children) {
        seen.add(each.id);
        doomed.push({ object: childObject, ...each });
      }
    }
  }
  return doomed;
}

/** The live rows that point at a row through one of the relationships to its object. */
export function liveChildren(
  context: DmlContext,
  child: ChildRelationship,
  parentId: string,
): { readonly id: string; readonly row: Row }[] {
  return [...context.store.lookup(child.childObject, child.field, parentId)].flatMap((id) => {
    const row = liveRow(context.store, child.childObject, id);
    return row === undefined ? [] : [{ id, row }];
  });
}

/** What people call a row. */
function nameOf(object: ObjectEntry, row: Row): string {
  const nameField = object.fields.find((field) => field.nameField)?.name ?? "Id";
  return String(row[nameField] ?? row["Id"]);
}

/**
 * `Your attempt to delete Ann could not be completed because it is associated with the following
 * cases.: 00001005` and a line feed, as recorded answers show it.
 */
function deletionBlocked(
  name: string,
  childObject: ObjectEntry,
  children: readonly { readonly row: Row }[],
) {
  const names = children.map(({ row }) => nameOf(childObject, row)).join(", ");
  const message = `Your attempt to delete ${name} could not be completed because it is associated with the following ${childObject.labelPlural.toLowerCase()}.: ${names}\n`;
  return refuse(400, "DELETE_FAILED", message, []);
}

/** Empties the lookups of rows that stay. What it emptied is told, so that undelete can fill it again. */
function releaseLookups(
  context: DmlContext,
  { object, id }: Doomed,
  doomed: ReadonlySet<string>,
): readonly ReleasedLookup[] {
  const released: ReleasedLookup[] = [];
  for (const child of ownLookups(context.schema, object)) {
    if (child.cascadeDelete) continue;
    for (const { id: childId, row } of liveChildren(context, child, id)) {
      if (doomed.has(childId)) continue;
      const emptied = { ...row, [child.field]: null, ...systemStamp(context) };
      context.store.put(child.childObject, childId, emptied);
      released.push({ object: child.childObject, id: childId, field: child.field, target: id });
    }
  }
  return released;
}
