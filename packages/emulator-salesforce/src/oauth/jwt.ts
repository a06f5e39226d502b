import { createPublicKey, createSign, createVerify, X509Certificate } from "node:crypto";
import { isObject } from "../wire.ts";

/** JSON Web Tokens of algorithm RS256: the only one that the JWT bearer flow takes (S3.1). */

export type Claims = Readonly<Record<string, unknown>>;

/** The org's own certificate and key, with which it signs callouts of its External Credential. */
export interface OrgTrust {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly keyId: string;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A signed token in compact form; claims are taken as they are. */
export function signJwt(trust: OrgTrust, claims: Claims): string {
  const head = `${encode({ alg: "RS256", typ: "JWT", kid: trust.keyId })}.${encode(claims)}`;
  const signature = createSign("RSA-SHA256").update(head).sign(trust.privateKeyPem, "base64url");
  return `${head}.${signature}`;
}

/** The claims of a token that one of the certificates (PEM) signed; undefined otherwise. */
export function verifiedClaims(token: string, certificates: readonly string[]): Claims | undefined {
  const [head = "", body = "", signature = "", ...rest] = token.split(".");
  if (rest.length > 0 || decode(head)?.["alg"] !== "RS256") return undefined;
  const signed = `${head}.${body}`;
  const isGenuine = certificates.some((pem) => {
    const verify = createVerify("RSA-SHA256").update(signed);
    return verify.verify(publicKeyOf(pem), signature, "base64url");
  });
  return isGenuine ? decode(body) : undefined;
}

/** Claims without any check, to see who a token says it is from. */
export function decode(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the text is a certificate or public key that can verify signatures: RS256 takes RSA alone. */
export function isCertificate(pem: string): boolean {
  try {
    return publicKeyOf(pem).asymmetricKeyType === "rsa";
  } catch {
    return false;
  }
}

/** The key in a certificate or public key. Throws when the text is neither. */
function publicKeyOf(pem: string) {
  return pem.includes("BEGIN CERTIFICATE")
    ? new X509Certificate(pem).publicKey
    : createPublicKey(pem);
}
