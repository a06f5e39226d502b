/**
 * The methods of the Apex class `AccordApi`, as calls of the API: in Salesforce the class makes them,
 * in the console this table. A contract test holds it to the table that the emulator's stand-in obeys,
 * which another holds to the class itself.
 */
import type { ApiRoute } from "../api/route.ts";

export interface ApexMethod {
  readonly method: ApiRoute["method"];
  readonly path: string;
  /** Where each parameter goes: `record` fills `{type}` and `{id}`. */
  readonly parameters: Readonly<Record<string, Place>>;
}

export type Place =
  | { readonly in: "record" }
  | { readonly in: "path" | "query" | "body"; readonly name: string };

const record: Place = { in: "record" };
const inPath = (name: string): Place => ({ in: "path", name });
const inQuery = (name: string): Place => ({ in: "query", name });
const inBody = (name: string): Place => ({ in: "body", name });

const apex = (
  call: `${ApiRoute["method"]} /${string}`,
  parameters: Readonly<Record<string, Place>> = {},
): ApexMethod => {
  const [method, path] = call.split(" ") as [ApiRoute["method"], string];
  return { method, path, parameters };
};

const SCHEDULE = {
  scheduleType: inBody("type"),
  every: inBody("every"),
  unit: inBody("unit"),
  start: inBody("start"),
  timeZone: inBody("timeZone"),
};

const JOB = {
  name: inBody("name"),
  objects: inBody("objects"),
  repair: inBody("repair"),
  ...SCHEDULE,
};

export const APEX_METHODS: Readonly<Record<string, ApexMethod>> = {
  getRecord: apex("GET /records/{type}/{id}", { recordId: record }),
  send: apex("POST /records/{type}/{id}/send", { recordId: record, onMatch: inBody("onMatch") }),
  fetchRecord: apex("POST /records/{type}/{id}/fetch", { recordId: record }),
  link: apex("POST /records/{type}/{id}/link", {
    recordId: record,
    quickbooksId: inBody("quickbooksId"),
  }),
  unlink: apex("POST /records/{type}/{id}/unlink", { recordId: record }),
  decide: apex("POST /records/{type}/{id}/decide", {
    recordId: record,
    entry: inBody("entry"),
    keep: inBody("keep"),
    seen: inBody("seen"),
  }),
  getRecordLog: apex("GET /records/{type}/{id}/log", { recordId: record }),
  readFilter: apex("POST /filters/read", {
    quickbooksObject: inBody("object"),
    filter: inBody("filter"),
  }),
  startSyncRun: apex("POST /sync-runs", {
    quickbooksObject: inBody("object"),
    filter: inBody("filter"),
  }),
  getSyncRun: apex("GET /sync-runs/{id}", { runId: inPath("id") }),
  getSyncRuns: apex("GET /sync-runs"),
  startIntegrity: apex("POST /integrity/runs", {
    objects: inBody("objects"),
    repair: inBody("repair"),
  }),
  getIntegrity: apex("GET /integrity/runs/{id}", { runId: inPath("id") }),
  getIntegrityRuns: apex("GET /integrity/runs"),
  getFindings: apex("GET /integrity/runs/{id}/findings", {
    runId: inPath("id"),
    kind: inQuery("kind"),
    quickbooksObject: inQuery("object"),
    state: inQuery("state"),
    after: inQuery("after"),
  }),
  repairIntegrity: apex("POST /integrity/runs/{id}/repair", {
    runId: inPath("id"),
    findings: inBody("findings"),
  }),
  cancelIntegrity: apex("POST /integrity/runs/{id}/cancel", { runId: inPath("id") }),
  getIntegrityCost: apex("POST /integrity/cost", { objects: inBody("objects"), ...SCHEDULE }),
  getIntegrityJobs: apex("GET /integrity/jobs"),
  makeIntegrityJob: apex("POST /integrity/jobs", JOB),
  changeIntegrityJob: apex("PATCH /integrity/jobs/{id}", { job: inPath("id"), ...JOB }),
  removeIntegrityJob: apex("POST /integrity/jobs/{id}/remove", { job: inPath("id") }),
  getLog: apex("GET /log", {
    filter: inQuery("filter"),
    fromDate: inQuery("from"),
    toDate: inQuery("to"),
    before: inQuery("before"),
  }),
  reprocess: apex("POST /log/reprocess", { ids: inBody("ids") }),
  getStatus: apex("GET /status"),
  getMappings: apex("GET /mappings"),
  setRealTime: apex("PATCH /mappings/{id}", {
    mapping: inPath("id"),
    enabled: inBody("realTime"),
  }),
  getHeldDeletes: apex("GET /held-deletes", { after: inQuery("after") }),
  decideHeldDeletes: apex("POST /held-deletes", {
    ids: inBody("ids"),
    batch: inBody("batch"),
    decision: inBody("decision"),
    how: inBody("how"),
  }),
  getHeldChanges: apex("GET /held-changes"),
  getHeldRecords: apex("GET /held-changes/{id}/records", {
    held: inPath("id"),
    after: inQuery("after"),
  }),
  decideHeldChanges: apex("POST /held-changes/{id}", {
    held: inPath("id"),
    decision: inBody("decision"),
  }),
  pauseConnection: apex("POST /connections/{id}/pause", { connection: inPath("id") }),
  resumeConnection: apex("POST /connections/{id}/resume", { connection: inPath("id") }),
  setDeletePolicies: apex("PATCH /mappings/{id}", {
    mapping: inPath("id"),
    whenDeleted: inBody("whenDeleted"),
  }),
  setPolicies: apex("PATCH /mappings/{id}", {
    mapping: inPath("id"),
    policies: inBody("policies"),
  }),
  chooseIncomeAccount: apex("PATCH /connections/{id}", {
    connection: inPath("id"),
    account: inBody("incomeAccountId"),
  }),
  planBackfill: apex("POST /backfills", {
    objects: inBody("objects"),
    linkFrom: inBody("linkFrom"),
    askEachMatch: inBody("askEachMatch"),
    differing: inBody("differing"),
    includeInactive: inBody("includeInactive"),
  }),
  getBackfills: apex("GET /backfills"),
  getBackfillItems: apex("GET /backfills/{id}/items", {
    backfill: inPath("id"),
    action: inQuery("action"),
    state: inQuery("state"),
    mapping: inQuery("mapping"),
    text: inQuery("text"),
    after: inQuery("after"),
  }),
  decideBackfill: apex("POST /backfills/{id}/decide", {
    backfill: inPath("id"),
    items: inBody("items"),
    rule: inBody("rule"),
    choice: inBody("choice"),
  }),
  applyBackfill: apex("POST /backfills/{id}/apply", { backfill: inPath("id") }),
  pauseBackfill: apex("POST /backfills/{id}/pause", { backfill: inPath("id") }),
  resumeBackfill: apex("POST /backfills/{id}/resume", { backfill: inPath("id") }),
  cancelBackfill: apex("POST /backfills/{id}/cancel", { backfill: inPath("id") }),
};
