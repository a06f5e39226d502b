/** The Apex proxy's methods of the first load. */
import type { AccordApiRoute } from "./accord-api-routes.ts";

const NOTHING = { record: null, pathParameters: {}, query: {}, body: {} };
const onBackfill = (step: string) =>
  ({
    ...NOTHING,
    verb: "POST",
    path: `/backfills/{id}/${step}`,
    pathParameters: { id: "backfill" },
    parameters: ["backfill"],
  }) as const;

export const BACKFILL_ROUTES: readonly AccordApiRoute[] = [
  {
    ...NOTHING,
    method: "planBackfill",
    parameters: ["objects", "linkFrom", "askEachMatch", "differing", "includeInactive"],
    verb: "POST",
    path: "/backfills",
    body: {
      objects: "objects",
      linkFrom: "linkFrom",
      askEachMatch: "askEachMatch",
      differing: "differing",
      includeInactive: "includeInactive",
    },
  },
  { ...NOTHING, method: "getBackfills", parameters: [], verb: "GET", path: "/backfills" },
  {
    ...NOTHING,
    method: "getBackfillItems",
    parameters: ["backfill", "action", "state", "mapping", "text", "after"],
    verb: "GET",
    path: "/backfills/{id}/items",
    pathParameters: { id: "backfill" },
    query: { action: "action", state: "state", mapping: "mapping", text: "text", after: "after" },
  },
  {
    ...onBackfill("decide"),
    method: "decideBackfill",
    parameters: ["backfill", "items", "rule", "choice"],
    body: { items: "items", rule: "rule", choice: "choice" },
  },
  { ...onBackfill("apply"), method: "applyBackfill" },
  { ...onBackfill("pause"), method: "pauseBackfill" },
  { ...onBackfill("resume"), method: "resumeBackfill" },
  { ...onBackfill("cancel"), method: "cancelBackfill" },
];
