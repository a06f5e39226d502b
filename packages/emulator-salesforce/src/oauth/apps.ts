import type { Org } from "../org.ts";
import { type EmulatorAnswer, json } from "../wire.ts";

/** An app that may ask for tokens, as an External Client App would be set up (S3.2). */
export interface ConnectedApp {
  readonly id: string;
  /** Without one the app is public and must use PKCE. */
  readonly secret?: string;
}

const CERTIFICATES = "trustedCertificates";

/** Errors of the OAuth endpoints have a form of their own (S1.7). */
export function oauthError(error: string, description: string, status = 400): EmulatorAnswer {
  return json(status, { error, error_description: description });
}

/** Certificates (PEM) whose assertions the org takes. */
export function certificatesOf(org: Org): readonly string[] {
  return [...org.store.all(CERTIFICATES).values()].map((each) => String(each["pem"]));
}

/** Makes the org accept assertions signed with the key of this certificate. */
export function trustCertificate(org: Org, name: string, pem: string): void {
  org.store.put(CERTIFICATES, name, { pem });
}

/** The id of the active user with this user name. */
export function userNamed(org: Org, username: string): string | undefined {
  for (const [id, row] of org.store.all("User")) {
    const isSame = String(row["Username"]).toLowerCase() === username.toLowerCase();
    if (isSame && row["IsActive"] === true) return id;
  }
  return undefined;
}
