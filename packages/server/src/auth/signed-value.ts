/**
 * Short values that come back through a browser and must be ours: `{expires}.{nonce}.{mac}`. The key is
 * derived from the operator token for one purpose, so that a session is no sign-in link, and a new
 * operator token ends all of them.
 */
import { createHmac } from "node:crypto";
import { isSameSecret } from "./constant-time.ts";

export type SignedPurpose =
  | "session"
  | "sign-in-link"
  | "quickbooks-state"
  | "salesforce-state"
  | "salesforce-verifier";

export interface SignedValues {
  make(purpose: SignedPurpose, nonce: string, expiresAtMs: number): string;
  /** The nonce and end of a value that is ours and still runs; else null. */
  read(
    purpose: SignedPurpose,
    value: string,
    nowMs: number,
  ): { readonly nonce: string; readonly expiresAtMs: number } | null;
}

export function createSignedValues(operatorToken: string): SignedValues {
  const macOf = (purpose: SignedPurpose, content: string): string =>
    createHmac("sha256", createHmac("sha256", operatorToken).update(purpose).digest())
      .update(content)
      .digest("base64url");
  return {
    make: (purpose, nonce, expiresAtMs) => {
      const content = `${expiresAtMs}.${nonce}`;
      return `${content}.${macOf(purpose, content)}`;
    },
    read: (purpose, value, nowMs) => {
      const [expires = "", nonce = "", mac = "", ...more] = value.split(".");
      if (more.length > 0 || !/^\d{1,15}$/.test(expires)) return null;
      if (!isSameSecret(mac, macOf(purpose, `${expires}.${nonce}`))) return null;
      const expiresAtMs = Number(expires);
      return expiresAtMs > nowMs ? { nonce, expiresAtMs } : null;
    },
  };
}
