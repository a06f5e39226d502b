/**
 * Connecting QuickBooks by the authorisation-code flow:
 *
 *   GET /connect/quickbooks          the signed-in operator is sent to Intuit with a signed `state`
 *   GET /oauth/quickbooks/callback   Intuit sends the browser back with a code, once
 *
 * The session cookie does not travel on the way back (it is SameSite=Strict, and the navigation starts
 * at Intuit), so the state proves who began: it is signed, runs ten minutes, and must equal the one in
 * a cookie of its own that does travel (SameSite=Lax). Another person's code cannot be slipped in.
 */
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

const STATE_COOKIE = "accord_connect";
const STATE_MS = 10 * 60_000;
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

interface ConnectParts {
  readonly parts: AppParts;
  readonly signed: SignedValues;
  readonly whoCalls: WhoCalls;
}

export function connectPages(
  app: FastifyInstance,
  { parts, signed, whoCalls }: ConnectParts,
): void {
  const { clock, random, quickbooks, publicUrl, log } = parts;
  const cookie = (value: string, seconds: number) =>
    `${STATE_COOKIE}=${value}; Max-Age=${seconds}; Path=${CALLBACK_PATH}; HttpOnly; SameSite=Lax` +
    (publicUrl.startsWith("https:") ? "; Secure" : "");

  const isOurs = (request: FastifyRequest, state: string): boolean =>
    signed.read("quickbooks-state", state, clock.now()) !== null &&
    isSameSecret(cookieValue(request.headers.cookie, STATE_COOKIE) ?? "", state);

  const page = (reply: FastifyReply, status: number, heading: string, text: string) =>
    reply
      .code(status)
      .type("text/html; charset=utf-8")
      .header("set-cookie", cookie("", 0))
      .send(noticePage({ heading, text, link: { href: "/", label: "Open Accord Sync" } }));

  app.get(CONNECT_PATH, async (request, reply) => {
    const caller = await whoCalls("GET", request.headers);
    if (caller === null || caller.kind === "org") {
      return reply.redirect(signInPath(CONNECT_PATH), 303);
    }
    const nonce = random.id("quickbooks-state");
    const state = signed.make("quickbooks-state", nonce, clock.now() + STATE_MS);
    return reply
      .header("set-cookie", cookie(state, STATE_MS / 1000))
      .redirect(quickbooks.authorizeUrl(state), 303);
  });

  app.get(CALLBACK_PATH, async (request, reply) => {
    const reading = callbackQuery.safeParse(request.query);
    if (!reading.success || !isOurs(request, reading.data.state)) {
      log.warn("A return from QuickBooks was refused: its state is not ours or has ended");
      return page(
        reply,
        400,
        "QuickBooks was not connected",
        "This return from QuickBooks does not belong to a connection that was started here in the last ten minutes. Start again from Accord Admin > Connections.",
      );
    }
    const { code, realmId, error } = reading.data;
    if (code === undefined || realmId === undefined) {
      return page(
        reply,
        400,
        "QuickBooks was not connected",
        error === "access_denied"
          ? "Access was not granted in QuickBooks. Nothing has changed; you can start again at any time."
          : `QuickBooks answered "${error ?? "without a code"}". Start again from Accord Admin > Connections.`,
      );
    }
    const result = await quickbooks.complete(code, realmId);
    if (!result.ok) {
      const text = `${messageOf(result.error)}. ${actionOf(result.error)}`;
      return page(reply, 502, "QuickBooks was not connected", text);
    }
    return page(
      reply,
      200,
      "QuickBooks is connected",
      "The company's records are being listed; nothing is moved until you send, link or sync it.",
    );
  });
}
