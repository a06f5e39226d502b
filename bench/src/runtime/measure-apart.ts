/** Measures a suite in a process of its own, so that no suite pays for another one's heap. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Figure } from "../figure.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

/** Calls `onFigure` as figures come. Rejects when the process fails. */
export async function measureApart(
  suite: string,
  size: number,
  onFigure: (figure: Figure) => void,
): Promise<void> {
  const flags = ["--disable-warning=ExperimentalWarning"];
  const words = [MAIN, "--here", suite, "--size", String(size)];
  const child = spawn(process.execPath, [...flags, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close") as Promise<[number | null]>;
  for await (const line of createInterface({ input: child.stdout })) {
    onFigure(JSON.parse(line) as Figure);
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`${suite} could not be measured (exit code ${code})`);
}
