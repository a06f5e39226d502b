/** The built Lightning components, as the console's pages refer to them (`tools/lwc-build`). */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

/** Where the build expects its folder to be mounted: base components look for their icons there. */
export const ASSETS_BASE = "/assets/";

const manifest = z.object({
  imports: z.record(z.string(), z.string()),
  /** The module that exports `mountApp`. */
  host: z.string(),
  styles: z.array(z.string()),
});

export type Manifest = z.infer<typeof manifest>;

/** Null when the components are not built. Read each time, so that a rebuild shows at once. */
export function readManifest(folder: string): Manifest | null {
  const file = path.join(folder, "manifest.json");
  return existsSync(file) ? manifest.parse(JSON.parse(readFileSync(file, "utf8"))) : null;
}

/** A value as JSON inside a script element, which no text in it can end. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

/** The name by which a content security policy allows one inline script. */
export function scriptHash(text: string): string {
  return `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
}
