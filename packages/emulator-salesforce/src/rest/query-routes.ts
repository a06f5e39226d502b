import { methodNotAllowed, refuse } from "../api-error.ts";
import { recordIdAt } from "../store/record-id.ts";
import type { Uses } from "../soql/prepare.ts";
import { runQuery } from "../soql/run-query.ts";
import type { QueryWorld } from "../soql/scope.ts";
import type { ChildPager, PagedRows } from "../soql/select-list.ts";
import { noteUse } from "../soql/views.ts";
import type { Row } from "../store/row.ts";
import { type EmulatorAnswer, json } from "../wire.ts";
import type { Call } from "./call.ts";
import { queryColumns } from "./query-columns.ts";

/** `query`, `queryAll` and the further pages of both (S1.5). */

/** Records of a page: default and greatest, and the least that a client may ask for. */
const BATCH_MAX = 2000;
const BATCH_MIN = 200;

/** A first page, a further page, or the columns of a query. */
export function queryRoutes(call: Call): EmulatorAnswer {
  if (call.request.method !== "GET") throw methodNotAllowed(call.request.method, ["GET", "HEAD"]);
  const [resource, locator] = call.path;
  if (locator !== undefined) return nextPage(call, locator);
  const soql = call.query.get("q") ?? "";
  return queryAnswer(call, soql, { ...call.world, includeDeleted: resource === "queryAll" });
}

/** The first page of a statement. */
export function queryAnswer(call: Call, soql: string, world: QueryWorld): EmulatorAnswer {
  const result = runQuery(world, soql, call.base);
  if (call.query.get("columns") === "true") return json(200, queryColumns(call, soql, result));
  if (result.aggregates !== undefined) {
    return json(200, { totalSize: result.totalSize, done: true, records: result.aggregates });
  }
  return json(200, page(call, result, 0, undefined));
}

/** `01g…-2000`: the cursor and the position at which the page begins. */
function nextPage(call: Call, locator: string): EmulatorAnswer {
  const [id = "", start = ""] = locator.split("-");
  const result = call.org.locators.find(id, ownerOf(call));
  const isPosition = /^\d+$/.test(start) && Number(start) < result.rows.length;
  if (!isPosition) throw refuse(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
  return json(200, page(call, result, Number(start), id));
}

/**
 * A page from `start` on: as many rows as fit, where rows of child sets count as well (S1.5). A cursor is
 * opened only when there is more than one page, and one for each child set that does not fit.
 */
function page(call: Call, result: PagedRows, start: number, cursor: string | undefined) {
  const pager: ChildPager = {
    room: Math.min(batchSize(call), result.pageMax ?? BATCH_MAX),
    open: (rest, shown) => addressOf(call, openCursor(call, rest), shown),
  };
  const records: unknown[] = [];
  let end = start;
  for (; end < result.rows.length && pager.room > 0; end += 1) {
    const row = result.rows[end];
    pager.room -= 1;
    if (row !== undefined) records.push(result.inPage(row, pager));
  }
  const { totalSize, uses } = result;
  if (uses?.view === true || uses?.reference === true) {
    noteUses(call, result.rows.slice(start, end), uses);
  }
  if (end >= result.rows.length) return { totalSize, done: true, records };
  const nextRecordsUrl = addressOf(call, cursor ?? openCursor(call, result), end);
  return { totalSize, done: false, nextRecordsUrl, records };
}

/** `FOR VIEW` and `FOR REFERENCE` of the rows of a page: nothing of the rows changes (D SOQL "FOR VIEW"). */
function noteUses(call: Call, rows: readonly Row[], uses: Uses): void {
  const { org, session, now } = call;
  for (const row of rows) {
    const id = String(row["Id"]);
    const object = org.schema.objectOfId(id);
    if (object === undefined) continue;
    noteUse(org.store, { userId: session.userId, now }, id, uses);
    org.recent.touch(session.userId, object.name, id);
  }
}

/** Where the rest of a result can be asked for. */
function addressOf(call: Call, cursor: string, end: number): string {
  const resource = call.path[0] === "queryAll" ? "queryAll" : "query";
  return `${call.base}/${resource}/${cursor}-${end}`;
}

const ownerOf = ({ session, now }: Call) => ({ userId: session.userId, now });

/** Keeps the result for further pages, under an id of the platform's form. */
function openCursor(call: Call, result: PagedRows): string {
  const id = recordIdAt(
    "01g",
    Number.parseInt(Buffer.from(call.org.ids.opaque("cursor")).toString("hex").slice(0, 8), 16),
  );
  call.org.locators.open(id, result, ownerOf(call));
  return id;
}

/** Sizes outside the bounds are moved to the nearer one, not refused. */
function batchSize(call: Call): number {
  const asked = /batchSize\s*=\s*(\d+)/i.exec(
    call.request.headers["sforce-query-options"] ?? "",
  )?.[1];
  if (asked === undefined) return BATCH_MAX;
  return Math.min(BATCH_MAX, Math.max(BATCH_MIN, Number(asked)));
}
