/**
 * What both ways of connecting a system by a person's consent share: the browser leaves with a signed
 * `state` and comes back with it, once.
 *
 * The session cookie does not travel on the way back (it is SameSite=Strict, and the navigation starts
 * at the vendor), so the state proves who began: it is signed, runs ten minutes, and must equal the one in
 * a cookie of its own that does travel (SameSite=Lax). Another person's code cannot be slipped in.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { AppParts } from "../app-parts.ts";
import { isSameSecret } from "../auth/constant-time.ts";
import { cookieValue } from "../auth/session.ts";
import type { SignedPurpose, SignedValues } from "../auth/signed-value.ts";
import type { WhoCalls } from "../auth/who-calls.ts";
import { noticePage } from "../console/notice-page.ts";
import { signInPath } from "../console/return-to.ts";

const STATE_MS = 10 * 60_000;

/** What the pages of both systems are made of. */
export interface ConnectParts {
  readonly parts: AppParts;
  readonly signed: SignedValues;
  readonly whoCalls: WhoCalls;
}

/** What differs between the systems. */
export interface ConsentWay {
  /** As people know it: `QuickBooks`. */
  readonly systemName: string;
  readonly purpose: SignedPurpose & `${string}-state`;
  readonly stateCookie: string;
  readonly connectPath: string;
  readonly callbackPath: string;
}

/** A state: what is signed in it, and when it ends. */
export interface ConsentState {
  readonly nonce: string;
  /** Epoch milliseconds. */
  readonly expiresAtMs: number;
}

export interface ConsentFlow {
  /** Sends the signed-in operator to the vendor; anybody else signs in first. */
  leave(
    request: FastifyRequest,
    reply: FastifyReply,
    authorizeUrl: (state: string, held: ConsentState) => string,
  ): Promise<FastifyReply>;
  /** The state that came back; null, with a line in the log, when it is not ours or has ended. */
  returned(request: FastifyRequest, state: string | null): ConsentState | null;
  connected(reply: FastifyReply, text: string): FastifyReply;
  refused(reply: FastifyReply, status: number, text: string): FastifyReply;
  /** The refusal of a return without a state of ours. */
  refusedAsForeign(reply: FastifyReply): FastifyReply;
  /** The refusal of a return without a code: what the vendor said, in words or as a code. */
  refusedWithoutCode(reply: FastifyReply, error: string | undefined, words?: string): FastifyReply;
}

export function consentFlow(
  { parts, signed, whoCalls }: ConnectParts,
  way: ConsentWay,
): ConsentFlow {
  const { clock, random, publicUrl, log } = parts;
  const { systemName, purpose, stateCookie, connectPath, callbackPath } = way;
  const cookie = (value: string, seconds: number) =>
    `${stateCookie}=${value}; Max-Age=${seconds}; Path=${callbackPath}; HttpOnly; SameSite=Lax` +
    (publicUrl.startsWith("https:") ? "; Secure" : "");
  const page = (reply: FastifyReply, status: number, heading: string, text: string) =>
    reply
      .code(status)
      .type("text/html; charset=utf-8")
      .header("set-cookie", cookie("", 0))
      .send(noticePage({ heading, text, link: { href: "/", label: "Open Accord Sync" } }));
  const refused: ConsentFlow["refused"] = (reply, status, text) =>
    page(reply, status, `${systemName} was not connected`, text);
  return {
    leave: async (request, reply, authorizeUrl) => {
      const caller = await whoCalls("GET", request.headers);
      if (caller === null || caller.kind === "org") {
        return reply.redirect(signInPath(connectPath), 303);
      }
      const held = { nonce: random.id(purpose), expiresAtMs: clock.now() + STATE_MS };
      const state = signed.make(purpose, held.nonce, held.expiresAtMs);
      return reply
        .header("set-cookie", cookie(state, STATE_MS / 1000))
        .redirect(authorizeUrl(state, held), 303);
    },
    returned: (request, state) => {
      const sent = cookieValue(request.headers.cookie, stateCookie) ?? "";
      const held =
        state !== null && isSameSecret(sent, state)
          ? signed.read(purpose, state, clock.now())
          : null;
      if (held === null) {
        log.warn(`A return from ${systemName} was refused: its state is not ours or has ended`);
      }
      return held;
    },
    connected: (reply, text) => page(reply, 200, `${systemName} is connected`, text),
    refused,
    refusedAsForeign: (reply) =>
      refused(
        reply,
        400,
        `This return from ${systemName} does not belong to a connection that was started here in the last ten minutes. Start again from Accord Admin > Connections.`,
      ),
    refusedWithoutCode: (reply, error, words) =>
      refused(
        reply,
        400,
        error === "access_denied"
          ? `Access was not granted in ${systemName}. Nothing has changed; you can start again at any time.`
          : `${systemName} answered "${words ?? error ?? "without a code"}". Start again from Accord Admin > Connections.`,
      ),
  };
}
