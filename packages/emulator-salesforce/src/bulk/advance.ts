import { BULK_TEXTS } from "../not-evidenced.ts";
import type { Org } from "../org.ts";
import { ownText } from "../own-text.ts";
import { cutRecords } from "./csv-text.ts";
import {
  DATA,
  type IngestJob,
  type Job,
  jobOf,
  jobOrigin,
  purgeOldJobs,
  QUEUE,
  saveJob,
} from "./job.ts";
import { runQueryJob } from "./run-query-job.ts";
import { failIngest, openIngest, runTransaction } from "./run-ingest.ts";

/**
 * Bulk work happens by the time that calls hand in; there is no clock here. A job waits `queueMs` as
 * UploadComplete, is InProgress for at least as long again and for as long as its rows take at
 * `rowsPerSecond`, and then is done. Whoever needs the work to go on while nobody calls (a running server)
 * calls `advanceBulkJobs` by a timer.
 */
export interface BulkSettings {
  /** Milliseconds in each of the states UploadComplete and InProgress, at least. Default 200. */
  readonly queueMs: number;
  /** Rows done in a second of an ingest job's time. Default 20,000. */
  readonly rowsPerSecond: number;
  /** Rows done by one call at most, so that no caller waits for a large job. Default 10,000. */
  readonly rowsPerCall: number;
}

export const DEFAULT_BULK_SETTINGS: BulkSettings = {
  queueMs: 200,
  rowsPerSecond: 20_000,
  rowsPerCall: 10_000,
};

/**
 * Does the work that is due. Commits as it goes, so nothing may be uncommitted in the store.
 * @returns whether more work is due already
 */
export function advanceBulkJobs(org: Org, now: number): boolean {
  const waiting = org.store.all(QUEUE);
  purgeOldJobs(org, now);
  if (waiting.size === 0) return false;
  let rowsLeft = org.settings.bulk.rowsPerCall;
  for (const id of waiting.keys()) {
    const job = jobOf(org.store, id);
    if (job === undefined) continue;
    const before = job.processed;
    const after = advanceJob(org, job, now, rowsLeft);
    rowsLeft -= after.processed - before;
    if (rowsLeft <= 0) return true;
  }
  return false;
}

/** One job, as far as time and rows allow. */
function advanceJob(org: Org, job: Job, now: number, rowsMax: number): Job {
  if (isStalled(org, job, now)) return jobOf(org.store, job.id) ?? job;
  const { queueMs } = org.settings.bulk;
  const startedAt = (job.queuedAt ?? job.createdAt) + queueMs;
  if (now < startedAt) return job;
  const begun = job.state === "InProgress" ? job : begin(org, job, startedAt, now);
  if (begun.state !== "InProgress") return begun;
  if (begun.kind === "query")
    return now < startedAt + queueMs ? begun : runQueryJob(org, begun, now);
  return advanceIngest(org, begun, now, rowsMax);
}

/** From the queue to work; here a fault may fail the job. */
function begin(org: Org, job: Job, startedAt: number, now: number): Job {
  const fault = org.faults.strikeJob(job.object, "bulk-fail");
  const started = saveJob<Job>(org.store, {
    ...job,
    state: "InProgress",
    startedAt,
    changedAt: now,
  });
  const begun = fault === undefined ? started : failedBy(org, started, fault.message, now);
  commitJob(org, begun, now);
  return begun;
}

function failedBy(org: Org, job: Job, given: string | undefined, now: number): Job {
  const message = given ?? BULK_TEXTS.faulted;
  if (job.kind === "ingest") return failIngest(org, job, message, now);
  return saveJob(org.store, { ...job, state: "Failed", errorMessage: message, finishedAt: now });
}

/** A fault may hold a job where it is, for a time or until it is aborted. */
function isStalled(org: Org, job: Job, now: number): boolean {
  if (job.stalledUntil !== undefined) return now < job.stalledUntil;
  if (job.state !== "InProgress") return false;
  const fault = org.faults.strikeJob(job.object, "bulk-stall");
  if (fault === undefined) return false;
  const stalledUntil = fault.delayMs === undefined ? Number.MAX_SAFE_INTEGER : now + fault.delayMs;
  saveJob<Job>(org.store, { ...job, stalledUntil });
  commitJob(org, job, now);
  return true;
}

/** Transactions that are due, one commit each. */
function advanceIngest(org: Org, begun: IngestJob, now: number, rowsMax: number): IngestJob {
  const { queueMs, rowsPerSecond } = org.settings.bulk;
  const startedAt = begun.startedAt ?? now;
  const dueAt = (rows: number): number => startedAt + (rows / rowsPerSecond) * 1000;
  const running = openIngest(org, begun, now);
  let job = (jobOf(org.store, begun.id) as IngestJob | undefined) ?? begun;
  if (running === undefined) {
    commitJob(org, job, now);
    return job;
  }
  const limit = begun.processed + rowsMax;
  while (job.state === "InProgress" && job.processed < limit) {
    const isDone = job.offset >= running.file.length && job.offset > 0;
    if (isDone) {
      if (now < Math.max(startedAt + queueMs, dueAt(job.processed))) return job;
      job = finish(org, job, running.file, now);
    } else {
      if (now < dueAt(job.processed + 1)) return job;
      job = runTransaction(org, job, running, now);
    }
    commitJob(org, job, now);
  }
  return job;
}

/** The file has done its service; of it the header stays, for the result files. */
function finish(org: Org, job: IngestJob, file: string, now: number): IngestJob {
  org.store.put(DATA, job.id, { text: ownText(cutRecords(file, 0, 1).text) });
  return saveJob(org.store, { ...job, state: "JobComplete", finishedAt: now, changedAt: now });
}

/** Commits in the name of the job's creator; rows count as written, as those of other calls do. */
function commitJob(org: Org, job: Job, now: number): void {
  const { rows } = org.commit({ userId: job.createdById, changeOrigin: jobOrigin(job) }, now);
  org.usage.countRows(rows.length);
}
