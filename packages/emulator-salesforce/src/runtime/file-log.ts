import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { Commit } from "../commit.ts";
import type { Document, Snapshot } from "../store/document-store.ts";

/**
 * The org on disk: `org.log`, one line of JSON for each commit, in order:
 *
 *   {"format":1}
 *   {"put":[["Account","001…",{…}],["sessions","00D…",null]]}      null: removed
 *
 * A line is written before the answer goes out, so that what a client was told survives SIGKILL. (It is
 * not forced to the platter: a power cut may cost the last moments of a stand-in for a cloud service.)
 * A process killed while writing leaves a torn last line, which no client was told of: it is cut off.
 * At each start and after a reset the file is written anew, without outdated lines, and renamed.
 */
export interface OpenLog {
  /** What the file held; undefined when there was none. */
  readonly snapshot: Snapshot | undefined;
  readonly log: FileLog;
}

type Entry = readonly [collection: string, key: string, document: Document | null];

const FORMAT = 1;
/** Sessions and refresh tokens are in the file. */
const OWNER_ONLY = 0o600;
const ENTRIES_PER_LINE = 500;

/** A line that no torn write explains: someone else changed the file. */
export class BrokenLog extends Error {
  constructor(file: string, line: number) {
    super(`${file} is broken at line ${line}. Move the file away to start with a fresh org.`);
    this.name = "BrokenLog";
  }
}

/** Reads the folder's log and opens it for writing. @throws BrokenLog */
export function openLog(folder: string): OpenLog {
  const file = path.join(folder, "org.log");
  if (!existsSync(file)) return { snapshot: undefined, log: new FileLog(file) };
  const { snapshot, length } = readLog(file);
  return { snapshot, log: new FileLog(file, length) };
}

/** Appends commits to the file. */
export class FileLog {
  readonly #file: string;
  #handle: number;

  /** @param length of the sound part of an existing file, in bytes; what follows is cut off. */
  constructor(file: string, length?: number) {
    this.#file = file;
    this.#handle = openSync(file, "a", OWNER_ONLY);
    if (length === undefined) writeLine(this.#handle, { format: FORMAT });
    else ftruncateSync(this.#handle, length);
  }

  append(commit: Commit): void {
    if (commit.replacedBy !== undefined) {
      this.rewrite(commit.replacedBy);
      return;
    }
    if (commit.changes.length === 0) return;
    const put = commit.changes.map(
      ({ collection, key, after }): Entry => [collection, key, after ?? null],
    );
    writeLine(this.#handle, { put });
  }

  /** Replaces the whole file; a crash in between leaves the old one. */
  rewrite(snapshot: Snapshot): void {
    const fresh = `${this.#file}.new`;
    const handle = openSync(fresh, "w", OWNER_ONLY);
    writeLine(handle, { format: FORMAT });
    let put: Entry[] = [];
    for (const [collection, rows] of snapshot) {
      for (const [key, document] of rows) {
        put.push([collection, key, document]);
        if (put.length < ENTRIES_PER_LINE) continue;
        writeLine(handle, { put });
        put = [];
      }
    }
    if (put.length > 0) writeLine(handle, { put });
    fsyncSync(handle);
    closeSync(handle);
    renameSync(fresh, this.#file);
    closeSync(this.#handle);
    this.#handle = openSync(this.#file, "a", OWNER_ONLY);
  }

  close(): void {
    fsyncSync(this.#handle);
    closeSync(this.#handle);
  }
}

/**
 * One line, appended in one go, so that a kill can tear the last line only. Throws unless the disk took all
 * of it: one that is nearly full takes a part of a write, and says so by the number of bytes alone.
 */
function writeLine(handle: number, value: unknown): void {
  writeFileSync(handle, `${JSON.stringify(value)}\n`);
}

/** Replays the lines into documents; `length` is the sound part of the file, in bytes. */
function readLog(file: string): {
  readonly snapshot: Snapshot;
  readonly length: number;
} {
  const bytes = readFileSync(file);
  const length = bytes.lastIndexOf("\n") + 1;
  const snapshot = new Map<string, Map<string, Document>>();
  // Line by line: the log of a large org is longer than a text can be.
  for (let start = 0, line = 1; start < length; line += 1) {
    const end = bytes.indexOf("\n", start);
    const put = parseLine(bytes.toString("utf8", start, end));
    if (put === undefined) throw new BrokenLog(file, line);
    start = end + 1;
    for (const [collection, key, document] of put) {
      const rows = snapshot.get(collection) ?? new Map<string, Document>();
      if (document === null) rows.delete(key);
      else rows.set(key, document);
      snapshot.set(collection, rows);
    }
  }
  return { snapshot, length };
}

/** The entries of a line, or undefined when it is no line of ours. */
function parseLine(line: string): readonly Entry[] | undefined {
  try {
    const value = JSON.parse(line) as { readonly format?: number; readonly put?: readonly Entry[] };
    return value.format === FORMAT ? [] : value.put;
  } catch {
    return undefined;
  }
}
