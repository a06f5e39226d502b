/** The service as a process: how it starts, refuses and ends. The remote systems are down all along. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ServiceStatusView } from "../src/health/bug-count.ts";
import { CERTIFICATE } from "./certificate.ts";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const READY_MS = 15_000;

let folder = "";
let started: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "accord-process-"));
  started = [];
});

afterEach(async () => {
  for (const child of started) await ended(child);
  rmSync(folder, { recursive: true, force: true });
});

/** What still runs could write into the folder while it is removed. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  // Above it, up to eleven ports are only looked at, and nobody listens there.
  return typeof address === "object" && address !== null ? Math.min(address.port, 65_000) : 0;
}

function start(environment: Record<string, string>) {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", MAIN], {
    env: { PATH: process.env["PATH"], ACCORD_DATA: folder, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => {
    out += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    err += String(chunk);
  });
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, out, err }));
  });
  return { child, ended };
}

async function untilReady(port: number): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the service was not ready in time");
}

async function statusOf(port: number): Promise<ServiceStatusView> {
  const token = readFileSync(path.join(folder, "operator-token"), "utf8").trim();
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/status`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return (await answer.json()) as ServiceStatusView;
}

describe("the service's process", () => {
  it("is ready while both systems are down, ends within five seconds, and keeps its folder to itself", async () => {
    const port = await freePort();
    const first = start({ PORT: String(port) });
    await untilReady(port);

    const second = await start({ PORT: String(await freePort()) }).ended;
    expect(second.code).toBe(1);
    expect(second.err).toContain("DATA_FOLDER_IN_USE");

    const askedAt = Date.now();
    first.child.kill("SIGTERM");
    const { code } = await first.ended;
    expect(code).toBe(0);
    expect(Date.now() - askedAt).toBeLessThan(5000);
  });

  it("ends when another process has taken over its ledger, and says so", async () => {
    const port = await freePort();
    const first = start({ PORT: String(port) });
    await untilReady(port);
    const token = readFileSync(path.join(folder, "operator-token"), "utf8").trim();
    // As a process would that was let in by a lock that does not hold, as on some network drives.
    const database = new DatabaseSync(path.join(folder, "service", "accord.sqlite"));
    database.exec("update engine_epoch set epoch = epoch + 1");
    database.close();
    await fetch(`http://127.0.0.1:${port}/api/v1/sync-runs`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ object: "Customer", filter: "Id = '1'" }),
    }).catch(() => null);
    const { code, err } = await first.ended;
    expect(code).toBe(1);
    expect(err).toContain("LEDGER_TAKEN_OVER");
  });

  it("takes up its folder again after it was killed", async () => {
    const port = await freePort();
    const first = start({ PORT: String(port) });
    await untilReady(port);
    const token = readFileSync(path.join(folder, "operator-token"), "utf8");
    first.child.kill("SIGKILL");
    await first.ended;
    start({ PORT: String(port) });
    await untilReady(port);
    expect(readFileSync(path.join(folder, "operator-token"), "utf8")).toBe(token);
  });

  it("says which port is in use and how to choose another", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { code, err } = await start({ PORT: String(port) }).ended;
    await new Promise((resolve) => server.close(resolve));
    expect(code).toBe(1);
    expect(err).toContain(`Port ${port} is in use.`);
    expect(err).toContain("PORT_IN_USE");
  });

  it("tells all settings that are missing, and makes nothing before they are right", async () => {
    const { code, err } = await start({ ACCORD_MODE: "live", PORT: "http" }).ended;
    expect(code).toBe(1);
    expect(err).toContain("PORT must be a port");
    expect(err).toContain("ACCORD_INTUIT_CLIENT_ID is missing");
    expect(() => statSync(path.join(folder, "service"))).toThrow("ENOENT");
  });

  it.skipIf(process.platform === "win32")(
    "tells what to look at in its settings, in the log and in its status",
    async () => {
      const port = await freePort();
      const file = path.join(folder, "accord.env");
      writeFileSync(file, "ACCORD_LGO=pretty\n");
      chmodSync(file, 0o644);
      const { child, ended } = start({ PORT: String(port) });
      await untilReady(port);
      const { warnings } = await statusOf(port);
      expect(warnings).toEqual([
        "ACCORD_LGO is not a setting and does nothing: is ACCORD_LOG meant?",
        expect.stringContaining(`run chmod 600 '${file}'`),
      ]);
      child.kill("SIGTERM");
      const { out } = await ended;
      for (const warning of warnings) expect(out).toContain(JSON.stringify(warning));
    },
  );

  it("says of each connection how it stands, whatever the other does", async () => {
    const port = await freePort();
    const certificate = path.join(folder, "org.pem");
    writeFileSync(certificate, CERTIFICATE);
    const { child, ended } = start({
      PORT: String(port),
      ACCORD_MODE: "live",
      ACCORD_INTUIT_CLIENT_ID: "id",
      ACCORD_INTUIT_CLIENT_SECRET: "secret",
      ACCORD_INTUIT_REALM_ID: "9130",
      ACCORD_INTUIT_VERIFIER_TOKEN: "verifier",
      // Nobody listens there.
      ACCORD_SALESFORCE_URL: `http://localhost:${port + 1}`,
      ACCORD_SALESFORCE_ORG_ID: "00D5g000004xyzAEAQ",
      ACCORD_SALESFORCE_CLIENT_ID: "key",
      ACCORD_SALESFORCE_CLIENT_SECRET: "secret",
      ACCORD_SALESFORCE_CERTIFICATE_FILE: certificate,
    });
    await untilReady(port);
    const deadline = Date.now() + READY_MS;
    let { connections } = await statusOf(port);
    while (!connections.every(({ isKnown }) => isKnown) && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      ({ connections } = await statusOf(port));
    }
    expect(connections).toMatchObject([
      { system: "quickbooks", state: "needsReconnect", wasConnected: false, isKnown: true },
      { system: "salesforce", state: "waiting", wasConnected: false, isKnown: true },
    ]);
    child.kill("SIGTERM");
    const { out } = await ended;
    expect(out).toContain(`"QuickBooks must be connected"`);
    expect(out).toContain(`"at":"http://localhost:${port}/connect/quickbooks"`);
    expect(out).toContain(`"reason":"Salesforce cannot be reached"`);
  });
});
