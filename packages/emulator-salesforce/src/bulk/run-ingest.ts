import type { DmlContext } from "../dml/context.ts";
import type { Org } from "../org.ts";
import { BULK_READS_BOM_AS_DATA } from "../not-evidenced.ts";
import { compileHeader } from "./columns.ts";
import {
  checkLineEnding,
  cutRecords,
  InvalidFile,
  parseRecords,
  skipBlankLines,
  writeRecords,
} from "./csv-text.ts";
import { ingestRow, type RowPlan } from "./ingest-row.ts";
import { addResults, type IngestJob, jobOrigin, saveJob, uploadedFile } from "./job.ts";

/**
 * The work of an ingest job: 200 rows are one transaction, committed with the job's progress and its part
 * of the result files, so that a process killed between two transactions neither loses nor repeats a row.
 */

/** Rows of one transaction, as in the platform's own triggers. */
export const TRANSACTION_ROWS = 200;

/** What rows are changed with, in the name of the job's creator. */
export function jobContext(org: Org, job: IngestJob, now: number): DmlContext {
  const { store, schema, ids, locks } = org;
  const access = org.accessOf(job.createdById);
  const actor = { userId: job.createdById, changeOrigin: jobOrigin(job) };
  return { store, schema, ids, now, access, actor, locks, outbox: org.outbox };
}

/** What a job's rows need, from its header. Built once for as many transactions as are run in a row. */
export interface RunningIngest {
  readonly plan: RowPlan;
  readonly file: string;
}

/** Reads the header; undefined when the job has failed by it. */
export function openIngest(org: Org, job: IngestJob, now: number): RunningIngest | undefined {
  try {
    const file = fileOf(org, job);
    const object = org.schema.object(job.object);
    if (object === undefined)
      throw new InvalidFile(`InvalidBatch : Unable to find object: ${job.object}`);
    const header = cutRecords(file, 0, 1);
    if (job.offset === 0) {
      if (file.trim() === "") throw new InvalidFile("InvalidBatch : Records not found");
      checkLineEnding(file, job);
    }
    // A first line that is blank names one field, whose name is empty.
    const [titles = [""]] = parseRecords(header.text, job);
    const columns = compileHeader(jobContext(org, job, now), object, job, titles);
    return { plan: { job, object, columns }, file };
  } catch (error) {
    if (!(error instanceof InvalidFile)) throw error;
    failIngest(org, job, error.message, now);
    return undefined;
  }
}

/** The uploaded text. */
function fileOf(org: Org, job: IngestJob): string {
  const file = uploadedFile(org.store, job.id);
  return BULK_READS_BOM_AS_DATA ? file : file.replace(/^\uFEFF/, "");
}

/** Runs the next transaction and answers the job as it is then. The caller commits. */
export function runTransaction(
  org: Org,
  job: IngestJob,
  running: RunningIngest,
  now: number,
): IngestJob {
  const { file, plan } = running;
  const start = job.offset === 0 ? cutRecords(file, 0, 1).end : job.offset;
  const slice = cutRecords(file, skipBlankLines(file, start), TRANSACTION_ROWS);
  try {
    const context = jobContext(org, job, now);
    const succeeded: (readonly string[])[] = [];
    const failed: (readonly string[])[] = [];
    const records = parseRecords(slice.text, job);
    for (const cells of records) {
      const outcome = ingestRow(context, plan, cells);
      if ("error" in outcome) failed.push([outcome.id, outcome.error, ...cells]);
      else succeeded.push([outcome.id, String(outcome.created), ...cells]);
    }
    addResults(org.store, job.id, {
      successful: writeRecords(succeeded, job),
      failed: writeRecords(failed, job),
    });
    return saveJob(org.store, {
      ...job,
      offset: slice.end,
      processed: job.processed + records.length,
      failed: job.failed + failed.length,
      changedAt: now,
    });
  } catch (error) {
    if (!(error instanceof InvalidFile)) throw error;
    return failIngest(org, job, error.message, now);
  }
}

/** Ends a job; what it has done so far stays done, and its other rows are told as unprocessed. */
export function failIngest(org: Org, job: IngestJob, errorMessage: string, now: number): IngestJob {
  return saveJob(org.store, {
    ...job,
    state: "Failed",
    errorMessage,
    startedAt: job.startedAt ?? now,
    finishedAt: now,
    changedAt: now,
  });
}
