/** Surface: Sync Integrity. */
import type { Schedule } from "@accord-sync/core/integrity/schedule.ts";
import { nextTurn, scheduleProblem, turnsBetween } from "@accord-sync/core/integrity/schedule.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { monthEnd } from "@accord-sync/core/metering/month-outlook.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { must } from "@accord-sync/core/errors/assert.ts";
import { listFindings } from "@accord-sync/ledger/integrity-findings.ts";
import {
  type IntegrityJob,
  listIntegrityJobs,
  removeIntegrityJob,
} from "@accord-sync/ledger/integrity-jobs.ts";
import { findIntegrityRun, listIntegrityRuns } from "@accord-sync/ledger/integrity-runs.ts";
import type { EngineContext } from "../engine-context.ts";
import type {
  FindingListQuery,
  IntegrityApi,
  IntegrityCostView,
  IntegrityJobView,
  IntegrityRunView,
} from "../integrity-api.ts";
import { meteredCost, saveJob } from "../integrity/jobs.ts";
import { repairFindings } from "../integrity/repair-run.ts";
import { cancelIntegrity, mappingsOf, startIntegrity, unknownRun } from "../integrity/start-run.ts";
import { type MonthParts, readOutlook } from "../month-budget.ts";
import { findingView, integrityRunView } from "../views/integrity-view.ts";

const RUNS_LISTED = 20;

export interface IntegritySurfaceParts {
  readonly context: EngineContext;
  readonly month: MonthParts;
  /** Tells the keeper that there is something to do. */
  readonly wakeIntegrity: () => void;
}

export function createIntegrityApi(parts: IntegritySurfaceParts): IntegrityApi {
  const { context, wakeIntegrity } = parts;
  const { tenant } = context.scope;
  const { ledger } = context;
  return {
    startIntegrity: async (order) => {
      const started = await startIntegrity(context, order);
      if (!started.ok) return started;
      wakeIntegrity();
      return viewRun(context, started.value);
    },
    viewIntegrity: (id) => viewRun(context, id),
    listIntegrity: async () => {
      const runs = await listIntegrityRuns(ledger.db, tenant, RUNS_LISTED);
      return Promise.all(runs.map((run) => integrityRunView(context, run)));
    },
    listFindings: (id, query) => viewFindings(context, id, query),
    repairIntegrity: async (id, which) => {
      const repairing = await repairFindings(context, id, which);
      if (!repairing.ok) return repairing;
      wakeIntegrity();
      const run = await viewRun(context, id);
      return run.ok ? succeed({ repairing: repairing.value, run: run.value }) : run;
    },
    cancelIntegrity: async (id) => {
      const run = await cancelIntegrity(context, id);
      wakeIntegrity();
      return run.ok ? succeed(await integrityRunView(context, run.value)) : run;
    },
    integrityCost: (objects, schedule) => viewCost(parts, objects, schedule),
    listIntegrityJobs: () => viewJobs(context),
    saveIntegrityJob: async (id, order) => {
      const saved = await saveJob(context, id, order);
      if (!saved.ok) return saved;
      wakeIntegrity();
      const jobs = await viewJobs(context);
      return succeed(
        must(
          jobs.find((job) => job.id === saved.value),
          "a job that was just saved is listed",
        ),
      );
    },
    removeIntegrityJob: async (id) => {
      const isGone = await ledger.transaction((tx) => removeIntegrityJob(tx, tenant, id));
      if (!isGone) return fail(operationalError("INTEGRITY_JOB_UNKNOWN", { id }));
      return succeed(await viewJobs(context));
    },
  };
}

async function viewRun(context: EngineContext, id: string): Promise<Result<IntegrityRunView>> {
  const run = await findIntegrityRun(context.ledger.db, context.scope.tenant, id);
  return run === null ? fail(unknownRun(id)) : succeed(await integrityRunView(context, run));
}

async function viewFindings(
  context: EngineContext,
  id: string,
  { object, kind, state, after, limit }: FindingListQuery,
): ReturnType<IntegrityApi["listFindings"]> {
  const { db } = context.ledger;
  const run = await findIntegrityRun(db, context.scope.tenant, id);
  if (run === null) return fail(unknownRun(id));
  const mappings = mappingsOf(context, object === undefined ? [] : [object]);
  if (!mappings.ok) return mappings;
  const [mapping] = object === undefined ? [] : mappings.value;
  const findings = await listFindings(db, id, {
    ...(kind !== undefined && { kind }),
    ...(state !== undefined && { state }),
    ...(mapping !== undefined && { mapping: mapping.id }),
    after,
    limit: limit + 1,
  });
  const shown = findings.slice(0, limit);
  const isMapped = (each: { readonly mapping: string }) =>
    context.mappings.some((known) => known.id === each.mapping);
  return succeed({
    findings: shown.filter(isMapped).map((finding) => findingView(context, finding)),
    next: findings.length > limit ? (shown.at(-1)?.id ?? null) : null,
  });
}

async function viewCost(
  { context, month }: IntegritySurfaceParts,
  objects: readonly string[],
  schedule: Schedule | null,
): Promise<Result<IntegrityCostView>> {
  const mappings = mappingsOf(context, objects);
  if (!mappings.ok) return mappings;
  const problem = schedule === null ? null : scheduleProblem(schedule);
  if (problem !== null) return fail(operationalError("SCHEDULE_INVALID", { detail: problem }));
  const now = context.clock.now();
  const { db } = context.ledger;
  const meteredPerRun = await meteredCost(db, context.scope, mappings.value);
  const turnsThisMonth = schedule === null ? 1 : turnsBetween(schedule, now, monthEnd(now));
  const outlook = await readOutlook(month, now);
  const expectedThisMonth = outlook.expected + meteredPerRun * turnsThisMonth;
  const next = schedule === null ? now : nextTurn(schedule, now);
  const turns = turnsThisMonth === 1 ? "1 run" : `${turnsThisMonth} runs`;
  return succeed({
    meteredPerRun,
    turnsThisMonth,
    expectedThisMonth,
    meteredPerMonth: month.meteredPerMonth,
    nextAt: next === null ? null : isoSeconds(next),
    sentence:
      `A run takes about ${number(meteredPerRun)} metered calls to QuickBooks. With ${turns} this month, about ` +
      `${number(expectedThisMonth)} of the month's ${number(month.meteredPerMonth)} calls will be used.`,
  });
}

const number = (count: number): string => count.toLocaleString("en-US");

async function viewJobs(context: EngineContext): Promise<readonly IntegrityJobView[]> {
  const jobs = await listIntegrityJobs(context.ledger.db, context.scope.tenant);
  return jobs.map((job) => jobView(context, job));
}

function jobView(context: EngineContext, job: IntegrityJob): IntegrityJobView {
  const { id, name, repair, schedule, nextAt, lastRun, actor } = job;
  const objects = context.mappings
    .filter((mapping) => job.mappings.includes(mapping.id))
    .map(({ quickbooksType }) => quickbooksType);
  const last = lastRun === "" ? null : lastRun;
  return {
    id,
    name,
    objects,
    repair,
    schedule,
    when: whenOf(schedule),
    nextAt,
    lastRun: last,
    actor,
  };
}

/** In words: "Every 2 weeks on Monday at 02:00 (Europe/Berlin)". */
function whenOf(schedule: Schedule): string {
  const { start, timeZone } = schedule;
  const [day = "", time = ""] = start.split("T");
  if (schedule.type === "once") return `Once, on ${day} at ${time} (${timeZone})`;
  const { every, unit } = schedule;
  const rhythm = every === 1 ? `Every ${unit.slice(0, -1)}` : `Every ${every} ${unit}`;
  if (unit === "hours") return `${rhythm} from ${time} (${timeZone})`;
  const weekday = WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? "";
  return `${rhythm}${unit === "weeks" ? ` on ${weekday}` : ""} at ${time} (${timeZone})`;
}

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
