/** The console's session: a signed cookie, so that a restart of the service signs nobody out. */
import { type Clock, isoSeconds, type Random } from "@accord-sync/core/ports/clock.ts";
import type { SignedValues } from "./signed-value.ts";

const COOKIE = "accord_session";
const SESSION_MS = 12 * 3_600_000;
export const SIGN_IN_LINK_MS = 3_600_000;

export interface Sessions {
  /** A `Set-Cookie` value that opens a session. */
  open(): string;
  /** A `Set-Cookie` value that ends it. */
  close(): string;
  isOpen(cookieHeader: string | undefined): boolean;
  readonly makeSignInLink: () => { readonly url: string; readonly expiresAt: string };
  /** The id of a sign-in link's ticket that is ours and runs; the caller lets it be used once. */
  readSignInTicket(ticket: string): { readonly nonce: string; readonly expiresAtMs: number } | null;
}

interface Parts {
  readonly signed: SignedValues;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
}

export function cookieValue(header: string | undefined, name: string): string | null {
  for (const part of (header ?? "").split(";")) {
    const [key, ...value] = part.trim().split("=");
    if (key === name) return value.join("=");
  }
  return null;
}

export function createSessions({ signed, clock, random, publicUrl }: Parts): Sessions {
  const secure = publicUrl.startsWith("https:") ? "; Secure" : "";
  const attributes = `Path=/; HttpOnly; SameSite=Strict${secure}`;
  return {
    open: () => {
      const value = signed.make("session", random.id("session"), clock.now() + SESSION_MS);
      return `${COOKIE}=${value}; Max-Age=${SESSION_MS / 1000}; ${attributes}`;
    },
    close: () => `${COOKIE}=; Max-Age=0; ${attributes}`,
    isOpen: (header) => {
      const value = cookieValue(header, COOKIE);
      return value !== null && signed.read("session", value, clock.now()) !== null;
    },
    makeSignInLink: () => {
      const expiresAtMs = clock.now() + SIGN_IN_LINK_MS;
      const ticket = signed.make("sign-in-link", random.id("sign-in-link"), expiresAtMs);
      return {
        url: `${publicUrl}/sign-in?ticket=${ticket}`,
        expiresAt: isoSeconds(expiresAtMs),
      };
    },
    readSignInTicket: (ticket) => signed.read("sign-in-link", ticket, clock.now()),
  };
}
