/** The repository's own files, as the rules see them. Paths are relative to its root, with `/`. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

/** Made by tools, or somebody else's. */
const SKIPPED = new Set(["node_modules", "build", "dist", "coverage", ".git", ".accord"]);

function walk(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (SKIPPED.has(entry.name)) return [];
    if (entry.isDirectory()) return walk(name);
    return entry.isFile() ? [name] : [];
  });
}

export const FILES: readonly string[] = walk("").toSorted();

export function read(file: string): string {
  return readFileSync(path.join(ROOT, file), "utf8");
}

export function exists(file: string): boolean {
  return existsSync(path.join(ROOT, file));
}

/** TypeScript and plain modules that people write. */
export const SOURCES: readonly string[] = FILES.filter(
  (file) => /\.(?:ts|mjs)$/.test(file) && !file.includes("/generated/"),
);

export function isTest(file: string): boolean {
  return /\.test\.(?:ts|mjs)$/.test(file) || /(?:^|\/)(?:test|testing|e2e)\//.test(file);
}

/** `packages/core/src/x.ts` is of the package `core`; null outside of packages. */
export function packageOf(file: string): string | null {
  return /^packages\/([^/]+)\//.exec(file)?.[1] ?? null;
}
