/** Starts processes for mutants, no more at once than there are cores. */
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { HuntOrder, HuntProgress, HuntResult, Replay } from "../mutants/hunt.ts";

export type MutantOrder =
  | { readonly kind: "hunt"; readonly order: HuntOrder }
  | { readonly kind: "replay"; readonly names: readonly string[] };

export type MutantReport =
  | { readonly kind: "progress"; readonly progress: HuntProgress }
  | { readonly kind: "hunted"; readonly result: HuntResult }
  | { readonly kind: "replayed"; readonly replays: readonly Replay[] };

const PROGRAM = fileURLToPath(new URL("./mutant-process.ts", import.meta.url));

/** Rejects when the process ends otherwise than well: with what it wrote about it. */
export function runOrder(
  order: MutantOrder,
  onReport: (report: MutantReport) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(PROGRAM, [JSON.stringify(order)], {
      execArgv: ["--disable-warning=ExperimentalWarning"],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let said = "";
    child.stderr?.on("data", (bytes: Buffer) => {
      said += bytes.toString();
    });
    child.on("message", (message) => onReport(message as MutantReport));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the process of a mutant ended with ${code}: ${said}`));
    });
  });
}

/** Does `work` for each, as many at once as there are cores. */
export async function onEachCore<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}
