/** `/held-changes`: far more changes than usual, about which a person is asked. */
import { z } from "zod";
import { heldChangesView, heldRecordView, holdDecisionBody } from "./held-changes-views.ts";
import { heldParams, heldQuery, nothing } from "./inputs.ts";
import { type ApiRoute, defineRoute, orRefuse } from "./route.ts";

export const heldChangeRoutes: readonly ApiRoute[] = [
  defineRoute({
    call: "GET /held-changes",
    summary:
      "What the guard holds: one for each mapping and system with far more changes than usual.",
    params: nothing,
    query: nothing,
    body: nothing,
    answer: z.strictObject({ held: z.array(heldChangesView) }),
    handle: async ({ engine }) => ({ held: await engine.listHeldChanges() }),
  }),
  defineRoute({
    call: "GET /held-changes/{id}/records",
    summary: "The records that wait, with each value, page by page.",
    params: heldParams,
    query: heldQuery,
    body: nothing,
    answer: z.strictObject({ records: z.array(heldRecordView), next: z.string().nullable() }),
    handle: async ({ engine }, { params, query }) =>
      orRefuse(
        await engine.listHeldRecords(params.id, { limit: query.limit, after: query.after ?? null }),
      ),
  }),
  defineRoute({
    call: "POST /held-changes/{id}",
    summary: "Lets all of it through, turns it aside record by record, or turns it back.",
    params: heldParams,
    query: nothing,
    body: holdDecisionBody,
    answer: z.strictObject({ decided: z.number() }),
    handle: async ({ engine }, { params, body, caller }) =>
      orRefuse(await engine.decideHeldChanges(params.id, body.decision, caller.actor)),
  }),
];
