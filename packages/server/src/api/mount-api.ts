/** `/api/v1`: proof of who calls, then the routes. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { AppParts } from "../app-parts.ts";
import type { WhoCalls } from "../auth/who-calls.ts";
import { openApiDocument } from "./openapi.ts";
import { Refusal } from "./refusals.ts";
import type { ApiContext, Caller } from "./route.ts";
import { API_ROUTES } from "./routes.ts";

export const API_BASE = "/api/v1";

export function mountApi(
  app: FastifyInstance,
  parts: AppParts,
  context: ApiContext,
  whoCalls: WhoCalls,
): void {
  const callers = new WeakMap<FastifyRequest, Caller>();
  void app.register(
    async (scope) => {
      scope.addHook("onRequest", async (request) => {
        const caller = await whoCalls(request.method, request.headers);
        if (caller === null) throw new Refusal(operationalError("API_NOT_SIGNED_IN"));
        callers.set(request, caller);
      });
      for (const route of API_ROUTES) {
        scope.route({
          method: route.method,
          url: route.path.replaceAll(/\{(\w+)\}/g, ":$1"),
          handler: async (request, reply) => {
            const caller = callers.get(request);
            if (caller === undefined || (route.isOperatorOnly && caller.kind === "org")) {
              throw new Refusal(operationalError("API_NOT_SIGNED_IN"));
            }
            return reply.code(route.status).send(await route.handle(context, caller, request));
          },
        });
      }
    },
    { prefix: API_BASE },
  );
  const description = openApiDocument(parts.version, parts.publicUrl);
  app.get(`${API_BASE}/openapi.json`, async () => description);
}
