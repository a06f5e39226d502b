/** The pages' own browser code: TypeScript, stripped when first asked for. */
import { existsSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { PageAnswer } from "../../page-host.ts";

export const CLIENT_BASE = "/lightning/client/";
const FOLDER = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../client");

const stripped = new Map<string, string>();

export function clientAnswer(pathname: string): PageAnswer | undefined {
  const name = pathname.slice(CLIENT_BASE.length);
  if (!/^[a-z-]+\.(?:ts|css)$/.test(name)) return undefined;
  const file = path.join(FOLDER, name);
  if (!existsSync(file)) return undefined;
  const isStyle = name.endsWith(".css");
  const body = stripped.get(file) ?? (isStyle ? readStyle(file) : stripFile(file));
  stripped.set(file, body);
  const type = isStyle ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
  return { status: 200, headers: { "content-type": type, "cache-control": "no-cache" }, body };
}

const readStyle = (file: string): string => readFileSync(file, "utf8");
const stripFile = (file: string): string => stripTypeScriptTypes(readFileSync(file, "utf8"));
