/** `/filters` and `/sync-runs`: Sync Now, from QuickBooks to Salesforce. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { EngineApi } from "@accord-sync/engine/engine-api.ts";
import { z } from "zod";
import { filterBody, nothing, runParams } from "./inputs.ts";
import { Refusal } from "./refusals.ts";
import { type ApiRoute, defineRoute, orRefuse } from "./route.ts";
import { filterView, runView } from "./views.ts";

/** Throws a refusal OBJECT_NOT_MAPPED: what is not mapped has no filter either. */
async function refuseUnmapped(engine: EngineApi, object: string): Promise<void> {
  const mapped = (await engine.listMappings()).map((mapping) => mapping.quickbooksObject);
  if (mapped.includes(object)) return;
  throw new Refusal(
    operationalError("OBJECT_NOT_MAPPED", {
      type: `QuickBooks ${object}`,
      mapped: mapped.join(", "),
    }),
  );
}

export const syncRunRoutes: readonly ApiRoute[] = [
  defineRoute({
    call: "POST /filters/read",
    summary: "Reads a filter as the service understands it, without running it.",
    params: nothing,
    query: nothing,
    body: filterBody,
    answer: filterView,
    handle: async ({ engine, readFilter }, { body }) => {
      await refuseUnmapped(engine, body.object);
      const reading = readFilter(body.object, body.filter);
      if (reading.ok) return { understood: reading.filter, error: null };
      const { message, at, length } = reading;
      return { understood: null, error: { message, at, length } };
    },
  }),
  defineRoute({
    call: "POST /sync-runs",
    summary: "Sync Now: brings the QuickBooks records that the filter selects into Salesforce.",
    status: 202,
    params: nothing,
    query: nothing,
    body: filterBody,
    answer: runView,
    handle: async ({ engine, readFilter }, { body, caller }) => {
      await refuseUnmapped(engine, body.object);
      const reading = readFilter(body.object, body.filter);
      if (!reading.ok) {
        const { message, at, length } = reading;
        throw new Refusal(operationalError("FILTER_INVALID", { detail: message }), {
          details: { at, length },
        });
      }
      return orRefuse(await engine.startRun(body.object, reading.filter, caller.actor));
    },
  }),
  defineRoute({
    call: "GET /sync-runs/{id}",
    summary: "One run: its progress and results.",
    params: runParams,
    query: nothing,
    body: nothing,
    answer: runView,
    handle: async ({ engine }, { params }) => orRefuse(await engine.viewRun(params.id)),
  }),
  defineRoute({
    call: "GET /sync-runs",
    summary: "The last twenty runs, newest first.",
    params: nothing,
    query: nothing,
    body: nothing,
    answer: z.strictObject({ runs: z.array(runView) }),
    handle: async ({ engine }) => ({ runs: await engine.listRuns() }),
  }),
];
