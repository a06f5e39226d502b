import { methodNotAllowed, notFound } from "../api-error.ts";
import { objectNamed } from "../dml/context.ts";
import { describeBasic, describeGlobal, describeObject, isSeen } from "../schema/describe.ts";
import { empty, type EmulatorAnswer, json } from "../wire.ts";
import { parseHttpDate, toHttpDate } from "../times.ts";
import type { Call } from "./call.ts";
import { recentRows } from "./recent.ts";

/** Rows that the basic information of an object lists. */
const RECENT_MAX = 200;

/** `GET /sobjects`, `/sobjects/X`, `/sobjects/X/describe` (S1.6). */
export function describeRoutes(call: Call): EmulatorAnswer {
  const { method, headers } = call.request;
  if (method !== "GET") throw methodNotAllowed(method, ["GET", "HEAD"]);
  const [, objectName, action] = call.path;
  const since = parseHttpDate(headers["if-modified-since"] ?? "");
  // The schema changes only when the emulator starts with another project, so any later date is fresh.
  const changedAt = { "last-modified": toHttpDate(SCHEMA_CHANGED_AT) };
  if (since !== undefined && since >= SCHEMA_CHANGED_AT && action === "describe") {
    return empty(304, changedAt);
  }
  const { access } = call.dml;
  if (objectName === undefined)
    return json(200, describeGlobal(call.org.schema, call.base, access));
  const object = objectNamed(call.org.schema, objectName);
  if (!isSeen(object, access)) throw notFound();
  if (action === "describe") return json(200, describeObject(object, call.base, access), changedAt);
  if (action !== undefined) throw notFound();
  return json(200, {
    ...describeBasic(object, call.base, access),
    recentItems: recentRows(call, RECENT_MAX, object.name),
  });
}

/** 2026-01-01, when the modelled release was new. */
const SCHEMA_CHANGED_AT = 1_767_225_600_000;
