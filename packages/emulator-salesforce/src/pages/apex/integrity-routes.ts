/** The Apex proxy's methods of Sync Integrity. */
import type { AccordApiRoute } from "./accord-api-routes.ts";

const NOTHING = { record: null, pathParameters: {}, query: {}, body: {} };
const RUN = { parameters: ["runId"], pathParameters: { id: "runId" } } as const;
const SCHEDULE = {
  type: "scheduleType",
  every: "every",
  unit: "unit",
  start: "start",
  timeZone: "timeZone",
};
const SCHEDULE_PARAMETERS = ["scheduleType", "every", "unit", "start", "timeZone"];
const JOB = { name: "name", objects: "objects", repair: "repair", ...SCHEDULE };
const JOB_PARAMETERS = ["name", "objects", "repair", ...SCHEDULE_PARAMETERS];

export const INTEGRITY_ROUTES: readonly AccordApiRoute[] = [
  {
    ...NOTHING,
    method: "startIntegrity",
    parameters: ["objects", "repair"],
    verb: "POST",
    path: "/integrity/runs",
    body: { objects: "objects", repair: "repair" },
  },
  { ...NOTHING, ...RUN, method: "getIntegrity", verb: "GET", path: "/integrity/runs/{id}" },
  {
    ...NOTHING,
    method: "getIntegrityRuns",
    parameters: [],
    verb: "GET",
    path: "/integrity/runs",
  },
  {
    ...NOTHING,
    method: "getFindings",
    parameters: ["runId", "kind", "quickbooksObject", "state", "after"],
    verb: "GET",
    path: "/integrity/runs/{id}/findings",
    pathParameters: { id: "runId" },
    query: { kind: "kind", object: "quickbooksObject", state: "state", after: "after" },
  },
  {
    ...NOTHING,
    method: "repairIntegrity",
    parameters: ["runId", "findings"],
    verb: "POST",
    path: "/integrity/runs/{id}/repair",
    pathParameters: { id: "runId" },
    body: { findings: "findings" },
  },
  {
    ...NOTHING,
    ...RUN,
    method: "cancelIntegrity",
    verb: "POST",
    path: "/integrity/runs/{id}/cancel",
  },
  {
    ...NOTHING,
    method: "getIntegrityCost",
    parameters: ["objects", ...SCHEDULE_PARAMETERS],
    verb: "POST",
    path: "/integrity/cost",
    body: { objects: "objects", ...SCHEDULE },
  },
  { ...NOTHING, method: "getIntegrityJobs", parameters: [], verb: "GET", path: "/integrity/jobs" },
  {
    ...NOTHING,
    method: "makeIntegrityJob",
    parameters: JOB_PARAMETERS,
    verb: "POST",
    path: "/integrity/jobs",
    body: JOB,
  },
  {
    ...NOTHING,
    method: "changeIntegrityJob",
    parameters: ["job", ...JOB_PARAMETERS],
    verb: "PATCH",
    path: "/integrity/jobs/{id}",
    pathParameters: { id: "job" },
    body: JOB,
  },
  {
    ...NOTHING,
    method: "removeIntegrityJob",
    parameters: ["job"],
    verb: "POST",
    path: "/integrity/jobs/{id}/remove",
    pathParameters: { id: "job" },
  },
];
