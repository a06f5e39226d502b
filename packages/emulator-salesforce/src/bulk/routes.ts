import { notFound } from "../api-error.ts";
import type { Call } from "../rest/call.ts";
import type { EmulatorAnswer } from "../wire.ts";
import { ingestRoutes } from "./ingest-routes.ts";
import { queryJobRoutes } from "./query-job-routes.ts";

/** Everything below `jobs`. */
export function bulkRoutes(call: Call): EmulatorAnswer {
  if (call.path[1] === "ingest") return ingestRoutes(call);
  if (call.path[1] === "query") return queryJobRoutes(call);
  throw notFound();
}
