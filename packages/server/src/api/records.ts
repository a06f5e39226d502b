/** `/records`: one Salesforce record's state, and what a person may do with it. */
import { z } from "zod";
import { decideBody, linkBody, nothing, recordLogQuery, recordParams, sendBody } from "./inputs.ts";
import { type ApiRoute, defineRoute, orRefuse } from "./route.ts";
import { logEntryView, recordView } from "./views.ts";

const record = { params: recordParams, query: nothing, body: nothing, answer: recordView };

export const recordRoutes: readonly ApiRoute[] = [
  defineRoute({
    ...record,
    call: "GET /records/{type}/{id}",
    summary: "The record's view. Costs no call to either system.",
    handle: async ({ engine }, { params }) =>
      orRefuse(await engine.viewRecord(params.type, params.id)),
  }),
  defineRoute({
    ...record,
    call: "POST /records/{type}/{id}/send",
    summary: "Send to QuickBooks. Recorded durably, then answered.",
    status: 202,
    body: sendBody,
    handle: async ({ engine }, { params, body, caller }) =>
      orRefuse(
        await engine.send(params.type, params.id, { onMatch: body.onMatch, actor: caller.actor }),
      ),
  }),
  defineRoute({
    ...record,
    call: "POST /records/{type}/{id}/fetch",
    summary: "Sync From QuickBooks. Recorded durably, then answered.",
    status: 202,
    handle: async ({ engine }, { params, caller }) =>
      orRefuse(await engine.fetch(params.type, params.id, caller.actor)),
  }),
  defineRoute({
    ...record,
    call: "POST /records/{type}/{id}/link",
    summary: "Link Record: associates it with a QuickBooks record that exists.",
    body: linkBody,
    handle: async ({ engine }, { params, body, caller }) =>
      orRefuse(
        await engine.link(params.type, params.id, {
          quickbooksId: body.quickbooksId,
          actor: caller.actor,
        }),
      ),
  }),
  defineRoute({
    ...record,
    call: "POST /records/{type}/{id}/unlink",
    summary: "Unlink: the association ends, both records stay.",
    handle: async ({ engine }, { params, caller }) =>
      orRefuse(await engine.unlink(params.type, params.id, caller.actor)),
  }),
  defineRoute({
    ...record,
    call: "POST /records/{type}/{id}/decide",
    summary: "Decides one open difference or conflict.",
    body: decideBody,
    handle: async ({ engine }, { params, body, caller }) =>
      orRefuse(await engine.decide(params.type, params.id, { ...body, actor: caller.actor })),
  }),
  defineRoute({
    ...record,
    call: "GET /records/{type}/{id}/log",
    summary: "This record's log, newest first.",
    query: recordLogQuery,
    answer: z.strictObject({ entries: z.array(logEntryView), next: z.null() }),
    handle: async ({ engine }, { params, query }) => ({
      entries: orRefuse(await engine.recordLog(params.type, params.id, query.limit)),
      next: null,
    }),
  }),
];
