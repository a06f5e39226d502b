/** `/backfills`: the first load as a plan that is looked at, decided and applied. */
import type { BackfillApi, BackfillView } from "@accord-sync/engine/backfill-api.ts";
import type { Result } from "@accord-sync/core/records/result.ts";
import { z } from "zod";
import {
  backfillItemsQuery,
  backfillParams,
  decideBackfillBody,
  planBackfillBody,
} from "./backfill-inputs.ts";
import { backfillItemView, backfillView, decideBackfillView } from "./backfill-views.ts";
import { nothing } from "./inputs.ts";
import { type ApiRoute, defineRoute, orRefuse } from "./route.ts";

type Step = (engine: BackfillApi, id: string, actor: string) => Promise<Result<BackfillView>>;

/** A step of a backfill: no input but its id; answers with the view. */
const stepRoute = (word: string, summary: string, step: Step): ApiRoute =>
  defineRoute({
    call: `POST /backfills/{id}/${word}`,
    summary,
    params: backfillParams,
    query: nothing,
    body: nothing,
    answer: backfillView,
    handle: async ({ engine }, { params, caller }) =>
      orRefuse(await step(engine, params.id, caller.actor)),
  });

export const backfillRoutes: readonly ApiRoute[] = [
  defineRoute({
    call: "POST /backfills",
    summary: "Reads both systems and makes a plan of the first load. Nothing is written.",
    status: 202,
    params: nothing,
    query: nothing,
    body: planBackfillBody,
    answer: backfillView,
    handle: async ({ engine }, { body, caller }) => {
      const { askEachMatch, linkFrom, ...rest } = body;
      const request = { ...rest, linkFrom: askEachMatch ? null : linkFrom, actor: caller.actor };
      return orRefuse(await engine.planBackfill(request));
    },
  }),
  defineRoute({
    call: "GET /backfills",
    summary: "The last twenty backfills, newest first.",
    params: nothing,
    query: nothing,
    body: nothing,
    answer: z.strictObject({ backfills: z.array(backfillView) }),
    handle: async ({ engine }) => ({ backfills: await engine.listBackfills() }),
  }),
  defineRoute({
    call: "GET /backfills/{id}",
    summary: "One backfill: what is planned, what it costs, and how far it is.",
    params: backfillParams,
    query: nothing,
    body: nothing,
    answer: backfillView,
    handle: async ({ engine }, { params }) => orRefuse(await engine.viewBackfill(params.id)),
  }),
  defineRoute({
    call: "GET /backfills/{id}/items",
    summary: "What is planned record by record and field by field, page by page.",
    params: backfillParams,
    query: backfillItemsQuery,
    body: nothing,
    answer: z.strictObject({ items: z.array(backfillItemView), next: z.string().nullable() }),
    handle: async ({ engine }, { params, query }) =>
      orRefuse(await engine.listBackfillItems(params.id, query)),
  }),
  defineRoute({
    call: "POST /backfills/{id}/decide",
    summary: "Approves, skips, links or creates: the items named, or all that a rule picks.",
    params: backfillParams,
    query: nothing,
    body: decideBackfillBody,
    answer: decideBackfillView,
    handle: async ({ engine }, { params, body, caller }) => {
      const { choice, items, rule } = body;
      const chosen = items === undefined ? { rule: rule ?? {} } : { items };
      return orRefuse(
        await engine.decideBackfillItems(params.id, { ...chosen, choice, actor: caller.actor }),
      );
    },
  }),
  stepRoute(
    "apply",
    "Writes what is planned; what waits for a person stays.",
    (engine, id, actor) => engine.applyBackfill(id, actor),
  ),
  stepRoute("pause", "Stops after what is in flight.", (engine, id, actor) =>
    engine.pauseBackfill(id, actor),
  ),
  stepRoute("resume", "Goes on.", (engine, id, actor) => engine.resumeBackfill(id, actor)),
  stepRoute("cancel", "Ends it; what was written stays.", (engine, id, actor) =>
    engine.cancelBackfill(id, actor),
  ),
];
