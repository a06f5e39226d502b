import { DatabaseSync } from "node:sqlite";
import { dirname } from "node:path";
import {
  operationalError,
  OperationalFailure,
} from "@accord-sync/core/errors/operational-error.ts";
import { makePrivate } from "./private-file.ts";

export interface FileLock {
  release(): void;
}

/**
 * Holds `file` for this process, by an exclusive SQLite transaction on the side file
 * `<file>.lock`. The operating system releases it when the process ends in whatever way, so no
 * stale lock can be left, and the ledger itself stays readable with ordinary tools.
 *
 * Throws OperationalFailure DATA_FOLDER_IN_USE at once when another holds it.
 */
export function lockFile(file: string): FileLock {
  makePrivate(`${file}.lock`);
  const database = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    database.exec("begin exclusive");
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    throw new OperationalFailure(operationalError("DATA_FOLDER_IN_USE", { folder: dirname(file) }));
  }
  return { release: () => database.close() };
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}
