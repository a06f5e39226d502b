import { once } from "node:events";
import { get } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { OrgClient } from "../../test/support/org-client.ts";
import type { PageHandler } from "../page-host.ts";
import { type HttpShell, httpShell, isLoopbackAddress } from "./http-shell.ts";

const MEGABYTE = 1_048_576;
const shells: HttpShell[] = [];
afterEach(async () => {
  for (const shell of shells.splice(0)) await shell.close();
});

async function serve(pages: PageHandler = () => Promise.resolve(undefined)): Promise<string> {
  const client = new OrgClient();
  const shell = httpShell(client.org, () => client.now, pages);
  shells.push(shell);
  shell.server.listen(0, "127.0.0.1");
  await once(shell.server, "listening");
  return `http://127.0.0.1:${(shell.server.address() as AddressInfo).port}`;
}

describe("the HTTP shell", () => {
  it("gives API calls to the org and everything else to the pages", async () => {
    const asked: string[] = [];
    const url = await serve((request) => {
      asked.push(`${request.method} ${request.url} ${request.body}`);
      const page = { status: 201, headers: { "content-type": "text/html" }, body: "<p>Hello</p>" };
      return Promise.resolve(request.url.startsWith("/lightning") ? page : undefined);
    });
    const page = await fetch(`${url}/lightning/x?y=1`, { method: "POST", body: "form" });
    expect([page.status, await page.text()]).toEqual([201, "<p>Hello</p>"]);
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
    expect((await fetch(`${url}//services/data`)).status).toBe(200);
    expect((await fetch(`${url}/services/data/v66.0/limits`)).status).toBe(401);
    expect(asked).toEqual(["POST /lightning/x?y=1 form", "GET /elsewhere "]);
  });

  it("knows the token of this machine only where this machine is named", async () => {
    const url = await serve();
    const statusFor = (host: string) =>
      new Promise<number | undefined>((resolve) => {
        const headers = { authorization: "Bearer demo", host };
        get(`${url}/services/data/v66.0/limits`, { headers }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
      });
    expect(await statusFor("localhost:4001")).toBe(200);
    // A page elsewhere may have its own name lead here.
    expect(await statusFor("elsewhere.example:4001")).toBe(401);
  });

  it("packs what is worth it, for clients that say they take gzip", async () => {
    const url = await serve();
    const encodingOf = (path: string, accepted?: string) =>
      new Promise<readonly unknown[]>((resolve) => {
        const headers = {
          authorization: "Bearer demo",
          ...(accepted === undefined ? {} : { "accept-encoding": accepted }),
        };
        get(`${url}${path}`, { headers }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("end", () => {
            const bytes = Buffer.concat(chunks);
            const isPacked = answer.headers["content-encoding"] === "gzip";
            const text = (isPacked ? gunzipSync(bytes) : bytes).toString();
            resolve([isPacked, text.includes("KeyPrefix") || text.startsWith("[")]);
          });
        });
      });
    const long =
      "/services/data/v66.0/query?q=SELECT+QualifiedApiName,KeyPrefix+FROM+EntityDefinition";
    expect(await encodingOf(long)).toEqual([false, true]);
    expect(await encodingOf(long, "identity")).toEqual([false, true]);
    expect(await encodingOf(long, "gzip;q=0, deflate")).toEqual([false, true]);
    expect(await encodingOf(long, "deflate, gzip;q=1.0, *;q=0.5")).toEqual([true, true]);
    expect(await encodingOf(long, "gzip")).toEqual([true, true]);
    expect(await encodingOf("/services/data", "gzip")).toEqual([expect.any(Boolean), true]);
    expect(await encodingOf("/services/data/v66.0/nothing", "gzip")).toEqual([false, true]);
  });

  it("streams a page, and tells it when the reader has gone", async () => {
    let gone: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => {
      gone = resolve;
    });
    const url = await serve(() =>
      Promise.resolve({
        status: 200,
        headers: { "content-type": "text/event-stream" },
        body: (write) => {
          write("data: one\n\n");
          return gone;
        },
      }),
    );
    const reading = new AbortController();
    const answer = await fetch(url, { signal: reading.signal });
    const chunk = await answer.body?.getReader().read();
    expect(new TextDecoder().decode(chunk?.value)).toBe("data: one\n\n");
    reading.abort();
    await stopped;
  });

  it("lets go of a reader that has stopped reading", async () => {
    const written = { chunks: 0 };
    let stopped = (): void => undefined;
    const isOver = new Promise<void>((resolve) => {
      stopped = resolve;
    });
    const url = await serve(() =>
      Promise.resolve({
        status: 200,
        headers: { "content-type": "text/event-stream" },
        body: (write) => {
          const timer = setInterval(() => {
            written.chunks += 1;
            write(`data: ${"x".repeat(MEGABYTE)}\n\n`);
          }, 1);
          return () => {
            clearInterval(timer);
            stopped();
          };
        },
      }),
    );
    const request = get(url, (answer) => void answer.pause().on("error", () => undefined));
    request.on("error", () => undefined);
    await isOver;
    // What the sockets of both ends take besides is the system's affair.
    expect(written.chunks).toBeGreaterThan(4);
    expect(written.chunks).toBeLessThan(100);
  });

  it("answers a bug of a page with 500 and goes on", async () => {
    const url = await serve((request) =>
      request.url === "/bad"
        ? Promise.reject(new Error("expected by this test"))
        : Promise.resolve(undefined),
    );
    expect((await fetch(`${url}/bad`)).status).toBe(500);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it("delays an answer when a fault says so", async () => {
    const url = await serve();
    const body = JSON.stringify([{ fault: "slow", delayMs: 120 }]);
    await fetch(`${url}/_emulator/faults`, { method: "POST", body });
    const before = performance.now();
    expect((await fetch(`${url}/services/data`)).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(110);
  });

  it("knows this machine by all its addresses", () => {
    expect(["127.0.0.1", "::1", "::ffff:127.0.0.1"].map(isLoopbackAddress)).toEqual([
      true,
      true,
      true,
    ]);
    expect(["10.0.0.1", "::ffff:10.0.0.1", undefined].map(isLoopbackAddress)).toEqual([
      false,
      false,
      false,
    ]);
  });
});
