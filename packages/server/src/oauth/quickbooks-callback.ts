/**
 * Connecting QuickBooks by the authorisation-code flow:
 *
 *   GET /connect/quickbooks          the signed-in operator is sent to Intuit with a signed `state`
 *   GET /oauth/quickbooks/callback   Intuit sends the browser back with a code, once
 *
 * The state is held as `consent-flow` says.
 */
import { actionOf, messageOf } from "@accord-sync/core/errors/operational-error.ts";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { type ConnectParts, consentFlow } from "./consent-flow.ts";

const CONNECT_PATH = "/connect/quickbooks";
const CALLBACK_PATH = "/oauth/quickbooks/callback";

export function quickbooksCallbackUrl(publicUrl: string): string {
  return `${publicUrl}${CALLBACK_PATH}`;
}

/** What Intuit sends the browser back with: a code and the company, or why there is none. */
const callbackQuery = z.object({
  state: z.string().max(400).default(""),
  code: z.string().min(1).max(2000).optional(),
  realmId: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
  error: z.string().max(200).optional(),
});

export function quickbooksConnectPages(app: FastifyInstance, connectParts: ConnectParts): void {
  const { quickbooks } = connectParts.parts;
  const flow = consentFlow(connectParts, {
    systemName: "QuickBooks",
    purpose: "quickbooks-state",
    stateCookie: "accord_connect",
    connectPath: CONNECT_PATH,
    callbackPath: CALLBACK_PATH,
  });

  app.get(CONNECT_PATH, (request, reply) =>
    flow.leave(request, reply, (state) => quickbooks.authorizeUrl(state)),
  );

  app.get(CALLBACK_PATH, async (request, reply) => {
    const reading = callbackQuery.safeParse(request.query);
    const held = flow.returned(request, reading.data?.state ?? null);
    if (!reading.success || held === null) return flow.refusedAsForeign(reply);
    const { code, realmId, error } = reading.data;
    if (code === undefined || realmId === undefined) return flow.refusedWithoutCode(reply, error);
    const result = await quickbooks.complete(code, realmId);
    if (!result.ok) {
      return flow.refused(reply, 502, `${messageOf(result.error)}. ${actionOf(result.error)}`);
    }
    return flow.connected(
      reply,
      "The company's records are being listed; nothing is moved until you send, link or sync it.",
    );
  });
}
