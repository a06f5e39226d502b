import { createHash } from "node:crypto";

/** A short text that looks random and always comes out the same for the same input. */
export function randomlessDigest(input: string): string {
  return createHash("sha256").update(input).digest("base64url").slice(0, 32);
}
