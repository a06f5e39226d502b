/**
 * Attachments as files of the data folder: `files/<first two digits>/<digest>`. A file is written under a
 * name of its own, flushed, and renamed before the change that names it is logged, so it is whole or not
 * there. A file that nothing names (its attachable was deleted, or the process died in between) is removed
 * at the next start; while the process runs, nothing is.
 */

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { BlobsFullError, digestOf, type Blobs } from "../documents/blobs.ts";

const FOLDER = "files";
const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
const DIGEST = /^[0-9a-f]{64}$/;

/** Not safe for two processes: hold the folder's lock first. */
export class FolderBlobs implements Blobs {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, FOLDER);
  }

  put(bytes: Uint8Array): string {
    const digest = digestOf(bytes);
    const path = this.#pathOf(digest);
    if (existsSync(path)) return digest;
    mkdirSync(dirname(path), { recursive: true });
    const unfinished = `${path}.new`;
    try {
      writeFileSync(unfinished, bytes, { flush: true });
      renameSync(unfinished, path);
    } catch (error) {
      rmSync(unfinished, { force: true });
      throw isFull(error)
        ? new BlobsFullError(`There is no room for files: ${error.message}.`)
        : error;
    }
    return digest;
  }

  get(digest: string): Uint8Array | undefined {
    const path = this.#pathOf(digest);
    return existsSync(path) ? readFileSync(path) : undefined;
  }

  /** Removes the files that nothing names, and what a killed process left unfinished. */
  keepOnly(digests: ReadonlySet<string>): void {
    if (!existsSync(this.#folder)) return;
    for (const name of readdirSync(this.#folder, { recursive: true, encoding: "utf8" })) {
      const last = name.split(/[\\/]/).at(-1) ?? "";
      const isFile = DIGEST.test(last) || last.endsWith(".new");
      if (isFile && !digests.has(last)) rmSync(join(this.#folder, name), { force: true });
    }
  }

  #pathOf(digest: string): string {
    if (!DIGEST.test(digest)) throw new Error(`${digest} is no digest`);
    return join(this.#folder, digest.slice(0, 2), digest);
  }
}

/** A full disk or quota, or a file larger than the file system takes. */
function isFull(error: unknown): error is Error {
  return error instanceof Error && "code" in error && FULL.has(String(error.code));
}
