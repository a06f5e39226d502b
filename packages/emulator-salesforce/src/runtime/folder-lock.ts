import path from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * Keeps two processes off one data folder. The lock is the file lock of an SQLite database, so the
 * operating system lets go of it when the process ends, however it ends: no stale lock files.
 */
export class FolderInUse extends Error {
  constructor(folder: string) {
    super(`The data folder ${folder} is in use by another process.`);
    this.name = "FolderInUse";
  }
}

/** Takes the lock. @returns what gives it back. @throws FolderInUse */
export function lockFolder(folder: string): () => void {
  const database = new DatabaseSync(path.join(folder, "lock.db"));
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;");
  } catch (error) {
    database.close();
    const isBusy = error instanceof Error && /locked|busy/i.test(error.message);
    throw isBusy ? new FolderInUse(folder) : error;
  }
  return () => database.close();
}
