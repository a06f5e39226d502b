/** `/integrity`: Sync Integrity, its runs, what they found, and the jobs that start them. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Schedule } from "@accord-sync/core/integrity/schedule.ts";
import { z } from "zod";
import { ledgerId, limit, nothing, objectName, oneOf, runParams } from "./inputs.ts";
import {
  findingView,
  integrityCostView,
  integrityJobView,
  integrityRunView,
} from "./integrity-views.ts";
import { Refusal } from "./refusals.ts";
import { type ApiRoute, type Caller, defineRoute, orRefuse } from "./route.ts";

const KINDS = [
  "missing",
  "drift",
  "gone",
  "older",
  "mark",
  "unlinked",
  "match",
  "ambiguous",
] as const;

const objects = z.array(objectName).max(50).default([]);
const repair = z.boolean({ error: "must be true or false" }).default(false);

/** A schedule's parts, flat: the Apex proxy's parameters are. */
const scheduleParts = {
  type: oneOf(["once", "recurring"]),
  every: z.number({ error: "must be a number" }).default(1),
  unit: oneOf(["hours", "days", "weeks"]).default("days"),
  start: z.string().max(40),
  timeZone: z.string().max(80),
};

const runBody = z.strictObject({ objects, repair });
const repairBody = z.strictObject({
  findings: z.array(ledgerId).max(500).optional(),
});
const findingQuery = z.strictObject({
  kind: oneOf(KINDS).optional(),
  object: objectName.optional(),
  state: oneOf(["open", "repaired"]).optional(),
  after: ledgerId.optional(),
  limit: limit(100),
});
const jobBody = z.strictObject({ name: z.string().max(200), objects, repair, ...scheduleParts });
const costBody = z.strictObject({
  objects,
  type: scheduleParts.type.optional(),
  every: scheduleParts.every,
  unit: scheduleParts.unit,
  start: scheduleParts.start.optional(),
  timeZone: scheduleParts.timeZone.optional(),
});

interface ScheduleParts {
  readonly type: "once" | "recurring";
  readonly every: number;
  readonly unit: "hours" | "days" | "weeks";
  readonly start: string;
  readonly timeZone: string;
}

function scheduleOf({ type, every, unit, start, timeZone }: ScheduleParts): Schedule {
  if (type === "once") return { type, start, timeZone };
  return { type, every, unit, start, timeZone };
}

function jobOf(body: z.infer<typeof jobBody>, { actor }: Caller) {
  const { name, objects: named, repair: mends } = body;
  return { name, objects: named, repair: mends, schedule: scheduleOf(body), actor };
}

const runRoutes: readonly ApiRoute[] = [
  defineRoute({
    call: "POST /integrity/runs",
    summary: "Sync Integrity: compares everything that both systems hold of these objects.",
    status: 202,
    params: nothing,
    query: nothing,
    body: runBody,
    answer: integrityRunView,
    handle: async ({ engine }, { body, caller }) =>
      orRefuse(await engine.startIntegrity({ ...body, actor: caller.actor })),
  }),
  defineRoute({
    call: "GET /integrity/runs",
    summary: "The last twenty runs of Sync Integrity, newest first.",
    params: nothing,
    query: nothing,
    body: nothing,
    answer: z.strictObject({ runs: z.array(integrityRunView) }),
    handle: async ({ engine }) => ({ runs: await engine.listIntegrity() }),
  }),
  defineRoute({
    call: "GET /integrity/runs/{id}",
    summary: "One run of Sync Integrity: its progress, and whether the books agree.",
    params: runParams,
    query: nothing,
    body: nothing,
    answer: integrityRunView,
    handle: async ({ engine }, { params }) => orRefuse(await engine.viewIntegrity(params.id)),
  }),
  defineRoute({
    call: "GET /integrity/runs/{id}/findings",
    summary: "What a run found, in the order in which it was found.",
    params: runParams,
    query: findingQuery,
    body: nothing,
    answer: z.strictObject({ findings: z.array(findingView), next: z.string().nullable() }),
    handle: async ({ engine }, { params, query }) => {
      const { kind, object, state, after = null, limit: most } = query;
      return orRefuse(
        await engine.listFindings(params.id, {
          ...(kind !== undefined && { kind }),
          ...(object !== undefined && { object }),
          ...(state !== undefined && { state }),
          after,
          limit: most,
        }),
      );
    },
  }),
  defineRoute({
    call: "POST /integrity/runs/{id}/repair",
    summary: "Repairs the findings that are named, or all that can be; the ordinary sync does it.",
    status: 202,
    params: runParams,
    query: nothing,
    body: repairBody,
    answer: z.strictObject({ repairing: z.number(), run: integrityRunView }),
    handle: async ({ engine }, { params, body }) =>
      orRefuse(await engine.repairIntegrity(params.id, body.findings ?? "all")),
  }),
  defineRoute({
    call: "POST /integrity/runs/{id}/cancel",
    summary: "Ends a run where it is.",
    params: runParams,
    query: nothing,
    body: nothing,
    answer: integrityRunView,
    handle: async ({ engine }, { params }) => orRefuse(await engine.cancelIntegrity(params.id)),
  }),
];

const jobAnswer = z.strictObject({ jobs: z.array(integrityJobView) });

const jobRoutes: readonly ApiRoute[] = [
  defineRoute({
    call: "POST /integrity/cost",
    summary: "What a run, or a job with this schedule, takes of the month's metered calls.",
    params: nothing,
    query: nothing,
    body: costBody,
    answer: integrityCostView,
    handle: async ({ engine }, { body }) => {
      const { type, start, timeZone, ...rest } = body;
      if (type === undefined) return orRefuse(await engine.integrityCost(body.objects, null));
      if (start === undefined || timeZone === undefined) {
        const detail = "start and timeZone must be given with type";
        throw new Refusal(operationalError("API_BAD_REQUEST", { detail }));
      }
      const schedule = scheduleOf({ ...rest, type, start, timeZone });
      return orRefuse(await engine.integrityCost(body.objects, schedule));
    },
  }),
  defineRoute({
    call: "GET /integrity/jobs",
    summary: "The jobs that start Sync Integrity, by name.",
    params: nothing,
    query: nothing,
    body: nothing,
    answer: jobAnswer,
    handle: async ({ engine }) => ({ jobs: await engine.listIntegrityJobs() }),
  }),
  defineRoute({
    call: "POST /integrity/jobs",
    summary: "Schedules Sync Integrity.",
    params: nothing,
    query: nothing,
    body: jobBody,
    answer: integrityJobView,
    handle: async ({ engine }, { body, caller }) =>
      orRefuse(await engine.saveIntegrityJob(null, jobOf(body, caller))),
  }),
  defineRoute({
    call: "PATCH /integrity/jobs/{id}",
    summary: "Changes a job: all of it is given anew.",
    params: runParams,
    query: nothing,
    body: jobBody,
    answer: integrityJobView,
    handle: async ({ engine }, { params, body, caller }) =>
      orRefuse(await engine.saveIntegrityJob(params.id, jobOf(body, caller))),
  }),
  defineRoute({
    call: "POST /integrity/jobs/{id}/remove",
    summary: "Removes a job; its runs stay. Answers with the jobs that are left.",
    params: runParams,
    query: nothing,
    body: nothing,
    answer: jobAnswer,
    handle: async ({ engine }, { params }) => ({
      jobs: orRefuse(await engine.removeIntegrityJob(params.id)),
    }),
  }),
];

export const integrityRoutes: readonly ApiRoute[] = [...runRoutes, ...jobRoutes];
