/** The pages' own style sheet; everything else of theirs is built with the components. */
import { readFileSync } from "node:fs";
import type { PageAnswer } from "../../page-host.ts";

export const CLIENT_BASE = "/lightning/client/";
const STYLE = new URL("../client/page.css", import.meta.url);

export function clientAnswer(pathname: string): PageAnswer | undefined {
  if (pathname !== `${CLIENT_BASE}page.css`) return undefined;
  const headers = { "content-type": "text/css; charset=utf-8", "cache-control": "no-cache" };
  return { status: 200, headers, body: readFileSync(STYLE, "utf8") };
}
