import { refuse } from "../api-error.ts";
import type { Org } from "../org.ts";
import type { EmulatorRequest } from "../wire.ts";

/** Who a request comes from. */
export interface Session {
  readonly token: string;
  readonly userId: string;
  /** The app that the token was issued to; `demo` for the token of the same name. */
  readonly clientId: string;
  /** Absent where no refresh token belongs to the session. */
  readonly grantId?: string;
}

const SESSIONS = "sessions";
/** How stale the note of a session's last use may be, so that not every read writes to the log. */
const TOUCH_MS = 600_000;

/** The bearer token that needs no sign-in, on loopback only. */
export const DEMO_TOKEN = "demo";

/** Whom a token is for, and which app may use it. */
export interface Holder {
  readonly userId: string;
  readonly clientId: string;
  /** What the refresh token and its access tokens have in common; absent where there is no such token. */
  readonly grantId?: string;
}

/**
 * Starts a session and returns its access token, `{org id}!{secret}` as in a real org. Those that ended by
 * themselves are forgotten then: nobody else would ever take them out of the org's file.
 */
export function openSession(org: Org, holder: Holder, now: number): string {
  for (const [ended, { usedAt }] of org.store.all(SESSIONS)) {
    if (now - Number(usedAt) > org.settings.sessionIdleMs) org.store.remove(SESSIONS, ended);
  }
  const token = `${org.settings.organizationId.slice(0, 15)}!${org.ids.opaque("session")}`;
  org.store.put(SESSIONS, token, { ...holder, issuedAt: now, usedAt: now });
  return token;
}

/** The live session of a token; undefined when it never was, has expired or was revoked. */
export function sessionOf(
  org: Org,
  token: string,
  peer: { readonly now: number; readonly fromLoopback: boolean },
): Session | undefined {
  if (token === DEMO_TOKEN) {
    return peer.fromLoopback
      ? { token, userId: org.settings.adminUserId, clientId: DEMO_TOKEN }
      : undefined;
  }
  const stored = org.store.get(SESSIONS, token);
  const usedAt = Number(stored?.["usedAt"]);
  if (stored === undefined || peer.now - usedAt > org.settings.sessionIdleMs) return undefined;
  // A user who was deactivated is signed out everywhere.
  if (org.store.get("User", String(stored["userId"]))?.["IsActive"] === false) return undefined;
  if (peer.now - usedAt > TOUCH_MS) org.store.put(SESSIONS, token, { ...stored, usedAt: peer.now });
  const { userId, clientId, grantId } = stored;
  const session = { token, userId: String(userId), clientId: String(clientId) };
  return typeof grantId === "string" ? { ...session, grantId } : session;
}

/** Ends a session; false when there was none of that token. */
export function closeSession(org: Org, token: string): boolean {
  const existed = org.store.get(SESSIONS, token) !== undefined;
  org.store.remove(SESSIONS, token);
  return existed;
}

/** Ends all sessions of a grant, as taking back its refresh token does. */
export function closeSessionsOf(org: Org, grantId: string): void {
  for (const [token, session] of org.store.all(SESSIONS)) {
    if (session["grantId"] === grantId) org.store.remove(SESSIONS, token);
  }
}

/** When a session began, epoch milliseconds. */
export function sessionStart(org: Org, token: string): number {
  return Number(org.store.get(SESSIONS, token)?.["issuedAt"] ?? 0);
}

/** When a session ends if it is not used again, epoch milliseconds; undefined for unknown tokens. */
export function sessionEnd(org: Org, token: string): number | undefined {
  const usedAt = org.store.get(SESSIONS, token)?.["usedAt"];
  return typeof usedAt === "number" ? usedAt + org.settings.sessionIdleMs : undefined;
}

/** The token of the Authorization header; `OAuth` is an old name of the scheme that still works. */
export function bearerToken(request: EmulatorRequest): string | undefined {
  return /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers["authorization"] ?? "")?.[1];
}

/** A header of another scheme than Bearer; the text is the platform's. */
export const wrongScheme = () => refuse(401, "INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE");

/** Unknown, expired and revoked tokens get one answer, which clients know (S1.7). */
export const sessionExpired = () => refuse(401, "INVALID_SESSION_ID", "Session expired or invalid");
