import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { HttpRequest } from "@accord-sync/core/ports/http.ts";
import { createHttp } from "./http.ts";

const servers: Server[] = [];

/** Starts a server on a free port and returns its address. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const request = (url: string, change: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "GET",
  url,
  headers: {},
  body: null,
  timeoutMs: 5_000,
  ...change,
});

describe("an HTTP exchange", () => {
  it("carries method, headers and body there, and status, lower-case headers and body back", async () => {
    const url = await serve((incoming, answer) => {
      let body = "";
      incoming.on("data", (chunk: Buffer) => (body += chunk.toString()));
      incoming.on("end", () => {
        answer.writeHead(400, { Intuit_Tid: "t1" });
        answer.end(`${incoming.method} ${String(incoming.headers["x-test"])} ${body}`);
      });
    });
    const headers = { "X-Test": "yes" };
    const sent = request(url, { method: "POST", headers, body: "Ärger" });
    expect(await createHttp().exchange(sent)).toMatchObject({
      kind: "answer",
      answer: { status: 400, headers: { intuit_tid: "t1" }, body: "POST yes Ärger" },
    });
  });

  it.each([
    ["UTF-8", "text/plain; charset=utf-8", [0xc3, 0x84], { body: "Ä" }],
    ["its stated charset", 'text/plain; charset="ISO-8859-1"', [0xc4], { body: "Ä" }],
    ["UTF-8 where the charset is unknown", "text/plain; charset=klingon", [0x41], { body: "A" }],
    ["UTF-8, and says what it lost", "application/json", [0x41, 0xc4], { isLossy: true }],
  ])("reads a body in %s", async (_what, type, bytes, expected) => {
    const url = await serve((_incoming, answer) => {
      answer.writeHead(200, { "content-type": type }).end(Uint8Array.from(bytes));
    });
    const ended = await createHttp().exchange(request(url));
    expect(ended).toMatchObject({ kind: "answer", answer: expected });
  });

  it("does not follow a redirect: the caller sees it", async () => {
    const url = await serve((_incoming, answer) => {
      answer.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    });
    expect(await createHttp().exchange(request(url))).toMatchObject({
      kind: "answer",
      answer: { status: 302 },
    });
  });

  it("is refused when nobody listens: it certainly never arrived", async () => {
    const url = await serve(() => undefined);
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    expect(await createHttp().exchange(request(url))).toMatchObject({ kind: "refused" });
  });

  it("is refused when the host has no address", async () => {
    const ended = await createHttp().exchange(request("http://accord-sync.invalid/"));
    expect(ended).toMatchObject({ kind: "refused" });
  });

  it("is refused when the address is none", async () => {
    expect(await createHttp().exchange(request("no address"))).toMatchObject({ kind: "refused" });
  });

  it.each(["s\u0000ecret", "se\ncret", "se\u4e00cret"])(
    "is refused for a header that cannot be sent, without quoting it",
    async (token) => {
      const sent = request("http://127.0.0.1:1/", {
        headers: { authorization: `Bearer ${token}` },
      });
      const ended = await createHttp().exchange(sent);
      expect(ended).toMatchObject({ kind: "refused" });
      expect(JSON.stringify(ended)).not.toMatch(/cret/);
    },
  );

  it("is lost when the connection breaks before the answer", async () => {
    const url = await serve((incoming) => incoming.socket.destroy());
    expect(await createHttp().exchange(request(url, { method: "POST" }))).toMatchObject({
      kind: "lost",
    });
  });

  it("is lost when the connection breaks inside the answer", async () => {
    const url = await serve((incoming, answer) => {
      answer.writeHead(200, { "content-length": "100" });
      answer.write("half");
      setImmediate(() => incoming.socket.destroy());
    });
    expect(await createHttp().exchange(request(url))).toMatchObject({ kind: "lost" });
  });

  it("times out when no answer comes", async () => {
    const url = await serve(() => undefined);
    expect(await createHttp().exchange(request(url, { timeoutMs: 50 }))).toEqual({
      kind: "timeout",
      reason: "no answer within 50 ms",
    });
  });

  it("times out when the answer begins and does not end", async () => {
    const url = await serve((_incoming, answer) => {
      answer.writeHead(200);
      answer.write("half");
    });
    expect(await createHttp().exchange(request(url, { timeoutMs: 200 }))).toMatchObject({
      kind: "timeout",
    });
  });
});
