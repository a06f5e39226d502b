/**
 * Connecting Salesforce by a person's consent (the web-server flow with PKCE), for those who have no
 * administrator to register a key:
 *
 *   GET /connect/salesforce          the signed-in operator is sent to Salesforce with a signed `state`
 *   GET /oauth/salesforce/callback   Salesforce sends the browser back with a code, once
 *
 * The state is held as in the flow with QuickBooks: signed, ten minutes, equal to a cookie of its own. The
 * verifier of PKCE is made from the state by a key that only the service has: nothing has to be kept, and
 * who sees the state, the challenge or the code cannot make it.
 */
import { createHash } from "node:crypto";
import { actionOf, messageOf } from "@accord-sync/core/errors/operational-error.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { AppParts } from "../app-parts.ts";
import { isSameSecret } from "../auth/constant-time.ts";
import { cookieValue } from "../auth/session.ts";
import type { SignedValues } from "../auth/signed-value.ts";
import type { WhoCalls } from "../auth/who-calls.ts";
import { noticePage } from "../console/notice-page.ts";
import { signInPath } from "../console/return-to.ts";

const STATE_COOKIE = "accord_connect_salesforce";
const STATE_MS = 10 * 60_000;
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

interface ConnectParts {
  readonly parts: AppParts;
  readonly signed: SignedValues;
  readonly whoCalls: WhoCalls;
}

/** Only where the settings choose this way to sign in. */
export function salesforceConnectPages(
  app: FastifyInstance,
  { parts, signed, whoCalls }: ConnectParts,
): void {
  const { clock, random, salesforce, publicUrl, log } = parts;
  if (salesforce === null) return;
  const cookie = (value: string, seconds: number) =>
    `${STATE_COOKIE}=${value}; Max-Age=${seconds}; Path=${CALLBACK_PATH}; HttpOnly; SameSite=Lax` +
    (publicUrl.startsWith("https:") ? "; Secure" : "");
  const verifierOf = (nonce: string, expiresAtMs: number): string =>
    signed.make("salesforce-verifier", nonce, expiresAtMs);
  const page = (reply: FastifyReply, status: number, heading: string, text: string) =>
    reply
      .code(status)
      .type("text/html; charset=utf-8")
      .header("set-cookie", cookie("", 0))
      .send(noticePage({ heading, text, link: { href: "/", label: "Open Accord Sync" } }));
  const refused = (reply: FastifyReply, status: number, text: string) =>
    page(reply, status, "Salesforce was not connected", text);
  const readState = (request: FastifyRequest, state: string) =>
    isSameSecret(cookieValue(request.headers.cookie, STATE_COOKIE) ?? "", state)
      ? signed.read("salesforce-state", state, clock.now())
      : null;

  app.get(CONNECT_PATH, async (request, reply) => {
    const caller = await whoCalls("GET", request.headers);
    if (caller === null || caller.kind === "org") {
      return reply.redirect(signInPath(CONNECT_PATH), 303);
    }
    const nonce = random.id("salesforce-state");
    const expiresAtMs = clock.now() + STATE_MS;
    const state = signed.make("salesforce-state", nonce, expiresAtMs);
    const codeChallenge = createHash("sha256")
      .update(verifierOf(nonce, expiresAtMs))
      .digest("base64url");
    return reply
      .header("set-cookie", cookie(state, STATE_MS / 1000))
      .redirect(salesforce.authorizeUrl(state, codeChallenge), 303);
  });

  app.get(CALLBACK_PATH, async (request, reply) => {
    const reading = callbackQuery.safeParse(request.query);
    const state = reading.success ? readState(request, reading.data.state) : null;
    if (!reading.success || state === null) {
      log.warn("A return from Salesforce was refused: its state is not ours or has ended");
      return refused(
        reply,
        400,
        "This return from Salesforce does not belong to a connection that was started here in the last ten minutes. Start again from Accord Admin > Connections.",
      );
    }
    const { code, error, error_description: words } = reading.data;
    if (code === undefined) {
      const text =
        error === "access_denied"
          ? "Access was not granted in Salesforce. Nothing has changed; you can start again at any time."
          : `Salesforce answered "${words ?? error ?? "without a code"}". Start again from Accord Admin > Connections.`;
      return refused(reply, 400, text);
    }
    const result = await salesforce.complete(code, verifierOf(state.nonce, state.expiresAtMs));
    if (!result.ok) {
      return refused(reply, 502, `${messageOf(result.error)}. ${actionOf(result.error)}`);
    }
    return page(
      reply,
      200,
      "Salesforce is connected",
      "Accord Sync works as the user who granted access; nothing is moved until you send, link or sync it.",
    );
  });
}
