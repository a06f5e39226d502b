import type { Org } from "../org.ts";
import type { Document, DocumentStore } from "../store/document-store.ts";
import { toApiTime } from "../times.ts";

/**
 * Bulk API 2.0 jobs as the store keeps them. They are rows of the org like any other: a restart goes on
 * where it was, a reset clears them. Collections:
 *
 *   bulkJobs      the job itself, by id, in order of creation
 *   bulkQueue     ids of jobs that still have work to do; empty most of the time
 *   bulkData      what was uploaded, until it is worked off
 *   bulkResults   pieces of the result files, `{job}:{row}`
 */

export type IngestOperation = "insert" | "update" | "upsert" | "delete" | "hardDelete";
export type QueryOperation = "query" | "queryAll";

export type JobState =
  | "Open"
  | "UploadComplete"
  | "InProgress"
  | "JobComplete"
  | "Failed"
  | "Aborted";

/** The characters behind the names of `columnDelimiter`. */
export const DELIMITERS = {
  BACKQUOTE: "`",
  CARET: "^",
  COMMA: ",",
  PIPE: "|",
  SEMICOLON: ";",
  TAB: "\t",
} as const;

/** The characters behind the names of `lineEnding`. */
export const LINE_ENDINGS = { LF: "\n", CRLF: "\r\n" } as const;

/** How cells and records of a file are told apart. */
export type FileFormat = {
  readonly columnDelimiter: keyof typeof DELIMITERS;
  readonly lineEnding: keyof typeof LINE_ENDINGS;
};

type JobBase = FileFormat & {
  readonly id: string;
  readonly object: string;
  readonly createdById: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly changedAt: number;
  readonly state: JobState;
  /** For example `66.0`. */
  readonly version: string;
  /** The client that the call options named; change events tell it. */
  readonly client: string | null;
  /** When the job came into the queue, and when its work began and ended. */
  readonly queuedAt?: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  /** Records done, those that failed among them. */
  readonly processed: number;
  readonly failed: number;
  readonly errorMessage?: string;
  /** A fault keeps the job where it is until then. */
  readonly stalledUntil?: number;
};

export type IngestJob = JobBase & {
  readonly kind: "ingest";
  readonly operation: IngestOperation;
  readonly externalIdFieldName?: string;
  readonly assignmentRuleId?: string;
  /** Whether the file has been uploaded; that can be done once. */
  readonly hasData: boolean;
  /** Characters of the file that are worked off, the header among them. */
  readonly offset: number;
};

export type QueryJob = JobBase & {
  readonly kind: "query";
  readonly operation: QueryOperation;
  readonly query: string;
};

export type Job = IngestJob | QueryJob;

const JOBS = "bulkJobs";
export const QUEUE = "bulkQueue";
export const DATA = "bulkData";
export const RESULTS = "bulkResults";

/** Jobs are deleted with all their data after this many milliseconds (D `bulk_api_2_limits`). */
export const RETENTION_MS = 7 * 86_400_000;

export function jobOf(store: DocumentStore, id: string): Job | undefined {
  return store.get(JOBS, id) as Job | undefined;
}

/** All jobs, in order of creation. */
export function* allJobs(store: DocumentStore): Iterable<Job> {
  for (const document of store.all(JOBS).values()) yield document as Job;
}

/** Stores a job as it is now, and answers it. */
export function saveJob<Kind extends Job>(store: DocumentStore, job: Kind): Kind {
  store.put(JOBS, job.id, job);
  const isWaiting = job.state === "UploadComplete" || job.state === "InProgress";
  if (!isWaiting) store.remove(QUEUE, job.id);
  else if (store.get(QUEUE, job.id) === undefined) store.put(QUEUE, job.id, {});
  return job;
}

/** What was uploaded; empty when nothing was. */
export function uploadedFile(store: DocumentStore, id: string): string {
  const text = store.get(DATA, id)?.["text"];
  return typeof text === "string" ? text : "";
}

/** Who changes rows, in change events: `com/salesforce/api/bulkapi/66.0;client=…` (S2.1). */
export function jobOrigin({ version, client }: Job): string {
  const origin = `com/salesforce/api/bulkapi/${version}`;
  return client === null ? origin : `${origin};client=${client}`;
}

/** Forgets a job and everything that belongs to it. */
export function deleteJob(store: DocumentStore, id: string): void {
  for (const key of resultKeys(store, id)) store.remove(RESULTS, key);
  store.remove(DATA, id);
  store.remove(QUEUE, id);
  store.remove(JOBS, id);
}

/** The pieces of a job's results, in order; each is one transaction's part of the files. */
export function resultKeys(store: DocumentStore, id: string): readonly string[] {
  const pieces = store.get(RESULTS, id)?.["pieces"];
  const count = typeof pieces === "number" ? pieces : 0;
  return count === 0 ? [] : [id, ...Array.from({ length: count }, (_, index) => `${id}:${index}`)];
}

/** Appends a piece to a job's results. */
export function addResults(store: DocumentStore, id: string, piece: Document): void {
  const pieces = store.get(RESULTS, id)?.["pieces"];
  const count = typeof pieces === "number" ? pieces : 0;
  store.put(RESULTS, `${id}:${count}`, piece);
  store.put(RESULTS, id, { pieces: count + 1 });
}

/** All pieces' texts under one name, in order. */
export function resultTexts(store: DocumentStore, id: string, name: string): readonly string[] {
  return resultKeys(store, id).flatMap((key) => {
    const text = store.get(RESULTS, key)?.[name];
    return typeof text === "string" && text !== "" ? [text] : [];
  });
}

/** Jobs past their retention go. Jobs stand in order of creation, so one look is enough mostly. */
export function purgeOldJobs(org: Org, now: number): void {
  for (const job of allJobs(org.store)) {
    if (job.createdAt > now - RETENTION_MS) return;
    deleteJob(org.store, job.id);
  }
}

/** What `POST` and `PATCH` answer of a job. */
export function jobSummary(job: Job): Record<string, unknown> {
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.createdById,
    createdDate: toApiTime(job.createdAt),
    systemModstamp: toApiTime(job.changedAt),
    state: job.state,
    ...("externalIdFieldName" in job ? { externalIdFieldName: job.externalIdFieldName } : {}),
    ...("assignmentRuleId" in job ? { assignmentRuleId: job.assignmentRuleId } : {}),
    concurrencyMode: "Parallel",
    contentType: "CSV",
    apiVersion: Number(job.version),
    ...(job.kind === "ingest" && job.state === "Open" ? { contentUrl: contentUrl(job) } : {}),
    lineEnding: job.lineEnding,
    columnDelimiter: job.columnDelimiter,
  };
}

/** What `GET` answers of a job: the summary and how far it has come. */
export function jobInfo(job: Job): Record<string, unknown> {
  const end = job.finishedAt ?? job.changedAt;
  const took = job.startedAt === undefined ? 0 : Math.max(0, end - job.startedAt);
  return {
    ...jobSummary(job),
    jobType: job.kind === "ingest" ? "V2Ingest" : "V2Query",
    numberRecordsProcessed: job.processed,
    ...(job.kind === "ingest" ? { numberRecordsFailed: job.failed } : {}),
    retries: 0,
    totalProcessingTime: took,
    // No Apex runs in this org, so all of the time is the API's own.
    ...(job.kind === "ingest" ? { apiActiveProcessingTime: took, apexProcessingTime: 0 } : {}),
    isPkChunkingSupported: job.kind === "query",
    ...(job.errorMessage === undefined ? {} : { errorMessage: job.errorMessage }),
  };
}

/** Where the file goes; without a leading slash, as the platform writes it. */
const contentUrl = (job: Job): string =>
  `services/data/v${job.version}/jobs/ingest/${job.id}/batches`;
