import { refuse } from "../api-error.ts";
import { MERGE_ERRORS } from "../not-evidenced.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import type { Scalar } from "../store/document-store.ts";
import { updateRow } from "./change-rows.ts";
import { rowAt } from "./check-fields.ts";
import { atomically, type DmlContext } from "./context.ts";
import { liveRow, type Row } from "../store/row.ts";
import { liveChildren } from "./delete-rows.ts";
import { checkLocks } from "./locks.ts";
import { changeableObject } from "./may-change.ts";
import { rulesOf } from "./object-rules.ts";
import { ownLookups, rememberDeletion } from "./recycle-bin.ts";
import { moveRollups } from "./rollups.ts";
import { stamp, systemStamp } from "./stamps.ts";

/**
 * Merge of up to three accounts or contacts (D: `merge()` of the SOAP API). The losers go to the bin with
 * the master's id in `MasterRecordId`, what pointed to them points to the master, and the master takes
 * the values the caller chose. One transaction; order:
 *
 *   losers binned (their unique values are free) → children re-parented → master updated like any row
 */

/** What to merge. */
export interface MergeRequest {
  readonly masterId: string;
  /** One or two other records of the same object. */
  readonly loserIds: readonly string[];
  /** Values for the master, as in the body of an update; empty: it keeps its own. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** What a merge did. */
export interface MergeResult {
  readonly id: string;
  readonly mergedRecordIds: readonly string[];
  /** Children that got the master as their parent. */
  readonly updatedRelatedIds: readonly string[];
}

const LOSERS_MAX = 2;

/** @throws INVALID_INPUT for records that cannot be merged, and whatever an update of the master throws */
export function mergeRows(
  context: DmlContext,
  objectName: string,
  request: MergeRequest,
): MergeResult {
  const object = changeableObject(context, objectName, "update");
  changeableObject(context, objectName, "delete");
  if (object.mergeable !== true) throw refuse(400, "INVALID_TYPE", MERGE_ERRORS.notMergeable, []);
  return atomically(context, () => {
    const master = rowAt(context, object, request.masterId);
    const losers = request.loserIds.map((id) => rowAt(context, object, id));
    checkParties(master, losers);
    checkLocks(context, [master.id, ...losers.map((loser) => loser.id)]);
    for (const loser of losers) binLoser(context, object, loser, master.id);
    const moved = losers.flatMap((loser) => [
      ...reparent(context, object, loser.id, master.id),
      ...mergePersonContact(context, master.row, loser),
    ]);
    breakCycle(context, object, master.id);
    updateRow(context, object.name, master.id, request.values);
    for (const loser of losers) rulesOf(object.name).afterDelete?.(context, loser.row);
    return {
      id: master.id,
      mergedRecordIds: losers.map((loser) => loser.id),
      updatedRelatedIds: [...new Set(moved)],
    };
  });
}

interface Party {
  readonly id: string;
  readonly row: Row;
  /** With whom it leaves and comes back; absent: by itself. */
  readonly root?: string;
}

/** One master and one or two others, all different, and of one kind of account. */
function checkParties(master: Party, losers: readonly Party[]): void {
  const ids = new Set([master.id, ...losers.map((loser) => loser.id)]);
  const isCountRight = losers.length >= 1 && losers.length <= LOSERS_MAX;
  if (!isCountRight || ids.size !== losers.length + 1) {
    throw refuse(400, "INVALID_INPUT", MERGE_ERRORS.losers, []);
  }
  const isPerson = (row: Row) => row["IsPersonAccount"] === true;
  if (losers.some((loser) => isPerson(loser.row) !== isPerson(master.row))) {
    throw refuse(400, "INVALID_INPUT", MERGE_ERRORS.personAccounts, []);
  }
}

/** The contact that is one with a losing person account goes with it, into the master's contact. */
function mergePersonContact(context: DmlContext, master: Row, loser: Party): readonly string[] {
  const contact = context.schema.object("Contact");
  const id = loser.row["PersonContactId"];
  const masterId = master["PersonContactId"];
  if (contact === undefined || typeof id !== "string" || typeof masterId !== "string") return [];
  const row = liveRow(context.store, "Contact", id);
  if (row === undefined) return [];
  binLoser(context, contact, { id, row, root: loser.id }, masterId);
  return reparent(context, contact, id, masterId);
}

/** A loser goes to the bin by itself: what it owns is the master's from now on. */
function binLoser(context: DmlContext, object: ObjectEntry, loser: Party, masterId: string): void {
  const hasMaster = object.field("MasterRecordId") !== undefined;
  const trace: Record<string, Scalar> = hasMaster ? { MasterRecordId: masterId } : {};
  const row = { ...loser.row, IsDeleted: true, ...trace, ...stamp(context) };
  context.store.put(object.name, loser.id, row);
  const root = loser.root ?? loser.id;
  const entry = { object: object.name, root, deletedAt: context.now, released: [] };
  rememberDeletion(context.store, loser.id, entry);
}

/** Everything that pointed to the loser points to the master; answers the ids of what moved. */
function reparent(
  context: DmlContext,
  object: ObjectEntry,
  loserId: string,
  masterId: string,
): readonly string[] {
  const moved: string[] = [];
  for (const child of ownLookups(context.schema, object)) {
    const childObject = context.schema.object(child.childObject);
    if (childObject === undefined) continue;
    for (const { id, row } of liveChildren(context, child, loserId)) {
      const parent = id === masterId ? null : masterId;
      const changed = { ...row, [child.field]: parent, ...systemStamp(context) };
      context.store.put(child.childObject, id, changed);
      rulesOf(child.childObject).afterSave?.(context, changed, row);
      moveRollups(context, childObject, row, changed);
      moved.push(id);
    }
  }
  return moved;
}

/** A master below its own child, because a loser stood between them, becomes a top-level record. */
function breakCycle(context: DmlContext, object: ObjectEntry, masterId: string): void {
  for (const field of object.fields) {
    if (!field.referenceTo.includes(object.name) || !field.updateable) continue;
    const seen = new Set<Scalar>([masterId]);
    let next = liveRow(context.store, object.name, masterId)?.[field.name] ?? null;
    while (typeof next === "string" && !seen.has(next)) {
      seen.add(next);
      next = liveRow(context.store, object.name, next)?.[field.name] ?? null;
    }
    const row = liveRow(context.store, object.name, masterId);
    if (next !== masterId || row === undefined) continue;
    context.store.put(object.name, masterId, { ...row, [field.name]: null });
  }
}
