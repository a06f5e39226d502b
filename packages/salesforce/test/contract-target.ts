/**
 * The orgs that the contract suite runs against: the emulator always, and a real org when the environment
 * names one (README, "Against a real org").
 */
import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { SignJWT } from "jose";
import type { Http } from "@accord-sync/core/ports/http.ts";
import type { SalesforceRemote } from "@accord-sync/core/ports/remote.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import { createHttp } from "@accord-sync/server/runtime/http.ts";
import { createOrgApi, type OrgApi } from "../src/api/org-api.ts";
import {
  clientCredentials,
  jwtBearer,
  PRODUCTION_LOGIN_URL,
  SANDBOX_LOGIN_URL,
  type SalesforceTokens,
} from "../src/oauth.ts";
import { createSalesforceRemote } from "../src/salesforce-remote.ts";
import { EmulatedOrg, ORG_ID, ORIGIN } from "./emulated-org.ts";

export interface ContractTarget {
  readonly name: "emulator" | "org";
  readonly remote: SalesforceRemote;
  readonly api: OrgApi;
  /** Milliseconds since 1970. */
  now(): number;
  /** Lets this time go by in the org. */
  pass(ms: number): Promise<void>;
}

interface Place {
  readonly orgId: string;
  readonly instanceUrl: string;
  readonly http: Http;
  readonly tokens: TokenSource;
}

const TIMEOUT_MS = 60_000;

function doorsOf(place: Place): Pick<ContractTarget, "remote" | "api"> {
  const options = { ...place, apiVersion: "66.0", client: "AccordSync", timeoutMs: TIMEOUT_MS };
  return { remote: createSalesforceRemote(options), api: createOrgApi(options) };
}

export function emulatorTarget(): ContractTarget {
  const org = new EmulatedOrg();
  const { http, tokens } = org;
  return {
    name: "emulator",
    ...doorsOf({ orgId: ORG_ID, instanceUrl: ORIGIN, http, tokens }),
    now: () => org.now,
    pass: async (ms) => {
      org.now += ms;
    },
  };
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Null when the environment names no org; throws when it names one by halves. */
export function realTarget(environment: Environment): ContractTarget | null {
  const instanceUrl = (environment["ACCORD_ORG_URL"] ?? "").replace(/\/+$/, "");
  if (instanceUrl === "") return null;
  const orgId = environment["ACCORD_ORG_ID"] ?? "";
  if (orgId === "") throw new Error("ACCORD_ORG_URL needs ACCORD_ORG_ID");
  const http = createHttp();
  const tokens = tokenSource(environment, http);
  return {
    name: "org",
    ...doorsOf({ orgId, instanceUrl, http, tokens }),
    now: () => Date.now(),
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}

/** An access token, for example of `sf org display`; or an app with a key, or with a secret. */
export function tokenSource(environment: Environment, http: Http): TokenSource {
  const given = environment["ACCORD_ORG_ACCESS_TOKEN"] ?? "";
  if (given !== "") {
    const current = async () => succeed(given);
    return { current, renew: current };
  }
  const open = signIn(environment, http);
  const session = async (): Promise<Result<string>> => {
    const opened = await open();
    return opened.ok ? succeed(opened.value.accessToken) : opened;
  };
  let held: ReturnType<typeof session> | null = null;
  return {
    current: () => (held ??= session()),
    renew: () => (held = session()),
  };
}

function signIn(environment: Environment, http: Http): () => Promise<Result<SalesforceTokens>> {
  const loginUrl = (environment["ACCORD_ORG_URL"] ?? "").replace(/\/+$/, "");
  const clientId = environment["ACCORD_ORG_CLIENT_ID"] ?? "";
  const clientSecret = environment["ACCORD_ORG_CLIENT_SECRET"] ?? "";
  const keyFile = environment["ACCORD_ORG_KEY_FILE"] ?? "";
  const username = environment["ACCORD_ORG_USERNAME"] ?? "";
  if (clientId !== "" && keyFile !== "" && username !== "") {
    const key = createPrivateKey(readFileSync(keyFile, "utf8"));
    const user = {
      username,
      audience: loginUrl.includes(".sandbox.") ? SANDBOX_LOGIN_URL : PRODUCTION_LOGIN_URL,
      sign: (claims: object) =>
        new SignJWT({ ...claims }).setProtectedHeader({ alg: "RS256" }).sign(key),
    };
    return () => jwtBearer({ loginUrl, clientId, clientSecret: null, http }, user, Date.now());
  }
  if (clientId !== "" && clientSecret !== "") {
    return () => clientCredentials({ loginUrl, clientId, clientSecret, http });
  }
  throw new Error(
    "ACCORD_ORG_URL needs ACCORD_ORG_ACCESS_TOKEN, or ACCORD_ORG_CLIENT_ID with " +
      "ACCORD_ORG_KEY_FILE and ACCORD_ORG_USERNAME, or with ACCORD_ORG_CLIENT_SECRET",
  );
}
