/** The built components, style sheets and icons, and what a page needs to load them. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { PageAnswer } from "../../page-host.ts";
import { scriptJson } from "./html.ts";

export const ASSETS_BASE = "/assets/";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
};
/** `name-1a2B_c4d.js`: the content decides the name, so it never changes. */
const HASHED_NAME = /-[\w-]{8}\.(?:js|css)$/;

export function contentType(file: string): string | undefined {
  return CONTENT_TYPES[path.extname(file)];
}

/** A file below the folder, or undefined: also for a path that would leave the folder. */
export function assetAnswer(
  folder: string,
  pathname: string,
  ifNoneMatch: string | undefined,
): PageAnswer | undefined {
  const file = path.join(folder, path.normalize(pathname.slice(ASSETS_BASE.length - 1)));
  const type = contentType(file);
  const isInside = file.startsWith(folder + path.sep);
  if (type === undefined || !isInside || !existsSync(file) || !statSync(file).isFile()) {
    return undefined;
  }
  const body = readFileSync(file);
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const isFixed = HASHED_NAME.test(file);
  const cache = isFixed ? "public, max-age=31536000, immutable" : "no-cache";
  const headers = { "content-type": type, "cache-control": cache, etag };
  if (ifNoneMatch === etag) return { status: 304, headers, body: "" };
  return { status: 200, headers, body };
}

/** `manifest.json` of the built components. */
export interface Manifest {
  readonly imports: Readonly<Record<string, string>>;
  readonly host: string;
  readonly pages: string;
  readonly styles: readonly string[];
}

/** Undefined when the components are not built. Read each time, so that a rebuild shows at once. */
export function readManifest(folder: string): Manifest | undefined {
  const file = path.join(folder, "manifest.json");
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, "utf8")) as Manifest;
}

/** The text of the page's import map. */
export function importMapText(manifest: Manifest): string {
  return scriptJson({ imports: manifest.imports }).text;
}

/** Only our own scripts run, and the one inline text is the import map, named by its hash. */
export function contentSecurityPolicy(importMap: string): string {
  const hash = createHash("sha256").update(importMap).digest("base64");
  return [
    "default-src 'self'",
    `script-src 'self' 'sha256-${hash}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
