/** Finds out who makes a request, from the proof that it carries (docs/spec/api.md, "Who may call"). */
import type { FastifyRequest } from "fastify";
import type { Caller } from "../api/route.ts";
import { isSameSecret } from "./constant-time.ts";
import type { OrgTokenVerifier } from "./org-token.ts";
import type { Sessions } from "./session.ts";

type Headers = FastifyRequest["headers"];

export type WhoCalls = (method: string, headers: Headers) => Promise<Caller | null>;

interface Parts {
  readonly operatorToken: string;
  readonly verifyOrgToken: OrgTokenVerifier;
  readonly sessions: Sessions;
}

const BEARER = /^Bearer +(\S+)$/i;
/** A JSON Web Token has three parts; the operator token has no dot. */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

export function createWhoCalls({ operatorToken, verifyOrgToken, sessions }: Parts): WhoCalls {
  return async (method, headers) => {
    const bearer = BEARER.exec(headers.authorization ?? "")?.[1];
    if (bearer !== undefined) {
      if (JWT.test(bearer)) return verifyOrgToken(bearer);
      return isSameSecret(bearer, operatorToken) ? { kind: "operator", actor: "Operator" } : null;
    }
    if (!sessions.isOpen(headers.cookie)) return null;
    if (method !== "GET" && !isSameOrigin(headers)) return null;
    return { kind: "console", actor: "Operator (console)" };
  };
}

/**
 * True unless the browser says that the request comes from another site's page. `SameSite=Strict`
 * already keeps the cookie away from other sites; this also covers other ports of the same host.
 * Browsers that send no Sec-Fetch-Site send an Origin; what sends neither is no browser.
 */
export function isSameOrigin(headers: Headers): boolean {
  const { origin, host, "sec-fetch-site": site } = headers;
  if (site !== undefined) return site === "same-origin" || site === "none";
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
