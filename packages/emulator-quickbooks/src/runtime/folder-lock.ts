import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Its message is meant for a person. */
export class FolderInUseError extends Error {
  constructor(folder: string) {
    super(
      `The data folder ${folder} is in use by another QuickBooks emulator. Stop it, or start with --data and another folder.`,
    );
    this.name = "FolderInUseError";
  }
}

/**
 * Holds a folder for one process by an exclusive SQLite lock, which the operating system drops when
 * the process ends, however it ends. Returns the release.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, "lock.sqlite"));
  try {
    database.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE;");
  } catch (error) {
    database.close();
    if (error instanceof Error && error.message.includes("locked"))
      throw new FolderInUseError(folder);
    throw error;
  }
  return () => database.close();
}
