import type { Query } from "@jetstreamapp/soql-parser-js";
import { notFound, refuse } from "../api-error.ts";
import { BULK_QUERY_PAGE_ROWS, BULK_QUERY_REFUSALS, BULK_TEXTS } from "../not-evidenced.ts";
import type { Call } from "../rest/call.ts";
import { bodyOf } from "../rest/request-body.ts";
import { parseSoql } from "../soql/parse-soql.ts";
import { runQuery } from "../soql/run-query.ts";
import type { EmulatorAnswer } from "../wire.ts";
import { countQueryJob, refuseOverAllocation } from "../control/bulk-allocation.ts";
import { csvAnswer } from "./ingest-results.ts";
import { jobSummary, type QueryJob, RESULTS, resultKeys, saveJob } from "./job.ts";
import { bulkJson, findJob, refuseState } from "./job-answers.ts";
import { abortJob, type JobKind, jobRoutes, onlyRead } from "./job-routes.ts";
import { formatOf, newJobBase, refuseUnknown, textOf, wordOf } from "./new-job.ts";
import { columnsOf, worldOf } from "./run-query-job.ts";

/** `jobs/query`: create, look, fetch by pages, abort, delete (S1.8). */

const KNOWN = ["columnDelimiter", "contentType", "lineEnding", "operation", "query"];
/** Addresses in one answer of `resultPages` (D `query_get_parallel_job_results`). */
const PARALLEL_PAGES = 5;

export const queryJobRoutes = (call: Call): EmulatorAnswer => jobRoutes(call, QUERY);

const QUERY: JobKind<QueryJob> = {
  kind: "query",
  find: (call, id) => findJob(call, id, "query"),
  create: (call) => createJob(call),
  part: (call, job, part) => {
    onlyRead(call);
    if (part === "results") return results(call, job);
    if (part === "resultPages") return resultPages(call, job);
    throw notFound();
  },
  patch: (call, job) => {
    wordOf(bodyOf(call), "state", ["Aborted"] as const);
    return abortJob(call, job);
  },
  keptIn: ["UploadComplete", "InProgress"],
};

/** A query that could not run is refused here; the job itself runs it later. */
function createJob(call: Call): EmulatorAnswer {
  const body = bodyOf(call);
  refuseUnknown(body, KNOWN);
  const operation = wordOf(body, "operation", ["query", "queryAll"] as const);
  const query = textOf(body, "query") ?? "";
  refuseUnsupported(parseSoql(query));
  const base = newJobBase(call);
  const world = worldOf(call.org, { ...base, operation }, call.now);
  const { object } = runQuery(world, query, call.base);
  if (columnsOf(world, query).some(({ field }) => field?.type === "address")) {
    throw refuse(400, BULK_QUERY_REFUSALS.errorCode, BULK_QUERY_REFUSALS.messages.compound);
  }
  refuseOverAllocation(call, "query");
  countQueryJob(call);
  const job: QueryJob = {
    ...base,
    ...formatOf(body),
    kind: "query",
    operation,
    object: object.name,
    query,
    state: "UploadComplete",
    queuedAt: call.now,
  };
  return bulkJson(200, jobSummary(saveJob(call.org.store, job)));
}

/** What query jobs do not do (D `query_create_job`). */
function refuseUnsupported(query: Query): void {
  const fields = query.fields ?? [];
  const has = {
    subquery: fields.some((field) => field.type === "FieldSubquery"),
    function: fields.some((field) => field.type === "FieldFunctionExpression"),
    typeOf: fields.some((field) => field.type === "FieldTypeof"),
    groupBy: query.groupBy !== undefined,
    offset: query.offset !== undefined,
  };
  for (const [feature, isUsed] of Object.entries(has)) {
    if (!isUsed) continue;
    const { errorCode, messages } = BULK_QUERY_REFUSALS;
    throw refuse(400, errorCode, messages[feature as keyof typeof has]);
  }
}

/** Results are there for jobs that are done, and for the version that made the job. */
function refuseUnready(call: Call, job: QueryJob): void {
  if (job.state !== "JobComplete") {
    throw refuseState(BULK_TEXTS.notComplete(job.state));
  }
  if (job.version === call.version) return;
  throw refuse(409, "API_ERROR", BULK_TEXTS.otherVersion(job.version, call.version));
}

/** A page of records. The locator of the next one is in a header, literally `null` at the end. */
function results(call: Call, job: QueryJob): EmulatorAnswer {
  refuseUnready(call, job);
  const start = startOf(call.query.get("locator"), job);
  const end = Math.min(start + pageRows(call), job.processed);
  const lines: string[] = [];
  let header = "";
  let passed = 0;
  for (const key of resultKeys(call.org.store, job.id)) {
    const piece = call.org.store.get(RESULTS, key) ?? {};
    if (typeof piece["header"] === "string") header = piece["header"];
    const records = Array.isArray(piece["lines"]) ? piece["lines"] : [];
    lines.push(
      ...records.slice(Math.max(0, start - passed), Math.max(0, end - passed)).map(String),
    );
    passed += records.length;
  }
  return csvAnswer(`${header}${lines.join("")}`, {
    "sforce-numberofrecords": String(lines.length),
    "sforce-locator": end < job.processed ? locatorAt(end) : "null",
  });
}

/** Where up to five pages can be had at the same time, and where the next five are told. */
function resultPages(call: Call, job: QueryJob): EmulatorAnswer {
  refuseUnready(call, job);
  const address = `${call.base}/jobs/query/${job.id}`;
  let start = startOf(call.query.get("locator"), job);
  const pages: { readonly resultUrl: string }[] = [];
  do {
    pages.push({ resultUrl: `${address}/results?locator=${locatorAt(start)}` });
    start += BULK_QUERY_PAGE_ROWS;
  } while (start < job.processed && pages.length < PARALLEL_PAGES);
  const done = start >= job.processed;
  const nextRecordsUrl = `${address}/resultPages?locator=${locatorAt(start)}`;
  return bulkJson(200, { resultPages: pages, ...(done ? {} : { nextRecordsUrl }), done });
}

/** Records of a page: what the client asks for, at least one. */
function pageRows(call: Call): number {
  const given = call.query.get("maxRecords");
  if (given === null) return BULK_QUERY_PAGE_ROWS;
  const rows = Number(given);
  if (Number.isInteger(rows) && rows > 0) return rows;
  throw refuse(400, "API_ERROR", `Invalid value: '${given}' supplied for property: 'maxRecords'`);
}

/** Opaque to clients: the number of the first record, as the platform seems to write it too. */
const locatorAt = (start: number): string => Buffer.from(String(start)).toString("base64url");

function startOf(locator: string | null, job: QueryJob): number {
  if (locator === null) return 0;
  const text = Buffer.from(locator, "base64url").toString();
  const start = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (start === 0 || start < job.processed) return start;
  throw refuse(400, "API_ERROR", BULK_TEXTS.wrongLocator(locator));
}
