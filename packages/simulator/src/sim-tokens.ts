/**
 * Real tokens in a simulation: each process asks for them as the service does, with the real token keeper and the
 * adapters' own OAuth. People give consent, end sessions and take the consent back in either system.
 */
import { createHash } from "node:crypto";
import type { Clock } from "@accord-sync/core/ports/clock.ts";
import type { Http } from "@accord-sync/core/ports/http.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { TokenDesk } from "@accord-sync/emulator-quickbooks/oauth/tokens.ts";
import { sessionOf } from "@accord-sync/emulator-salesforce/oauth/sessions.ts";
import { CONNECTION_ID } from "@accord-sync/engine/engine.ts";
import {
  createTokenKeeper,
  type FreshTokens,
  storeTokens,
} from "@accord-sync/engine/token-keeper.ts";
import type { Cipher } from "@accord-sync/ledger/cipher.ts";
import type { Ledger } from "@accord-sync/ledger/ledger.ts";
import * as quickbooks from "@accord-sync/quickbooks/oauth.ts";
import * as salesforce from "@accord-sync/salesforce/oauth.ts";
import {
  freshFromQuickbooks,
  freshFromSalesforce,
} from "@accord-sync/server/connect/fresh-tokens.ts";
import { mark } from "./marks.ts";
import type { Exchange } from "./sim-network.ts";
import { INTUIT_ORIGIN, SALESFORCE_ORIGIN } from "./sim-servers.ts";
import type { World } from "./world.ts";

/** Client id and secret of both emulators. */
const CLIENT = "demo";
const CALLBACK = "http://localhost:4000/callback";
const VERIFIER = "a-verifier-that-is-long-enough-for-the-standard";
const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");

/** Values stay readable: what is sealed how has tests of its own, and a seed has thousands of reads. */
const OPEN_CIPHER: Cipher = { seal: (plain) => `sealed ${plain}`, open: (text) => text.slice(7) };

export interface TokenDoors {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly http: Http;
}

/** One refresher for each system, as the service joins them. */
export function tokenKeepers(doors: TokenDoors): Readonly<Record<SystemName, TokenSource>> {
  const keeperOf = (system: SystemName) =>
    createTokenKeeper({
      ...doors,
      cipher: OPEN_CIPHER,
      connectionId: CONNECTION_ID[system],
      refresh: async (refreshToken) => {
        if (refreshToken === null) return fail(operationalError("AUTH_NOT_CONNECTED", { system }));
        const fresh = await refreshed(system, doors.http, refreshToken);
        mark(
          fresh.ok ? `token of ${system} refreshed` : `refresh of ${system}: ${fresh.error.code}`,
        );
        return fresh;
      },
      onRejected: () => mark(`person told to connect ${system} again`),
    });
  return { salesforce: keeperOf("salesforce"), quickbooks: keeperOf("quickbooks") };
}

async function refreshed(
  system: SystemName,
  http: Http,
  refreshToken: string,
): Promise<Result<FreshTokens>> {
  return system === "salesforce"
    ? freshFromSalesforce(await salesforce.refreshTokens(salesforceClient(http), refreshToken))
    : freshFromQuickbooks(await quickbooks.refreshTokens(quickbooksClient(http), refreshToken));
}

/** What the service does with the code that a person's browser brings back. */
export async function connectWith(
  system: SystemName,
  code: string,
  doors: TokenDoors,
): Promise<Result<null>> {
  const fresh = await exchanged(system, code, doors.http);
  if (!fresh.ok) return fresh;
  const place = { ...doors, cipher: OPEN_CIPHER, connectionId: CONNECTION_ID[system] };
  await storeTokens(place, fresh.value);
  return succeed(null);
}

async function exchanged(
  system: SystemName,
  code: string,
  http: Http,
): Promise<Result<FreshTokens>> {
  if (system === "quickbooks") {
    const client = quickbooksClient(http);
    return freshFromQuickbooks(await quickbooks.exchangeCode(client, code, CALLBACK));
  }
  const grant = { code, redirectUri: CALLBACK, codeVerifier: VERIFIER };
  return freshFromSalesforce(await salesforce.exchangeCode(salesforceClient(http), grant));
}

const quickbooksClient = (http: Http): quickbooks.OAuthClient => ({
  clientId: CLIENT,
  clientSecret: CLIENT,
  http,
  endpoints: {
    authorizeUrl: `${INTUIT_ORIGIN}/connect/oauth2`,
    tokenUrl: `${INTUIT_ORIGIN}/oauth2/v1/tokens/bearer`,
    revokeUrl: `${INTUIT_ORIGIN}/v2/oauth2/tokens/revoke`,
  },
});

const salesforceClient = (http: Http): salesforce.OAuthClient => ({
  loginUrl: SALESFORCE_ORIGIN,
  clientId: CLIENT,
  clientSecret: CLIENT,
  http,
});

/** A person says yes on the system's own page, in a browser: the code that it sends back. */
export function giveConsent(world: World, system: SystemName): string {
  const now = world.timeIn(system);
  const { location = "" } =
    system === "quickbooks"
      ? world.company.handle(consentInQuickbooks(), now).headers
      : world.org.handle(consentInSalesforce(), now).headers;
  const code = new URL(location).searchParams.get("code");
  if (code === null) throw new Error(`${system} gave no code`);
  world.clock.note(`user ${system} consents`);
  return code;
}

const FORM = { "content-type": "application/x-www-form-urlencoded" };

function consentInQuickbooks() {
  const url = quickbooks.authorizeUrl(quickbooksClient(NOBODY), CALLBACK, "state");
  return {
    method: "POST",
    url: url.slice(INTUIT_ORIGIN.length),
    headers: FORM,
    body: "decision=connect",
  };
}

function consentInSalesforce() {
  const consent = { redirectUri: CALLBACK, state: "state", codeChallenge: CHALLENGE };
  const [url = "", query = ""] = salesforce
    .authorizeUrl(salesforceClient(NOBODY), consent)
    .slice(SALESFORCE_ORIGIN.length)
    .split("?");
  return { method: "POST", url, headers: FORM, body: `${query}&allow=yes` };
}

/** An address is built without a call. */
const NOBODY: Http = {
  exchange: () => Promise.reject(new Error("an address needs no call")),
};

/** True while a token endpoint has answered, and what it gave is not heard yet. */
export function isRefreshing(traffic: readonly Exchange[], owner: object): boolean {
  return traffic.some(
    (each) =>
      each.owner === owner &&
      each.path.includes("/oauth2/") &&
      each.status === 200 &&
      each.heardAt === null,
  );
}

/** Every access token is dead at once, as after its life or when an administrator ends all sessions. */
export function endSessions({ company, org, clock }: World, system: SystemName): void {
  if (system === "quickbooks") {
    company.store.transact(() => {
      for (const [token] of company.store.states("accessToken")) {
        company.store.removeState("accessToken", token);
      }
    });
  } else {
    for (const token of org.store.all("sessions").keys()) org.store.remove("sessions", token);
  }
  mark(`sessions of ${system} ended`);
  clock.note(`user ${system} ends all sessions`);
}

/** A person takes the consent back: no token works any more, and none can be renewed. */
export function takeConsentBack(world: World, system: SystemName): void {
  const { company, org, clock } = world;
  endSessions(world, system);
  if (system === "quickbooks") {
    const desk = new TokenDesk(company.store, company.ids, company.settings, world.timeIn(system));
    company.store.transact(() => desk.revokeAll());
  } else {
    const given = [...org.store.all("refreshTokens").keys()];
    for (const token of given) org.store.remove("refreshTokens", token);
  }
  mark(`consent of ${system} taken back`);
  clock.note(`user ${system} takes the consent back`);
}

/** Whether the org lets us listen to events. A session that ended is renewed for the next time that we ask. */
export async function listens(
  world: Pick<World, "org" | "timeIn">,
  tokens: TokenSource,
): Promise<boolean> {
  const token = await tokens.current();
  if (!token.ok) return false;
  const peer = { now: world.timeIn("salesforce"), fromLoopback: true };
  if (sessionOf(world.org, token.value, peer) !== undefined) return true;
  await tokens.renew(token.value);
  return false;
}
