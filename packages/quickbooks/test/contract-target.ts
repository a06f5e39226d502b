/**
 * The companies that the contract suite runs against: the emulator always, and a real sandbox company
 * when the environment names one (README, "Against a real company").
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Http } from "@accord-sync/core/ports/http.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import { succeed } from "@accord-sync/core/records/result.ts";
import { createHttp } from "@accord-sync/server/runtime/http.ts";
import { type CompanyApi, createCompanyApi } from "../src/api/company-api.ts";
import { refreshTokens } from "../src/oauth.ts";
import { SANDBOX_URL } from "../src/quickbooks-remote.ts";
import { EmulatedCompany, ORIGIN, REALM } from "./emulated-company.ts";

export interface ContractTarget {
  readonly name: "emulator" | "sandbox";
  readonly api: CompanyApi;
  /** Milliseconds since 1970. */
  now(): number;
  /** Lets this time go by in the company. */
  pass(ms: number): Promise<void>;
}

export function emulatorTarget(): ContractTarget {
  const emulated = new EmulatedCompany();
  const { http, tokens } = emulated;
  return {
    name: "emulator",
    api: createCompanyApi({ realmId: REALM, baseUrl: ORIGIN, http, tokens, timeoutMs: 1_000 }),
    now: () => emulated.now,
    pass: async (ms) => {
      emulated.now += ms;
    },
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Null when the environment names no company; throws when it names one by halves. */
export function sandboxTarget(environment: Environment): ContractTarget | null {
  const realmId = environment["ACCORD_SANDBOX_REALM_ID"] ?? "";
  if (realmId === "") return null;
  const http = paced(createHttp());
  const tokens = tokenSource(environment, http);
  const baseUrl = environment["ACCORD_SANDBOX_URL"] ?? SANDBOX_URL;
  return {
    name: "sandbox",
    api: createCompanyApi({ realmId, baseUrl, http, tokens, timeoutMs: 60_000 }),
    now: () => Date.now(),
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}

/** Below ten calls a second, which is what QuickBooks allows. */
const PACE_MS = 120;

function paced(http: Http): Http {
  return {
    exchange: async (request) => {
      await new Promise((resolve) => setTimeout(resolve, PACE_MS));
      return http.exchange(request);
    },
  };
}

/** An access token of an hour, or an app with a file that holds its refresh token. */
export function tokenSource(environment: Environment, http: Http): TokenSource {
  const accessToken = environment["ACCORD_SANDBOX_ACCESS_TOKEN"] ?? "";
  if (accessToken !== "") {
    const current = async () => succeed(accessToken);
    return { current, renew: current };
  }
  const clientId = environment["ACCORD_SANDBOX_CLIENT_ID"] ?? "";
  const clientSecret = environment["ACCORD_SANDBOX_CLIENT_SECRET"] ?? "";
  const file = environment["ACCORD_SANDBOX_REFRESH_TOKEN_FILE"] ?? "";
  if (clientId === "" || clientSecret === "" || file === "") {
    throw new Error(
      "ACCORD_SANDBOX_REALM_ID needs ACCORD_SANDBOX_ACCESS_TOKEN, or ACCORD_SANDBOX_CLIENT_ID, " +
        "ACCORD_SANDBOX_CLIENT_SECRET and ACCORD_SANDBOX_REFRESH_TOKEN_FILE",
    );
  }
  let held: ReturnType<typeof refresh> | null = null;
  const refresh = async () => {
    const client = { clientId, clientSecret, http };
    const fresh = await refreshTokens(client, readFileSync(file, "utf8").trim());
    if (!fresh.ok) return fresh;
    // The old one may be dead by now: the new one is durable before it is used.
    writeFileSync(`${file}.new`, fresh.value.refreshToken, { mode: 0o600 });
    renameSync(`${file}.new`, file);
    return succeed(fresh.value.accessToken);
  };
  return {
    current: () => (held ??= refresh()),
    renew: () => (held = refresh()),
  };
}
