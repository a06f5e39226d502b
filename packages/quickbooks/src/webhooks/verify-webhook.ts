import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * True when `signature` (header `intuit-signature`) is the base64 HMAC-SHA256 of the exact bytes of the
 * body under the app's verifier token. The comparison takes the same time wherever the two differ. The
 * signature carries no time, so a replayed body passes: a notice is only a hint, and costs one read.
 */
export function verifyWebhook(
  body: Uint8Array,
  signature: string | undefined,
  verifierToken: string,
): boolean {
  if (signature === undefined || verifierToken === "") return false;
  const given = Buffer.from(signature, "base64");
  const expected = createHmac("sha256", verifierToken).update(body).digest();
  return given.length === expected.length && timingSafeEqual(given, expected);
}
