import { methodNotAllowed, refuse } from "../api-error.ts";
import { binEntry } from "../dml/recycle-bin.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import { parseTime, toApiTime } from "../times.ts";
import { type EmulatorAnswer, json } from "../wire.ts";
import type { Call } from "./call.ts";
import { visibleObject } from "./visible.ts";

/** `sobjects/X/updated` and `/deleted`: which rows changed in a window of time (S1.6). */

const DAY_MS = 86_400_000;
const UPDATED_WINDOW_MS = 30 * DAY_MS;
const DELETED_WINDOW_MS = 15 * DAY_MS;

/** From `start`, included, to `end`, excluded; epoch milliseconds at whole minutes. */
interface Window {
  readonly start: number;
  readonly end: number;
}

/** Ids of one answer; for more, the window must be smaller. */
const IDS_MAX = 600_000;

/** Created and changed rows that still exist. */
export function updatedRows(call: Call, objectName: string): EmulatorAnswer {
  const object = replicated(call, objectName);
  const window = windowOf(call, UPDATED_WINDOW_MS);
  const ids: string[] = [];
  for (const [id, row] of call.org.store.all(object.name)) {
    if (row["IsDeleted"] !== true && isIn(window, parseTime(String(row["SystemModstamp"]))))
      ids.push(id);
  }
  limitIds(ids.length);
  return json(200, { ids, latestDateCovered: toApiTime(Math.min(window.end, call.now)) });
}

/**
 * Rows in the recycle bin, with the time at which they got there. What was erased from it is gone from
 * this answer too: clients that ask seldom need a sweep of their own.
 */
export function deletedRows(call: Call, objectName: string): EmulatorAnswer {
  const object = replicated(call, objectName);
  const window = windowOf(call, DELETED_WINDOW_MS);
  const deletedRecords: { readonly id: string; readonly deletedDate: string }[] = [];
  for (const [id, row] of call.org.store.all(object.name)) {
    if (row["IsDeleted"] !== true) continue;
    const deletedAt = binEntry(call.org.store, id)?.deletedAt;
    if (deletedAt === undefined || !isIn(window, deletedAt)) continue;
    deletedRecords.push({ id, deletedDate: toApiTime(deletedAt) });
  }
  limitIds(deletedRecords.length);
  return json(200, {
    deletedRecords,
    earliestDateAvailable: toApiTime(call.now - DELETED_WINDOW_MS),
    latestDateCovered: toApiTime(Math.min(window.end, call.now)),
  });
}

/** The object, if it keeps rows. @throws INVALID_TYPE for platform events and the like */
function replicated(call: Call, objectName: string): ObjectEntry {
  const object = visibleObject(call, objectName);
  if (object.field("SystemModstamp") !== undefined && object.platformEvent === undefined)
    return object;
  throw refuse(400, "INVALID_TYPE_FOR_OPERATION", `${object.name} is not replicable`);
}

const isIn = ({ start, end }: Window, time: number | undefined): boolean =>
  time !== undefined && time >= start && time < end;

function limitIds(count: number): void {
  if (count <= IDS_MAX) return;
  throw refuse(
    400,
    "EXCEEDED_ID_LIMIT",
    `exceeded id limit: too many ids in the window (${count})`,
  );
}

/** The seconds of both ends are ignored, as the platform does. */
function windowOf(call: Call, depthMs: number): Window {
  if (call.request.method !== "GET") throw methodNotAllowed(call.request.method, ["GET"]);
  const minute = (name: string): number => {
    const epochMs = parseTime((call.query.get(name) ?? "").replace(" ", "+"));
    if (epochMs !== undefined) return Math.floor(epochMs / 60_000) * 60_000;
    throw refuse(400, "INVALID_REPLICATION_DATE", `${name} must be a date and time with an offset`);
  };
  const window = { start: minute("start"), end: minute("end") };
  if (window.start >= window.end) {
    throw refuse(
      400,
      "INVALID_REPLICATION_DATE",
      "startDate must be at least one minute before endDate",
    );
  }
  if (window.start < call.now - depthMs) {
    const days = depthMs / DAY_MS;
    throw refuse(400, "INVALID_REPLICATION_DATE", `startDate cannot be more than ${days} days ago`);
  }
  return window;
}
