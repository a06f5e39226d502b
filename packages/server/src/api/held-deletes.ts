/** `/held-deletes`: deletions of linked records about which a person is asked. */
import { z } from "zod";
import { heldBody, heldManyBody, heldParams, heldQuery, nothing } from "./inputs.ts";
import { type ApiRoute, defineRoute, orRefuse } from "./route.ts";
import { heldDecisionView, heldDeleteView } from "./views.ts";

export const heldDeleteRoutes: readonly ApiRoute[] = [
  defineRoute({
    call: "GET /held-deletes",
    summary: "Deletions that wait for a person, oldest first, page by page.",
    params: nothing,
    query: heldQuery,
    body: nothing,
    answer: z.strictObject({ held: z.array(heldDeleteView), next: z.string().nullable() }),
    handle: ({ engine }, { query }) =>
      engine.listHeldDeletes({ limit: query.limit, after: query.after ?? null }),
  }),
  defineRoute({
    call: "POST /held-deletes",
    summary: "Decides about several, or about a whole batch.",
    params: nothing,
    query: nothing,
    body: heldManyBody,
    answer: heldDecisionView,
    handle: async ({ engine }, { body, caller }) =>
      orRefuse(await engine.decideHeldDeletes({ ...body, actor: caller.actor })),
  }),
  defineRoute({
    call: "POST /held-deletes/{id}",
    summary: "Approves the removal of the other record, keeps it, or unlinks the two.",
    params: heldParams,
    query: nothing,
    body: heldBody,
    answer: heldDecisionView,
    handle: async ({ engine }, { params, body, caller }) =>
      orRefuse(await engine.decideHeldDeletes({ ...body, ids: [params.id], actor: caller.actor })),
  }),
];
