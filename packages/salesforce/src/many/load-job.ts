/**
 * One ingest job of Bulk API 2.0. The client library makes, closes, looks at and aborts it; the upload and
 * the result files are ours (docs/adr/0006).
 *
 *   open ─▶ upload ─▶ close ─▶ look … ─▶ results
 *
 * Until it is closed nothing of it is processed, so whatever is lost before costs nothing.
 */
import type { Schema } from "@jsforce/jsforce-node";
import { BulkV2, type IngestJobV2 } from "@jsforce/jsforce-node/lib/api/bulk2.js";
import type { OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { type OrgApi, unreadable } from "../api/org-api.ts";
import { callClient, type ClientEnd, resultOf } from "../client/vendor-client.ts";
import { classifyRefusal, readErrors } from "../faults/classify-error.ts";
import { LINK_MARK_FIELD } from "../fields.ts";
import { utcOf } from "../records/salesforce-time.ts";
import { readCsv } from "./load-csv.ts";
import type { Row } from "./row.ts";

export type JobState = "open" | "working" | "complete" | "failed" | "aborted";

const STATES: Readonly<Record<string, JobState>> = {
  Open: "open",
  UploadComplete: "working",
  InProgress: "working",
  JobComplete: "complete",
  Failed: "failed",
  Aborted: "aborted",
};

export interface JobLook {
  readonly state: JobState;
  /** Why it failed, in Salesforce's words; empty otherwise. */
  readonly reason: string;
  /** Rows that it came to, whatever became of them. */
  readonly processed: number;
  /** Rows that it refused. */
  readonly failed: number;
  /** When Salesforce opened it, by its own clock, `2026-11-20T10:20:30Z`; null where it does not say. */
  readonly openedAt: string | null;
}

/** What a job tells of itself; the library's own type leaves out why it failed. */
interface JobInfo {
  readonly state: string;
  readonly errorMessage?: string;
  readonly numberRecordsProcessed?: number;
  readonly numberRecordsFailed?: number;
  readonly createdDate?: string;
}

type Job = IngestJobV2<Schema>;

/** Opens a job; answers with its id. */
export async function openJob(
  api: OrgApi,
  type: string,
  operation: Row["operation"],
): Promise<Result<string>> {
  const upsert = { externalIdFieldName: LINK_MARK_FIELD };
  const wanted = { object: type, operation, lineEnding: "LF" as const };
  const end = await callClient(api, async (client) => {
    const job = new BulkV2(client).createJob(
      operation === "upsert" ? { ...wanted, ...upsert } : wanted,
    );
    const opened: { readonly id?: string } = await job.open();
    return opened.id;
  });
  return resultOf(end);
}

/** Gives the job its rows: one upload, and there may be only one. */
export async function uploadRows(
  api: OrgApi,
  jobId: string,
  csv: string,
): Promise<OperationalError | null> {
  const ended = await api.exchange({
    method: "PUT",
    path: `${jobPath(api, jobId)}/batches`,
    headers: { "content-type": "text/csv" },
    body: csv,
  });
  if (ended.kind !== "answer") return ended.error;
  const { status, body } = ended.answer;
  return status === 201 || status === 200
    ? null
    : classifyRefusal({ status, errors: readErrors(body) }, null);
}

/** Says that the upload is whole; from here on the job is Salesforce's. */
export function closeJob(api: OrgApi, jobId: string): Promise<ClientEnd<null>> {
  return onJob(api, jobId, async (job) => {
    await job.close();
    return null;
  });
}

export async function lookAtJob(api: OrgApi, jobId: string): Promise<Result<JobLook>> {
  const end = await onJob(api, jobId, (job) => job.check());
  const looked = resultOf(end);
  if (!looked.ok) return looked;
  const info: JobInfo = looked.value;
  const { state, errorMessage, numberRecordsProcessed, numberRecordsFailed, createdDate } = info;
  const known = STATES[state];
  return known === undefined
    ? fail(unreadable())
    : succeed({
        state: known,
        reason: errorMessage ?? "",
        processed: numberRecordsProcessed ?? 0,
        failed: numberRecordsFailed ?? Infinity,
        openedAt: utcOf(createdDate ?? null),
      });
}

/** Ends a job that nobody will close. Null when it has ended, so that a closing still on its way is refused. */
export async function abortJob(api: OrgApi, jobId: string): Promise<OperationalError | null> {
  const end = await onJob(api, jobId, async (job) => {
    await job.abort();
    return true;
  });
  const aborted = resultOf(end);
  return aborted.ok ? null : aborted.error;
}

export type ResultFile = "successfulResults" | "failedResults" | "unprocessedrecords";

export async function readResults(
  api: OrgApi,
  jobId: string,
  file: ResultFile,
): Promise<Result<readonly Readonly<Record<string, string>>[]>> {
  const path = `${jobPath(api, jobId)}/${file}`;
  const ended = await api.exchange({ method: "GET", path, headers: ACCEPT_CSV, body: null });
  if (ended.kind !== "answer") return fail(ended.error);
  const { status, body, text } = ended.answer;
  if (status !== 200) return fail(classifyRefusal({ status, errors: readErrors(body) }, null));
  const rows = readCsv(text);
  return rows === null ? fail(unreadable()) : succeed(rows);
}

const ACCEPT_CSV = { accept: "text/csv" };

function jobPath(api: OrgApi, jobId: string): string {
  return `${api.dataPath}/jobs/ingest/${jobId}`;
}

function onJob<T>(
  api: OrgApi,
  jobId: string,
  run: (job: Job) => Promise<T>,
): Promise<ClientEnd<T>> {
  return callClient(api, async (client) => {
    return run(new BulkV2(client).job("ingest", { id: jobId }));
  });
}
