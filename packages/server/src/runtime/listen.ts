import {
  operationalError,
  OperationalFailure,
} from "@accord-sync/core/errors/operational-error.ts";
import type { FastifyInstance } from "fastify";

/** Throws OperationalFailure PORT_IN_USE when another program has the port. */
export async function listen(app: FastifyInstance, port: number, host: string): Promise<void> {
  try {
    await app.listen({ port, host });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    throw new OperationalFailure(operationalError("PORT_IN_USE", { port: String(port) }));
  }
}
