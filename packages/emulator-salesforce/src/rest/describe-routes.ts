import { methodNotAllowed, notFound } from "../api-error.ts";
import { objectNamed } from "../dml/context.ts";
import type { Access } from "../access/access.ts";
import { describeBasic, describeGlobal, describeObject, isSeen } from "../access/describe.ts";
import type { ObjectEntry } from "../schema/registry.ts";
import { empty, type EmulatorAnswer, json, JSON_TYPE } from "../wire.ts";
import { parseHttpDate, toHttpDate } from "../times.ts";
import type { Call } from "./call.ts";
import { preconditionFailed } from "./conditional.ts";
import { recentRows } from "./recent.ts";

/** Rows that the basic information of an object lists. */
const RECENT_MAX = 200;

/** `GET /sobjects`, `/sobjects/X`, `/sobjects/X/describe` (S1.6). */
export function describeRoutes(call: Call): EmulatorAnswer {
  const { method, headers } = call.request;
  if (method !== "GET") throw methodNotAllowed(method, ["GET", "HEAD"]);
  const [, objectName, action] = call.path;
  const { access } = call.dml;
  const changed = call.org.describedAt.since(call.session.userId, access, call.now);
  const changedAt = { "last-modified": toHttpDate(changed) };
  const asked = parseHttpDate(headers["if-modified-since"] ?? "");
  const isFresh = asked !== undefined && asked >= changed;
  const isConditional = objectName === undefined || action === "describe";
  const unchangedSince = parseHttpDate(headers["if-unmodified-since"] ?? "");
  if (isConditional && unchangedSince !== undefined && unchangedSince < changed)
    throw preconditionFailed();
  if (objectName === undefined) {
    if (isFresh) return empty(304, changedAt);
    return json(200, describeGlobal(call.org.schema, call.base, access), changedAt);
  }
  const object = objectNamed(call.org.schema, objectName);
  if (!isSeen(object, access)) throw notFound();
  if (action === "describe" && isFresh) return empty(304, changedAt);
  if (action === "describe") {
    const headers = { "content-type": JSON_TYPE, ...changedAt };
    return { status: 200, headers, body: describeText(object, call.base, access) };
  }
  if (action !== undefined) throw notFound();
  return json(200, {
    ...describeBasic(object, call.base, access),
    recentItems: recentRows(call, RECENT_MAX, object.name),
  });
}

/** By object and rights, neither of which ever changes in place, and by the version that was asked for. */
const texts = new WeakMap<ObjectEntry, WeakMap<Access, Map<string, string>>>();

/** A describe is the largest of all answers, and the same for as long as the schema and the rights are. */
function describeText(object: ObjectEntry, base: string, access: Access): string {
  const ofObject = texts.get(object) ?? new WeakMap<Access, Map<string, string>>();
  texts.set(object, ofObject);
  const ofAccess = ofObject.get(access) ?? new Map<string, string>();
  ofObject.set(access, ofAccess);
  const text = ofAccess.get(base) ?? JSON.stringify(describeObject(object, base, access));
  ofAccess.set(base, text);
  return text;
}
