/** The files of `bench/baselines/`: one a suite, appended to, never rewritten. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = new URL("../../baselines/", import.meta.url);

function fileOf(suite: string): string {
  return fileURLToPath(new URL(`${suite}.jsonl`, FOLDER));
}

/** The stored lines; empty when the suite was never stored. */
export function readBaselineFile(suite: string): string {
  const file = fileOf(suite);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

export function appendBaselines(suite: string, lines: readonly string[]): void {
  appendFileSync(fileOf(suite), lines.join(""));
}
