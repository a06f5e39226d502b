import { chmodSync, closeSync, openSync } from "node:fs";

/** Its owner reads and writes it, nobody else does anything. */
const PRIVATE = 0o600;

/**
 * Makes `file` where it is missing, and readable by its owner alone whatever the umask and whoever made
 * it. On Windows the folder's own rights hold.
 */
export function makePrivate(file: string): void {
  closeSync(openSync(file, "a", PRIVATE));
  chmodSync(file, PRIVATE);
}
