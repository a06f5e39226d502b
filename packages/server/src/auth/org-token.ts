/**
 * Tokens of the Salesforce org: the External Credential of protocol Jwt signs one for each callout of
 * the Apex proxy, for the running user.
 */
import type { KeyObject } from "node:crypto";
import type { Clock } from "@accord-sync/core/ports/clock.ts";
import type { Log } from "@accord-sync/core/ports/log.ts";
import { errors, jwtVerify } from "jose";
import { z } from "zod";
import type { Caller } from "../api/route.ts";
import type { AuthParts } from "../app-parts.ts";

const AUDIENCE = "accord-sync";
/** A token that lives longer than this is not one that the org made for a callout. */
const LIFETIME_MAX_MS = 5 * 60_000;
/** How far the org's clock and ours may differ. */
const CLOCK_SKEW_SECONDS = 30;
/** A token that no known key fits looks for a new certificate at most this often. */
const RENEW_PAUSE_MS = 5000;

const claims = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  name: z.string().min(1).optional(),
  exp: z.number(),
  // Salesforce documents no such claim for its external credentials: two callouts of one second may
  // even be the same bytes. Where an org sends one, a token is taken once.
  jti: z.string().min(1).max(200).optional(),
});

export type OrgTokenVerifier = (token: string) => Promise<Caller | null>;

interface Parts {
  readonly auth: Pick<AuthParts, "orgId" | "orgKeys" | "useOnce">;
  readonly clock: Clock;
  readonly log: Log;
}

/** Answers the caller, or null for a token that is not (or no longer) to be trusted. */
export function createOrgTokenVerifier({ auth, clock, log }: Parts): OrgTokenVerifier {
  let renewedAt = Number.NEGATIVE_INFINITY;

  async function payloadOf(token: string, key: KeyObject): Promise<unknown> {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ["RS256"],
      issuer: auth.orgId,
      audience: AUDIENCE,
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: new Date(clock.now()),
      requiredClaims: ["sub", "exp"],
    });
    return payload;
  }

  async function newerKey(): Promise<KeyObject | null> {
    if (clock.now() - renewedAt < RENEW_PAUSE_MS) return null;
    renewedAt = clock.now();
    return auth.orgKeys.renew();
  }

  async function verifiedPayload(token: string): Promise<unknown> {
    const known = auth.orgKeys.current();
    try {
      if (known !== null) return await payloadOf(token, known);
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    }
    const newer = await newerKey();
    if (newer === null) throw new errors.JWSSignatureVerificationFailed();
    return payloadOf(token, newer);
  }

  return async (token) => {
    let payload: unknown;
    try {
      payload = await verifiedPayload(token);
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      log.warn("A token of the org was refused", { reason: error.code });
      return null;
    }
    const reading = claims.safeParse(payload);
    if (!reading.success) return null;
    const { iss, sub, name, exp, jti } = reading.data;
    const expiresAtMs = exp * 1000;
    if (expiresAtMs > clock.now() + LIFETIME_MAX_MS + CLOCK_SKEW_SECONDS * 1000) return null;
    const keptUntil = expiresAtMs + CLOCK_SKEW_SECONDS * 1000;
    if (jti !== undefined && !(await auth.useOnce(iss, jti, keptUntil))) {
      log.warn("A token of the org was used twice", { tokenId: jti });
      return null;
    }
    return { kind: "org", actor: name ?? sub };
  };
}
