import { methodNotAllowed, refuse } from "../api-error.ts";
import { objectNamed, type Row } from "../dml/context.ts";
import { parseTime, toApiTime } from "../times.ts";
import { type EmulatorAnswer, json } from "../wire.ts";
import type { Call } from "./call.ts";

/** `sobjects/X/updated` and `/deleted`: which rows changed in a window of time (S1.6). */

const DAY_MS = 86_400_000;
const UPDATED_WINDOW_MS = 30 * DAY_MS;
const DELETED_WINDOW_MS = 15 * DAY_MS;

/** From `start`, included, to `end`, excluded; epoch milliseconds at whole minutes. */
interface Window {
  readonly start: number;
  readonly end: number;
}

/** Created and changed rows that still exist. */
export function updatedRows(call: Call, objectName: string): EmulatorAnswer {
  const window = windowOf(call, UPDATED_WINDOW_MS);
  const rows = rowsChangedIn(call, objectName, window).filter((row) => row["IsDeleted"] !== true);
  return json(200, {
    ids: rows.map((row) => row["Id"]),
    latestDateCovered: toApiTime(Math.min(window.end, call.now)),
  });
}

/** Rows in the recycle bin, with the time at which they got there. */
export function deletedRows(call: Call, objectName: string): EmulatorAnswer {
  const window = windowOf(call, DELETED_WINDOW_MS);
  const rows = rowsChangedIn(call, objectName, window).filter((row) => row["IsDeleted"] === true);
  return json(200, {
    deletedRecords: rows.map((row) => ({ id: row["Id"], deletedDate: row["SystemModstamp"] })),
    earliestDateAvailable: toApiTime(call.now - DELETED_WINDOW_MS),
    latestDateCovered: toApiTime(Math.min(window.end, call.now)),
  });
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

/** By `SystemModstamp`, which moves with every change. */
function rowsChangedIn(call: Call, objectName: string, window: Window): readonly Row[] {
  const object = objectNamed(call.org.schema, objectName);
  return [...call.org.store.all(object.name).values()]
    .map((document) => document as Row)
    .filter((row) => {
      const time = parseTime(String(row["SystemModstamp"])) ?? 0;
      return time >= window.start && time < window.end;
    });
}
