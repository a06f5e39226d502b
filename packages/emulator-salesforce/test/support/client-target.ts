/**
 * The orgs that independent clients are run against: the emulator always, and a real org when the environment
 * names one (README, "Against a real org").
 */
import { createSign } from "node:crypto";
import { readFileSync } from "node:fs";
import { serveOrg } from "./serve-org.ts";

/** An org that a client can connect to. */
export interface OpenOrg {
  readonly url: string;
  readonly accessToken: string;
  close(): Promise<void>;
}

export interface ClientTarget {
  readonly name: "emulator" | "org";
  open(): Promise<OpenOrg>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Milliseconds that a test may take: a real org works bulk jobs off in its own time. */
export const CLIENT_TEST_MS = 300_000;

const emulator: ClientTarget = {
  name: "emulator",
  open: async () => ({ accessToken: "demo", ...(await serveOrg()) }),
};

/**
 * Says on standard error why no real org is among them. Throws when the environment names one without a way
 * to sign in.
 */
export function clientTargets(environment: Environment): readonly ClientTarget[] {
  const url = (environment["ACCORD_ORG_URL"] ?? "").replace(/\/+$/, "");
  if (url === "") {
    console.warn(
      "SKIPPED on a real org: ACCORD_ORG_URL is not set (packages/emulator-salesforce/README.md)",
    );
    return [emulator];
  }
  const signIn = signInOf(environment, url);
  const open = async () => ({ url, accessToken: await signIn(), close: () => Promise.resolve() });
  return [emulator, { name: "org", open }];
}

function signInOf(environment: Environment, url: string): () => Promise<string> {
  const given = environment["ACCORD_ORG_ACCESS_TOKEN"] ?? "";
  const clientId = environment["ACCORD_ORG_CLIENT_ID"] ?? "";
  const secret = environment["ACCORD_ORG_CLIENT_SECRET"] ?? "";
  const keyFile = environment["ACCORD_ORG_KEY_FILE"] ?? "";
  const username = environment["ACCORD_ORG_USERNAME"] ?? "";
  if (given !== "") return () => Promise.resolve(given);
  if (clientId !== "" && keyFile !== "" && username !== "") {
    const key = readFileSync(keyFile, "utf8");
    return () =>
      tokenFor(url, {
        grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
        assertion: assertionOf({ iss: clientId, sub: username, aud: audienceOf(url) }, key),
      });
  }
  if (clientId !== "" && secret !== "") {
    const grant = { grant_type: "client_credentials", client_id: clientId, client_secret: secret };
    return () => tokenFor(url, grant);
  }
  throw new Error(
    "ACCORD_ORG_URL needs ACCORD_ORG_ACCESS_TOKEN, or ACCORD_ORG_CLIENT_ID with " +
      "ACCORD_ORG_KEY_FILE and ACCORD_ORG_USERNAME, or with ACCORD_ORG_CLIENT_SECRET",
  );
}

const audienceOf = (url: string): string =>
  url.includes(".sandbox.") ? "https://test.salesforce.com" : "https://login.salesforce.com";

function assertionOf(claims: object, key: string): string {
  const exp = Math.floor(Date.now() / 1000) + 120;
  const [head, body] = [{ alg: "RS256" }, { ...claims, exp }].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  const signature = createSign("RSA-SHA256").update(`${head}.${body}`).sign(key, "base64url");
  return `${head}.${body}.${signature}`;
}

async function tokenFor(url: string, grant: Readonly<Record<string, string>>): Promise<string> {
  const body = new URLSearchParams(grant);
  const answer = await fetch(`${url}/services/oauth2/token`, { method: "POST", body });
  const { access_token: token } = (await answer.json()) as { readonly access_token?: string };
  if (token === undefined) throw new Error(`no token from ${url}: status ${answer.status}`);
  return token;
}
