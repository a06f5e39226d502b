/**
 * Loads rows of one operation by a bulk job, from its opening to the end of each row. The job's id is kept before it
 * is given anything: after a crash, or where its end was not heard of, `endJob` waits until it does nothing any more,
 * and a look tells what it did.
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
import { LINK_MARK_FIELD } from "../fields.ts";
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
import type { Written } from "./read-back.ts";
import { addressField, type Row, type RowEnd } from "./row.ts";

/** All rows have one operation, and no address stands twice among them. */
export async function loadRows(
  api: OrgApi,
  type: string,
  rows: readonly Row[],
  steps: JobSteps,
): Promise<Written> {
  const given = await giveRows(api, type, rows, steps);
  return given.ok
    ? finish(api, type, rows, { ...steps, jobId: given.value })
    : all(rows, { outcome: "rejected", error: given.error });
}

/** Null when the job does nothing any more: it has ended, was never closed, or is not known (kept for seven days). */
export async function endJob(
  api: OrgApi,
  jobId: string,
  rest: JobSteps["rest"],
): Promise<Result<null>> {
  for (let looks = 0; ; looks += 1) {
    const look = await lookAtJob(api, jobId);
    if (!look.ok) return look.error.code === "SF_NOT_FOUND" ? succeed(null) : look;
    if (look.value.state === "open") {
      // A closing may still be on its way, and the job would work.
      const left = await abortJob(api, jobId);
      return left === null ? succeed(null) : fail(left);
    }
    if (look.value.state !== "working") return succeed(null);
    await rest(looks);
  }
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
): Promise<Written> {
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
): Promise<Written> {
  const isWhole = look.state === "complete";
  const written = await readResults(api, jobId, "successfulResults");
  const refused =
    isWhole && look.failed === 0 ? NO_LINES : await readResults(api, jobId, "failedResults");
  const left = isWhole ? NO_LINES : await readResults(api, jobId, "unprocessedrecords");
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
    const isCreated = line["sf__Created"] === "true";
    note(line, { outcome: "written", id: line["sf__Id"] ?? "", isCreated });
  }
  const lost = operationalError("REMOTE_ANSWER_UNREADABLE", { system: "Salesforce" });
  const told = rows.map((row): [string, RowEnd] => [
    row.key,
    ends.get(addressOf(row.address, field)) ?? { outcome: "unknown", error: lost },
  ]);
  return { ends: new Map(told), since: look.openedAt };
}

const NO_LINES = succeed<readonly Readonly<Record<string, string>>[]>([]);

function refusedEnd(type: string, line: Readonly<Record<string, string>>, field: string): RowEnd {
  const error = readRowError(line["sf__Error"] ?? "");
  const ref = field === "Id" ? salesforceRef(type, line["Id"] ?? "") : null;
  return { outcome: "rejected", error: classifyRefusal({ status: 400, errors: [error] }, ref) };
}

/** Marks are compared as Salesforce compares them, without case; ids by their first 15 characters. */
function addressOf(text: string, field: string): string {
  return field === LINK_MARK_FIELD ? text.toLowerCase() : text.slice(0, 15);
}

function notReached(reason: string): OperationalError {
  return operationalError("SF_BULK_NOT_REACHED", { detail: reason });
}

function all(rows: readonly Row[], end: RowEnd): Written {
  return { ends: new Map(rows.map(({ key }) => [key, end])), since: null };
}
