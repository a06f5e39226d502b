/**
 * The bytes of attachments and sent mails. They are kept beside the store and not in it: the store's log
 * holds only their digest, so that a file of 100 MB is written once and never again when the log is
 * compacted. Equal bytes are kept once.
 */

import { createHash } from "node:crypto";
import type { Store } from "../store/store.ts";

/** A keeper of bytes, addressed by their digest. Synchronous, as a request is. */
export interface Blobs {
  /**
   * Keeps the bytes, durably where there is a folder, and returns their digest. Must be called before
   * the change that names the digest is committed: a crash in between leaves bytes that nobody names
   * (removed at the next start), never a name without bytes. Throws `BlobsFullError` when there is no room.
   */
  put(bytes: Uint8Array): string;
  /** Undefined for a digest whose bytes are not here. */
  get(digest: string): Uint8Array | undefined;
}

/** Enough for tests and simulators; a folder has no such bound. */
const MEMORY_BYTES_MAX = 256 * 1024 * 1024;

/** SHA-256 in hex. */
export function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Every digest that the store names: those of attached files and of sent mails. */
export function* digestsIn(store: Store): Generator<string> {
  for (const [, file] of store.states("file")) yield file.digest;
  for (const [, mail] of store.states("mail")) yield mail.pdfDigest;
}

/** There is no room for the bytes; the message says where. */
export class BlobsFullError extends Error {
  override readonly name = "BlobsFullError";
}

/** For companies in one process. Nothing is ever removed, since a snapshot may bring any record back. */
export class MemoryBlobs implements Blobs {
  readonly #byDigest = new Map<string, Uint8Array>();
  readonly #bytesMax: number;
  #bytes = 0;

  constructor(bytesMax: number = MEMORY_BYTES_MAX) {
    this.#bytesMax = bytesMax;
  }

  put(bytes: Uint8Array): string {
    const digest = digestOf(bytes);
    if (this.#byDigest.has(digest)) return digest;
    if (this.#bytes + bytes.length > this.#bytesMax) {
      throw new BlobsFullError(`The files in memory would exceed ${this.#bytesMax} bytes.`);
    }
    // A copy: the caller's bytes may be a view of a whole request.
    this.#byDigest.set(digest, new Uint8Array(bytes));
    this.#bytes += bytes.length;
    return digest;
  }

  get(digest: string): Uint8Array | undefined {
    return this.#byDigest.get(digest);
  }
}
