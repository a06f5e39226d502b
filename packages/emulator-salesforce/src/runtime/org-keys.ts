import { createHash, generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { selfSignedCertificate } from "../oauth/certificate.ts";
import type { OrgTrust } from "../oauth/jwt.ts";

const TEN_YEARS_MS = 10 * 365 * 86_400_000;

/** The org's key and certificate, made at the first start and kept in the data folder. */
export function openOrgKeys(folder: string, organizationId: string, now: number): OrgTrust {
  const keyFile = path.join(folder, "org-key.pem");
  const certificateFile = path.join(folder, "org-certificate.pem");
  if (!existsSync(keyFile) || !existsSync(certificateFile)) {
    const { privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
      publicKeyEncoding: { type: "spki", format: "pem" },
    });
    const certificate = selfSignedCertificate({
      commonName: `SelfSignedCert_${organizationId}`,
      privateKeyPem: privateKey,
      from: now - 86_400_000,
      to: now + TEN_YEARS_MS,
    });
    writeFileSync(keyFile, privateKey, { mode: 0o600 });
    writeFileSync(certificateFile, certificate);
  }
  const certificatePem = readFileSync(certificateFile, "utf8");
  const keyId = createHash("sha256").update(certificatePem).digest("base64url").slice(0, 16);
  return { certificatePem, privateKeyPem: readFileSync(keyFile, "utf8"), keyId };
}
