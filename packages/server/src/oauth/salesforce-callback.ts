/**
 * Connecting Salesforce by a person's consent (the web-server flow with PKCE), for those who have no
 * administrator to register a key:
 *
 *   GET /connect/salesforce          the signed-in operator is sent to Salesforce with a signed `state`
 *   GET /oauth/salesforce/callback   Salesforce sends the browser back with a code, once
 *
 * The state is held as `consent-flow` says. The verifier of PKCE is made from the state by a key that only
 * the service has: nothing has to be kept, and who sees the state, the challenge or the code cannot make it.
 */
import { createHash } from "node:crypto";
import { actionOf, messageOf } from "@accord-sync/core/errors/operational-error.ts";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { type ConnectParts, consentFlow, type ConsentState } from "./consent-flow.ts";

const CONNECT_PATH = "/connect/salesforce";
const CALLBACK_PATH = "/oauth/salesforce/callback";

export function salesforceCallbackUrl(publicUrl: string): string {
  return `${publicUrl}${CALLBACK_PATH}`;
}

/** What Salesforce sends the browser back with: a code, or why there is none. */
const callbackQuery = z.object({
  state: z.string().max(400).default(""),
  code: z.string().min(1).max(4000).optional(),
  error: z.string().max(200).optional(),
  error_description: z.string().max(1000).optional(),
});

/** Only where the settings choose this way to sign in. */
export function salesforceConnectPages(app: FastifyInstance, connectParts: ConnectParts): void {
  const { parts, signed } = connectParts;
  const { salesforce } = parts;
  if (salesforce === null) return;
  const flow = consentFlow(connectParts, {
    systemName: "Salesforce",
    purpose: "salesforce-state",
    stateCookie: "accord_connect_salesforce",
    connectPath: CONNECT_PATH,
    callbackPath: CALLBACK_PATH,
  });
  const verifierOf = ({ nonce, expiresAtMs }: ConsentState): string =>
    signed.make("salesforce-verifier", nonce, expiresAtMs);
  const challengeOf = (held: ConsentState): string =>
    createHash("sha256").update(verifierOf(held)).digest("base64url");

  app.get(CONNECT_PATH, (request, reply) =>
    flow.leave(request, reply, (state, held) => salesforce.authorizeUrl(state, challengeOf(held))),
  );

  app.get(CALLBACK_PATH, async (request, reply) => {
    const reading = callbackQuery.safeParse(request.query);
    const held = flow.returned(request, reading.data?.state ?? null);
    if (!reading.success || held === null) return flow.refusedAsForeign(reply);
    const { code, error, error_description: words } = reading.data;
    if (code === undefined) return flow.refusedWithoutCode(reply, error, words);
    const result = await salesforce.complete(code, verifierOf(held));
    if (!result.ok) {
      return flow.refused(reply, 502, `${messageOf(result.error)}. ${actionOf(result.error)}`);
    }
    return flow.connected(
      reply,
      "Accord Sync works as the user who granted access; nothing is moved until you send, link or sync it.",
    );
  });
}
