import { methodNotAllowed } from "../api-error.ts";
import { recordIdAt } from "../store/record-id.ts";
import { runQuery, type QueryResult } from "../soql/run-query.ts";
import type { QueryWorld } from "../soql/scope.ts";
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
  const [id = "", start] = locator.split("-");
  return json(200, page(call, call.org.locators.find(id), Number(start), id));
}

/** A page from `start` on. The cursor is opened only when there is more than one. */
function page(call: Call, result: QueryResult, start: number, cursor: string | undefined) {
  const size = batchSize(call);
  const records = result.rows.slice(start, start + size).map(result.project);
  const end = start + records.length;
  if (end >= result.rows.length) return { totalSize: result.totalSize, done: true, records };
  const id = cursor ?? openCursor(call, result);
  const resource = call.path[0] === "queryAll" ? "queryAll" : "query";
  const nextRecordsUrl = `${call.base}/${resource}/${id}-${end}`;
  return { totalSize: result.totalSize, done: false, nextRecordsUrl, records };
}

/** Keeps the result for further pages, under an id of the platform's form. */
function openCursor(call: Call, result: QueryResult): string {
  const id = recordIdAt(
    "01g",
    Number.parseInt(Buffer.from(call.org.ids.opaque("cursor")).toString("hex").slice(0, 8), 16),
  );
  call.org.locators.open(id, result);
  return id;
}

/** Sizes outside the bounds are moved to the nearer one, not refused. */
function batchSize(call: Call): number {
  const asked = /batchSize=(\d+)/.exec(call.request.headers["sforce-query-options"] ?? "")?.[1];
  if (asked === undefined) return BATCH_MAX;
  return Math.min(BATCH_MAX, Math.max(BATCH_MIN, Number(asked)));
}
