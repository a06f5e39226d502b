import type { PageRequest } from "../../page-host.ts";

/**
 * Whether a request that changes something comes from our own pages. Browsers name the origin on every
 * POST, so another site's form or script is told apart; a program that sends neither header is let
 * through, because it carries nobody's session.
 */
export function isSameOrigin({ headers }: PageRequest): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  const { origin } = headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === headers["host"];
}
