import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What `localhost` means to browsers, which may try either; the first one is on every machine. */
const LOOPBACK_ADDRESSES = ["127.0.0.1", "::1"];
/** How the system says that it has no such address. */
const NO_SUCH_ADDRESS = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT"]);

/** Listening servers that answer alike, and the address by which they are told of. */
export interface Listening {
  /** E.g. `http://127.0.0.1:4002`. */
  readonly address: string;
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * Listens on `host`; for `localhost` on both loopback addresses, so that no other program can hold the
 * port under the same name. `port` 0 lets the system choose. Rejects with Node's `EADDRINUSE` error, and
 * then listens nowhere.
 */
export async function listen(
  createServer: () => Server,
  host: string,
  port: number,
): Promise<Listening> {
  const servers: Server[] = [];
  let chosen = port;
  const close = async (): Promise<void> => void (await Promise.all(servers.map(closeServer)));
  for (const address of host === "localhost" ? LOOPBACK_ADDRESSES : [host]) {
    const server = createServer();
    try {
      server.listen(chosen, address);
      await once(server, "listening");
      servers.push(server);
      chosen = (server.address() as AddressInfo).port;
    } catch (error) {
      if (servers.length > 0 && NO_SUCH_ADDRESS.has(codeOf(error))) continue;
      await close();
      throw error;
    }
  }
  const [first = host] = host === "localhost" ? LOOPBACK_ADDRESSES : [host];
  return { address: `http://${first.includes(":") ? `[${first}]` : first}:${chosen}`, close };
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
