import { methodNotAllowed, notFound } from "../api-error.ts";
import { BULK_TEXTS } from "../not-evidenced.ts";
import type { Call } from "../rest/call.ts";
import { empty, type EmulatorAnswer } from "../wire.ts";
import { deleteJob, type Job, jobInfo, type JobState, jobSummary, saveJob } from "./job.ts";
import { bulkJson, jobList, refuseState } from "./job-answers.ts";

/** What both kinds of jobs have in common: create, list, look, change, abort, delete (S1.8). */

/** What differs. */
export interface JobKind<Kind extends Job> {
  readonly kind: Kind["kind"];
  /** @throws NOT_FOUND */
  readonly find: (call: Call, id: string) => Kind;
  readonly create: (call: Call) => EmulatorAnswer;
  /** What stands behind a job's id. */
  readonly part: (call: Call, job: Kind, part: string) => EmulatorAnswer;
  readonly patch: (call: Call, job: Kind) => EmulatorAnswer;
  /** States in which a job cannot be deleted. */
  readonly keptIn: readonly JobState[];
}

export function jobRoutes<Kind extends Job>(call: Call, kind: JobKind<Kind>): EmulatorAnswer {
  const { method } = call.request;
  const [, , id, part, ...rest] = call.path;
  if (rest.length > 0) throw notFound();
  if (id === undefined) {
    if (method === "GET") return jobList(call, kind.kind);
    if (method === "POST") return kind.create(call);
    throw methodNotAllowed(method, ["GET", "HEAD", "POST"]);
  }
  const job = kind.find(call, id);
  if (part !== undefined) return kind.part(call, job, part);
  switch (method) {
    case "GET":
      return bulkJson(200, jobInfo(job));
    case "PATCH":
      return kind.patch(call, job);
    case "DELETE":
      if (kind.keptIn.includes(job.state)) {
        throw refuseState(BULK_TEXTS.deletingNotAllowed(job.state));
      }
      deleteJob(call.org.store, job.id);
      return empty(204);
    default:
      throw methodNotAllowed(method, ["DELETE", "GET", "HEAD", "PATCH"]);
  }
}

/** Files are read only. */
export function onlyRead(call: Call): void {
  const { method } = call.request;
  if (method !== "GET") throw methodNotAllowed(method, ["GET", "HEAD"]);
}

/** Ends a job that is not done. @throws INVALIDJOBSTATE */
export function abortJob(call: Call, job: Job): EmulatorAnswer {
  if (job.state === "Aborted" || job.state === "Failed" || job.state === "JobComplete") {
    throw refuseState(`Aborting already ${STATE_WORDS[job.state]} Job not allowed`);
  }
  const aborted = { ...job, state: "Aborted" as const, finishedAt: call.now, changedAt: call.now };
  return bulkJson(200, jobSummary(saveJob(call.org.store, aborted)));
}

/** States as refusals name them; `Completed` is what real orgs say, the others follow it. */
export const STATE_WORDS = {
  Open: "Open",
  UploadComplete: "Closed",
  InProgress: "Closed",
  JobComplete: "Completed",
  Failed: "Failed",
  Aborted: "Aborted",
} as const;
