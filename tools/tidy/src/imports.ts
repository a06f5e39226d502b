/** What a module imports. */
import path from "node:path";
import { exists, packageOf, read } from "./repository.ts";

export interface Import {
  /** As it is written. */
  readonly specifier: string;
  /** The file of ours that it names; null for a package from npm or a module of Node. */
  readonly file: string | null;
}

/** `import … from`, `export … from`, `import "…"` and `import("…")`. */
const IMPORT =
  /^(?:import|export)\s[\w*{}\s,$]*?\bfrom\s*["']([^"'\n]+)["']|^import\s*["']([^"'\n]+)["']|\bimport\(\s*["']([^"'\n]+)["']/gm;
const OURS = /^@accord-sync\/([^/]+)\/(.+)$/;

function fileOf(from: string, specifier: string): string | null {
  if (specifier.startsWith(".")) return path.posix.join(path.posix.dirname(from), specifier);
  const [, name, rest] = OURS.exec(specifier) ?? [];
  return name === undefined || rest === undefined ? null : `packages/${name}/src/${rest}`;
}

export function importsOf(file: string): readonly Import[] {
  const source = read(file).replaceAll(/\/\*[\s\S]*?\*\//g, "");
  return Array.from(source.matchAll(IMPORT), (match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? "";
    return { specifier, file: fileOf(file, specifier) };
  });
}

/** The npm package that a specifier names; null for our own files and for Node's modules. */
export function npmPackage(specifier: string): string | null {
  if (/^(?:\.|node:|@accord-sync\/)/.test(specifier)) return null;
  const [scope = "", name = ""] = specifier.split("/");
  return scope.startsWith("@") ? `${scope}/${name}` : scope;
}

/** The other package of ours that an import reaches into; null for its own and for npm's. */
export function packageReached(from: string, { file }: Import): string | null {
  const reached = file === null ? null : packageOf(file);
  return reached === packageOf(from) ? null : reached;
}

export function isMissing({ file }: Import): boolean {
  return file !== null && !exists(file);
}
