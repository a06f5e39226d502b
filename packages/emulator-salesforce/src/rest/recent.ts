import { methodNotAllowed, notFound } from "../api-error.ts";
import { liveRow } from "../store/row.ts";
import { isSeen } from "../access/describe.ts";
import { attributesOf } from "../soql/project.ts";
import { type EmulatorAnswer, json } from "../wire.ts";
import type { Call } from "./call.ts";

/** Rows that a user had to do with lately, newest first; in memory only. */

const KEPT_MAX = 200;

interface Touched {
  readonly objectName: string;
  readonly id: string;
}

/** What each user touched last. */
export class RecentBook {
  readonly #byUser = new Map<string, Map<string, Touched>>();

  /** Puts a row at the top of a user's list. */
  touch(userId: string, objectName: string, id: string): void {
    const list = this.#byUser.get(userId) ?? new Map<string, Touched>();
    this.#byUser.set(userId, list);
    list.delete(id);
    list.set(id, { objectName, id });
    const oldest = list.keys().next().value;
    if (list.size > KEPT_MAX && oldest !== undefined) list.delete(oldest);
  }

  /** Newest first. */
  of(userId: string): readonly Touched[] {
    return [...(this.#byUser.get(userId)?.values() ?? [])].reverse();
  }

  clear(): void {
    this.#byUser.clear();
  }
}

/** The rows that still exist, as `Id` and `Name`; of one object, or of all. */
export function recentRows(call: Call, limit: number, objectName?: string): readonly unknown[] {
  const { org, session, base } = call;
  const items: unknown[] = [];
  for (const each of org.recent.of(session.userId)) {
    if (items.length === limit) break;
    const object = org.schema.object(each.objectName);
    const row = liveRow(org.store, each.objectName, each.id);
    if (object === undefined || row === undefined || !isSeen(object, call.dml.access)) continue;
    if (objectName !== undefined && object.name !== objectName) continue;
    const name = object.fields.find((field) => field.nameField)?.name ?? "Id";
    items.push({
      attributes: attributesOf(object, row, base),
      Id: each.id,
      Name: row[name] ?? null,
    });
  }
  return items;
}

/** `GET /recent?limit=`: at most 200. */
export function recent(call: Call): EmulatorAnswer {
  const { method } = call.request;
  if (method !== "GET") throw methodNotAllowed(method, ["GET", "HEAD"]);
  if (call.path.length > 1) throw notFound();
  const asked = Number(call.query.get("limit") ?? KEPT_MAX);
  const limit = Number.isInteger(asked) && asked > 0 ? Math.min(asked, KEPT_MAX) : KEPT_MAX;
  return json(200, recentRows(call, limit));
}
