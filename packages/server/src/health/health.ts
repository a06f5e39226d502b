import type { FastifyInstance } from "fastify";
import type { AppParts } from "../app-parts.ts";

/** `GET /healthz`: 200 once the ledger is open; a remote system that is down does not count. */
export function healthPage(app: FastifyInstance, parts: AppParts): void {
  app.get("/healthz", async (_request, reply) =>
    parts.isReady() ? reply.send({ status: "ok" }) : reply.code(503).send({ status: "starting" }),
  );
}
