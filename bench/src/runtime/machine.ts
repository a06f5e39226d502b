import { execFileSync } from "node:child_process";
import { cpus, loadavg, totalmem } from "node:os";

/** Where and of what a figure was taken: stored with each baseline. */
export interface Origin {
  /** ISO 8601. */
  readonly at: string;
  /** Abbreviated; with a `+` when product files differed from it. */
  readonly commit: string;
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly memoryGb: number;
    readonly node: string;
    readonly load: number;
  };
}

export function readOrigin(): Origin {
  const [first] = cpus();
  return {
    at: new Date().toISOString(),
    commit: readCommit(),
    machine: {
      processor: first?.model ?? "unknown",
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 2 ** 30),
      node: process.version,
      load: Number((loadavg()[0] ?? 0).toFixed(2)),
    },
  };
}

function readCommit(): string {
  const git = (...words: string[]) =>
    execFileSync("git", words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    const changed = git("status", "--porcelain", "--", "packages", "bench/src");
    return git("rev-parse", "--short", "HEAD") + (changed === "" ? "" : "+");
  } catch {
    return "unknown";
  }
}
