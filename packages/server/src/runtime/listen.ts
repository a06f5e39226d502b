import { createServer, type Server } from "node:http";
import {
  operationalError,
  OperationalFailure,
} from "@accord-sync/core/errors/operational-error.ts";
import type { FastifyInstance } from "fastify";

/** What `localhost` means to browsers, which may try either; the first one is on every machine. */
const LOOPBACK_ADDRESSES = ["127.0.0.1", "::1"] as const;
/** How the system says that it has no such address. */
const NO_SUCH_ADDRESS = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT"]);

/**
 * Listens on `host`; for `localhost` on both loopback addresses, so that no other program can hold the
 * port under the same name. Closing the app closes both.
 *
 * Throws OperationalFailure PORT_IN_USE when another program has the port on one of them.
 */
export async function listen(app: FastifyInstance, port: number, host: string): Promise<void> {
  const [first, ...others] = host === "localhost" ? LOOPBACK_ADDRESSES : [host];
  const servers: Server[] = [];
  app.addHook("preClose", () => closeAll(servers));
  await orInUse(port, app.listen({ port, host: first }));
  for (const address of others) {
    const server = createServer((request, response) => app.routing(request, response));
    await orInUse(port, listening(server, port, address)).then(
      () => servers.push(server),
      (error: unknown) => {
        if (!NO_SUCH_ADDRESS.has(codeOf(error))) throw error;
      },
    );
  }
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
}

async function orInUse(port: number, attempt: Promise<unknown>): Promise<void> {
  try {
    await attempt;
  } catch (error) {
    if (codeOf(error) !== "EADDRINUSE") throw error;
    throw new OperationalFailure(operationalError("PORT_IN_USE", { port: String(port) }));
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  for (const server of servers) {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }
}
