/** Real accounts: an org by its external client app, a company by the authorisation-code flow. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { assert } from "@accord-sync/core/errors/assert.ts";
import {
  OperationalFailure,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { fail } from "@accord-sync/core/records/result.ts";
import { type OAuthClient, refreshTokens } from "@accord-sync/quickbooks/oauth.ts";
import {
  PRODUCTION_APP_URL,
  PRODUCTION_URL,
  SANDBOX_URL,
} from "@accord-sync/quickbooks/quickbooks-remote.ts";
import {
  clientCredentials,
  jwtBearer,
  type OAuthClient as SalesforceClient,
  PRODUCTION_LOGIN_URL,
  refreshTokens as refreshSalesforceTokens,
  SANDBOX_LOGIN_URL,
  type SignAssertion,
} from "@accord-sync/salesforce/oauth.ts";
import { SignJWT } from "jose";
import type { OrgKeySource } from "../app-parts.ts";
import type { LiveSettings } from "../settings/settings.ts";
import { freshFromQuickbooks, freshFromSalesforce } from "./fresh-tokens.ts";
import type { SystemParts, Systems } from "./systems.ts";

/** The Pub/Sub API has one address for all orgs (salesforce-platform.md, change feed). */
const PUBSUB_ENDPOINT = "api.pubsub.salesforce.com:7443";
/** Pages of sandbox companies, for people. */
const SANDBOX_APP_URL = "https://sandbox.qbo.intuit.com";

export interface LiveParts extends SystemParts {
  /** The text of a file that the settings name; throws an OperationalFailure that names the setting. */
  readFile(setting: string, file: string): string;
}

export function liveSystems(settings: LiveSettings, parts: LiveParts): Systems {
  const { intuit, salesforce } = settings;
  const isSandbox = intuit.environment === "sandbox";
  const client: OAuthClient = {
    clientId: intuit.clientId,
    clientSecret: intuit.clientSecret,
    http: parts.http,
  };
  return {
    salesforce: {
      orgId: salesforce.orgId,
      instanceUrl: salesforce.url,
      pubSubEndpoint: PUBSUB_ENDPOINT,
      isPlaintext: false,
      signIn: signInBy(settings, parts),
      consent: consentClient(settings, parts),
      orgKeys: givenKey(
        pemOf("ACCORD_SALESFORCE_CERTIFICATE_FILE", salesforce.certificateFile, parts),
      ),
    },
    quickbooks: {
      realmId: intuit.realmId,
      baseUrl: isSandbox ? SANDBOX_URL : PRODUCTION_URL,
      appUrl: isSandbox ? SANDBOX_APP_URL : PRODUCTION_APP_URL,
      client,
      refresh: async (refreshToken) =>
        refreshToken === null
          ? fail(operationalError("AUTH_NOT_CONNECTED", { system: "QuickBooks" }))
          : freshFromQuickbooks(await refreshTokens(client, refreshToken)),
    },
  };
}

/** The app as a person's consent needs it; null where it signs in as itself. */
function consentClient({ salesforce }: LiveSettings, parts: LiveParts): SalesforceClient | null {
  const { url: loginUrl, clientId, login } = salesforce;
  if (login.flow !== "web") return null;
  return { loginUrl, clientId, clientSecret: login.clientSecret, http: parts.http };
}

function signInBy(settings: LiveSettings, parts: LiveParts): Systems["salesforce"]["signIn"] {
  const consent = consentClient(settings, parts);
  if (consent === null) return signInAsApp(settings, parts);
  return async (refreshToken) =>
    refreshToken === null
      ? fail(operationalError("AUTH_NOT_CONNECTED", { system: "Salesforce" }))
      : freshFromSalesforce(await refreshSalesforceTokens(consent, refreshToken));
}

function signInAsApp({ salesforce }: LiveSettings, parts: LiveParts) {
  const { url: loginUrl, clientId, login } = salesforce;
  assert(login.flow !== "web", "a person's consent is no sign-in of the app's own");
  if (login.flow === "client-credentials") {
    const client = { loginUrl, clientId, clientSecret: login.clientSecret, http: parts.http };
    return async () => freshFromSalesforce(await clientCredentials(client));
  }
  const client = { loginUrl, clientId, clientSecret: null, http: parts.http };
  const user = {
    username: login.username,
    audience: loginUrl.includes(".sandbox.") ? SANDBOX_LOGIN_URL : PRODUCTION_LOGIN_URL,
    sign: signWith(pemOf("ACCORD_SALESFORCE_JWT_KEY_FILE", login.keyFile, parts)),
  };
  return async () => freshFromSalesforce(await jwtBearer(client, user, parts.now()));
}

/** A PEM file of the settings. */
interface Pem {
  readonly setting: string;
  readonly file: string;
  readonly text: string;
}

const pemOf = (setting: string, file: string, parts: LiveParts): Pem => ({
  setting,
  file,
  text: parts.readFile(setting, file),
});

/** What is read of a PEM file; a file of another kind is told by its setting, never by its content. */
function readPem<T>({ setting, file, text }: Pem, kind: string, read: (text: string) => T): T {
  try {
    return read(text);
  } catch {
    const detail = `${setting}: ${file} holds no ${kind} in PEM form`;
    throw new OperationalFailure(operationalError("SETTINGS_INVALID", { detail }));
  }
}

function signWith(pem: Pem): SignAssertion {
  const key = readPem(pem, "private key", createPrivateKey);
  return (claims) =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg: "RS256", typ: "JWT" }).sign(key);
}

/** A certificate that the operator gave; a new one comes with a restart. */
function givenKey(pem: Pem): OrgKeySource {
  const { publicKey } = readPem(pem, "certificate", (text) => new X509Certificate(text));
  return { current: () => publicKey, renew: async () => null };
}
