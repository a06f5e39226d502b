/** Decides whether a stage must run again: by a hash of all that its output depends on. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

export interface Stamps {
  readonly vendor: string;
  readonly app: string;
}

/** Packages whose version decides what the vendor stage makes. */
const VENDOR_PACKAGES = [
  "@lwc/engine-dom",
  "@lwc/rollup-plugin",
  "@lwc/synthetic-shadow",
  "@salesforce-ux/design-system",
  "esbuild",
  "lightning-base-components",
  "rollup",
];

export function hashOf(parts: Iterable<string | Uint8Array>): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    // The length keeps ["ab", "c"] and ["a", "bc"] apart.
    hash.update(`${part.length}:`);
    hash.update(part);
  }
  return hash.digest("hex").slice(0, 32);
}

/** Paths count as well as contents, so that a renamed file is a change. */
export function hashOfFiles(root: string, files: readonly string[]): string {
  return hashOf(files.flatMap((file) => [path.relative(root, file), readFileSync(file)]));
}

export function packageVersions(root: string): string {
  return VENDOR_PACKAGES.map((name) => {
    const manifest = path.join(root, "node_modules", name, "package.json");
    const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
    return `${name}@${version}`;
  }).join("\n");
}

const stampFile = (output: string): string => path.join(output, "stamps.json");

/** The stamps of the output that is there; empty ones when there is none, or it is unreadable. */
export function readStamps(output: string): Stamps {
  const none = { vendor: "", app: "" };
  if (!existsSync(stampFile(output))) return none;
  try {
    return { ...none, ...(JSON.parse(readFileSync(stampFile(output), "utf8")) as Partial<Stamps>) };
  } catch {
    return none;
  }
}

/** Written last, so that an interrupted build is never taken for a finished one. */
export function writeStamps(output: string, stamps: Stamps): void {
  writeFileSync(stampFile(output), `${JSON.stringify(stamps, null, 2)}\n`);
}
