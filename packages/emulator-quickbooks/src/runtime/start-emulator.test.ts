import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { signBody } from "../webhooks/signature.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const API = "/v3/company/9341452700000001";
const HEADERS = { authorization: "Bearer demo", "content-type": "application/json" };

let folder = "";
const started: ChildProcess[] = [];
const servers: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "emulator-quickbooks-"));
});
afterEach(async () => {
  for (const child of started.splice(0)) await end(child, "SIGKILL");
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly address: string;
  /** What it says at first. */
  readonly said: string;
}

function launch(...more: string[]): ChildProcess {
  const child = spawn(process.execPath, [MAIN, "--data", folder, ...more], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  return child;
}

async function start(...more: string[]): Promise<Started> {
  const child = launch("--port", "0", ...more);
  const [line] = (await once(child.stdout ?? child, "data")) as [Buffer];
  const said = line.toString();
  const address = /http:\/\/[\d.:]+/.exec(said)?.[0] ?? "";
  return { child, address, said };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
  return child.exitCode;
}

async function failure(child: ChildProcess): Promise<{ code: number | null; text: string }> {
  let text = "";
  child.stderr?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await once(child, "close");
  return { code: child.exitCode, text };
}

const create = (address: string, name: string): Promise<Response> =>
  fetch(`${address}${API}/customer`, {
    method: "POST",
    headers: HEADERS,
    body: JSON.stringify({ DisplayName: name }),
  });

/** An app that records what it is told; `answers` are its statuses, the last one repeated. */
async function listen(
  answers: readonly number[],
): Promise<{ url: string; received: { body: string; signature: string }[] }> {
  const received: { body: string; signature: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      received.push({ body, signature: String(request.headers["intuit-signature"]) });
      response.writeHead(answers[Math.min(received.length, answers.length) - 1] ?? 200).end();
    });
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`, received };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  let tries = 0;
  while (!(await holds())) {
    expect((tries += 1)).toBeLessThan(200);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function acknowledged(address: string): Promise<number> {
  const usage = await (await fetch(`${address}/_emulator/usage`)).json();
  return (usage as { webhooks: { acknowledged: number } }).webhooks.acknowledged;
}

describe("the emulator as a process", () => {
  it("keeps every acknowledged write through SIGKILL, and stops cleanly on SIGTERM", async () => {
    const first = await start();
    expect(await (await fetch(`${first.address}/healthz`)).json()).toEqual({ status: "ok" });
    expect((await create(first.address, "Durable")).status).toBe(200);
    await end(first.child, "SIGKILL");
    const second = await start();
    const found = await fetch(`${second.address}${API}/customer/71`, { headers: HEADERS });
    expect(await found.text()).toContain('"DisplayName":"Durable"');
    expect(await end(second.child, "SIGTERM")).toBe(0);
  });

  it("says where the API is, and that a company which is there is not set up anew", async () => {
    const first = await start("--country", "GB");
    expect(first.said).toContain(`${first.address}${API}`);
    expect(first.said).not.toContain("as it was");
    await end(first.child, "SIGTERM");
    const second = await start("--country", "CA");
    expect(second.said).toContain("The company in this folder is as it was.");
    await end(second.child, "SIGTERM");
    expect((await start()).said).not.toContain("as it was");
  });

  it("refuses a folder that another process holds, and says so", async () => {
    await start();
    const { code, text } = await failure(launch("--port", "0"));
    expect([code, text]).toEqual([
      1,
      expect.stringContaining("is in use by another QuickBooks emulator"),
    ]);
  });

  it("refuses a folder that is a file, in one line", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const { code, text } = await failure(launch("--port", "0", "--data", file));
    expect([code, text]).toEqual([
      1,
      expect.stringContaining(`The data folder ${file} cannot be used (EEXIST`),
    ]);
    expect(text).not.toContain("    at ");
  });

  it("is reached under each name that localhost may have, and yields none of them", async () => {
    const { address } = await start();
    const port = new URL(address).port;
    for (const host of ["127.0.0.1", "[::1]", "localhost"]) {
      expect((await fetch(`http://${host}:${port}/healthz`)).status).toBe(200);
    }
    const other = createServer();
    servers.push(other);
    other.listen(0, "::1");
    await once(other, "listening");
    const taken = String((other.address() as AddressInfo).port);
    const { code, text } = await failure(launch("--port", taken, "--data", `${folder}/other`));
    expect([code, text]).toEqual([1, expect.stringContaining(`Port ${taken} on localhost`)]);
  });

  it("refuses a port in use and options that make no sense, and says so", async () => {
    const blocker = createServer();
    servers.push(blocker);
    blocker.listen(0, "127.0.0.1");
    await once(blocker, "listening");
    const port = String((blocker.address() as AddressInfo).port);
    const busy = await failure(launch("--port", port));
    expect([busy.code, busy.text]).toEqual([
      1,
      expect.stringContaining(`Port ${port} on localhost is in use`),
    ]);
    const wrong = await failure(launch("--port", "many"));
    expect([wrong.code, wrong.text]).toEqual([
      2,
      expect.stringContaining("--port many is no port number"),
    ]);
  });

  it("posts signed webhooks, and what was not sent before a kill after the next start", async () => {
    const app = await listen([200]);
    const first = await start(
      "--webhook-url",
      app.url,
      "--verifier-token",
      "secret",
      "--aggregate-ms",
      "20",
    );
    await create(first.address, "Told");
    await until(async () => (await acknowledged(first.address)) === 1);
    expect(app.received[0]?.body).toContain('"type":"qbo.customer.created.v1"');
    expect(app.received[0]?.signature).toBe(signBody(app.received[0]?.body ?? "", "secret"));
    await end(first.child, "SIGKILL");
    const slow = await start("--webhook-url", app.url, "--aggregate-ms", "600000");
    await create(slow.address, "Told later");
    await end(slow.child, "SIGKILL");
    await start("--webhook-url", app.url, "--aggregate-ms", "20");
    await until(() => app.received.length === 2);
    expect(app.received[1]?.body).toContain('"intuitentityid":"72"');
  });

  it("loses or breaks off answers when a fault rule says so, after the work was done", async () => {
    const { address } = await start();
    const rules = [
      { match: { body: "Lost" }, fault: "timeout-after" },
      { match: { body: "Cut" }, fault: "close-after" },
    ];
    await fetch(`${address}/_emulator/faults`, { method: "POST", body: JSON.stringify(rules) });
    const lost = fetch(`${address}${API}/customer`, {
      method: "POST",
      headers: HEADERS,
      body: '{"DisplayName":"Lost"}',
      signal: AbortSignal.timeout(300),
    });
    await expect(lost).rejects.toThrow(/timeout|aborted/i);
    await expect(create(address, "Cut")).rejects.toThrow("fetch failed");
    const found = await fetch(
      `${address}${API}/query?query=${encodeURIComponent("select count(*) from Customer where DisplayName in ('Lost','Cut')")}`,
      { headers: HEADERS },
    );
    expect(await found.text()).toContain('"totalCount":2');
  });
});
