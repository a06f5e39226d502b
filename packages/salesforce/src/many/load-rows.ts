/**
 * Loads rows of one operation by a bulk job, from its opening to the end of each row. Safe to be cut off
 * anywhere: the job's id is kept before it is given anything, and a later attempt looks at that job first.
 *
 *   found open, or ended    its upload, or the closing, never arrived, or no row was come to: nothing was
 *   before its first row    done, and a new job takes its place
 *   found working, or done  it is waited for, and its results are read
 *   not found               Salesforce keeps jobs for seven days: nobody can tell, so all rows are unknown
 */
import {
  operationalError,
  type OperationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { JobSteps } from "@accord-sync/core/ports/many-records.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { type Exchange, type OrgApi, unreadable } from "../api/org-api.ts";
import { resultOf } from "../client/vendor-client.ts";
import { classifyRefusal, isCertainRefusal } from "../faults/classify-error.ts";
import { salesforceRef } from "../records/observe-record.ts";
import { readRowError, writeCsv } from "./load-csv.ts";
import {
  abortJob,
  closeJob,
  type JobLook,
  lookAtJob,
  openJob,
  readResults,
  uploadRows,
} from "./load-job.ts";
import { addressField, type Row, type RowEnd, type RowEnds } from "./row.ts";

/** All rows have one operation, and no address stands twice among them. */
export async function loadRows(
  api: OrgApi,
  type: string,
  rows: readonly Row[],
  steps: JobSteps,
): Promise<RowEnds> {
  const { known } = steps;
  if (known !== null) {
    const look = await lookAtJob(api, known);
    if (!look.ok) return all(rows, { outcome: "unknown", error: look.error });
    if (!didNothing(look.value)) return finish(api, type, rows, { ...steps, jobId: known });
    // A closing of the earlier attempt may still be on its way: without the abort both jobs would work.
    const left = look.value.state === "open" ? await abortJob(api, known) : null;
    if (left !== null) return all(rows, { outcome: "unknown", error: left });
  }
  const given = await giveRows(api, type, rows, steps);
  return given.ok
    ? finish(api, type, rows, { ...steps, jobId: given.value })
    : all(rows, { outcome: "rejected", error: given.error });
}

/** Never closed, or ended before its first row. */
function didNothing({ state, processed }: JobLook): boolean {
  return state === "open" || ((state === "aborted" || state === "failed") && processed === 0);
}

/** Until the closing arrives nothing is processed, so every failure before it leaves nothing done. */
async function giveRows(
  api: OrgApi,
  type: string,
  rows: readonly Row[],
  steps: JobSteps,
): Promise<Result<string>> {
  const opened = await openJob(api, type, rows[0]?.operation ?? "upsert");
  if (!opened.ok) return opened;
  const jobId = opened.value;
  await steps.opened(jobId);
  const refused = await uploadRows(api, jobId, writeCsv(rows));
  if (refused !== null) {
    await abortJob(api, jobId);
    return fail(refused);
  }
  const closed = await closeJob(api, jobId);
  // Closed, or nobody knows, as after a 5xx: the looks at the job tell.
  if (!isCertainlyOpen(closed.exchange)) return succeed(jobId);
  const end = resultOf(closed);
  await abortJob(api, jobId);
  return end.ok ? fail(unreadable()) : fail(end.error);
}

/** The closing never left, or was refused. */
function isCertainlyOpen(exchange: Exchange): boolean {
  if (exchange.kind === "not-done") return true;
  return exchange.kind === "answer" && isCertainRefusal(exchange.answer.status);
}

interface Ongoing extends JobSteps {
  readonly jobId: string;
}

async function finish(
  api: OrgApi,
  type: string,
  rows: readonly Row[],
  ongoing: Ongoing,
): Promise<RowEnds> {
  const { jobId } = ongoing;
  for (let looks = 0; ; looks += 1) {
    await ongoing.rest(looks);
    const look = await lookAtJob(api, jobId);
    if (!look.ok) return all(rows, { outcome: "unknown", error: look.error });
    if (look.value.state === "open") {
      // The closing is lost, or still on its way: nothing was begun, and nothing will be once it is aborted.
      const left = await abortJob(api, jobId);
      if (left !== null) return all(rows, { outcome: "unknown", error: left });
      return all(rows, { outcome: "rejected", error: notReached("its upload was not closed") });
    }
    if (look.value.state === "working") continue;
    return readEnds(api, type, rows, { jobId, look: look.value });
  }
}

async function readEnds(
  api: OrgApi,
  type: string,
  rows: readonly Row[],
  { jobId, look }: { readonly jobId: string; readonly look: JobLook },
): Promise<RowEnds> {
  const written = await readResults(api, jobId, "successfulResults");
  const refused = await readResults(api, jobId, "failedResults");
  const left = await readResults(api, jobId, "unprocessedrecords");
  if (!written.ok) return all(rows, { outcome: "unknown", error: written.error });
  if (!refused.ok) return all(rows, { outcome: "unknown", error: refused.error });
  if (!left.ok) return all(rows, { outcome: "unknown", error: left.error });
  const field = addressField(rows[0]?.operation ?? "upsert");
  const ends = new Map<string, RowEnd>();
  const note = (line: Readonly<Record<string, string>>, end: RowEnd) =>
    ends.set(addressOf(line[field] ?? "", field), end);
  for (const line of left.value) {
    note(line, {
      outcome: "rejected",
      error: notReached(look.reason || "the job ended before it"),
    });
  }
  for (const line of refused.value) note(line, refusedEnd(type, line, field));
  for (const line of written.value) {
    note(line, { outcome: "written", id: line["sf__Id"] ?? "" });
  }
  const lost = operationalError("REMOTE_ANSWER_UNREADABLE", { system: "Salesforce" });
  return new Map(
    rows.map((row): [string, RowEnd] => [
      row.key,
      ends.get(addressOf(row.address, field)) ?? { outcome: "unknown", error: lost },
    ]),
  );
}

function refusedEnd(type: string, line: Readonly<Record<string, string>>, field: string): RowEnd {
  const error = readRowError(line["sf__Error"] ?? "");
  const ref = field === "Id" ? salesforceRef(type, line["Id"] ?? "") : null;
  return { outcome: "rejected", error: classifyRefusal({ status: 400, errors: [error] }, ref) };
}

/** Marks are compared as Salesforce compares them, without case; ids by their first 15 characters. */
function addressOf(text: string, field: string): string {
  return field === "Id" ? text.slice(0, 15) : text.toLowerCase();
}

function notReached(reason: string): OperationalError {
  return operationalError("SF_BULK_NOT_REACHED", { detail: reason });
}

function all(rows: readonly Row[], end: RowEnd): RowEnds {
  return new Map(rows.map(({ key }) => [key, end]));
}
