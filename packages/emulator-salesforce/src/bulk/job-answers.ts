import { type ApiError, notFound, refuse } from "../api-error.ts";
import { BULK_TEXTS } from "../not-evidenced.ts";
import type { Call } from "../rest/call.ts";
import { parseRecordId } from "../store/record-id.ts";
import { type EmulatorAnswer, json } from "../wire.ts";
import { allJobs, type IngestJob, type Job, jobInfo, jobOf, type QueryJob } from "./job.ts";

/** Jobs of one page of a list. */
const LIST_ROWS = 1000;

/** JSON in which API versions are written as the platform writes them: `66.0`. */
export function bulkJson(status: number, value: unknown): EmulatorAnswer {
  const answer = json(status, value);
  return { ...answer, body: answer.body.replace(/("apiVersion":\d+)(?=[,}])/g, "$1.0") };
}

/** The job of an address. A job of the other kind does not exist there. @throws NOT_FOUND */
export function findJob(call: Call, id: string, kind: "ingest"): IngestJob;
export function findJob(call: Call, id: string, kind: "query"): QueryJob;
export function findJob(call: Call, id: string, kind: Job["kind"]): Job {
  const job = jobOf(call.org.store, parseRecordId(id) ?? "");
  if (job?.kind === kind) return job;
  throw notFound();
}

/** The code and the form of the text are those of real orgs, as public reports show them. */
export const refuseState = (message: string): ApiError => refuse(400, "INVALIDJOBSTATE", message);

/** All jobs of a kind, newest last, in pages of 1,000. `jobType` may narrow the list (D `get_all_jobs`). */
export function jobList(call: Call, kind: Job["kind"]): EmulatorAnswer {
  const types = { ingest: "V2Ingest", query: "V2Query" } as const;
  const wanted = call.query.get("jobType");
  const jobs = [...allJobs(call.org.store)].filter(
    (job) => job.kind === kind && (wanted === null || wanted === types[kind]),
  );
  const locator = call.query.get("queryLocator") ?? "0";
  if (!/^\d{1,9}$/.test(locator)) throw refuse(400, "API_ERROR", BULK_TEXTS.noLocator(locator));
  const start = Number(locator);
  const records = jobs.slice(start, start + LIST_ROWS).map(jobInfo);
  const next = start + records.length;
  const done = next >= jobs.length;
  const nextRecordsUrl = done ? null : `${call.base}/jobs/${kind}?queryLocator=${next}`;
  return bulkJson(200, { done, records, nextRecordsUrl });
}
