import { once } from "node:events";
import type { Server } from "node:http";

/** What `localhost` means to browsers, which may try either; the first one is on every machine. */
const LOOPBACK_ADDRESSES = ["127.0.0.1", "::1"] as const;
/** How the system says that it has no such address. */
const NO_SUCH_ADDRESS = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT"]);

/** The addresses that a host stands for; the first one is that by which we are told of. */
export function addressesOf(host: string): readonly [string, ...string[]] {
  return host === "localhost" ? LOOPBACK_ADDRESSES : [host];
}

/** As it stands in a URL: IPv6 in brackets. */
export function inUrl(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

/**
 * Listens on `host`; for `localhost` on both loopback addresses, so that no other program can hold the
 * port under the same name. Resolves with what ends it and all connections. Rejects with the system's
 * `EADDRINUSE` error, and then listens nowhere.
 */
export async function listen(
  createServer: () => Server,
  host: string,
  port: number,
): Promise<() => Promise<void>> {
  const servers: Server[] = [];
  const close = async (): Promise<void> => void (await Promise.all(servers.map(closeServer)));
  for (const address of addressesOf(host)) {
    const server = createServer();
    try {
      server.listen(port, address);
      await once(server, "listening");
      servers.push(server);
    } catch (error) {
      if (servers.length > 0 && NO_SUCH_ADDRESS.has(codeOf(error))) continue;
      await close();
      throw error;
    }
  }
  return close;
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
