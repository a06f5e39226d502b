import type { Org } from "../org.ts";
import { type EmulatorAnswer, json } from "../wire.ts";

/** An app that may ask for tokens, as an External Client App would be set up (S3.2). */
export interface ConnectedApp {
  readonly id: string;
  /** Without one the app is public and must use PKCE. */
  readonly secret?: string;
  /** The user that client credentials sign in; default: the org's integration user. */
  readonly runAsUserId?: string;
  /** User names whom an administrator approved for assertions; default: everybody. */
  readonly approvedUsers?: readonly string[];
  /** API calls of this app in a day; default: only the org's limit counts. */
  readonly dailyApiRequests?: number;
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

/** The id of the user with this user name, active or not. */
export function userNamed(org: Org, username: string): string | undefined {
  const wanted = username.toLowerCase();
  for (const [id, row] of org.store.all("User")) {
    const name = row["Username"];
    if (typeof name === "string" && name.toLowerCase() === wanted) return id;
  }
  return undefined;
}

/** Whether a user may sign in at all. */
export function isActiveUser(org: Org, userId: string): boolean {
  return org.store.get("User", userId)?.["IsActive"] === true;
}
