/** Sign in with Intuit, as far as the vendor's own client uses it: ID token, keys, user info (D). */

import { createHash, createPublicKey, sign, type KeyObject } from "node:crypto";
import type { Company } from "../company.ts";
import type { CompanySettings } from "../company-settings.ts";
import { jsonAnswer, type EmulatorAnswer, type EmulatorRequest } from "../emulator-request.ts";
import { bearerGrant } from "./bearer.ts";

/** Stays the vendor's, because clients compare it. */
export const ISSUER = "https://oauth.platform.intuit.com/op/v1";
const ID_TOKEN_LIFE_SECONDS = 3600;

/** A signed RS256 token; claims as the OpenID guide's sample has them (D). `now` is epoch ms. */
export function idToken(
  key: KeyObject,
  settings: CompanySettings,
  clientId: string,
  now: number,
): string {
  const seconds = Math.floor(now / 1000);
  const claims = {
    sub: subject(settings),
    aud: [clientId],
    realmid: settings.realmId,
    auth_time: seconds,
    iss: ISSUER,
    exp: seconds + ID_TOKEN_LIFE_SECONDS,
    iat: seconds,
  };
  const head = encode({ kid: keyId(key), typ: "JWT", alg: "RS256" });
  const signed = `${head}.${encode(claims)}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
}

/** The public halves of the keys; empty where the emulator was given none. */
export function keySet(key: KeyObject | undefined): EmulatorAnswer {
  if (key === undefined) return jsonAnswer(200, { keys: [] });
  const { n, e } = createPublicKey(key).export({ format: "jwk" });
  return jsonAnswer(200, {
    keys: [{ kty: "RSA", e, use: "sig", kid: keyId(key), alg: "RS256", n }],
  });
}

/**
 * The person who gave consent, cut down to what the token's scopes allow. 401 for a bad token, 403 for a
 * token without `openid` (RFC 6750).
 */
export function userInfo(request: EmulatorRequest, company: Company, now: number): EmulatorAnswer {
  const grant = bearerGrant(request, company, now);
  if (grant === undefined) return challenged(401, "invalid_token");
  const scopes = new Set(grant.scopes);
  if (!scopes.has("openid")) return challenged(403, "insufficient_scope");
  const { settings } = company;
  const [givenName = "", ...familyName] = settings.userName.split(" ");
  return jsonAnswer(200, {
    sub: subject(settings),
    ...(scopes.has("email") ? { email: settings.userEmail, emailVerified: true } : {}),
    ...(scopes.has("profile") ? { givenName, familyName: familyName.join(" ") } : {}),
    ...(scopes.has("phone") ? { phoneNumber: "+1 555-0100", phoneNumberVerified: false } : {}),
    ...(scopes.has("address")
      ? { address: { streetAddress: "123 Sierra Way", locality: "San Pablo", country: "US" } }
      : {}),
  });
}

function challenged(status: number, error: string): EmulatorAnswer {
  const answer = jsonAnswer(status, { error });
  const challenge = `Bearer realm="Intuit", error="${error}"`;
  return { ...answer, headers: { ...answer.headers, "www-authenticate": challenge } };
}

/** The same for the same person and company, in the form of a UUID. */
function subject({ realmId, userName }: CompanySettings): string {
  const digest = createHash("sha256").update(`${realmId} ${userName}`).digest("hex");
  const parts = [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ] as const;
  return parts.map(([from, to]) => digest.slice(from, to)).join("-");
}

/** Derived from the key, so that another key has another id. */
function keyId(key: KeyObject): string {
  const { n } = createPublicKey(key).export({ format: "jwk" });
  return createHash("sha256")
    .update(n ?? "")
    .digest("hex")
    .slice(0, 16);
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
