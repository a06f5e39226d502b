/** Jobs of Sync Integrity: kept, started when they are due, and what they cost. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import {
  nextTurn,
  type Schedule,
  scheduleProblem,
  turnsBetween,
} from "@accord-sync/core/integrity/schedule.ts";
import { canonicalName } from "@accord-sync/core/mapping/canonical.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { countDirectory } from "@accord-sync/ledger/directory.ts";
import {
  insertIntegrityJob,
  type IntegrityJob,
  listIntegrityJobs,
  replaceIntegrityJob,
  turnIntegrityJob,
} from "@accord-sync/ledger/integrity-jobs.ts";
import { ACTIVE_STATES, findIntegrityRun } from "@accord-sync/ledger/integrity-runs.ts";
import type { Db, Scope } from "@accord-sync/ledger/ledger.ts";
import { type EngineContext, nowIso } from "../engine-context.ts";
import { insertRun, mappingsOf } from "./start-run.ts";

const NAME_MAX = 80;
/** Rows of a page of QuickBooks' queries, the most it gives at once (D). */
const PAGE_ROWS = 1_000;

export interface JobOrder {
  readonly name: string;
  readonly objects: readonly string[];
  readonly repair: boolean;
  readonly schedule: Schedule;
  readonly actor: string;
}

/** Makes a job, or changes the one of this id. Answers with its id. */
export async function saveJob(
  context: EngineContext,
  id: string | null,
  order: JobOrder,
): Promise<Result<string>> {
  const problem = problemOf(context, order);
  if (problem !== null) return fail(operationalError("SCHEDULE_INVALID", { detail: problem }));
  const mappings = mappingsOf(context, order.objects);
  if (!mappings.ok) return mappings;
  const nextAt = nextTurn(order.schedule, context.clock.now());
  return context.ledger.transaction(async (tx): Promise<Result<string>> => {
    const jobs = await listIntegrityJobs(tx, context.scope.tenant);
    const held = jobs.find((job) => job.id === id);
    if (id !== null && held === undefined) {
      return fail(operationalError("INTEGRITY_JOB_UNKNOWN", { id }));
    }
    const name = order.name.trim();
    const isTaken = jobs.some(
      (job) => job.id !== id && canonicalName(job.name) === canonicalName(name),
    );
    if (isTaken) return fail(operationalError("JOB_NAME_TAKEN", { name }));
    const job = {
      ...context.scope,
      name,
      schedule: order.schedule,
      mappings: mappings.value.map((mapping) => mapping.id),
      repair: order.repair,
      nextAt: nextAt === null ? null : isoSeconds(nextAt),
      actor: order.actor,
      createdAt: held?.createdAt ?? nowIso(context),
    };
    if (held === undefined) return succeed(await insertIntegrityJob(tx, job));
    await replaceIntegrityJob(tx, held.id, job);
    return succeed(held.id);
  });
}

function problemOf({ clock }: EngineContext, { name, schedule }: JobOrder): string | null {
  if (name.trim() === "") return "the job needs a name";
  if (name.trim().length > NAME_MAX) return `its name is longer than ${NAME_MAX} characters`;
  const problem = scheduleProblem(schedule);
  if (problem !== null) return problem;
  return nextTurn(schedule, clock.now()) === null ? "its time is over" : null;
}

/** Starts what is due: one run, however many turns were missed, and the next turn, in one transaction. */
export async function startDue(context: EngineContext): Promise<void> {
  const now = context.clock.now();
  const isDue = ({ nextAt }: IntegrityJob) => nextAt !== null && Date.parse(nextAt) <= now;
  const { tenant } = context.scope;
  for (const { id } of (await listIntegrityJobs(context.ledger.db, tenant)).filter(isDue)) {
    await context.ledger.transaction(async (tx) => {
      const job = (await listIntegrityJobs(tx, tenant)).find((each) => each.id === id);
      if (job !== undefined && isDue(job)) await takeTurn(context, tx, job, now);
    });
  }
}

async function takeTurn(context: EngineContext, tx: Db, job: IntegrityJob, now: number) {
  const next = nextTurn(job.schedule, now);
  const nextAt = next === null ? null : isoSeconds(next);
  const last = job.lastRun === null ? null : await findIntegrityRun(tx, job.tenant, job.lastRun);
  const mappings = context.mappings.filter(({ id }) => job.mappings.includes(id));
  // A run that takes longer than its turns is not followed by a queue of others.
  const isRunning = last !== null && ACTIVE_STATES.includes(last.state);
  const lastRun =
    isRunning || mappings.length === 0
      ? (job.lastRun ?? "")
      : await insertRun(context, tx, {
          mappings,
          repair: job.repair,
          actor: job.actor,
          why: "schedule",
          reason: job.name,
        });
  await turnIntegrityJob(tx, job.id, { nextAt, lastRun });
}

/** When the next job is due, milliseconds since 1970; null for none. */
export async function nextDue(context: EngineContext): Promise<number | null> {
  const jobs = await listIntegrityJobs(context.ledger.db, context.scope.tenant);
  const times = jobs.flatMap(({ nextAt }) => (nextAt === null ? [] : [Date.parse(nextAt)]));
  return times.length === 0 ? null : Math.min(...times);
}

/** Metered calls of one run, suspects apart: a page for each 1,000 records of each object, and one sweep. */
export async function meteredCost(
  db: Db,
  { tenant, company }: Pick<Scope, "tenant" | "company">,
  mappings: readonly Mapping[],
): Promise<number> {
  let calls = 1;
  for (const { quickbooksType } of mappings) {
    const count = await countDirectory(db, tenant, company, quickbooksType);
    calls += Math.floor(count / PAGE_ROWS) + 1;
  }
  return calls;
}

/** Metered calls of the jobs' turns after `now` and up to `until`, milliseconds since 1970. */
export async function plannedCalls(
  db: Db,
  scope: Pick<Scope, "tenant" | "company">,
  mappings: readonly Mapping[],
  { now, until }: { readonly now: number; readonly until: number },
): Promise<number> {
  let calls = 0;
  for (const job of await listIntegrityJobs(db, scope.tenant)) {
    const own = mappings.filter(({ id }) => job.mappings.includes(id));
    const cost = await meteredCost(db, scope, own);
    calls += cost * turnsBetween(job.schedule, now, until);
  }
  return calls;
}
