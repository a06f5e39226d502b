/**
 * The folder's append-only log: one line per commit, a JSON list of changes. A commit is written
 * before its answer goes out, so a killed process loses nothing that it acknowledged. A last line
 * without its end (a kill in the middle of a write) was never acknowledged and is cut off.
 */

import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  truncateSync,
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

/** Read at once; a log of hundreds of megabytes never stands in memory as a whole. */
const READ_BYTES = 1024 * 1024;

/** Not safe for two processes: hold the folder's lock first. */
export class ChangeLog {
  readonly #path: string;
  #file: number;
  #changeCount = 0;

  private constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, "a");
  }

  /**
   * Opens the log of a folder; a torn last line is cut off for good, so that the next commit starts on a
   * line of its own. `changes` is undefined for a new folder; it is read while it is iterated, once, and
   * throws at a line that is damaged.
   */
  static open(folder: string): {
    readonly log: ChangeLog;
    readonly changes: Iterable<Change> | undefined;
  } {
    const path = join(folder, FILE);
    const end = existsSync(path) ? endOfLastLine(path) : 0;
    if (existsSync(path) && statSync(path).size > end) truncateSync(path, end);
    const log = new ChangeLog(path);
    return { log, changes: end === 0 ? undefined : log.#read(end) };
  }

  /**
   * Written whole before the caller goes on. A line that does not fit (a full disk) is cut off again, and
   * the error of the write is thrown: the next line that does fit must not be joined to half a one.
   */
  append(changes: readonly Change[]): void {
    const line = Buffer.from(`${JSON.stringify(changes)}\n`, "utf8");
    let written = 0;
    try {
      while (written < line.length) written += writeSync(this.#file, line, written);
    } catch (error) {
      if (written > 0) ftruncateSync(this.#file, fstatSync(this.#file).size - written);
      throw error;
    }
    this.#changeCount += changes.length;
  }

  /** Replaces a log that has grown far beyond its values by the values alone, in one rename. */
  compact(values: Iterable<Change>, valueCount: number): void {
    if (this.#changeCount < COMPACT_LEAST || this.#changeCount < COMPACT_FACTOR * valueCount)
      return;
    const fresh = openSync(`${this.#path}.new`, "w");
    for (const line of linesOf(values)) writeFileSync(fresh, `${JSON.stringify(line)}\n`);
    fsyncSync(fresh);
    closeSync(fresh);
    renameSync(`${this.#path}.new`, this.#path);
    closeSync(this.#file);
    this.#file = openSync(this.#path, "a");
    this.#changeCount = valueCount;
  }

  close(): void {
    closeSync(this.#file);
  }

  *#read(end: number): Generator<Change> {
    let number = 0;
    for (const line of readLines(this.#path, end)) {
      number += 1;
      if (line === "") continue;
      const changes = parseLine(line, `${this.#path} is damaged at line ${number}`);
      this.#changeCount += changes.length;
      yield* changes;
    }
  }
}

function parseLine(line: string, problem: string): Change[] {
  try {
    return JSON.parse(line) as Change[];
  } catch {
    throw new Error(`${problem}; move it away to start afresh`);
  }
}

/** The values in lists of a readable length. */
function* linesOf(values: Iterable<Change>): Generator<Change[]> {
  let line: Change[] = [];
  for (const value of values) {
    line.push(value);
    if (line.length === DUMP_LINE_CHANGES) {
      yield line;
      line = [];
    }
  }
  if (line.length > 0) yield line;
}

/** The place after the last line end; 0 when there is none. */
function endOfLastLine(path: string): number {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(READ_BYTES);
    for (let end = statSync(path).size; end > 0; ) {
      const start = Math.max(0, end - READ_BYTES);
      const count = readSync(file, buffer, 0, end - start, start);
      const found = buffer.subarray(0, count).lastIndexOf(0x0a);
      if (found >= 0) return start + found + 1;
      end = start;
    }
    return 0;
  } finally {
    closeSync(file);
  }
}

/** The lines before `end`, each whole, without their ends. */
function* readLines(path: string, end: number): Generator<string> {
  const file = openSync(path, "r");
  try {
    let torn: Buffer[] = [];
    for (let at = 0; at < end; ) {
      const chunk = Buffer.alloc(Math.min(READ_BYTES, end - at));
      const count = readSync(file, chunk, 0, chunk.length, at);
      at += count;
      let from = 0;
      for (let found = chunk.indexOf(0x0a); found >= 0; found = chunk.indexOf(0x0a, from)) {
        yield Buffer.concat([...torn, chunk.subarray(from, found)]).toString("utf8");
        torn = [];
        from = found + 1;
      }
      torn.push(chunk.subarray(from, count));
    }
  } finally {
    closeSync(file);
  }
}
