/**
 * The folder's append-only log: one line per commit, a JSON list of changes. A commit is written
 * before its answer goes out, so a killed process loses nothing that it acknowledged. A last line
 * without its end (a kill in the middle of a write) was never acknowledged and is cut off.
 */

import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Change } from "../store/store.ts";

const FILE = "company.log";
/** Rewrite when the log holds this many times more changes than values. */
const COMPACT_FACTOR = 4;
/** A short log is not worth rewriting. */
const COMPACT_LEAST = 5_000;
/** Keeps the lines of a rewritten log short enough to read. */
const DUMP_LINE_CHANGES = 500;

/** Not safe for two processes: hold the folder's lock first. */
export class ChangeLog {
  readonly #path: string;
  #file: number;

  private constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, "a");
  }

  /** Opens the log of a folder; `changes` is undefined for a new one. */
  static open(folder: string): { readonly log: ChangeLog; readonly changes: Change[] | undefined } {
    const path = join(folder, FILE);
    const isNew = !existsSync(path) || readFileSync(path).length === 0;
    const changes = isNew ? undefined : readChanges(path);
    return { log: new ChangeLog(path), changes };
  }

  append(changes: readonly Change[]): void {
    const line = Buffer.from(`${JSON.stringify(changes)}\n`, "utf8");
    for (let written = 0; written < line.length; ) written += writeSync(this.#file, line, written);
  }

  /** Replaces a log that has grown far beyond its values by the values alone, in one rename. */
  compact(changeCount: number, values: readonly Change[]): void {
    if (changeCount < COMPACT_LEAST || changeCount < COMPACT_FACTOR * values.length) return;
    const lines: string[] = [];
    for (let at = 0; at < values.length; at += DUMP_LINE_CHANGES) {
      lines.push(JSON.stringify(values.slice(at, at + DUMP_LINE_CHANGES)));
    }
    writeFileSync(`${this.#path}.new`, `${lines.join("\n")}\n`, { flush: true });
    renameSync(`${this.#path}.new`, this.#path);
    closeSync(this.#file);
    this.#file = openSync(this.#path, "a");
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Every change of every whole line; the file is cut after the last whole line. */
function readChanges(path: string): Change[] {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) truncate(path, end);
  const lines = bytes
    .toString("utf8", 0, end)
    .split("\n")
    .filter((line) => line !== "");
  return lines.flatMap((line, index) => {
    try {
      return JSON.parse(line) as Change[];
    } catch {
      throw new Error(`${path} is damaged at line ${index + 1}; move it away to start afresh`);
    }
  });
}

/** Cuts the torn line off for good, so that the next commit starts on a line of its own. */
function truncate(path: string, length: number): void {
  const file = openSync(path, "r+");
  ftruncateSync(file, length);
  closeSync(file);
}
