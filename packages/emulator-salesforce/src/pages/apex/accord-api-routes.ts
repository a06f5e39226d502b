/**
 * The Apex proxy's methods, as this emulator's stand-in makes them. A contract test compares each row
 * with the source of `AccordApi.cls`.
 */

import { BACKFILL_ROUTES } from "./backfill-routes.ts";
import { INTEGRITY_ROUTES } from "./integrity-routes.ts";

/** One method of the proxy. The right-hand sides name its parameters. */
export interface AccordApiRoute {
  readonly method: string;
  readonly parameters: readonly string[];
  readonly verb: "GET" | "POST" | "PATCH";
  /** Below `/api/v1`. */
  readonly path: string;
  /** The parameter with a record id: fills `{type}` and `{id}`. */
  readonly record: string | null;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, string>>;
}

const NOTHING = { record: null, pathParameters: {}, query: {}, body: {} };
const onRecord = (verb: "GET" | "POST", action: string) =>
  ({
    ...NOTHING,
    verb,
    path: `/records/{type}/{id}${action}`,
    record: "recordId",
    parameters: ["recordId"],
  }) as const;

export const ACCORD_API_ROUTES: readonly AccordApiRoute[] = [
  { ...onRecord("GET", ""), method: "getRecord" },
  {
    ...onRecord("POST", "/send"),
    method: "send",
    parameters: ["recordId", "onMatch"],
    body: { onMatch: "onMatch" },
  },
  { ...onRecord("POST", "/fetch"), method: "fetchRecord" },
  {
    ...onRecord("POST", "/link"),
    method: "link",
    parameters: ["recordId", "quickbooksId"],
    body: { quickbooksId: "quickbooksId" },
  },
  { ...onRecord("POST", "/unlink"), method: "unlink" },
  {
    ...onRecord("POST", "/decide"),
    method: "decide",
    parameters: ["recordId", "entry", "keep", "seen"],
    body: { entry: "entry", keep: "keep", seen: "seen" },
  },
  { ...onRecord("GET", "/log"), method: "getRecordLog" },
  {
    ...NOTHING,
    method: "readFilter",
    parameters: ["quickbooksObject", "filter"],
    verb: "POST",
    path: "/filters/read",
    body: { object: "quickbooksObject", filter: "filter" },
  },
  {
    ...NOTHING,
    method: "startSyncRun",
    parameters: ["quickbooksObject", "filter"],
    verb: "POST",
    path: "/sync-runs",
    body: { object: "quickbooksObject", filter: "filter" },
  },
  {
    ...NOTHING,
    method: "getSyncRun",
    parameters: ["runId"],
    verb: "GET",
    path: "/sync-runs/{id}",
    pathParameters: { id: "runId" },
  },
  { ...NOTHING, method: "getSyncRuns", parameters: [], verb: "GET", path: "/sync-runs" },
  {
    ...NOTHING,
    method: "getLog",
    parameters: ["filter", "fromDate", "toDate", "before"],
    verb: "GET",
    path: "/log",
    query: { filter: "filter", from: "fromDate", to: "toDate", before: "before" },
  },
  {
    ...NOTHING,
    method: "reprocess",
    parameters: ["ids"],
    verb: "POST",
    path: "/log/reprocess",
    body: { ids: "ids" },
  },
  { ...NOTHING, method: "getStatus", parameters: [], verb: "GET", path: "/status" },
  { ...NOTHING, method: "getMappings", parameters: [], verb: "GET", path: "/mappings" },
  {
    ...NOTHING,
    method: "setRealTime",
    parameters: ["mapping", "enabled"],
    verb: "PATCH",
    path: "/mappings/{id}",
    pathParameters: { id: "mapping" },
    body: { realTime: "enabled" },
  },
  { ...NOTHING, method: "getHeldChanges", parameters: [], verb: "GET", path: "/held-changes" },
  {
    ...NOTHING,
    method: "getHeldRecords",
    parameters: ["held", "after"],
    verb: "GET",
    path: "/held-changes/{id}/records",
    pathParameters: { id: "held" },
    query: { after: "after" },
  },
  {
    ...NOTHING,
    method: "decideHeldChanges",
    parameters: ["held", "decision"],
    verb: "POST",
    path: "/held-changes/{id}",
    pathParameters: { id: "held" },
    body: { decision: "decision" },
  },
  {
    ...NOTHING,
    method: "pauseConnection",
    parameters: ["connection"],
    verb: "POST",
    path: "/connections/{id}/pause",
    pathParameters: { id: "connection" },
  },
  {
    ...NOTHING,
    method: "resumeConnection",
    parameters: ["connection"],
    verb: "POST",
    path: "/connections/{id}/resume",
    pathParameters: { id: "connection" },
  },
  {
    ...NOTHING,
    method: "getHeldDeletes",
    parameters: ["after"],
    verb: "GET",
    path: "/held-deletes",
    query: { after: "after" },
  },
  {
    ...NOTHING,
    method: "decideHeldDeletes",
    parameters: ["ids", "batch", "decision", "how"],
    verb: "POST",
    path: "/held-deletes",
    body: { ids: "ids", batch: "batch", decision: "decision", how: "how" },
  },
  {
    ...NOTHING,
    method: "setDeletePolicies",
    parameters: ["mapping", "whenDeleted"],
    verb: "PATCH",
    path: "/mappings/{id}",
    pathParameters: { id: "mapping" },
    body: { whenDeleted: "whenDeleted" },
  },
  {
    ...NOTHING,
    method: "setPolicies",
    parameters: ["mapping", "policies"],
    verb: "PATCH",
    path: "/mappings/{id}",
    pathParameters: { id: "mapping" },
    body: { policies: "policies" },
  },
  {
    ...NOTHING,
    method: "chooseIncomeAccount",
    parameters: ["connection", "account"],
    verb: "PATCH",
    path: "/connections/{id}",
    pathParameters: { id: "connection" },
    body: { incomeAccountId: "account" },
  },
  ...INTEGRITY_ROUTES,
  ...BACKFILL_ROUTES,
];
