/** Both emulators as processes of their own, so that their work is not counted as ours. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { delay } from "./stopwatch.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const READY_TRIES = 150;
const READY_EVERY_MS = 100;
const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface Emulators extends AsyncDisposable {
  readonly quickbooksUrl: string;
  readonly salesforceUrl: string;
  /** An empty folder for the ledger, removed at the end. */
  readonly folder: string;
}

/** Starts both with no rate limits and no webhooks; they stop when the value is disposed of. */
export async function startEmulators(): Promise<Emulators> {
  const folder = mkdtempSync(path.join(tmpdir(), "accord-bench-"));
  const children: ChildProcess[] = [];
  // Ended from outside, this process must not leave the two behind.
  const abandon = (): void => {
    for (const child of children) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  };
  for (const signal of STOP_SIGNALS) process.once(signal, abandon);
  const stop = async (): Promise<void> => {
    for (const signal of STOP_SIGNALS) process.off(signal, abandon);
    await Promise.all(children.map(stopChild));
    rmSync(folder, { recursive: true, force: true });
  };
  const start = (name: string, words: readonly string[]): void => {
    const main = path.join(ROOT, "packages", name, "src", "main.ts");
    const data = ["--data", path.join(folder, name)];
    const flags = ["--disable-warning=ExperimentalWarning"];
    children.push(
      spawn(process.execPath, [...flags, main, ...data, ...words], {
        cwd: ROOT,
        stdio: ["ignore", "ignore", "inherit"],
      }),
    );
  };
  try {
    const [quickbooks, salesforce, grpc] = [await freePort(), await freePort(), await freePort()];
    start("emulator-quickbooks", ["--port", String(quickbooks), "--no-rate-limits"]);
    start("emulator-salesforce", ["--port", String(salesforce), "--grpc-port", String(grpc)]);
    const quickbooksUrl = `http://127.0.0.1:${quickbooks}`;
    const salesforceUrl = `http://127.0.0.1:${salesforce}`;
    await Promise.all([untilReady(quickbooksUrl), untilReady(salesforceUrl)]);
    return { quickbooksUrl, salesforceUrl, folder, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

async function untilReady(url: string): Promise<void> {
  for (let attempt = 0; attempt < READY_TRIES; attempt += 1) {
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    if (answer?.status === 200) return;
    await delay(READY_EVERY_MS);
  }
  throw new Error(`${url} did not get ready`);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
