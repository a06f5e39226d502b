/** `/status`, `/mappings` and `/sign-in-links`: the state of the whole, and its switches. */
import { z } from "zod";
import type { ServiceStatusView } from "../health/bug-count.ts";
import {
  connectionParams,
  incomeAccountBody,
  mappingBody,
  mappingParams,
  nothing,
} from "./inputs.ts";
import { type ApiRoute, defineRoute, orRefuse } from "./route.ts";
import { connectionView, mappingView, statusView } from "./views.ts";

const plain = { params: nothing, query: nothing, body: nothing };

export const setUpRoutes: readonly ApiRoute[] = [
  defineRoute({
    ...plain,
    call: "GET /status",
    summary:
      "Connections, counts, waiting work, what the service met of its own bugs, and settings to look at.",
    answer: statusView,
    handle: async ({ engine, bugs, warnings }): Promise<ServiceStatusView> => ({
      ...(await engine.status()),
      bugs: bugs(),
      warnings,
    }),
  }),
  defineRoute({
    ...plain,
    call: "GET /mappings",
    summary: "The mappings with their field pairs.",
    answer: z.strictObject({ mappings: z.array(mappingView) }),
    handle: async ({ engine }) => ({ mappings: await engine.listMappings() }),
  }),
  defineRoute({
    ...plain,
    call: "PATCH /mappings/{id}",
    summary:
      "Switches Enable Real-Time Updates to Salesforce, and says who wins a field that both systems changed.",
    params: mappingParams,
    body: mappingBody,
    answer: mappingView,
    handle: async ({ engine }, { params, body, caller }) =>
      orRefuse(await engine.changeMapping(params.id, body, caller.actor)),
  }),
  defineRoute({
    ...plain,
    call: "PATCH /connections/{id}",
    summary: "Chooses the income account of products that are made in QuickBooks.",
    params: connectionParams,
    body: incomeAccountBody,
    answer: connectionView,
    handle: async ({ engine }, { params, body }) =>
      orRefuse(await engine.chooseIncomeAccount(params.id, body.incomeAccountId)),
  }),
  defineRoute({
    ...plain,
    call: "POST /connections/{id}/pause",
    summary: "Pauses all work with one system until somebody has it go on; nothing is lost.",
    params: connectionParams,
    answer: connectionView,
    handle: async ({ engine }, { params, caller }) =>
      orRefuse(await engine.pauseConnection(params.id, caller.actor)),
  }),
  defineRoute({
    ...plain,
    call: "POST /connections/{id}/resume",
    summary: "Has the work with a paused system go on.",
    params: connectionParams,
    answer: connectionView,
    handle: async ({ engine }, { params, caller }) =>
      orRefuse(await engine.resumeConnection(params.id, caller.actor)),
  }),
  defineRoute({
    ...plain,
    call: "POST /sign-in-links",
    summary: "A one-time address that opens the console signed in. For the operator only.",
    isOperatorOnly: true,
    answer: z.strictObject({ url: z.string(), expiresAt: z.string() }),
    handle: async ({ makeSignInLink }) => makeSignInLink(),
  }),
];
