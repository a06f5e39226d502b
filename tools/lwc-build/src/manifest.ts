/**
 * `manifest.json`: what a page needs to load the components. Whoever serves it mounts the output folder
 * at `/assets/` (base components look for their icons there). All files but the icons and the manifest
 * carry a hash in their name and may be cached for ever.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ImportMap } from "./vendor-stage.ts";

export const ASSETS_BASE = "/assets/";

export interface Manifest {
  /** For `<script type="importmap">`: module name → address. */
  readonly imports: Readonly<Record<string, string>>;
  /** The module that exports `mountApp`. */
  readonly host: string;
  /** The module that draws the Salesforce emulator's pages. */
  readonly pages: string;
  /** Style sheets, in order. */
  readonly styles: readonly string[];
}

export interface BuiltFiles {
  readonly imports: ImportMap;
  readonly host: string;
  readonly pages: string;
  readonly styles: readonly string[];
}

export function manifestOf(files: BuiltFiles): Manifest {
  const address = (file: string): string => ASSETS_BASE + file;
  const imports = Object.entries(files.imports).map(([name, file]) => [name, address(file)]);
  return {
    imports: Object.fromEntries(imports) as Record<string, string>,
    host: address(files.host),
    pages: address(files.pages),
    styles: files.styles.map(address),
  };
}

const manifestFile = (output: string): string => path.join(output, "manifest.json");

export function writeManifest(output: string, manifest: Manifest): void {
  writeFileSync(manifestFile(output), `${JSON.stringify(manifest, null, 2)}\n`);
}

export function readManifest(output: string): Manifest | undefined {
  if (!existsSync(manifestFile(output))) return undefined;
  return JSON.parse(readFileSync(manifestFile(output), "utf8")) as Manifest;
}
