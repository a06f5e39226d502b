/** `/log`: what happened to every record, and trying failed ones again. */
import { z } from "zod";
import { logQuery, nothing, reprocessBody } from "./inputs.ts";
import { type ApiRoute, defineRoute } from "./route.ts";
import { logEntryView, reprocessView } from "./views.ts";

export const logRoutes: readonly ApiRoute[] = [
  defineRoute({
    call: "GET /log",
    summary: "The log, newest first, page by page.",
    params: nothing,
    query: logQuery,
    body: nothing,
    answer: z.strictObject({ entries: z.array(logEntryView), next: z.string().nullable() }),
    handle: ({ engine }, { query }) =>
      engine.log({
        filter: query.filter,
        limit: query.limit,
        ...(query.from === undefined ? {} : { from: query.from }),
        ...(query.to === undefined ? {} : { to: query.to }),
        ...(query.before === undefined ? {} : { before: query.before }),
      }),
  }),
  defineRoute({
    call: "POST /log/reprocess",
    summary: "Re-Process Selected Logs: tries the records of these entries again.",
    params: nothing,
    query: nothing,
    body: reprocessBody,
    answer: reprocessView,
    handle: ({ engine }, { body, caller }) => engine.reprocess(body.ids, caller.actor),
  }),
];
