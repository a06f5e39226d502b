/** The whole product, started, stopped, killed and reached exactly as an operator does. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { claimPorts } from "./ports.ts";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** The first start may build the screens. */
const START_MS_MAX = 180_000;

/** Where a running product is found. Plain data, so that test files can be told of it. */
export interface Place {
  readonly port: number;
  readonly folder: string;
  readonly service: string;
  readonly salesforce: string;
  readonly quickbooks: string;
}

export interface Product extends Place {
  /** What the launcher said so far, on both of its outputs. */
  output(): string;
  /** Sends Ctrl-C; resolves with the exit code. Its files stay. */
  interrupt(): Promise<number | null>;
  /** Ends it, however it fares, and removes its files. */
  discard(): Promise<void>;
}

export type ProgramName = "service" | "salesforce" | "quickbooks";

export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), "accord-e2e-"));
}

export function placeAt(port: number, folder: string): Place {
  return {
    port,
    folder,
    service: `http://localhost:${port}`,
    salesforce: `http://localhost:${port + 1}`,
    quickbooks: `http://localhost:${port + 2}`,
  };
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

async function isHealthy(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/healthz`);
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}

export async function untilHealthy(url: string, timeoutMs = 30_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isHealthy(url))) {
    if (Date.now() > deadline) throw new Error(`${url} is not healthy after ${timeoutMs} ms.`);
    await pause(50);
  }
}

export interface Launch {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves when the process has ended. */
  readonly ended: Promise<number | null>;
}

/** Starts a program of the repository and keeps what it says. */
export function launch(words: readonly string[], environment: NodeJS.ProcessEnv): Launch {
  let said = "";
  const child = spawn(process.execPath, [...words], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", (code) => resolve(code));
  });
  return { child, output: () => said, ended };
}

/** `npm start`, without npm: what it runs, on a port and a folder of its own. */
export function launchProduct(port: number, folder: string): Launch {
  return launch(["scripts/start.mjs"], { PORT: String(port), ACCORD_DATA: folder });
}

/** Starts everything, on ports of its own, and waits until it says that it runs and every part is healthy. */
export async function startProduct(folder = temporaryFolder(), ports?: number): Promise<Product> {
  const port = ports ?? (await claimPorts());
  const { child, output, ended } = launchProduct(port, folder);
  const place = placeAt(port, folder);
  const deadline = Date.now() + START_MS_MAX;
  while (!output().includes("Accord Sync is running.")) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true, force: true });
      throw new Error(`The product did not start:\n${output()}`);
    }
    await pause(50);
  }
  for (const url of [place.service, place.salesforce, place.quickbooks]) await untilHealthy(url);
  const interrupt = async (): Promise<number | null> => {
    if (child.exitCode === null) child.kill("SIGINT");
    return ended;
  };
  return {
    ...place,
    output,
    interrupt,
    discard: async () => {
      const killer = setTimeout(() => child.kill("SIGKILL"), 15_000);
      await interrupt();
      clearTimeout(killer);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The process of one of the three programs, from its pid file. */
export function pidOf({ folder }: Place, name: ProgramName): number {
  return Number(readFileSync(path.join(folder, `${name}.pid`), "utf8"));
}

/** SIGKILL: no chance to tidy up. */
export function kill(place: Place, name: ProgramName): void {
  process.kill(pidOf(place, name), "SIGKILL");
}
