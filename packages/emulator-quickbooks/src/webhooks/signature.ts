import { createHmac } from "node:crypto";

/** `intuit-signature`: base64 of HMAC-SHA256 over the raw body, keyed by the verifier token. */
export function signBody(body: string, verifierToken: string): string {
  return createHmac("sha256", verifierToken).update(body, "utf8").digest("base64");
}
