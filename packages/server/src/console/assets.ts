/** The built Lightning components, as the console's pages refer to them. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

export interface ConsoleAssets {
  /** The text of the import map, which the page carries inline. */
  readonly importMap: string;
}

/** Null when the components are not built. */
export function readConsoleAssets(folder: string): ConsoleAssets | null {
  const file = path.join(folder, "importmap.json");
  return existsSync(file) ? { importMap: readFileSync(file, "utf8").trim() } : null;
}

/** The name by which a content security policy allows one inline script. */
export function scriptHash(text: string): string {
  return `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
}
