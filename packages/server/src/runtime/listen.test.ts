import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { listen } from "./listen.ts";

const apps: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

function newApp(): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true });
  app.get("/", async () => "ours");
  apps.push(app);
  return app;
}

async function occupied(host: string): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

async function freePort(): Promise<number> {
  const { server, port } = await occupied("127.0.0.1");
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const ask = async (host: string, port: number): Promise<string> =>
  (await fetch(`http://${host}:${port}/`)).text();

describe("listening on localhost", () => {
  it("answers under each name that it may have, until the app is closed", async () => {
    const app = newApp();
    const port = await freePort();
    await listen(app, port, "localhost");
    for (const host of ["localhost", "127.0.0.1", "[::1]"]) {
      expect(await ask(host, port)).toBe("ours");
    }
    await app.close();
    for (const host of ["127.0.0.1", "[::1]"]) await expect(ask(host, port)).rejects.toThrow();
  });

  it.each(["127.0.0.1", "::1"])(
    "is refused when another program has the port on %s",
    async (host) => {
      const { server, port } = await occupied(host);
      await expect(listen(newApp(), port, "localhost")).rejects.toMatchObject({
        error: { code: "PORT_IN_USE", params: { port: String(port) } },
      });
      await new Promise((resolve) => server.close(resolve));
    },
  );

  it("takes an address alone at its word", async () => {
    const port = await freePort();
    await listen(newApp(), port, "127.0.0.1");
    await expect(ask("[::1]", port)).rejects.toThrow();
  });
});
